"""Sentences that are alike but for one value or one "not": the surest sign of a disagreement."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.conflicts.value import Kind, Value
from assistant.conflicts.values import same, values
from index.words import STOP_WORDS, stem

_TOKEN = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*|[$€£%]")
_SHORTEST = 7  # words; shorter sentences are alike by chance
_LONGEST = 120  # words; longer ones are tables and menus
_SHARED = 0.75  # the share of words that must be in both before they are compared in order
_ALIKE = 0.8  # of the words, in order
_REPLACED = 6  # words of the value that differs
_BEFORE, _AFTER = 3, 4  # words shown beside a "not"
_SHORT = 3  # letters; what is shorter is an abbreviation or a mark
_MARKS = re.compile(r"[()\[\].;:|]")
_SAID_BEFORE = 40  # characters
_SET = re.compile(
    r"\b(?:members?|belongs?|includ\w+|such as|among|also|borders?|both|other|as well as)\b[^.;]*$"
)
_NEGATIONS = frozenset("not no never cannot without n't neither nor".split())


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence as words, with where each stands."""

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    bag: Counter[str]


def read(text: str) -> Text | None:
    """The sentence as words; None where it is too short or too long to be compared."""
    found = list(_TOKEN.finditer(text))
    if not _SHORTEST <= len(found) <= _LONGEST:
        return None
    spelled = tuple(one[0].lower() for one in found)
    return Text(text, spelled, tuple(one.span() for one in found), Counter(spelled))


def differing(one: Text, other: Text) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """The one stretch of words in which two sentences differ, in each; None where they differ by more.

    The same replacement in several places counts as one.
    """
    shared = sum((one.bag & other.bag).values())
    if shared < _SHARED * min(len(one.words), len(other.words)):
        return None
    matcher = SequenceMatcher(None, one.words, other.words, autojunk=False)
    if sum(block.size for block in matcher.get_matching_blocks()) < _ALIKE * min(
        len(one.words), len(other.words)
    ):
        return None
    changes = [change[1:] for change in matcher.get_opcodes() if change[0] != "equal"]
    if len(changes) > 1 and changes[0][0] == changes[0][2] == 0 and not (changes[0][1] and changes[0][3]):
        del changes[0]  # a title that runs into the first sentence
    pairs = {(one.words[a:b], other.words[c:d]) for a, b, c, d in changes}
    if len(pairs) != 1:
        return None
    a, b, c, d = changes[0]
    if b - a > _REPLACED or d - c > _REPLACED:
        return None
    return (a, b), (c, d)


def denied(one: Text, other: Text) -> tuple[Value, Value] | None:
    """What one sentence states and the other denies, where they are alike but for a "not"; else None."""
    places = differing(one, other)
    if places is None:
        return None
    extra = [*one.words[slice(*places[0])], *other.words[slice(*places[1])]]
    if sum(word in _NEGATIONS for word in extra) != 1 or not _NEGATIONS | STOP_WORDS >= set(extra):
        return None
    return _around(one, places[0]), _around(other, places[1])


def _around(text: Text, place: tuple[int, int]) -> Value:
    first, last = max(0, place[0] - _BEFORE), min(len(text.words), place[1] + _AFTER)
    start, end = text.spans[first][0], text.spans[last - 1][1]
    return Value("term", text.text[start:end], start, end, text.words[first:last])


def replaced(one: Text, other: Text, kind: Kind | None) -> tuple[Value, Value] | None:
    """The two values where one sentence has another value of `kind` than the other; None where it has not."""
    places = differing(one, other)
    if places is None or any(first == last for first, last in places):
        return None
    spans = [
        (text.spans[first][0], text.spans[last - 1][1])
        for text, (first, last) in zip((one, other), places, strict=True)
    ]
    if kind not in ("date", "time", "number") and one_of_several(one.text[: spans[0][0]]):
        return None
    if kind in (None, "term"):
        return _any_values(one, other, spans)
    first, second = (
        next(
            (value for value in values(kind, text.text) if value.start < span[1] and value.end > span[0]),
            None,
        )
        for text, span in zip((one, other), spans, strict=True)
    )
    if first is None or second is None or same(first, second):
        return None
    return first, second


def one_of_several(text: str) -> bool:
    """Whether the words before a value say that there are others beside it."""
    return _SET.search(text[-_SAID_BEFORE:]) is not None


def _any_values(one: Text, other: Text, spans: Sequence[tuple[int, int]]) -> tuple[Value, Value] | None:
    first, second = (text.text[slice(*span)] for text, span in zip((one, other), spans, strict=True))
    keys = [tuple(stem(word) for word in _words(part)) for part in (first, second)]
    if not keys[0] or not keys[1] or set(keys[0]) & set(keys[1]) or _misspelled(first, second):
        return None
    if first[0].isupper() != second[0].isupper() or first[0].isdigit() != second[0].isdigit():
        return None
    if min(len(first), len(second)) < _SHORT or _MARKS.search(first) or _MARKS.search(second):
        return None
    return (
        Value("term", first, *spans[0], keys[0]),
        Value("term", second, *spans[1], keys[1]),
    )


def _words(text: str) -> list[str]:
    return [one[0].lower() for one in _TOKEN.finditer(text) if one[0].lower() not in STOP_WORDS]


def _misspelled(first: str, second: str) -> bool:
    return SequenceMatcher(None, first.lower(), second.lower(), autojunk=False).ratio() > 0.7
