"""What one sentence calls good and another does not: the judging words at a noun that was asked about."""

import re
from collections.abc import Iterator, Sequence

from assistant.conflicts.contrast import of_other_years
from assistant.conflicts.question import Asked, bag
from assistant.conflicts.statements import Claim, Statement
from assistant.conflicts.value import Value, akin
from assistant.language.tokens import same_stem
from index.words import WORD

# Degrees such as "high" are none: what they stand at can be good or bad.
_SIDES = {
    word: side
    for side, listed in (
        (
            "good",
            "good excellent close cordial friendly warm strong positive healthy stable safe reliable",
        ),
        (
            "bad",
            "bad poor ambivalent tense strained hostile difficult weak negative unstable unsafe mixed",
        ),
    )
    for word in listed.split()
}
_CLAUSE = re.compile(r"[;:]|,? \b(?:but|while|whereas|although|though|however|unlike)\b")
_STOPS = re.compile(
    r"\b(?:has|have|had|an|a|the|is|are|was|were|its|their|of|with|to|in|as)\b", re.IGNORECASE
)
_DENIED = re.compile(r"\b(?:not|never|no|hardly|n't)\b", re.IGNORECASE)
_BEFORE = 60  # characters before the noun


def by_opinion(asked: Asked, found: Sequence[Statement]) -> list[Claim]:
    """Sentences that judge one thing as good and as bad."""
    claims = [Claim(value, one.sentence) for one in found for value in _opinions(asked, one.text)]
    for first in claims:
        other = [one for one in claims if one.value.key != first.value.key and not of_other_years(first, one)]
        if other:
            return [first, other[0]]
    return []


def _opinions(asked: Asked, text: str) -> Iterator[Value]:
    """The judging words right before a noun that was asked about, in a clause that has all its names."""
    for clause in _clauses(text):
        if not asked.named or not asked.named <= bag(text[slice(*clause)]):
            continue
        for noun in WORD.finditer(text, *clause):
            if any(akin(same_stem(noun[0].lower()), one) for one in asked.rest | asked.relation):
                begin = max(clause[0], noun.start() - _BEFORE)
                stops = [one.end() for one in _STOPS.finditer(text, begin, noun.start())]
                start = stops[-1] if stops else begin
                phrase = text[start : noun.start()]
                side = _SIDES.get((WORD.findall(phrase.lower()) or [""])[-1])
                if side:
                    denied = _DENIED.search(text, clause[0], noun.start())
                    key = ("bad" if side == "good" else "good") if denied else side
                    start += len(phrase) - len(phrase.lstrip())
                    yield Value("term", phrase.strip(), start, start + len(phrase.strip()), (key,))


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _CLAUSE.finditer(text):
        yield start, found.start()
        start = found.end()
    yield start, len(text)
