"""Two short sentences word by word: the one place in which they differ, or what one of them denies."""

import re
from dataclasses import replace
from difflib import SequenceMatcher

from assistant.conflicts.contrast import set_apart
from assistant.conflicts.copies import one_of_several
from assistant.conflicts.lines import ARTICLES, WORD, Line, Place, line_of, one_place
from assistant.conflicts.plain_question import Plain, bag
from assistant.conflicts.value import Value
from assistant.conflicts.values import values
from assistant.conflicts.words import COLOURS
from assistant.grounding.facts.antonyms import opposite
from assistant.grounding.facts.tokens import same_stem, tokenize
from index.words import STOP_WORDS

_NUMBERED = re.compile(r"^[a-z]{3,} \d+$")
_SHAPES = (r"\b[A-Z]", r"\b(?:and|or)\b")
_ALIKE = 0.7  # above, two words are one, once misspelled
_MARK = re.compile(r"\S{0,200}[@/]\S*|[^\W\d]{1,100}\d\S*")  # an address, a password
_SHORTEST = 2  # letters
_VALUE = 5  # words of a value
_NEGATIONS = frozenset("not no never cannot without neither nor".split())
_CONTRACTED = re.compile(r"n['’]t$")
_COLOUR = frozenset(same_stem(word) for word in ("colour", "color"))
_COLOURS = frozenset(same_stem(word) for word in COLOURS)
_MODALS = frozenset("may can must should will shall might could would".split())
_BROAD = frozenset("in on at near of to from for by with".split())


def _on_subject(asked: Plain, *lines: Line) -> bool:
    return bool(asked.subject) and all(asked.subject <= bag(line.part(0, len(line.words))) for line in lines)


def replaced(one: str, other: str, asked: Plain) -> tuple[Value, Value] | None:
    """What one sentence has in the place of the other's, where that answers and all else is alike."""
    first, second = line_of(one), line_of(other)
    place = one_place(first, second) if _on_subject(asked, first, second) else None
    if place is None:
        return None
    (a, b), (c, d) = place
    if one_of_several(first.part(0, a)):
        return None
    if not (0 < b - a <= _VALUE and 0 < d - c <= _VALUE) or _is_apart(first, second, place, asked.known):
        return None
    if _leading(first, a, b) != _leading(second, c, d):
        return None  # "on the second floor" can be "in the town hall"
    phrases = _with_article(first, a, b), _with_article(second, c, d)
    return phrases if _exclude(*phrases, asked.known) else None


def role(one: str, other: str, asked: Plain) -> tuple[Value, Value] | None:
    """The same, where no names are given: "the renter", "the club"."""
    pair = replaced(one, other, asked)
    return None if pair is None or any(value.text != value.text.lower() for value in pair) else pair


def _leading(line: Line, first: int, last: int) -> set[str]:
    """The words in a stretch that lead to places of any size."""
    return set(line.part(first, last).lower().split()) & _BROAD


def _with_article(line: Line, first: int, last: int) -> Value:
    before = line.part(first - 1, first) if first else ""
    numbered = line.part(first, last).isdigit() and bool(bag(before))  # room 4
    return line.value(first - (numbered or before in ARTICLES), last)


def _exclude(one: Value, other: Value, known: frozenset[str]) -> bool:
    """Whether two phrases are of one make, and neither is a part of the other or of the question."""
    mine, theirs = set(one.key), set(other.key)
    numbered = [value.text.split()[0] for value in (one, other) if _NUMBERED.search(value.text)]
    if numbered:
        return len(numbered) == 2 and numbered[0] == numbered[1]
    if all(_MARK.fullmatch(value.text) for value in (one, other)):
        return one.text.lower() != other.text.lower()
    if min(len(one.text), len(other.text)) < _SHORTEST:
        return False  # an initial
    if not mine or not theirs or mine & theirs or (mine | theirs) & known:
        return False
    if known & _COLOUR and not (mine & _COLOURS and theirs & _COLOURS):
        return False
    return _of_one_make(one.text, other.text)


def _of_one_make(one: str, other: str) -> bool:
    """Whether both name or both describe, and neither is a number, a denial or the other misspelled."""
    if any(bool(re.search(shape, one)) != bool(re.search(shape, other)) for shape in _SHAPES):
        return False
    if any(values("number", text) or _NEGATIONS & set(text.lower().split()) for text in (one, other)):
        return False  # those are compared as what they are
    return SequenceMatcher(None, one.lower(), other.lower(), autojunk=False).ratio() <= _ALIKE


def denied(one: str, other: str, asked: Plain) -> tuple[Value, Value] | None:
    """What one sentence states and the other denies, by a "not" or a word that means the opposite."""
    first, second = line_of(one), line_of(other)
    place = one_place(first, second) if _on_subject(asked, first, second) else None
    if place is None or _is_apart(first, second, place, asked.known):
        return None
    sides = first.part(*place[0]), second.part(*place[1])
    words = [WORD.findall(side.lower()) for side in sides]
    if len(words[0]) == len(words[1]) == 1 and opposite(tokenize(sides[0])[0], tokenize(sides[1])[0]):
        return _stated(first, place[0], True), _stated(second, place[1], False)
    denials = [[word for word in side if _denies(word)] for side in words]
    small = all(word in STOP_WORDS or _denies(word) for side in words for word in side)
    if (
        sorted(map(len, denials)) != [0, 1]
        or not small
        or place[0][0] == len(first.words)
        or place[1][0] == len(second.words)
    ):
        return None
    return _to_its_word(first, place[0], not denials[0]), _to_its_word(second, place[1], not denials[1])


def _denies(word: str) -> bool:
    return word in _NEGATIONS or _CONTRACTED.search(word) is not None


def _stated(line: Line, place: tuple[int, int], holds: bool) -> Value:
    """The words of a place as one of two sides, whatever words the two share."""
    return replace(line.value(*place), key=("stated" if holds else "denied",))


def _to_its_word(line: Line, place: tuple[int, int], holds: bool) -> Value:
    """What is denied or stated, to the first word with meaning: "not allowed", "may keep"."""
    first, last = place
    if first and line.part(first - 1, first).lower() in _MODALS:
        first -= 1
    while last < len(line.words) and line.part(last, last + 1).lower() in STOP_WORDS:
        last += 1
    return _stated(line, (first, min(last + 1, len(line.words))), holds)


def _is_apart(one: Line, other: Line, place: Place, known: frozenset[str]) -> bool:
    (a, b), (c, d) = place
    return set_apart(
        f"{one.part(0, a)} {one.part(b, len(one.words))}",
        f"{other.part(0, c)} {other.part(d, len(other.words))}",
        known,
    )
