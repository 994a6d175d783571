"""Numbers of a text with their units: found, compared, and put into one form."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import floor, log10
from typing import NamedTuple

from assistant.language.number_words import (
    ORDINALS,
    PARTS,
    SCALES,
    SUFFIXES,
    TENS,
    digit_values,
    read_words,
    roman,
    vulgar_fraction,
)
from assistant.language.tokens import ARTICLES, Token, between, lower_at
from assistant.language.units import CLOSE, CURRENCY_SIGNS, UNITS, Unit, converted, per_hour, squared

_ABOUT = frozenset(
    "about around approximately roughly some circa ca nearly almost estimated approx or near close".split()
)
# What stands before "one" and behind it where it stands for a noun.
_POINTING = frozenset("the this that which what another any other".split())
_ENDS, _GOES_ON = frozenset(["", *".,;:?!)"]), frozenset("is was are has had i we you for with".split())
_OVER = frozenset("over above exceeding least minimum".split())
_UNDER = frozenset("under below most".split())
_OVER_PAIRS, _UNDER_PAIRS = {"more than", "greater than"}, {"less than", "fewer than", "up to"}
_ABOUT_SHARE = 0.1  # how far "about" reaches
_SCALED = 1e4  # from here on, and for parts of one, a number may be rounded unsaid
# How many of the smaller unit are one of the larger, where an amount is given in two: hours and minutes, days
# and hours, weeks and days, years and months; feet and inches, metres and centimetres; pounds and ounces.
_IN_PARTS = {"time": (60.0, 24.0, 7.0, 12.0), "length": (12.0, 100.0), "mass": (16.0,)}
_RANGING = frozenset("between from to or - – / every".split())  # before an amount that stands for itself
_KINDS_OF_DAYS = frozenset("working business calendar clear full whole consecutive school".split())
_RANGE = re.compile(r" ?(?:-|–|—|to|bis|à) ?")
_DEGREES = ("°", "degrees", "degree")
_TEMPERATURES = ("c", "f", "celsius", "fahrenheit", "centigrade")


@dataclass(frozen=True, slots=True)
class Number:
    """A number at its place in a text."""

    text: str  # with its unit
    values: tuple[float, ...]  # the ways to read it
    units: tuple[Unit, ...]  # the ways to read its unit; (): it has none
    ordinal: bool
    digits: bool  # written with digits, at least in part
    hedge: str  # "about", "over", "under" or ""
    first: int  # tokens
    last: int


class _Read(NamedTuple):
    """A number without its unit, and the token behind it."""

    values: tuple[float, ...]
    last: int
    ordinal: bool = False
    digits: bool = False


def find_numbers(text: str, tokens: Sequence[Token], taken: frozenset[int]) -> tuple[Number, ...]:
    """The numbers of a text in order; tokens in `taken` (those of dates) are passed over.

    >>> from assistant.language.tokens import tokenize
    >>> text = "about two and a half million, 5 km and the 27th"
    >>> [(number.values[0], number.hedge) for number in find_numbers(text, tokenize(text), frozenset())]
    [(2500000.0, 'about'), (5.0, ''), (27.0, '')]
    >>> text = "2 h 35 min, 5 feet and 3 inches, 2 hours and 90 minutes"
    >>> [number.text for number in find_numbers(text, tokenize(text), frozenset())]
    ['2 h 35 min', '5 feet and 3 inches', '2 hours', '90 minutes']
    >>> [number.values for number in find_numbers("2 h 30", tokenize("2 h 30"), frozenset())]
    [(150.0,)]
    >>> text = "between 1 hour and 30 minutes, 2 hours and 30 minutes of it"
    >>> [number.text for number in find_numbers(text, tokenize(text), frozenset())]
    ['1 hour', '30 minutes', '2 hours', '30 minutes']
    >>> find_numbers("the electric one", tokenize("the electric one"), frozenset())
    ()
    """
    numbers: list[Number] = []
    place = 0
    while place < len(tokens):
        reading = None if place in taken else _read(tokens, place)
        if reading is None:
            place += 1
            continue
        values, last, ordinal, digits = reading
        first, last, units = _with_unit(tokens, place, last)
        words = between(tokens, text, first, last)
        number = Number(words, values, units, ordinal, digits, _hedge(tokens, first), first, last)
        if numbers and (whole := _combined(numbers[-1], number, tokens, text)):
            number = whole
            numbers.pop()
        numbers.append(number)
        place = last
    return tuple(numbers)


def _combined(large: Number, small: Number, tokens: Sequence[Token], text: str) -> Number | None:
    """One number of two in a row that are one quantity: "2 h 35 min", "5 feet and 3 inches".

    Not of what only meets: "between 1 hour and 30 minutes", "2 hours and 30 minutes of it".
    """
    gap = [token.lower for token in tokens[large.last : small.first]]
    apart = lower_at(tokens, large.first - 1) in _RANGING if large.first else False
    if gap not in ([], ["and"]) or apart or lower_at(tokens, small.last) == "of":
        return None
    if large.ordinal or small.ordinal or small.hedge or not large.values[0].is_integer():
        return None
    if large.units and small.text == "a half" and gap:  # "an hour and a half"
        whole = between(tokens, text, large.first, small.last)
        return replace(large, text=whole, values=(large.values[0] + 0.5,), last=small.last)
    minutes = UNITS["min"] if large.text.endswith("h") and not small.units and not gap else ()  # "2 h 30"
    for unit in large.units:
        for below in small.units or minutes:
            times = round(unit.factor / below.factor, 4)
            usual = unit.dimension == below.dimension and times in _IN_PARTS.get(unit.dimension, ())
            if usual and small.values[0] < times:
                return replace(
                    large,
                    text=between(tokens, text, large.first, small.last),
                    values=(large.values[0] * times + small.values[0],),
                    units=(below,),
                    last=small.last,
                )
    return None


def _read(tokens: Sequence[Token], place: int) -> _Read | None:
    token = tokens[place]
    if token.text[0].isdecimal():
        return _digits(tokens, place)
    if (part := vulgar_fraction(token.text)) is not None:
        return _Read((part,), place + 1, digits=True)
    if (words := read_words(tokens, place)) is not None:
        return None if _stands_for_noun(tokens, place, words[1]) else _words(tokens, *words)
    if token.lower == "an" and _goes_on_in_minutes(tokens, place):
        return _Read((1.0,), place + 1)
    if token.lower in ("a", "an") and (fraction := _part(tokens, 1.0, place + 1)) is not None:
        return fraction
    if token.lower == "half":
        return _Read((0.5,), place + 1)
    if token.lower in ORDINALS and (token.lower != "second" or place):
        return _Read((float(ORDINALS[token.lower]),), place + 1, ordinal=True)
    return _roman(tokens, place)


def _goes_on_in_minutes(tokens: Sequence[Token], place: int) -> bool:
    """Whether "an hour" begins a time: "an hour and ten minutes" or "and a half", but not "£2 an hour"."""
    hour, joint, *behind = (lower_at(tokens, place + step) for step in range(1, 6))
    if (hour, joint) != ("hour", "and") or (place and tokens[place - 1].text[-1].isdecimal()):
        return False
    return not {"minute", "minutes", "min", "mins", "half", "quarter"}.isdisjoint(behind)


def _stands_for_noun(tokens: Sequence[Token], place: int, last: int) -> bool:
    """Whether "one" is no number but stands for a thing: "the electric one", "this one is"."""
    if tokens[place].lower != "one" or last > place + 1:
        return False
    before, further = (lower_at(tokens, place - back) if place >= back else "" for back in (1, 2))
    behind = lower_at(tokens, last)
    if before in _POINTING:
        return behind in _ENDS | _GOES_ON
    return before.isalpha() and further in ARTICLES and behind in _ENDS


def _digits(tokens: Sequence[Token], place: int) -> _Read | None:
    values = digit_values(tokens[place].text)
    if not values:
        return None
    values, last = _spaced(tokens, place, values)
    word = lower_at(tokens, last)
    if word in SCALES:
        return _Read(tuple(value * SCALES[word] for value in values), last + 1, digits=True)
    if word and tokens[last].start == tokens[last - 1].end:
        if word in ("st", "nd", "rd", "th"):
            return _Read(values, last + 1, ordinal=True, digits=True)
        if (part := vulgar_fraction(tokens[last].text)) is not None:
            return _Read((values[0] + part,), last + 1, digits=True)
        if word in SUFFIXES:
            scaled = tuple(value * SUFFIXES[word] for value in values)
            # 5m: metres or millions
            return _Read((*values, *scaled) if word in ("m", "b") else scaled, last + 1, digits=True)
    return _slash(tokens, values, last)


def _spaced(tokens: Sequence[Token], place: int, values: tuple[float, ...]) -> tuple[tuple[float, ...], int]:
    """Thousands set apart by blanks: "1 500 000"."""
    last, digits = place + 1, tokens[place].text
    while (
        len(tokens[place].text) <= 3
        and digits.isdecimal()
        and last < len(tokens)
        and len(tokens[last].text) == 3
        and tokens[last].text.isdecimal()
        and tokens[last].start - tokens[last - 1].end == 1
    ):
        digits, last = digits + tokens[last].text, last + 1
    return ((float(digits),), last) if last > place + 1 else (values, last)


def _slash(tokens: Sequence[Token], values: tuple[float, ...], last: int) -> _Read:
    """A fraction in digits: "1/2"."""
    below = lower_at(tokens, last + 1)
    if lower_at(tokens, last) == "/" and below.isdecimal():
        denominator = digit_values(below)
        if denominator and 1 < denominator[0] <= 100 and values[0] < denominator[0]:
            return _Read((values[0] / denominator[0],), last + 2, digits=True)
    return _Read(values, last, digits=True)


def _words(tokens: Sequence[Token], value: float, last: int) -> _Read:
    """The number in words with what may go on behind it: "-first", "-thirds", "and a half million"."""
    hyphen = lower_at(tokens, last) == "-"
    after = lower_at(tokens, last + hyphen)
    if hyphen and after in ORDINALS and tokens[last - 1].lower in TENS:
        return _Read((value + ORDINALS[after],), last + 2, ordinal=True)
    if (fraction := _part(tokens, value, last)) is not None:
        return fraction
    if [token.lower for token in tokens[last : last + 3]] == ["and", "a", "half"]:
        scale = SCALES.get(lower_at(tokens, last + 3))
        return _Read(((value + 0.5) * (scale or 1),), last + 3 + (scale is not None))
    return _Read((value,), last)


def _part(tokens: Sequence[Token], count: float, place: int) -> _Read | None:
    """A part of one that stands at `place`: "two-thirds"; "a third" may be a third one too."""
    place += lower_at(tokens, place) == "-"
    word = lower_at(tokens, place)
    if (below := PARTS.get(word)) is None:
        return None
    plural = word.endswith("s") or below in (2, 4)
    if count == 1 and not plural:
        return _Read((1 / below, float(below)), place + 1)
    return _Read((count / below,), place + 1) if plural else None


def _roman(tokens: Sequence[Token], place: int) -> _Read | None:
    """A Roman numeral behind a name: "World War II"; "I" and "V" alone are seldom one."""
    value = roman(tokens[place].text)
    if value is None or place == 0 or not (tokens[place - 1].capital and len(tokens[place - 1].text) > 1):
        return None
    return _Read((float(value),), place + 1, ordinal=True)


def _with_unit(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int, tuple[Unit, ...]]:
    """The number with the currency before it or the unit behind it."""
    if first and tokens[first - 1].lower in CURRENCY_SIGNS:
        return first - 1, last, UNITS[tokens[first - 1].lower]
    at = last + (lower_at(tokens, last) == "-")
    at += lower_at(tokens, at) in _KINDS_OF_DAYS  # "3 working days"
    word, after = lower_at(tokens, at), lower_at(tokens, at + 1)
    if word == "per" and after == "cent":
        return first, at + 2, UNITS["%"]
    if word in ("square", "sq") and after in UNITS:
        return first, at + 2, squared(UNITS[after])
    if word in _DEGREES and after in _TEMPERATURES:
        return first, at + 2, UNITS[after]
    if word in ("us", "american") and after in ("dollars", "$"):
        return first, at + 2, UNITS["$"]
    if word not in UNITS or not _is_unit_of(tokens, at, glued=at == last):
        return first, last, ()
    behind = [token.lower for token in tokens[at + 1 : at + 3]]
    if behind in (["/", "h"], ["per", "hour"], ["an", "hour"]) and (speed := per_hour(UNITS[word])):
        return first, at + 3, speed
    return first, at + 1, UNITS[word]


def _is_unit_of(tokens: Sequence[Token], at: int, *, glued: bool) -> bool:
    """Whether a unit's name is one here: a sign may be of the next number, a letter alone none."""
    word = tokens[at]
    if not word.text.isalpha():
        return word.lower not in CURRENCY_SIGNS or not lower_at(tokens, at + 1)[:1].isdecimal()
    return len(word.lower) > 1 or (word.text.islower() and (glued or word.lower not in "cf"))


