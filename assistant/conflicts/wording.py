"""Two short sentences word by word: the one place in which they differ, or what one of them denies."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.conflicts.contrast import set_apart
from assistant.conflicts.question import Asked, Form, bag
from assistant.conflicts.value import Value, values
from assistant.language.opposites import are_opposites
from assistant.language.tokens import same_stem, tokenize
from index.words import STOP_WORDS

WORD = re.compile(r"[^\W_]+(?:[.,'’@/:_-]+[^\W_]+)*")  # an address is one word
CLAUSE_ENDS = re.compile(r"[;:,(–—]\s|\s(?:and|but|which|who|while|because|so)\s")
_ARTICLES = frozenset("the a an our my your his her its their".split())
_LEAST = 3  # words before a clause can end
_ALIKE = 0.7  # above, two words are one, once misspelled
_VALUE = 5  # words of a value
_NEGATIONS = frozenset("not no never cannot without neither nor".split())
_MODALS = frozenset("may can must should will shall might could would".split())
_LEADING = frozenset("in on at near of to from for by with".split())
Place = tuple[tuple[int, int], tuple[int, int]]  # first and last word in one line and in the other


@dataclass(frozen=True, slots=True)
class Line:
    """The first clause of a sentence: the stems of its words and where each stands."""

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def part(self, first: int, last: int) -> str:
        """The text from one word up to another."""
        return self.text[self.spans[first][0] : self.spans[last - 1][1]] if first < last else ""

    def beside(self, first: int, last: int) -> str:
        """The text without that part."""
        return f"{self.part(0, first)} {self.part(last, len(self.words))}"

    def value(self, first: int, last: int, key: str = "") -> Value:
        """The part as a value."""
        text = self.part(first, last)
        start, end = self.spans[first][0], self.spans[last - 1][1]
        return Value("term", text, start, end, (key,) if key else tuple(sorted(bag(text))))


@lru_cache(maxsize=1024)
def line_of(text: str) -> Line:
    """The first clause of a sentence as words."""
    found = list(WORD.finditer(text))
    if len(found) > _LEAST:
        ends = CLAUSE_ENDS.search(text, found[_LEAST - 1].end())
        found = [one for one in found if ends is None or one.start() < ends.start()]
    return Line(text, tuple(same_stem(one[0].lower()) for one in found), tuple(one.span() for one in found))


def by_wording(form: Form, one: str, other: str, asked: Asked) -> tuple[Value, Value] | None:
    """What one sentence has in the place of the other's, or denies, where all else is alike."""
    first, second = line_of(one), line_of(other)
    subject = asked.named | asked.rest
    if not subject or any(not subject <= bag(line.part(0, len(line.words))) for line in (first, second)):
        return None
    place = _one_place(first, second)
    if place is None or set_apart(first.beside(*place[0]), second.beside(*place[1]), asked.known):
        return None
    if form == "denial":
        return _denied(first, second, place)
    return _replaced(first, second, place, asked.known)


def _one_place(one: Line, other: Line) -> Place | None:
    """The stretch in which two lines differ; what one alone has at its beginning or end does not count."""
    changes: list[list[int]] = []
    for tag, a, b, c, d in SequenceMatcher(None, one.words, other.words, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        last = changes[-1] if changes else None
        if last and a - last[1] == 1 and one.part(last[1], a).lower() in _ARTICLES:
            last[1], last[3] = b, d  # one change: "under the mat", "behind the shed"
        else:
            changes.append([a, b, c, d])
    ends = len(one.words), len(other.words)
    if len(changes) > 1:
        changes = [
            [a, b, c, d]
            for a, b, c, d in changes
            if (a == b) == (c == d) or not (a == c == 0 or (b, d) == ends)
        ]
    return ((changes[0][0], changes[0][1]), (changes[0][2], changes[0][3])) if len(changes) == 1 else None


def _replaced(one: Line, other: Line, place: Place, known: frozenset[str]) -> tuple[Value, Value] | None:
    (a, b), (c, d) = place
    if not (0 < b - a <= _VALUE and 0 < d - c <= _VALUE):
        return None
    texts = one.part(a, b), other.part(c, d)
    leading = [set(text.lower().split()) & _LEADING for text in texts]
    keys = [bag(text) for text in texts]
    # "on the second floor" can be "in the town hall"; what shares a word can be the same, longer.
    if leading[0] != leading[1] or not all(keys) or keys[0] & keys[1] or (keys[0] | keys[1]) & known:
        return None
    if not _of_one_make(*texts):
        return None
    return _with_article(one, a, b), _with_article(other, c, d)


def _of_one_make(one: str, other: str) -> bool:
    """Whether both name or both describe, and neither is a number, a denial or the other misspelled."""
    if bool(re.search(r"\b[A-Z]", one)) != bool(re.search(r"\b[A-Z]", other)):
        return False
    if min(len(one), len(other)) == 1:
        return False  # an initial
    if any(values("number", text) or _NEGATIONS & set(text.lower().split()) for text in (one, other)):
        return False  # those are compared as what they are
    return SequenceMatcher(None, one.lower(), other.lower(), autojunk=False).ratio() <= _ALIKE


def _with_article(line: Line, first: int, last: int) -> Value:
    return line.value(first - (first > 0 and line.part(first - 1, first) in _ARTICLES), last)


def _denied(one: Line, other: Line, place: Place) -> tuple[Value, Value] | None:
    """What one sentence states and the other denies, by a "not" or a word that means the opposite."""
    sides = [WORD.findall(line.part(*at).lower()) for line, at in zip((one, other), place, strict=True)]
    if len(sides[0]) == len(sides[1]) == 1 and are_opposites(
        tokenize(sides[0][0])[0], tokenize(sides[1][0])[0]
    ):
        return one.value(*place[0], "stated"), other.value(*place[1], "denied")
    denials = [sum(map(_denies, side)) for side in sides]
    small = all(word in STOP_WORDS or _denies(word) for side in sides for word in side)
    at_end = any(at[0] == len(line.words) for line, at in zip((one, other), place, strict=True))
    if sorted(denials) != [0, 1] or not small or at_end:
        return None
    return _to_its_word(one, place[0], denials[0]), _to_its_word(other, place[1], denials[1])


def _denies(word: str) -> bool:
    return word in _NEGATIONS or word.endswith(("n't", "n’t"))


def _to_its_word(line: Line, place: tuple[int, int], denied: int) -> Value:
    """What is denied or stated, to the first word with meaning: "not allowed", "may keep"."""
    first, last = place
    first -= first > 0 and line.part(first - 1, first).lower() in _MODALS
    while last < len(line.words) and line.part(last, last + 1).lower() in STOP_WORDS:
        last += 1
    return line.value(first, min(last + 1, len(line.words)), "denied" if denied else "stated")
