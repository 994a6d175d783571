"""How many: the number that a sentence gives for what is asked."""

import re
from collections.abc import Iterator, Sequence

from assistant.conflicts.cues import cues
from assistant.conflicts.plain_values import in_groups
from assistant.conflicts.question import Asked
from assistant.conflicts.value import Value
from assistant.conflicts.values import values
from index.words import stem

_BEFORE = 9  # words from the relation's word to its number
_AFTER = 2  # words from a number to what is counted
_CENSUS = re.compile(r"^(?: (?:u\.?s\.?|united states|national|state|federal))? census", re.IGNORECASE)
_RATE_BEFORE = re.compile(r"\b(?:density|growth|rate)(?: \w+){0,3} $", re.IGNORECASE)
_RATE_AFTER = re.compile(r"^ \w+(?: per |/)")
_IN_A_WORD = re.compile(r"[^\W\d_]|\]|-[^\W\d_]")


def numbers(asked: Asked, text: str) -> Iterator[Value]:
    """The number with most of the relation's words before it or right after it; at most one."""
    dates = values("date", text)
    found = [one for one in values("number", text) if not _is_no_count(text, one, dates)]
    spans = cues(asked, text)
    near: list[tuple[int, Value]] = []
    left = 0
    for one in found:
        words = {stem(text[a:b].lower()) for a, b in spans if _leads(text, one, left, a, b)}
        if words and (asked.relation or asked.rest <= words):
            near.append((len(words), one))
        left = one.end
    if near:
        yield max(near, key=lambda counted: counted[0])[1]


def _leads(text: str, value: Value, left: int, start: int, end: int) -> bool:
    """Whether text[start:end] stands before the number but after the last one, or right after the number."""
    if left <= start and end <= value.start:
        return len(text[end : value.start].split()) <= _BEFORE
    between = text[value.end : start]
    return start >= value.end and len(between.split()) <= _AFTER and not re.search(r"[.;:]", between)


def _is_no_count(text: str, value: Value, dates: Sequence[Value]) -> bool:
    """Whether it is a part of a date, telephone number or word, a census's year, a rate or in brackets."""
    if any(value.overlaps(one.start, one.end) for one in dates) or in_groups(text, value):
        return True
    before, after = text[: value.start], text[value.end :]
    if _RATE_BEFORE.search(before) or _RATE_AFTER.match(after):
        return True
    return _CENSUS.match(after) is not None or _IN_A_WORD.match(after) is not None