def _hedge(tokens: Sequence[Token], first: int) -> str:
    before = [token.lower for token in tokens[max(0, first - 2) : first]]
    if not before:
        return ""
    pair, denied = " ".join(before), lower_at(tokens, first - 3) in ("no", "not") if first > 2 else False
    if before[-1] in _OVER or pair in _OVER_PAIRS:
        return "under" if denied and pair in _OVER_PAIRS else "over"  # "no more than"
    if before[-1] in _UNDER or pair in _UNDER_PAIRS:
        return "over" if denied and pair in _UNDER_PAIRS else "under"
    return "about" if before[-1] in _ABOUT else ""


def same_value(claim: Number, source: Number) -> bool:
    """Whether the claim's number is the source's, in whatever form or unit."""
    if bool(claim.units) != bool(source.units) and same_digits(claim, source):
        return True  # one of them leaves its unit to be understood
    theirs = list(_readings(source))
    return any(
        _close(claim, source, claimed, stated, dimension)
        for dimension, claimed in _readings(claim)
        for other, stated in theirs
        if dimension == other
    )


def same_digits(claim: Number, source: Number) -> bool:
    """Whether the two have the same figure, whatever their units."""
    return any(
        abs(claimed - stated) < 1e-9 * max(1, abs(claimed))
        for claimed in claim.values
        for stated in source.values
    )


