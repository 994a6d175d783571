"""Dates, times and numbers as values, read by the checker's own parsers."""

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.conflicts.value import Value
from assistant.grounding.facts.dates import Date, Time, agrees, find_dates, find_times
from assistant.grounding.facts.numbers import Number, find_numbers, same_value
from assistant.grounding.facts.tokens import Token, tokenize

_JOINED = re.compile(r"^ ?(?:[-–—/]|to|and|or) ?(?:early |late |mid-)?$")
_SPACED = re.compile(r" ,(?=\s)")  # how prepared text writes a comma; turned round, it keeps all offsets
_RANGE = re.compile(r"(?<=\d{4})-(?=\d{4}\b)")


@lru_cache(maxsize=1024)
def _facts(text: str) -> tuple[tuple[Token, ...], tuple[Date, ...], tuple[Time, ...], tuple[Number, ...]]:
    text = _RANGE.sub("–", _SPACED.sub(", ", text))
    tokens = tokenize(text)
    days = find_dates(text, tokens)
    hours = find_times(text, tokens)
    spans = [*((one.first, one.last) for one in days), *((one.first, one.last) for one in hours)]
    taken = frozenset(place for first, last in spans for place in range(first, last))
    return tokens, days, hours, find_numbers(text, tokens, taken)


def dates(text: str) -> Iterator[Value]:
    """The dates of a text that name a year, in order; a range ("1912-1914") is one."""
    tokens, found, _, _ = _facts(text)
    spans = [(one, tokens[one.first].start, tokens[one.last - 1].end) for one in found if one.years]
    place = 0
    while place < len(spans):
        first, start, end = spans[place]
        last = first
        if place + 1 < len(spans):
            other, begins, ends = spans[place + 1]
            bare = first.days == other.days == ((None, None),)
            if begins < end or (bare and _JOINED.match(text[end:begins])):  # 1912-1914
                last, end, place = other, ends, place + 1
        yield Value("date", text[start:end], start, end, (first, last))
        place += 1


def days(text: str) -> Iterator[Value]:
    """The dates of a text one by one, also those without a year, in order."""
    tokens, found, _, _ = _facts(text)
    for one in found:
        start, end = tokens[one.first].start, tokens[one.last - 1].end
        yield Value("date", text[start:end], start, end, (one,))


def times(text: str) -> Iterator[Value]:
    """The times of day of a text, in order."""
    tokens, _, found, _ = _facts(text)
    for one in found:
        start, end = tokens[one.first].start, tokens[one.last - 1].end
        yield Value("time", text[start:end], start, end, one.minutes)


def numbers(text: str) -> Iterator[Value]:
    """The numbers of a text with their units, in order, those of dates, times and ordinals left out."""
    tokens, _, _, found = _facts(text)
    for one in found:
        start, end = tokens[one.first].start, tokens[one.last - 1].end
        if not one.ordinal:
            yield Value("number", text[start:end], start, end, (one,))


def same_dates(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether the spans of years meet, and no month or day differs."""
    if not all(isinstance(date, Date) and date.years for date in (*one, *other)):  # a day without its year
        pairs = ((a, b) for a in one for b in other if isinstance(a, Date) and isinstance(b, Date))
        return all(agrees(a, b) != "other" for a, b in pairs)
    mine, theirs = ([date for date in key if isinstance(date, Date) and date.years] for key in (one, other))
    if len(set(mine)) == len(set(theirs)) == 1:
        return agrees(mine[0], theirs[0]) != "other"
    (first, last), (begin, end) = (
        (
            min(date.years[0] for date in dates if date.years),
            max(date.years[1] for date in dates if date.years),
        )
        for dates in (mine, theirs)
    )
    return first <= end and begin <= last


def same_numbers(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether two numbers may be the same amount, one of them rounded or in another unit."""
    a, b = one[0], other[0]
    if not isinstance(a, Number) or not isinstance(b, Number):
        return False
    return same_value(a, b) or same_value(b, a) or _rounded(a, b) or _rounded(b, a)


def _rounded(coarse: Number, fine: Number) -> bool:
    """Whether `coarse` (1500) is `fine` (1498) rounded where its zeros begin, to no less than two digits."""
    said, stated = coarse.values[0], fine.values[0]
    digits = f"{said:.0f}"
    zeros = min(len(digits) - len(digits.rstrip("0")), len(digits) - 2)
    step = 10.0**zeros
    return zeros > 0 and bool(said == round(stated / step) * step)
