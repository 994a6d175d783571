"""What a text states of one kind: a date, a number, a name."""

import re
from dataclasses import dataclass, replace
from typing import Literal, Self

from assistant.terms import NUMBER_WORDS
from index.words import STOP_WORDS

_COUNTED = re.compile(r" [a-z]{3,}\b")  # what a number counts: 45 pence
Kind = Literal["date", "time", "number", "person", "place", "term"]


@dataclass(frozen=True, slots=True)
class Value:
    """What a text states, `text[start:end]` as written, and `key` to compare it by."""

    kind: Kind
    text: str
    start: int
    end: int
    key: tuple[object, ...]

    def overlaps(self, start: int, end: int) -> bool:
        """Whether it shares characters with text[start:end]."""
        return self.start < end and self.end > start

    def moved(self, by: int) -> Self:
        """The same value in a text that has `by` characters more before it."""
        return replace(self, start=self.start + by, end=self.end + by)


def shown(value: Value, text: str) -> str:
    """The value as a person reads it: a number with the word after it, which it counts."""
    bare = value.text[-1].isdigit() or value.text.lower() in NUMBER_WORDS
    counted = _COUNTED.match(text, value.end) if value.kind == "number" and bare else None
    if counted and counted[0].strip() not in STOP_WORDS:
        return text[value.start : counted.end()]
    return value.text
