"""What a text states of one kind (a date, a number, a name), and when two such values are the same."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.language.dates import WEEKDAY, Date, agrees, find_dates, find_times
from assistant.language.numbers import Number, find_numbers, same_value
from assistant.language.terms import NUMBER_WORDS
from assistant.language.tokens import Located, fold, tokenize
from index.words import STOP_WORDS, words

Kind = Literal["date", "time", "weekday", "number", "person", "place", "term"]

_COUNTED = re.compile(r" [a-z]{3,}\b")  # what a number counts: 45 pence
_JOINED = re.compile(r"^ ?(?:[-–—/]|to|and|or) ?(?:early |late |mid-)?$")
_SPACED = re.compile(r" ,(?=\s)")  # how prepared text writes a comma; turned round, it keeps all offsets
_RANGE = re.compile(r"(?<=\d{4})-(?=\d{4}\b)")
_TELEPHONE = re.compile(r"(?:\+\d|\b0)\d*(?:[ /-]\d{2,})+\b")
_LOCAL = 6  # its last digits, without the codes of country and town
_NO_AMOUNT = re.compile(r"[^\W\d_]|[\]/]|-[^\W\d_]| \w+(?: per |/)")  # part of a word, a note's mark, a rate
_CAPITAL = r"[A-ZÀ-ÖØ-ÞŐŠŽŁ]"
_WORD = rf"(?:{_CAPITAL}\.(?: ?{_CAPITAL}\.)*|{_CAPITAL}[\w’'-]*\w|{_CAPITAL})"
_PERSON = re.compile(
    rf"{_WORD}(?: (?:(?:de|da|di|del|della|der|den|van|von|le|la|al|el|bin|ibn|of|of the|&|and) )?"
    rf"(?:{_WORD}|Jr\.?|Sr\.?))*"
)
_PLACE = re.compile(rf"{_WORD}(?: (?:of |de |upon )?{_WORD})*(?: ?, ?{_WORD}(?: {_WORD})*){{0,3}}")
_TITLES = frozenset("jr sr mr mrs ms dr sir lord lady president vice prime minister king queen".split())
_POSSESSIVE = re.compile(r"['’]s?$")
_FAMILY = 5  # letters that two words of one family begin with


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


def shown(value: Value, text: str) -> str:
    """The value as a person reads it: a number with the word after it, which it counts."""
    bare = value.text[-1].isdigit() or value.text.lower() in NUMBER_WORDS
    counted = _COUNTED.match(text, value.end) if value.kind == "number" and bare else None
    if counted and counted[0].strip() not in STOP_WORDS:
        return text[value.start : counted.end()]
    return value.text


@lru_cache(maxsize=8192)
def values(kind: Kind, text: str) -> tuple[Value, ...]:
    """The values of a kind in `text`, in order; "term" has no form of its own and gives none."""
    return tuple(_FINDERS[kind](text)) if kind in _FINDERS else ()


def differ(one: Value, other: Value) -> bool:
    """Whether two values exclude each other; a coarser date, a rounded number, a shorter name do not."""
    return one.kind == other.kind and _DIFFER[one.kind](one.key, other.key)


@lru_cache(maxsize=1024)
def _facts(text: str) -> tuple[list[Value], list[Value], list[Value]]:
    """The dates, times and amounts of a text."""
    text = _RANGE.sub("–", _SPACED.sub(", ", text))
    tokens = tokenize(text)

    def value(kind: Kind, one: Located, key: tuple[object, ...]) -> Value:
        start = tokens[one.first].start
        written = text[start : tokens[one.last - 1].end].rstrip(". ")
        return Value(kind, written, start, start + len(written), key)

    days, hours = find_dates(text, tokens), find_times(text, tokens)
    spans = [*((one.first, one.last) for one in days), *((one.first, one.last) for one in hours)]
    taken = frozenset(place for first, last in spans for place in range(first, last))
    numbers = [one for one in find_numbers(text, tokens, taken) if not one.ordinal]
    return (
        [value("date", one, (one,)) for one in days],
        [value("time", one, one.minutes) for one in hours],
        [value("number", one, (one,)) for one in numbers],
    )


def _dates(text: str) -> Iterator[Value]:
    """The dates of a text; a range of years is one."""
    found = list(_facts(text)[0])
    while found:
        first = found.pop(0)
        if found and _are_range(text, first, found[0]):
            last = found.pop(0)
            first = Value("date", text[first.start : last.end], first.start, last.end, first.key + last.key)
        yield first


def _are_range(text: str, first: Value, last: Value) -> bool:
    bare = all(isinstance(key, Date) and key.days == ((None, None),) for key in first.key + last.key)
    return last.start < first.end or (bare and bool(_JOINED.match(text[first.end : last.start])))


def _times(text: str) -> Iterator[Value]:
    yield from _facts(text)[1]


def _numbers(text: str) -> Iterator[Value]:
    """The amounts of a text with their units, and its telephone numbers."""
    calls = [
        Value("term", one[0], *one.span(), (re.sub(r"\D", "", one[0])[-_LOCAL:],))
        for one in _TELEPHONE.finditer(text)
    ]
    for one in _facts(text)[2]:
        if not _NO_AMOUNT.match(text, one.end) and not any(one.overlaps(a.start, a.end) for a in calls):
            yield one
    yield from calls


def _weekdays(text: str) -> Iterator[Value]:
    yield from (Value("weekday", one[0], *one.span(), (one[1],)) for one in WEEKDAY.finditer(text))


def _persons(text: str) -> Iterator[Value]:
    """The runs of capitalised words: names of persons and groups."""
    for found in _PERSON.finditer(text):
        name = _POSSESSIVE.sub("", found[0])
        spelled = [fold(word) for word in words(name)]
        parts = tuple(word for word in spelled if word not in STOP_WORDS | _TITLES)
        if not parts and len(spelled) > 1:  # The Who
            parts = tuple(spelled)
        if parts:
            yield Value("person", name, found.start(), found.start() + len(name), parts)


def _places(text: str) -> Iterator[Value]:
    """The same with what follows after commas: Springfield, Ohio."""
    for found in _PLACE.finditer(text):
        yield Value("place", found[0], *found.span(), tuple(fold(part) for part in found[0].split(",")))


def _dates_differ(one: Sequence[object], other: Sequence[object]) -> bool:
    mine, theirs = ([date for date in key if isinstance(date, Date)] for key in (one, other))
    spans = [[year for date in dates for year in date.years or ()] for dates in (mine, theirs)]
    if len(mine) + len(theirs) > 2 and all(spans):
        return max(spans[0]) < min(spans[1]) or max(spans[1]) < min(spans[0])
    return any(agrees(a, b) == "other" for a in mine for b in theirs)


def _numbers_differ(one: Sequence[object], other: Sequence[object]) -> bool:
    """Whether two amounts of one dimension are not the same, one of them rounded or in another unit."""
    a, b = one[0], other[0]
    if not isinstance(a, Number) or not isinstance(b, Number):
        return False
    mine, theirs = ({unit.dimension for unit in number.units} for number in (a, b))
    alike = same_value(a, b) or same_value(b, a) or _rounded(a, b) or _rounded(b, a)
    return bool(mine & theirs or mine == theirs) and not alike


def _rounded(coarse: Number, fine: Number) -> bool:
    """Whether `coarse` (1500) is `fine` (1498) rounded where its zeros begin, to no less than two digits."""
    digits = f"{coarse.values[0]:.0f}"
    zeros = min(len(digits) - len(digits.rstrip("0")), len(digits) - 2)
    step = 10.0 ** max(zeros, 0)
    return zeros > 0 and coarse.values[0] == round(fine.values[0] / step) * step


def _persons_differ(one: Sequence[object], other: Sequence[object]) -> bool:
    """Whether no name has all parts of the other, or their initials, or is the other's letters (JFK)."""
    mine, theirs = ([str(part) for part in key] for key in (one, other))
    if ["".join(part[0] for part in mine)] == theirs or ["".join(part[0] for part in theirs)] == mine:
        return False
    short, long = sorted((mine, theirs), key=len)
    return not all(any(_same_part(part, there) for there in long) for part in short)


