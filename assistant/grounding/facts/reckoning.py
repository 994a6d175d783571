"""Numbers that follow from others: what is saved, what two things cost together, a part in per cent."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from assistant.language.numbers import Number
from assistant.language.units import converted

# Words that only announce what was reckoned.
RECKONING = frozenset(
    "altogether total totals together sum difference instead against save saves saved saving cheaper dearer "
    "longer shorter extra each times plus minus".split()
)
# Words beside a difference, whose two numbers the sentence may leave out.
COMPARING = frozenset(
    "more less fewer extra difference save saves saved saving cheaper dearer longer shorter later earlier "
    "older younger higher lower faster slower bigger smaller larger taller deeper heavier lighter".split()
)
_EXACT = 1e-6


def follows(number: Number, stated: Collection[Number], named: Collection[Number]) -> bool:
    """Whether a number is reckoned rightly from two others of its sentence.

    From two of `stated`, which the source has: their sum or their difference, or a share of one in per cent
    that is taken, taken off or put on. From one of them and a count among `named`, which the asker may have
    brought ("3 at £18"): their product or quotient.

    >>> from assistant.language.parsed import parse
    >>> for text in ("£4 less, £35 for £39", "£54 for 3 at £18", "£45, 10 % off £50", "£5 less, £35 for £39"):
    ...     number, *others = parse(text).numbers
    ...     print(text, follows(number, others, others))
    £4 less, £35 for £39 True
    £54 for 3 at £18 True
    £45, 10 % off £50 True
    £5 less, £35 for £39 False
    """
    pairs = (
        (first, second)
        for first in stated
        for second in (*stated, *(other for other in named if not other.units))
        if first is not second
    )
    return any(_is_among(number, _results(first, second)) for first, second in pairs)


def is_difference(number: Number, stated: Sequence[Number]) -> bool:
    """Whether a number is what two of `stated` differ by.

    >>> from assistant.language.parsed import parse
    >>> number, *others = parse("15 minutes: 25 minutes by train, 40 minutes by bus").numbers
    >>> is_difference(number, others), is_difference(others[0], others)
    (True, False)
    """
    return any(_is_among(number, _differences(*pair)) for pair in combinations(stated, 2))


def _is_among(number: Number, results: Iterable[tuple[str, float]]) -> bool:
    wanted = _amounts(number)
    return any(
        dimension in wanted and abs(result - wanted[dimension]) <= _EXACT * max(1.0, abs(result))
        for dimension, result in results
    )


def _amounts(number: Number) -> dict[str, float]:
    """The amount by dimension, the first way to read it; "" is that of a bare number."""
    if not number.units:
        return {"": number.values[0]}
    return {
        dimension: min(amounts) for dimension, amounts in converted(number.values[0], number.units).items()
    }


def _results(first: Number, second: Number) -> Iterator[tuple[str, float]]:
    """What two numbers give together, with its dimension."""
    yield from _differences(first, second)
    for dimension, mine, theirs in _alike(first, second):
        yield dimension, mine + theirs
    others = _amounts(second)
    for dimension, amount in _amounts(first).items():
        if (share := others.get("ratio")) is not None and dimension != "ratio":
            yield from ((dimension, amount * times) for times in (share, 1 - share, 1 + share))
        if (count := others.get("")) and dimension:
            yield from ((dimension, amount * count), (dimension, amount / count))


def _differences(first: Number, second: Number) -> Iterator[tuple[str, float]]:
    for dimension, mine, theirs in _alike(first, second):
        yield dimension, abs(mine - theirs)


def _alike(first: Number, second: Number) -> Iterator[tuple[str, float, float]]:
    """The amounts of two numbers in each dimension of both; a bare one may be in the unit of the other."""
    mine = _amounts(first if first.units else replace(first, units=second.units))
    theirs = _amounts(second if second.units else replace(second, units=first.units))
    for dimension in mine.keys() & theirs.keys():
        yield dimension, mine[dimension], theirs[dimension]
