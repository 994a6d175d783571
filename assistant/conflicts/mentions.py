"""Values of one kind (dates, numbers, names) where a text mentions them, and when two of them differ."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from assistant.language.dates import WEEKDAY, Date, agrees, find_dates, find_times
from assistant.language.numbers import Number, find_numbers, same_value
from assistant.language.terms import number_key
from assistant.language.tokens import Located, covered, fold, related_stems, tokenize
from index.words import STOP_WORDS, words

Kind = Literal["date", "time", "weekday", "number", "person", "place", "term"]

_FEW, _FAR = 5, 20  # a number that counts a few, and how many times as large one of another kind is
_COUNTED = re.compile(r" [a-z]{3,}\b")  # what a number counts: 45 pence
_JOINED = re.compile(r"^ ?(?:[-–—/]|to|and|or) ?(?:early |late |mid-)?$")
_IN_ROWS: tuple[Kind, ...] = ("date", "weekday", "time")
_JOINS = re.compile(r"\s{0,3}(?:,|&|,?\s{0,3}\b(?:and|or)\b(?: (?:of|on|in|at)\b)?)\s{0,3}", re.IGNORECASE)
_RANGES = re.compile(r"\b(?:between|from|both)\b", re.IGNORECASE)
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


@dataclass(frozen=True, slots=True)
class Mention:
    """A value where a text states it: `text[start:end]` as written, and `key` to compare it by."""

    kind: Kind
    text: str
    start: int
    end: int
    key: tuple[object, ...]

    @property
    def dimensions(self) -> frozenset[str]:
        """What its units can measure, as in language/units.py: "pounds" mass or money."""
        return frozenset(
            unit.dimension for part in self.key if isinstance(part, Number) for unit in part.units
        )

    def overlaps(self, start: int, end: int) -> bool:
        """Whether it shares characters with text[start:end]."""
        return self.start < end and self.end > start


def with_counted_word(value: Mention, text: str) -> str:
    """The value as a person reads it: a number with the word after it, which it counts."""
    bare = value.text[-1].isdigit() or number_key(value.text) is not None
    counted = _COUNTED.match(text, value.end) if value.kind == "number" and bare else None
    if counted and counted[0].strip() not in STOP_WORDS:
        return text[value.start : counted.end()]
    return value.text


@lru_cache(maxsize=8192)
def mentions(kind: Kind, text: str) -> tuple[Mention, ...]:
    """The values of a kind in `text`, in order; "term" has no form of its own and gives none.

    >>> [value.text for value in mentions("date", "Built in 1856, it closed on 3 May 1901.")]
    ['1856', '3 May 1901']
    """
    return tuple(_FINDERS[kind](text)) if kind in _FINDERS else ()


def differ(value: Mention, other: Mention) -> bool:
    """Whether two values exclude each other; a coarser date, a rounded number, a shorter name do not."""
    return value.kind == other.kind and _DIFFER[value.kind](value.key, other.key)


def is_one_of_several(text: str, value: Mention) -> bool:
    """Whether a day or time stands in a row of others: together they are what the text states.

    >>> text = "They are in March, June and August, the feast is in July."
    >>> [is_one_of_several(text, value) for value in mentions("date", text)]
    [True, True, True, False]
    """
    if value.kind not in _IN_ROWS:
        return False
    every = mentions(value.kind, text)
    joined = [_JOINS.fullmatch(text[earlier.end : later.start]) for earlier, later in pairwise(every)]
    if not any(joined) or _RANGES.search(text):
        return False
    place = every.index(value)
    return bool((place and joined[place - 1]) or (place < len(joined) and joined[place]))


@lru_cache(maxsize=1024)
def _figures(text: str) -> dict[Kind, list[Mention]]:
    """The dates, times and amounts of a text."""
    text = _RANGE.sub("–", _SPACED.sub(", ", text))
    tokens = tokenize(text)

    def mention(kind: Kind, fact: Located, key: tuple[object, ...]) -> Mention:
        start = tokens[fact.first].start
        written = text[start : tokens[fact.last - 1].end].rstrip(". ")
        return Mention(kind, written, start, start + len(written), key)

    dates, times = find_dates(text, tokens), find_times(text, tokens)
    numbers = find_numbers(text, tokens, covered((*dates, *times)))
    return {
        "date": [mention("date", date, (date,)) for date in dates],
        "time": [mention("time", time, time.minutes) for time in times],
        "number": [mention("number", number, (number,)) for number in numbers if not number.ordinal],
    }


def _dates(text: str) -> Iterator[Mention]:
    """The dates of a text; a range of years is one."""
    dates = list(_figures(text)["date"])
    while dates:
        first = dates.pop(0)
        if dates and _are_range(text, first, dates[0]):
            last = dates.pop(0)
            first = Mention("date", text[first.start : last.end], first.start, last.end, first.key + last.key)
        yield first


def _are_range(text: str, first: Mention, last: Mention) -> bool:
    years_only = all(isinstance(date, Date) and date.days == ((None, None),) for date in first.key + last.key)
    return last.start < first.end or (years_only and bool(_JOINED.match(text[first.end : last.start])))


def _numbers(text: str) -> Iterator[Mention]:
    """The amounts of a text with their units, and its telephone numbers."""
    telephones = [
        Mention("term", match[0], *match.span(), (re.sub(r"\D", "", match[0])[-_LOCAL:],))
        for match in _TELEPHONE.finditer(text)
    ]
    for number in _figures(text)["number"]:
        in_telephone = any(number.overlaps(telephone.start, telephone.end) for telephone in telephones)
        if not in_telephone and not _NO_AMOUNT.match(text, number.end):
            yield number
    yield from telephones


def _persons(text: str) -> Iterator[Mention]:
    """The runs of capitalised words: names of persons and groups."""
    for match in _PERSON.finditer(text):
        name = _POSSESSIVE.sub("", match[0])
        spelled = [fold(word) for word in words(name)]
        parts = tuple(word for word in spelled if word not in STOP_WORDS | _TITLES)
        if not parts and len(spelled) > 1:  # The Who
            parts = tuple(spelled)
        if parts:
            yield Mention("person", name, match.start(), match.start() + len(name), parts)


def _places(text: str) -> Iterator[Mention]:
    """The same with what follows after commas: Springfield, Ohio."""
    for match in _PLACE.finditer(text):
        yield Mention("place", match[0], *match.span(), tuple(fold(part) for part in match[0].split(",")))


def _dates_differ(key: Sequence[object], other: Sequence[object]) -> bool:
    mine, theirs = ([date for date in dates if isinstance(date, Date)] for dates in (key, other))
    spans = [[year for date in dates for year in date.years or ()] for dates in (mine, theirs)]
    if len(mine) + len(theirs) > 2 and all(spans):
        return max(spans[0]) < min(spans[1]) or max(spans[1]) < min(spans[0])
    return any(agrees(date, other_date) == "other" for date in mine for other_date in theirs)


def _numbers_differ(key: Sequence[object], other: Sequence[object]) -> bool:
    """Whether two amounts of one dimension are not the same, one of them rounded or in another unit."""
    mine, theirs = key[0], other[0]
    if not isinstance(mine, Number) or not isinstance(theirs, Number):
        return False
    if _are_of_other_kinds(mine, theirs):
        return False
    dimensions, others = ({unit.dimension for unit in number.units} for number in (mine, theirs))
    if not dimensions & others and dimensions != others:
        return False
    return not any(same_value(*pair) or _rounded(*pair) for pair in ((mine, theirs), (theirs, mine)))


def _are_of_other_kinds(mine: Number, theirs: Number) -> bool:
    """Whether one of two bare numbers is a part of one, or counts a few, and the other is far larger: "two
    people at the till", 180 in the hall.
    """
    if mine.units or theirs.units:
        return False
    small, large = sorted((min(mine.values), min(theirs.values)))
    return 0 <= small < _FEW and large > max(1.0, _FAR * small)


def _rounded(coarse: Number, fine: Number) -> bool:
    """Whether `coarse` (1500) is `fine` (1498) rounded where its zeros begin, to no less than two digits."""
    digits = f"{coarse.values[0]:.0f}"
    zeros = min(len(digits) - len(digits.rstrip("0")), len(digits) - 2)
    step = 10.0 ** max(zeros, 0)
    return zeros > 0 and coarse.values[0] == round(fine.values[0] / step) * step


def _persons_differ(key: Sequence[object], other: Sequence[object]) -> bool:
    """Whether no name has all parts of the other, or their initials, or is the other's letters (JFK)."""
    mine, theirs = ([str(part) for part in parts] for parts in (key, other))
    if ["".join(part[0] for part in mine)] == theirs or ["".join(part[0] for part in theirs)] == mine:
        return False
    short, long = sorted((mine, theirs), key=len)
    return not all(any(_same_part(part, their_part) for their_part in long) for part in short)