def _same_part(one: str, other: str) -> bool:
    return one == other or (1 in (len(one), len(other)) and one[0] == other[0])


def _places_differ(one: Sequence[object], other: Sequence[object]) -> bool:
    """Whether the first part of neither is in the other, as "Ohio" is in "Springfield, Ohio"."""
    pairs = [(str(a), str(part)) for a, key in ((one[0], other), (other[0], one)) for part in key]
    return not any(a in part or part in a for a, part in pairs)


def _terms_differ(one: Sequence[object], other: Sequence[object]) -> bool:
    return not any(akin(str(a), str(b)) for a in one for b in other)


def akin(one: str, other: str) -> bool:
    """Whether two stems are of one family: one is the beginning of the other ("relat", "relationship")."""
    alike = one.startswith(other) or other.startswith(one)
    return one == other or (alike and min(len(one), len(other)) >= _FAMILY)


_FINDERS: dict[Kind, Callable[[str], Iterator[Value]]] = {
    "date": _dates,
    "time": _times,
    "weekday": _weekdays,
    "number": _numbers,
    "person": _persons,
    "place": _places,
}
_DIFFER: dict[Kind, Callable[[Sequence[object], Sequence[object]], bool]] = {
    "date": _dates_differ,
    "time": lambda one, other: not set(one) & set(other),
    "weekday": lambda one, other: one != other,
    "number": _numbers_differ,
    "person": _persons_differ,
    "place": _places_differ,
    "term": _terms_differ,
}
