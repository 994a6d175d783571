"""The same place in two documents of one name, such as two editions, with another number, date or time."""

from collections.abc import Iterator, Sequence, Set
from itertools import combinations, takewhile

from assistant.conflicts.contrast import of_other_years
from assistant.conflicts.question import Asked, bag
from assistant.conflicts.statements import ABOUT, LONGEST, Claim
from assistant.conflicts.value import Kind, Value, differ, values
from assistant.evidence.gathering import Scored
from index.words import STOP_WORDS, words

BEST = 6  # sentences of the evidence that are near enough to the question
_ALIKE = 3  # words around the value that are the same in both
_KINDS: tuple[Kind, ...] = ("number", "date", "time")


def by_edition(asked: Asked, scored: Sequence[Scored]) -> list[Claim]:
    """The values that differ between two documents of one title, in the sentences nearest to the question.

    Both have the same title and headings, and the same words around the value.
    """
    nearest = [one for one in scored[:BEST] if len(one.sentence.text) <= LONGEST]
    found: list[tuple[float, list[Claim]]] = []
    for one, other in combinations(nearest, 2):
        first, second = one.sentence, other.sentence
        if first.label != second.label or first.citation.source_id == second.citation.source_id:
            continue
        if len(asked.known & bag(f"{first.text} {first.label}")) < ABOUT * len(asked.known):
            continue
        pair = next(_differing(asked, first.text, second.text), None)
        if pair:
            claims = [Claim(pair[0], first), Claim(pair[1], second)]
            if not of_other_years(*claims):
                found.append((one.score + other.score, claims))
    return max(found, key=lambda pair: pair[0])[1] if found else []


def _differing(asked: Asked, one: str, other: str) -> Iterator[tuple[Value, Value]]:
    """The values of a kind that are not the same, and stand among the same words."""
    for kind in [kind for kind in _KINDS if kind in asked.forms] or _KINDS:
        for first in values(kind, one):
            for second in values(kind, other):
                if differ(first, second) and _alike(one, first, other, second):
                    if _asked_for(one, first, asked.known) and _asked_for(other, second, asked.known):
                        yield first, second


def _asked_for(text: str, value: Value, wanted: Set[str]) -> bool:
    """Whether the value is the sentence's first of its kind, or the question has a word that leads to it."""
    before = [one.end for one in values(value.kind, text) if one.end <= value.start]
    return not before or bool(wanted & bag(text[before[-1] : value.start]))


def _alike(one: str, first: Value, other: str, second: Value) -> bool:
    sides = (
        (words(one[: first.start])[::-1], words(other[: second.start])[::-1]),
        (words(one[first.end :]), words(other[second.end :])),
    )
    before, after = (
        [a for a, _ in takewhile(lambda both: both[0] == both[1], zip(*side, strict=False))] for side in sides
    )
    if not before and any(sides[0]):
        return False  # other words lead to the value: "the rate is 40", "a passenger adds 5"
    shared = before + after
    return len(shared) >= _ALIKE and any(word not in STOP_WORDS for word in shared)
