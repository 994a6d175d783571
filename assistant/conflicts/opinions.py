"""What one source calls good and another does not: the judging words at a noun that was asked about."""

import re
from collections.abc import Iterator

from assistant.conflicts.about import akin
from assistant.conflicts.question import Asked
from assistant.conflicts.value import Value
from assistant.conflicts.words import BAD, GOOD
from assistant.terms import stems
from index.words import STOP_WORDS, WORD, stem

_CLAUSE = re.compile(r"[;:]|,? \b(?:but|while|whereas|although|though|however|unlike)\b")
_STOPS = re.compile(
    r"\b(?:has|have|had|an|a|the|is|are|was|were|its|their|of|with|to|in|as|enjoys?|maintains?)\b",
    re.IGNORECASE,
)
_IS = re.compile(
    r"\b(?:is|are|was|were|remains?|remained|became|become|have been|has been) "
    r"((?:(?:very|quite|rather|still|not|no longer|more|less|[a-z]+ly) )*([a-z-]+))"
)
_NEGATION = re.compile(r"\b(?:not|never|no|hardly|n't)\b", re.IGNORECASE)
_BEFORE = 60  # characters before the noun
_JUDGED = re.compile(r"[a-z-]+")


def opinions(asked: Asked, text: str) -> Iterator[Value]:
    """The judging words of `text` on what was asked, each with the key ("good" or "bad", the noun's stem).

    The clause must have all names of the question; the noun is one of its words, or any where it asks
    in other words how two or more named stand to one another.
    """
    if not asked.named:
        return
    nouns = [one for one in asked.rest | asked.relation if one not in GOOD | BAD]
    free = len(asked.named) > 1 and asked.kind is None
    for start, end in _clauses(text):
        if not asked.named <= set(stems(text[start:end])):
            continue
        for found in WORD.finditer(text, start, end):
            noun = stem(found[0].lower())
            if any(akin(noun, one) for one in nouns) or (free and _is_noun(found[0])):
                for left, right in (*_before(text, found.start(), start), *_after(text, found.end(), end)):
                    sides = "good" if _good(text, left, right, start) else "bad"
                    yield Value("term", text[left:right], left, right, (sides, noun))


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _CLAUSE.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)


def _is_noun(word: str) -> bool:
    """Whether the word can be what is judged: in lower case, and itself no judgement."""
    return word.islower() and word not in GOOD | BAD | STOP_WORDS and len(word) > 3


def _before(text: str, noun: int, clause: int) -> Iterator[tuple[int, int]]:
    """Where the words between an article or verb and the noun stand, if the last one judges."""
    begins = max(clause, noun - _BEFORE)
    stops = list(_STOPS.finditer(text, begins, noun))
    start = stops[-1].end() if stops else begins
    phrase = text[start:noun]
    if (_JUDGED.findall(phrase.lower()) or [""])[-1] in GOOD | BAD:
        yield start + len(phrase) - len(phrase.lstrip()), start + len(phrase.rstrip())


def _after(text: str, noun: int, end: int) -> Iterator[tuple[int, int]]:
    """Where it stands what the noun is said to be, if that judges."""
    found = _IS.search(text, noun, end)
    if found and found[2] in GOOD | BAD:
        yield found.span(1)


def _good(text: str, left: int, right: int, clause: int) -> bool:
    last = _JUDGED.findall(text[left:right].lower())[-1]
    return (last in GOOD) != bool(_NEGATION.search(text, clause, right))
