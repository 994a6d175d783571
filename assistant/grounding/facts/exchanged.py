"""Two facts of one sentence in each other's place: born in 1951 and died in 1880."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import TypeVar

from assistant.grounding.facts.alignment import Alignment, likeness
from assistant.grounding.facts.clash import Clash, ClashKind
from assistant.language.dates import Date, agrees
from assistant.language.numbers import Number, same_value
from assistant.language.parsed import Parsed
from assistant.language.tokens import Located

MOST = 6  # facts of a kind in a sentence; more are a list or a table
CLEARLY = 0.5  # how much more alike the places of two facts must be crosswise, both together

Fact = TypeVar("Fact", Date, Number)


def exchanged_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Dates and numbers that the best sentence of the source has the other way round."""
    if not alignment.aligned:
        return
    claim, source = alignment.claim, alignment.aligned[0]
    yield from _exchanged(claim, source, "date", claim.dates, source.dates, _same_date)
    yield from _exchanged(claim, source, "number", claim.numbers, source.numbers, same_value)


def _same_date(one: Date, other: Date) -> bool:
    return agrees(one, other) == "same"


def _exchanged(
    claim: Parsed,
    source: Parsed,
    kind: ClashKind,
    mine: Sequence[Fact],
    theirs: Sequence[Fact],
    same: Callable[[Fact, Fact], bool],
) -> Iterator[Clash]:
    if max(len(mine), len(theirs)) > MOST:
        return
    for one, other in combinations(mine, 2):
        if same(one, other):
            continue
        pairs = [(a, b) for a in theirs for b in theirs if same(one, a) and same(other, b)]
        # A value that the source has twice may stand in its right place once.
        if pairs and all(_crosswise(claim, one, other, source, *pair) for pair in pairs):
            reason = f"the source has {one.text} and {other.text} the other way round"
            yield Clash(kind, one.text, pairs[0][0].text, reason, True)
            return


def _crosswise(
    claim: Parsed, one: Located, other: Located, source: Parsed, first: Located, second: Located
) -> bool:
    """Whether each fact stands where the source has the other."""
    straight = (likeness(claim, one, source, first), likeness(claim, other, source, second))
    across = (likeness(claim, one, source, second), likeness(claim, other, source, first))
    return sum(across) > sum(straight) + CLEARLY and across[0] > straight[0] and across[1] > straight[1]
