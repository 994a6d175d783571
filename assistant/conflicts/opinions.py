"""What a source calls good and another not: the words before the noun that a question asks about."""

import re
from collections.abc import Iterator

from assistant.conflicts.about import akin
from assistant.conflicts.question import Asked
from assistant.conflicts.value import Value
from assistant.conflicts.words import BAD, GOOD
from assistant.terms import stems
from index.words import WORD, stem

_CLAUSE = re.compile(r"[;:]|,? \b(?:but|while|whereas|although|though|however|unlike)\b")
_STOPS = re.compile(
    r"\b(?:has|have|had|an|a|the|is|are|was|were|its|their|of|with|to|in|as|enjoys?|maintains?)\b", re.I
)
_NEGATION = re.compile(r"\b(?:not|never|no|hardly|n't)\b", re.I)
_BEFORE = 60  # characters before the noun


def opinions(asked: Asked, text: str) -> Iterator[Value]:
    """The judging words on what was asked, with a key of ("good",) or ("bad",)."""
    nouns = [one for one in (asked.rest | asked.relation) if one not in GOOD | BAD]
    for start, end in _clauses(text):
        clause = text[start:end]
        if not _about(asked, clause):
            continue
        for found in WORD.finditer(clause):
            if any(akin(stem(found[0].lower()), noun) for noun in nouns):
                yield from _before(text, start + found.start(), start)


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _CLAUSE.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)


def _about(asked: Asked, clause: str) -> bool:
    """Whether the clause has all that the question names."""
    return bool(asked.named) and asked.named <= set(stems(clause))


def _before(text: str, noun: int, clause: int) -> Iterator[Value]:
    begins = max(clause, noun - _BEFORE)
    stops = list(_STOPS.finditer(text, begins, noun))
    start = stops[-1].end() if stops else begins
    phrase = text[start:noun]
    judged = [word for word in re.findall(r"[a-z-]+", phrase.lower()) if word in GOOD | BAD]
    if not judged:
        return
    good = judged[-1] in GOOD
    if _NEGATION.search(text, clause, noun):
        good = not good
    left = start + len(phrase) - len(phrase.lstrip())
    right = start + len(phrase.rstrip())
    yield Value("term", text[left:right], left, right, ("good" if good else "bad",))
