"""What kind of: the terms of a closed list that a sentence gives for what is asked, such as sports."""

import re
from collections.abc import Iterator, Set

from assistant.conflicts.question import Asked
from assistant.conflicts.value import Value
from assistant.conflicts.words import CATEGORIES
from assistant.terms import stems

_COPULA = re.compile(r"\b(?:is|was|are|were|refers to)\b(?! (?:not|never|also known)\b)")
_ENDS = re.compile(r"[.;]|\b(?:who|which|that|whose|when|where|with|after|before|for|and is|and was|but)\b")
# "the rank of Admiral", "Party: Republican", "a member of the Conservative Party".
_PHRASES = (
    r"(?i:\b(?:%s(?: of| is| was)?:?|members? of the|promoted to|elected as an?|joined the)) ([\w -]{4,40})"
)


def terms(asked: Asked, text: str) -> Iterator[Value]:
    """The terms in what the subject is said to be, as one value."""
    known, alike = CATEGORIES[asked.category]
    for start, end in _descriptions(asked, text):
        found = list(_listed(text, start, end, known | set(alike)))
        if found:
            written = [text[a:b].lower() for a, b in found]
            key = tuple(dict.fromkeys(alike.get(one, one) for one in written))
            yield Value("term", text[found[0][0] : found[0][1]], *found[0], key)


def _descriptions(asked: Asked, text: str) -> Iterator[tuple[int, int]]:
    """What follows "is a" after the subject; then what is in brackets after it, or after a comma."""
    for copula in _COPULA.finditer(text):
        if asked.named and not asked.named & set(stems(text[max(0, copula.start() - 120) : copula.start()])):
            continue
        stop = _ENDS.search(text, copula.end() + 4)
        yield copula.end(), stop.start() if stop else len(text)
        break
    for found in re.finditer(_PHRASES % asked.category, text):
        yield found.span(1)
    for found in re.finditer(r"\(([^()]{4,90})\)|, an? ([^.;,()]{4,90})", text[:200]):
        if asked.named & set(stems(text[max(0, found.start() - 40) : found.start()])):
            yield found.span(1 if found[1] else 2)


def _listed(text: str, start: int, end: int, known: Set[str]) -> Iterator[tuple[int, int]]:
    """Where the terms stand in text[start:end], the longest first."""
    tokens = [(one.start() + start, one.end() + start) for one in re.finditer(r"[\w&'-]+", text[start:end])]
    number = 0
    while number < len(tokens):
        for length in (3, 2, 1):
            last = min(number + length, len(tokens)) - 1
            span = tokens[number][0], tokens[last][1]
            written = text[slice(*span)].lower()
            if {written, written.removesuffix("-language"), written.removesuffix("s")} & known:
                yield span
                number = last
                break
        number += 1
