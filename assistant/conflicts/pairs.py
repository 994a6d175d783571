"""Short sentences that answer a question in its own words, each with another value."""

import re
from collections.abc import Sequence
from itertools import combinations

from assistant.conflicts.contrast import left_over, of_other_years, set_apart
from assistant.conflicts.mentions import Kind, Mention, differ, mentions
from assistant.conflicts.question import AnswerType, QuestionAnalysis
from assistant.conflicts.statements import StatedValue, Statement
from assistant.conflicts.wording import CLAUSE_END, by_wording
from assistant.evidence.sentences import EvidenceSentence
from assistant.language.terms import content_stems

_LONGEST = 30  # words
_MOST = 24  # sentences compared, each with each
_LISTED = 2  # sentences of one passage that stand nearer than this are a list
# A list's number before a sentence, or what stands above it.
_NUMBERING = re.compile(r"^\W*(?:§ ?)?\d{1,2}[.)]?\s+(?=[A-Z])|^[\s\S]*\n\s*(?=\S)")
_ONE_OF_MANY = re.compile(r"\W{0,9}(?:an?|some|any|another|one)\s", re.IGNORECASE)  # "a boat leaves at nine"
_KINDS: tuple[Kind, ...] = ("number", "time", "date", "weekday", "person")


def by_pairs(question: QuestionAnalysis, statements: Sequence[Statement]) -> list[StatedValue]:
    """The values of short sentences that state different ones, of the likeliest type that has any."""
    short = [near for near in statements if near.close and len(near.text.split()) <= _LONGEST][:_MOST]
    for answer_type in question.types:
        stated: list[StatedValue] = []
        for pair in combinations(short, 2):
            stated += [value for value in _differing(question, answer_type, *pair) if value not in stated]
        if stated:
            return stated
    return []


def _differing(
    question: QuestionAnalysis, answer_type: AnswerType, statement: Statement, other: Statement
) -> tuple[StatedValue, ...]:
    first, second = statement.sentence, other.sentence
    if _are_listed(first, second):
        return ()
    texts = _without_numbering(first.text), _without_numbering(second.text)
    if answer_type in _KINDS:
        pair = _values(question, answer_type, texts)
        if pair and not (statement.whole and other.whole and statement.source != other.source):
            around = _around(texts[0], pair[0]), _around(texts[1], pair[1])
            if left_over(*around, question.known) | left_over(*around[::-1], question.known):
                pair = None  # what is beside the value may tell the two apart
    else:
        pair = by_wording(answer_type, *texts, question)
        if pair and answer_type == "role" and any(value.text != value.text.lower() for value in pair):
            pair = None  # "the renter", "the club": names are compared as such
    if pair is None:
        return ()
    stated = StatedValue(pair[0], first), StatedValue(pair[1], second)
    return () if answer_type != "date" and of_other_years(*stated) else stated


def _are_listed(first: EvidenceSentence, second: EvidenceSentence) -> bool:
    """Whether both are lines of one list or rows of one document: each is about something else."""
    if first.hit == second.hit and abs(first.number - second.number) < _LISTED:
        return True
    places = first.citation, second.citation
    is_one = len({(place.source_id, place.version) for place in places}) == 1
    return is_one and first.is_row and second.is_row


def _without_numbering(text: str) -> str:
    """The text with a list's number before it, or what stands above it, made blank: no offset changes."""
    numbering = _NUMBERING.match(text)
    return " " * numbering.end() + text[numbering.end() :] if numbering else text


def _values(question: QuestionAnalysis, kind: Kind, texts: tuple[str, str]) -> tuple[Mention, Mention] | None:
    """The one value of each text that the other has not, unless the words around set the two apart."""
    if kind in ("time", "date", "weekday") and any(_ONE_OF_MANY.match(text) for text in texts):
        return None
    mine, theirs = (
        [
            value
            for value in mentions(kind, text)
            if question.takes(value) and (kind != "person" or not content_stems(value.text) <= question.known)
        ]
        for text in texts
    )
    left = [value for value in mine if all(differ(value, other) for other in theirs)]
    right = [value for value in theirs if all(differ(value, other) for other in mine)]
    if len(left) != 1 or len(right) != 1:
        return None
    apart = set_apart(_around(texts[0], left[0]), _around(texts[1], right[0]), question.known)
    return None if apart else (left[0], right[0])


def _around(text: str, value: Mention) -> str:
    """The words before a value, and those after it in its clause."""
    end = CLAUSE_END.search(text, value.end)
    return f"{text[: value.start]} {text[value.end : end.start() if end else len(text)]}"
