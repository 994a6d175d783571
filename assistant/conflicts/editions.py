"""The same place in two documents of one name, such as two editions, with another number, date or time."""

from collections.abc import Iterator, Sequence, Set
from itertools import combinations

from assistant.conflicts.about import LONGEST
from assistant.conflicts.claim import Claim
from assistant.conflicts.series import of_other_years
from assistant.conflicts.value import Kind, Value
from assistant.conflicts.values import same, values
from assistant.evidence import EvidenceSentence, Scored
from assistant.terms import stems
from index.words import STOP_WORDS, WORD, stem

BEST = 6  # sentences of the evidence that are near enough to the question
CLOSE = 0.1  # how much less the next two may score, beside each other, to be shown as well
SHOWN = 2
ABOUT = 0.5  # the share of the question's words that the sentence and its headings have
ASKING = frozenset(stem(word) for word in "much many long soon often far high large way most least".split())
_ALIKE = 3  # words around the value that are the same in both
_KINDS: tuple[Kind, ...] = ("number", "date", "time")


def by_edition(question: str, scored: Sequence[Scored]) -> list[tuple[Claim, Claim]]:
    """The values that differ between two documents of one title, in the sentences nearest to the question.

    Both have the same title and headings, and the same words around the value. The pair nearest to the
    question comes first, then one that is hardly less near.
    """
    wanted = frozenset(stems(question)) - ASKING
    found: list[tuple[float, tuple[Claim, Claim]]] = []
    nearest = [one for one in scored[:BEST] if len(one.sentence.text) <= LONGEST]
    for one, other in combinations(nearest, 2):
        first, second = one.sentence, other.sentence
        if first.label != second.label or first.citation.source_id == second.citation.source_id:
            continue
        if len(wanted & set(stems(f"{first.text} {first.label}"))) < ABOUT * len(wanted):
            continue
        pair = next(_differing(first.text, second.text, wanted), None)
        if pair:
            claims = Claim(pair[0], first), Claim(pair[1], second)
            if not of_other_years(*claims):
                found.append(((one.score + other.score) / 2, claims))
    found.sort(key=lambda pair: -pair[0])
    return _apart([claims for score, claims in found if score >= found[0][0] - CLOSE])[:SHOWN]


def _apart(pairs: Sequence[tuple[Claim, Claim]]) -> list[tuple[Claim, Claim]]:
    """Those of the pairs that share no sentence with one before."""
    used: list[EvidenceSentence] = []
    kept = []
    for pair in pairs:
        if not any(claim.sentence in used for claim in pair):
            kept.append(pair)
            used += [claim.sentence for claim in pair]
    return kept


def _differing(one: str, other: str, wanted: Set[str]) -> Iterator[tuple[Value, Value]]:
    """The values of a kind that are not the same, and stand among the same words."""
    if one == other:
        return
    for kind in _KINDS:
        for first in values(kind, one):
            for second in values(kind, other):
                if same(first, second) or not _alike(one, first, other, second):
                    continue
                if _asked_for(one, first, wanted) and _asked_for(other, second, wanted):
                    yield first, second


def _asked_for(text: str, value: Value, wanted: Set[str]) -> bool:
    """Whether the value is the sentence's first of its kind, or the question has a word that leads to it."""
    before = [one.end for one in values(value.kind, text) if one.end <= value.start]
    return not before or bool(wanted & set(stems(text[before[-1] : value.start])))


def _alike(one: str, first: Value, other: str, second: Value) -> bool:
    before = _run(_words(one[: first.start])[::-1], _words(other[: second.start])[::-1])
    after = _run(_words(one[first.end :]), _words(other[second.end :]))
    if bool(before) != bool(_words(one[: first.start]) or _words(other[: second.start])):
        return False  # other words lead to the value: "the rate is 40", "a passenger adds 5"
    shared = before + after
    return len(shared) >= _ALIKE and any(word not in STOP_WORDS for word in shared)


def _words(text: str) -> list[str]:
    return [found.lower() for found in WORD.findall(text)]


def _run(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """The words that both begin with."""
    length = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), None)
    return list(one[: min(len(one), len(other)) if length is None else length])
