"""Short sentences that answer a question in its own words, each with another value."""

import re
from collections.abc import Sequence
from itertools import combinations

from assistant.conflicts.contrast import left_over, of_other_years, set_apart
from assistant.conflicts.question import Asked, Form, bag
from assistant.conflicts.statements import Claim, Statement
from assistant.conflicts.value import Kind, Value, differ, values
from assistant.conflicts.wording import CLAUSE_ENDS, by_wording

LONGEST = 30  # words
MOST = 24  # sentences compared, each with each
APART = 2  # sentences of one passage that stand nearer than this are a list
_NUMBERING = re.compile(r"^\W*(?:§ ?)?\d{1,2}[.)]?\s+(?=[A-Z])|^[\s\S]*\n\s*(?=\S)")
_ONE_OF_MANY = re.compile(r"\W{0,9}(?:an?|some|any|another|one)\s", re.IGNORECASE)  # "a boat leaves at nine"
_KINDS: dict[Form, Kind] = {
    "number": "number",
    "time": "time",
    "date": "date",
    "weekday": "weekday",
    "person": "person",
}


def by_pairs(asked: Asked, found: Sequence[Statement]) -> list[Claim]:
    """The claims of short sentences that state different values, of the likeliest form that has any."""
    said = [one for one in found if one.close and len(one.text.split()) <= LONGEST][:MOST]
    for form in asked.forms:
        claims: list[Claim] = []
        for one, other in combinations(said, 2):
            claims += [claim for claim in _differing(asked, form, one, other) if claim not in claims]
        if claims:
            return claims
    return []


def _differing(asked: Asked, form: Form, one: Statement, other: Statement) -> tuple[Claim, ...]:
    first, second = one.sentence, other.sentence
    if first.hit == second.hit and abs(first.number - second.number) < APART:
        return ()
    texts = _unnumbered(one.text), _unnumbered(other.text)
    if form in _KINDS:
        pair = _values(asked, form, one, other, texts)
    else:
        pair = by_wording(form, *texts, asked)
        if pair and form == "role" and any(value.text != value.text.lower() for value in pair):
            return ()  # "the renter", "the club": names are compared as such
    if pair is None:
        return ()
    claims = Claim(pair[0], first), Claim(pair[1], second)
    return () if form != "date" and of_other_years(*claims) else claims


def _unnumbered(text: str) -> str:
    """The text with a list's number before it, or what stands above it, made blank: no offset changes."""
    numbering = _NUMBERING.match(text)
    return " " * numbering.end() + text[numbering.end() :] if numbering else text


def _values(
    asked: Asked, form: Form, one: Statement, other: Statement, texts: tuple[str, str]
) -> tuple[Value, Value] | None:
    """The one value of each that the other has not, if nothing else tells the two sentences apart."""
    if form in ("time", "date", "weekday") and any(_ONE_OF_MANY.match(text) for text in texts):
        return None
    mine, theirs = (
        [one for one in values(_KINDS[form], text) if form != "person" or not bag(one.text) <= asked.known]
        for text in texts
    )
    left = [value for value in mine if all(differ(value, there) for there in theirs)]
    right = [value for value in theirs if all(differ(value, there) for there in mine)]
    if len(left) != 1 or len(right) != 1:
        return None
    around = _around(texts[0], left[0]), _around(texts[1], right[0])
    if set_apart(*around, asked.known):
        return None
    beside = left_over(*around, asked.known) | left_over(*around[::-1], asked.known)
    close = one.whole and other.whole and one.source != other.source
    return None if beside and not close else (left[0], right[0])


def _around(text: str, value: Value) -> str:
    """The words before a value, and those after it in its clause."""
    ends = CLAUSE_ENDS.search(text, value.end)
    return f"{text[: value.start]} {text[value.end : ends.start() if ends else len(text)]}"