def _same_part(part: str, other: str) -> bool:
    return part == other or (1 in (len(part), len(other)) and part[0] == other[0])


def _places_differ(key: Sequence[object], other: Sequence[object]) -> bool:
    """Whether the first part of neither is in the other, as "Ohio" is in "Springfield, Ohio"."""
    pairs = [(str(first), str(part)) for first, parts in ((key[0], other), (other[0], key)) for part in parts]
    return not any(first in part or part in first for first, part in pairs)


def _terms_differ(key: Sequence[object], other: Sequence[object]) -> bool:
    return not any(related_stems(str(mine), str(theirs)) for mine in key for theirs in other)


_FINDERS: dict[Kind, Callable[[str], Iterable[Mention]]] = {
    "date": _dates,
    "time": lambda text: _figures(text)["time"],
    "weekday": lambda text: (
        Mention("weekday", day[0], *day.span(), (day[1],)) for day in WEEKDAY.finditer(text)
    ),
    "number": _numbers,
    "person": _persons,
    "place": _places,
}
_DIFFER: dict[Kind, Callable[[Sequence[object], Sequence[object]], bool]] = {
    "date": _dates_differ,
    "time": lambda key, other: not set(key) & set(other),
    "weekday": lambda key, other: key != other,
    "number": _numbers_differ,
    "person": _persons_differ,
    "place": _places_differ,
    "term": _terms_differ,
}