def is_within(number: Number, limit: Number) -> bool:
    """Whether a number lies on the side of another that this one's hedge names: 4 hours of "over 3 hours".

    >>> from assistant.language.parsed import parse
    >>> limit = parse("if it is more than 3 hours late").numbers[0]
    >>> [is_within(parse(text).numbers[0], limit) for text in ("4 hrs late", "90 minutes late", "4 km away")]
    [True, False, False]
    """
    return any(
        claimed > stated if limit.hedge == "over" else claimed < stated
        for dimension, claimed in _readings(number)
        for other, stated in _readings(limit)
        if dimension == other and limit.hedge in ("over", "under")
    )


def ranges(text: str, numbers: Sequence[Number], tokens: Sequence[Token]) -> Iterator[tuple[Number, Number]]:
    """The numbers of a text that are two ends, both with their unit: "10–30 kg", "from 5 to 8".

    >>> from assistant.language.parsed import parse
    >>> parsed = parse("medium, 10–30 kg, 5 or 6 days, 9 to 11")
    >>> [(low.text, high.text) for low, high in ranges(parsed.text, parsed.numbers, parsed.tokens)]
    [('10', '30 kg'), ('9', '11')]
    """
    for low, high in pairwise(numbers):
        if _RANGE.fullmatch(text, tokens[low.last - 1].end, tokens[high.first].start):
            yield replace(low, units=low.units or high.units), high


