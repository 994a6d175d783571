"""Two short sentences word by word: the one place in which they differ, or what one of them denies."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from assistant.conflicts.contrast import set_apart
from assistant.conflicts.copies import one_of_several
from assistant.conflicts.plain_question import Plain, bag
from assistant.conflicts.value import Value
from assistant.conflicts.values import values
from assistant.conflicts.words import COLOURS
from assistant.grounding.facts.antonyms import opposite
from assistant.grounding.facts.tokens import same_stem, tokenize
from index.words import STOP_WORDS

_WORD = re.compile(r"[^\W_]+(?:[.,'’@/:_-]+[^\W_]+)*")
_ENDS = re.compile(r"[;:,(–—]\s|\s(?:and|but|which|who|while|because|so)\s")
_NUMBERED = re.compile(r"^[a-z]{3,} \d+$")
_ALIKE = 0.7  # from here on two words are one word, once misspelled
_MARK = re.compile(r"\S*[@/]\S*|[^\W\d]+\d\S*")  # an address, a password
_SHORTEST = 2  # letters
_LEAST = 3  # words before a clause can end
_VALUE = 5  # words of a value
_NEGATIONS = frozenset("not no never cannot without neither nor".split())
_CONTRACTED = re.compile(r"n['’]t$")
_COLOUR = frozenset(same_stem(word) for word in ("colour", "color"))
_COLOURS = frozenset(same_stem(word) for word in COLOURS)
_MODALS = frozenset("may can must should will shall might could would".split())
_BROAD = frozenset("in on at near of to from for by with".split())
_ARTICLES = frozenset("the a an our my your his her its their".split())


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def part(self, first: int, last: int) -> str:
        return self.text[self.spans[first][0] : self.spans[last - 1][1]] if first < last else ""

    def value(self, first: int, last: int) -> Value:
        text = self.part(first, last)
        return Value("term", text, self.spans[first][0], self.spans[last - 1][1], tuple(sorted(bag(text))))


def _line(text: str) -> _Line:
    """The first clause of a sentence as words."""
    found = list(_WORD.finditer(text))
    if len(found) > _LEAST:
        ends = _ENDS.search(text, found[_LEAST - 1].end())
        found = [one for one in found if ends is None or one.start() < ends.start()]
    return _Line(text, tuple(same_stem(one[0].lower()) for one in found), tuple(one.span() for one in found))


def _on_subject(asked: Plain, *lines: _Line) -> bool:
    return bool(asked.subject) and all(asked.subject <= bag(line.part(0, len(line.words))) for line in lines)


Place = tuple[tuple[int, int], tuple[int, int]]


def replaced(one: str, other: str, asked: Plain) -> tuple[Value, Value] | None:
    """What one sentence has in the place of the other's, where that answers and all else is alike."""
    first, second = _line(one), _line(other)
    place = _one_place(first, second) if _on_subject(asked, first, second) else None
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


def _leading(line: _Line, first: int, last: int) -> set[str]:
    """The words in a stretch that lead to places of any size."""
    return set(line.part(first, last).lower().split()) & _BROAD


def _with_article(line: _Line, first: int, last: int) -> Value:
    before = line.part(first - 1, first) if first else ""
    numbered = line.part(first, last).isdigit() and bool(bag(before))  # room 4
    return line.value(first - (numbered or before in _ARTICLES), last)


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
    for shape in (r"\d", r"\b[A-Z]", r"\b(?:and|or)\b"):
        if bool(re.search(shape, one.text)) != bool(re.search(shape, other.text)) and shape != r"\d":
            return False
    if any(values("number", value.text) for value in (one, other)):
        return False  # they are compared as what they are
    alike = SequenceMatcher(None, one.text.lower(), other.text.lower(), autojunk=False).ratio()
    misspelled = alike > _ALIKE
    return (
        not misspelled and not (set(one.text.lower().split()) | set(other.text.lower().split())) & _NEGATIONS
    )


def denied(one: str, other: str, asked: Plain) -> tuple[Value, Value] | None:
    """What one sentence states and the other denies, by a "not" or a word that means the opposite."""
    first, second = _line(one), _line(other)
    place = _one_place(first, second) if _on_subject(asked, first, second) else None
    if place is None or _is_apart(first, second, place, asked.known):
        return None
    sides = [line.text[slice(*_span(line, *part))] for line, part in zip((first, second), place, strict=True)]
    words = [_WORD.findall(side.lower()) for side in sides]
    if len(words[0]) == len(words[1]) == 1 and opposite(tokenize(sides[0])[0], tokenize(sides[1])[0]):
        return _stated(first, place[0], True), _stated(second, place[1], False)
    negations = [sum(word in _NEGATIONS or bool(_CONTRACTED.search(word)) for word in side) for side in words]
    if sorted(negations) != [0, 1] or any(
        word not in STOP_WORDS | _NEGATIONS and not _CONTRACTED.search(word)
        for side in words
        for word in side
    ):
        return None
    return _to_its_word(first, place[0], not negations[0]), _to_its_word(second, place[1], not negations[1])


def _span(line: _Line, first: int, last: int) -> tuple[int, int]:
    return (line.spans[first][0], line.spans[last - 1][1]) if first < last else (0, 0)


def _stated(line: _Line, place: tuple[int, int], holds: bool) -> Value:
    """The words of a place as one of two sides, whatever words the two share."""
    return replace(line.value(*place), key=("stated" if holds else "denied",))


def _to_its_word(line: _Line, place: tuple[int, int], holds: bool) -> Value:
    """What is denied or stated, to the first word with meaning: "not allowed", "may keep"."""
    first, last = place
    if first and line.part(first - 1, first).lower() in _MODALS:
        first -= 1
    while last < len(line.words) and line.part(last, last + 1).lower() in STOP_WORDS:
        last += 1
    return _stated(line, (first, min(last + 1, len(line.words))), holds)


def _one_place(one: _Line, other: _Line) -> Place | None:
    """The stretch in which two lines differ; what one alone has at its beginning or end does not count."""
    matcher = SequenceMatcher(None, one.words, other.words, autojunk=False)
    changes = [change[1:] for change in matcher.get_opcodes() if change[0] != "equal"]
    changes = _merged(one, changes)
    if len(changes) > 1:
        changes = [change for change in changes if not _at_the_edge(one, other, *change)]
    if len(changes) != 1:
        return None
    a, b, c, d = changes[0]
    return (a, b), (c, d)


def _merged(one: _Line, changes: Sequence[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Changes with nothing but a small word between them are one: "under the mat", "behind the shed"."""
    found: list[tuple[int, int, int, int]] = []
    for a, b, c, d in changes:
        if found and a - found[-1][1] == 1 and one.part(found[-1][1], a).lower() in _ARTICLES:
            found[-1] = (found[-1][0], b, found[-1][2], d)
        else:
            found.append((a, b, c, d))
    return found


def _at_the_edge(one: _Line, other: _Line, a: int, b: int, c: int, d: int) -> bool:
    alone = (a == b) != (c == d)
    return alone and ((a == c == 0) or (b == len(one.words) and d == len(other.words)))


def _is_apart(one: _Line, other: _Line, place: Place, known: frozenset[str]) -> bool:
    (a, b), (c, d) = place
    rests = (
        f"{line.part(0, first)} {line.part(last, len(line.words))}"
        for line, (first, last) in ((one, (a, b)), (other, (c, d)))
    )
    return set_apart(*rests, known)
