"""What one sentence calls good and another does not: the judging words at a noun that was asked about."""

import re
from collections.abc import Iterator, Sequence

from assistant.conflicts.contrast import of_other_years
from assistant.conflicts.mentions import Mention
from assistant.conflicts.question import QuestionAnalysis
from assistant.conflicts.statements import StatedValue, Statement
from assistant.language.terms import content_stems
from assistant.language.tokens import related_stems, same_stem
from index.words import WORD

# Degrees such as "high" are none: what they stand at can be good or bad.
_GOOD = frozenset(
    "good excellent close cordial friendly warm strong positive healthy stable safe reliable".split()
)
_BAD = frozenset(
    "bad poor ambivalent tense strained hostile difficult weak negative unstable unsafe mixed".split()
)
_CLAUSE_END = re.compile(r"[;:]|,? \b(?:but|while|whereas|although|though|however|unlike)\b|\Z")
_STOPS = re.compile(
    r"\b(?:has|have|had|an|a|the|is|are|was|were|its|their|of|with|to|in|as)\b", re.IGNORECASE
)
_DENIED = re.compile(r"\b(?:not|never|no|hardly|n't)\b", re.IGNORECASE)
_BEFORE = 60  # characters before the noun


def by_opinion(question: QuestionAnalysis, statements: Sequence[Statement]) -> list[StatedValue]:
    """Sentences that judge one thing as good and as bad."""
    stated = [
        StatedValue(opinion, statement.sentence)
        for statement in statements
        for opinion in _opinions(question, statement.text)
    ]
    for first in stated:
        for other in stated:
            if other.value.key != first.value.key and not of_other_years(first, other):
                return [first, other]
    return []


def _opinions(question: QuestionAnalysis, text: str) -> Iterator[Mention]:
    """The judging words right before a noun that was asked about, in a clause that has all its names."""
    for start, end in _clauses(text):
        if not question.named or not question.named <= content_stems(text[start:end]):
            continue
        for noun in WORD.finditer(text, start, end):
            stem = same_stem(noun[0].lower())
            if any(related_stems(stem, wanted) for wanted in question.rest | question.relation):
                yield from _opinion(text, start, noun.start())


def _opinion(text: str, clause: int, noun: int) -> Iterator[Mention]:
    """What is said right before the noun at `noun`, in the clause that begins at `clause`, if it judges."""
    begin = max(clause, noun - _BEFORE)
    stops = [stop.end() for stop in _STOPS.finditer(text, begin, noun)]
    start = stops[-1] if stops else begin
    phrase = text[start:noun].strip()
    last_word = (WORD.findall(phrase.lower()) or [""])[-1]
    if last_word in _GOOD | _BAD:
        is_good = (last_word in _GOOD) != bool(_DENIED.search(text, clause, noun))
        start = text.index(phrase, start)
        yield Mention("term", phrase, start, start + len(phrase), ("good" if is_good else "bad",))


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in _CLAUSE_END.finditer(text):
        yield start, end.start()
        start = end.end()
