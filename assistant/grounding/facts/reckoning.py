"""Numbers that a claim works out from others: what is saved, what two things cost together."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from assistant.language.numbers import Number
from assistant.language.parsed import Parsed
from assistant.language.units import converted

# Words right beside a difference, and beside what several come to.
_COMPARING = frozenset(
    "more less fewer extra difference save saves saved saving cheaper dearer longer shorter later earlier "
    "older younger higher lower faster slower bigger smaller larger taller deeper heavier lighter".split()
)
_SUMMING = frozenset("together altogether total totals sum come comes".split())
_BESIDE = 3  # tokens between such a word and the number
_MOST = 12  # numbers of a sentence of which each pair is tried
_EXACT = 1e-6


def is_worked_out(number: Number, claim: Parsed, quotes: Sequence[Parsed]) -> bool:
    """Whether the claim says of a number that it is a difference or a sum, and it is one of what is stated.

    A difference may be of two numbers of one quote ("15 minutes longer"); else both stand in the claim too,
    where each is checked for itself. A sum may be a product with a count: "3 tickets come to £54".

    >>> from assistant.language.parsed import parse
    >>> quotes = [parse("By train it takes 25 minutes, by bus 40 minutes.")]
    >>> texts = "15 minutes longer", "20 minutes longer", "15 minutes", "25 min and 40 min, 65 min in total"
    >>> [is_worked_out(parse(text).numbers[-1], parse(text), quotes) for text in texts]
    [True, False, False, True]
    """
    nearby = {token.lower for token in claim.tokens[max(0, number.first - _BESIDE) : number.last + _BESIDE]}
    own = [other for other in claim.numbers if other is not number][:_MOST]
    if not nearby.isdisjoint(_COMPARING):
        groups = [own, *(quote.numbers[:_MOST] for quote in quotes)]
        return any(
            _is_among(number, _differences(*pair)) for group in groups for pair in combinations(group, 2)
        )
    return not nearby.isdisjoint(_SUMMING) and any(
        _is_among(number, _sums(*pair)) for pair in combinations(own, 2)
    )


def _is_among(number: Number, results: Collection[tuple[str, float]]) -> bool:
    wanted = _amounts(number)
    return any(
        dimension in wanted and abs(result - wanted[dimension]) <= _EXACT * max(1.0, abs(result))
        for dimension, result in results
    )


def _differences(first: Number, second: Number) -> list[tuple[str, float]]:
    return [(dimension, abs(mine - theirs)) for dimension, mine, theirs in _alike(first, second)]


def _sums(first: Number, second: Number) -> list[tuple[str, float]]:
    """What two numbers come to, with its dimension: added, or one of them as often as the other counts."""
    added = [(dimension, mine + theirs) for dimension, mine, theirs in _alike(first, second)]
    times = [
        (dimension, amount * count.values[0])
        for price, count in ((first, second), (second, first))
        if price.units and not count.units
        for dimension, amount in _amounts(price).items()
    ]
    return [*added, *times]


def _alike(first: Number, second: Number) -> Iterator[tuple[str, float, float]]:
    """The amounts of two numbers in each dimension of both; a bare one may be in the unit of the other."""
    mine = _amounts(first if first.units else replace(first, units=second.units))
    theirs = _amounts(second if second.units else replace(second, units=first.units))
    for dimension in mine.keys() & theirs.keys():
        yield dimension, mine[dimension], theirs[dimension]


def _amounts(number: Number) -> dict[str, float]:
    """The amount by dimension, the first way to read it; "" is that of a bare number."""
    if not number.units:
        return {"": number.values[0]}
    return {
        dimension: min(amounts) for dimension, amounts in converted(number.values[0], number.units).items()
    }
