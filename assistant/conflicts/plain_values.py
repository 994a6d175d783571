"""The values of a short sentence in their everyday forms, and when two of them differ."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from assistant.conflicts.plain_question import Form, bag
from assistant.conflicts.value import Value
from assistant.conflicts.value_facts import days
from assistant.conflicts.values import same, values
from assistant.grounding.facts.dates import Date, agrees
from assistant.grounding.facts.numbers import ABOUT_SHARE, Number
from assistant.grounding.facts.units import converted
from assistant.terms import NUMBER_WORDS
from index.words import STOP_WORDS, WORD, stem

_HOURS = {word: int(number) for word, number in NUMBER_WORDS.items() if 1 <= int(number) <= 12}
_SPOKEN = re.compile(
    rf"\b(?:(?P<at>at|by|from|until|till|before|after|to) )?(?:(?P<part>half past|quarter past|quarter to) )?"
    rf"(?P<hour>{'|'.join(_HOURS)}|1[0-2]|[1-9])\b(?! (?:and|minutes|hours|days)\b|[.,:]?\d|\s?[%$£€-])"
    r"(?P<half>(?: o[’']clock)?(?: in the (?:morning|afternoon|evening)| at night)?)",
    re.IGNORECASE,
)
_NAMED_HOUR = re.compile(r"\b(noon|midday|midnight)\b", re.IGNORECASE)
_PARTS = {"half past": 30, "quarter past": 15, "quarter to": -15}
_WEEKDAY = re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b")
_COUNTED = re.compile(r"(?: of)? ([^\W\d_]+)")
_GROUPS = re.compile(r"(?:\+\d|\b0)\d*(?:[ /-]\d{2,})+\b")  # of a telephone number
_LOCAL = 6  # its last digits, without the codes of country and town
_MONEY = frozenset(("USD", "GBP", "EUR", "JPY", "INR", "CHF", "CNY"))


@lru_cache(maxsize=4096)
def found(form: Form, text: str, known: frozenset[str]) -> tuple[Value, ...]:
    """The values of a form in `text`; `known` are the question's stems, which are no answer to it."""
    return tuple(_without_stop(one) for one in _found(form, text, known))


def _without_stop(value: Value) -> Value:
    text = value.text.rstrip(". ")
    return replace(value, text=text, end=value.start + len(text))


def _found(form: Form, text: str, known: frozenset[str]) -> list[Value]:
    if form == "time":
        return list(_times(text))
    if form == "date":
        return list(days(text))
    if form == "weekday":
        return [
            Value("term", one[0], one.start(), one.end(), (one[1].lower(),))
            for one in _WEEKDAY.finditer(text)
        ]
    if form == "person":
        return [one for one in values("person", text) if not bag(one.text) <= known]
    if form != "number":
        return []
    taken = [*days(text), *_times(text)]
    numbers = [one for one in values("number", text) if not any(one.overlaps(a.start, a.end) for a in taken)]
    return list(dict.fromkeys(_numbered(text, one, known) for one in numbers))


def differ(one: Value, other: Value, form: Form) -> bool:
    """Whether two values of one form are of one dimension and exclude each other."""
    if form == "date":
        mine, theirs = one.key[0], other.key[0]
        return isinstance(mine, Date) and isinstance(theirs, Date) and agrees(mine, theirs) == "other"
    if form == "number" and one.kind == other.kind == "number":
        return _one_dimension(one, other) and not same(one, other) and not _about(one, other)
    return one.kind == other.kind and not same(one, other)


def _times(text: str) -> Iterator[Value]:
    written = values("time", text)
    yield from written
    for match in _SPOKEN.finditer(text):
        if not (match["at"] or match["part"] or match["half"]) or (match["at"] or "").lower() == "to":
            continue
        if (
            not match["part"]
            and not match["half"]
            and (match["at"] or "").lower() not in ("at", "until", "till")
        ):
            continue  # "from 7" can be an age
        start = match.start("part") if match["part"] else match.start("hour")
        if not any(one.overlaps(start, match.end()) for one in written):
            yield Value("time", text[start : match.end()], start, match.end(), _minutes(match))
    for match in _NAMED_HOUR.finditer(text):
        key = (0,) if match[1].lower() == "midnight" else (720,)
        yield Value("time", match[0], match.start(), match.end(), key)


def _minutes(match: re.Match[str]) -> tuple[int, ...]:
    hour = _HOURS.get(match["hour"].lower()) or int(match["hour"])
    early = hour % 12 * 60 + _PARTS.get((match["part"] or "").lower(), 0)
    half = match["half"].lower()
    if "morning" in half:
        return (early,)
    return (early + 720,) if half.endswith(("afternoon", "evening")) else (early, early + 720)


def in_groups(text: str, value: Value) -> re.Match[str] | None:
    """The telephone number that a number is a part of."""
    found = _GROUPS.finditer(text)
    return next((one for one in found if one.start() <= value.start and value.end <= one.end()), None)


def _numbered(text: str, value: Value, known: frozenset[str]) -> Value:
    """A number that names ("platform 3") with the noun before it, and a telephone number whole."""
    groups = in_groups(text, value)
    if groups:
        return Value("term", groups[0], *groups.span(), (re.sub(r"\D", "", groups[0])[-_LOCAL:],))
    before = list(WORD.finditer(text, 0, value.start))
    if not before or not bag(before[-1][0]) or not bag(before[-1][0]) <= known or not value.text.isdigit():
        return value
    start = before[-1].start()
    return Value(value.kind, text[start : value.end], start, value.end, value.key)


def _one_dimension(one: Value, other: Value) -> bool:
    first, second = one.key[0], other.key[0]
    if not isinstance(first, Number) or not isinstance(second, Number):
        return False
    mine, theirs = (_dimensions(number) for number in (first, second))
    return bool(mine & theirs) or (not mine and not theirs)


def _about(one: Value, other: Value) -> bool:
    """Whether one of two amounts is said to be about the other: "about 115 minutes", "two hours"."""
    first, second = one.key[0], other.key[0]
    if (
        not isinstance(first, Number)
        or not isinstance(second, Number)
        or "about" not in (first.hedge, second.hedge)
    ):
        return False
    mine, theirs = (
        converted(number.values[0], number.units) or {"": {number.values[0]}} for number in (first, second)
    )
    return any(
        abs(a - b) <= ABOUT_SHARE * max(a, b)
        for unit in mine.keys() & theirs.keys()
        for a in mine[unit]
        for b in theirs[unit]
    )


def _dimensions(number: Number) -> set[str]:
    return {"money" if unit.dimension in _MONEY else unit.dimension for unit in number.units}


def counted(text: str, value: Value) -> str:
    """The stem of what a number counts ("four rooms", "500 g of sugar"); "" where that is not said."""
    found = _COUNTED.match(text, value.end)
    return stem(found[1].lower()) if found and found[1].lower() not in STOP_WORDS else ""