def is_between(number: Number, low: Number, high: Number) -> bool:
    """Whether a number is one of two ends or lies between them."""
    return any(
        min(first, last) <= amount <= max(first, last)
        for dimension, amount in _readings(number)
        for other, first in _readings(low)
        for another, last in _readings(high)
        if dimension == other == another
    )


def _readings(number: Number) -> Iterator[tuple[str, float]]:
    """Every way to read it: (dimension, amount in its base unit), ("", the bare value)."""
    for value in number.values:
        for dimension, amounts in converted(value, number.units).items():
            yield from ((dimension, amount) for amount in amounts)
        if not number.units:
            yield "", value
            if not number.ordinal and value < 1:
                yield "ratio", value


def _close(claim: Number, source: Number, claimed: float, stated: float, dimension: str) -> bool:
    gap, size = abs(claimed - stated), max(abs(claimed), abs(stated))
    if gap <= 1e-9 * max(1.0, size):
        return True
    if claim.units and source.units and claim.units != source.units and dimension:
        return gap <= (1.0 if dimension == "temperature" else CLOSE * size)
    if claim.hedge == "about" and source.hedge != "about":
        return gap <= _ABOUT_SHARE * size
    if claim.hedge in ("over", "under"):
        return gap <= _ABOUT_SHARE * size and (claimed < stated) == (claim.hedge == "over")
    return (size >= _SCALED or size != floor(size)) and _rounded(claimed, stated)


def _rounded(claimed: float, stated: float) -> bool:
    """Whether `claimed` is `stated` rounded to the two or more figures it has."""
    figures = len(f"{claimed:.10g}".replace(".", "").strip("0").split("e")[0])
    if figures < 2 or stated == 0 or abs(claimed) == abs(stated):
        return False
    places = figures - 1 - floor(log10(abs(stated)))
    return abs(round(stated, places) - claimed) <= 1e-9 * max(1.0, abs(claimed))
