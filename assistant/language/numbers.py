"""Numbers of a text with their units: found, compared, and put into one form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import floor, log10

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
from assistant.language.tokens import Token, between
from assistant.language.units import CLOSE, CURRENCY_SIGNS, UNITS, Unit, converted, per_hour, squared

ABOUT = frozenset(
    "about around approximately roughly some circa ca nearly almost estimated approx or near close".split()
)
ABOUT_SHARE = 0.1  # how far "about" reaches
_SCALED = 1e4  # from here on, and for parts of one, a number may be rounded unsaid


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


def find_numbers(text: str, tokens: Sequence[Token], taken: frozenset[int]) -> tuple[Number, ...]:
    """The numbers of a text in order; tokens in `taken` (those of dates) are passed over."""
    found: list[Number] = []
    place = 0
    while place < len(tokens):
        read = None if place in taken else _read(tokens, place)
        if read is None:
            place += 1
            continue
        values, last, ordinal, digits = read
        first, last, units = _with_unit(tokens, place, last)
        found.append(
            Number(
                between(tokens, text, first, last),
                values,
                units,
                ordinal,
                digits,
                _hedge(tokens, first),
                first,
                last,
            )
        )
        place = last
    return tuple(found)


def _read(tokens: Sequence[Token], place: int) -> tuple[tuple[float, ...], int, bool, bool] | None:
    """Values, the place behind, whether it is an ordinal, whether it has digits."""
    token = tokens[place]
    if token.text[0].isdecimal():
        return _digits(tokens, place)
    if (part := vulgar_fraction(token.text)) is not None:
        return (part,), place + 1, False, True
    words = read_words(tokens, place)
    if words is None and token.lower in ("a", "an", "half") and (part_read := _part(tokens, place, 1.0)):
        return part_read[0], part_read[1], False, False
    if words is not None:
        return _words(tokens, place, *words)
    if token.lower in ORDINALS and (token.lower != "second" or place):
        return (float(ORDINALS[token.lower]),), place + 1, True, False
    return _roman(tokens, place)


def _digits(tokens: Sequence[Token], place: int) -> tuple[tuple[float, ...], int, bool, bool] | None:
    values, last = digit_values(tokens[place].text), place + 1
    if not values:
        return None
    values, last = _spaced(tokens, place, values)
    following = tokens[last] if last < len(tokens) else None
    glued = following is not None and following.start == tokens[last - 1].end
    if following is not None and glued and following.lower in ("st", "nd", "rd", "th"):
        return values, last + 1, True, True
    if following is not None and glued and (part := vulgar_fraction(following.text)) is not None:
        return (values[0] + part,), last + 1, False, True
    if following is not None and following.lower in SCALES:
        return tuple(value * SCALES[following.lower] for value in values), last + 1, False, True
    if following is not None and glued and following.lower in SUFFIXES and following.lower not in ("m", "b"):
        return tuple(value * SUFFIXES[following.lower] for value in values), last + 1, False, True
    if following is not None and glued and following.lower in ("m", "b"):  # 5m: metres or millions
        return (*values, *(value * SUFFIXES[following.lower] for value in values)), last + 1, False, True
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


def _slash(
    tokens: Sequence[Token], values: tuple[float, ...], last: int
) -> tuple[tuple[float, ...], int, bool, bool]:
    """A fraction in digits: "1/2"."""
    if last + 1 < len(tokens) and tokens[last].text == "/" and tokens[last + 1].text.isdecimal():
        below = digit_values(tokens[last + 1].text)
        if below and 1 < below[0] <= 100 and values[0] < below[0]:
            return (values[0] / below[0],), last + 2, False, True
    return values, last, False, True


def _words(
    tokens: Sequence[Token], place: int, value: float, last: int
) -> tuple[tuple[float, ...], int, bool, bool]:
    hyphen = last < len(tokens) and tokens[last].text == "-"
    after = tokens[last + hyphen].lower if last + hyphen < len(tokens) else ""
    if hyphen and after in ORDINALS and tokens[last - 1].lower in TENS:
        return (value + ORDINALS[after],), last + 2, True, False
    if (part := _part(tokens, place, value, last)) is not None:
        return part[0], part[1], False, False
    if [token.lower for token in tokens[last : last + 3]] == ["and", "a", "half"]:
        scale = SCALES.get(tokens[last + 3].lower) if last + 3 < len(tokens) else None
        return ((value + 0.5) * (scale or 1),), last + 3 + (scale is not None), False, False
    return (value,), last, False, False


def _part(
    tokens: Sequence[Token], place: int, count: float, last: int | None = None
) -> tuple[tuple[float, ...], int] | None:
    """A part of one: "half", "a third", "two-thirds"; "a third" may be a third one too."""
    if last is None and tokens[place].lower == "half":
        return ((0.5,), place + 1)
    at = place + 1 if last is None else last
    at += at < len(tokens) and tokens[at].text == "-"
    if at >= len(tokens) or (below := PARTS.get(tokens[at].lower)) is None:
        return None
    plural = tokens[at].lower.endswith("s") or below in (2, 4)
    if count == 1 and not plural:
        return ((1 / below, float(below)), at + 1)
    return ((count / below,), at + 1) if plural else None


def _roman(tokens: Sequence[Token], place: int) -> tuple[tuple[float, ...], int, bool, bool] | None:
    """A Roman numeral behind a name: "World War II"; "I" and "V" alone are seldom one."""
    value = roman(tokens[place].text)
    if value is None or place == 0 or not (tokens[place - 1].capital and len(tokens[place - 1].text) > 1):
        return None
    return (float(value),), place + 1, True, False


def _with_unit(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int, tuple[Unit, ...]]:
    """The number with the currency before it or the unit behind it."""
    if first and tokens[first - 1].lower in CURRENCY_SIGNS:
        return first - 1, last, UNITS[tokens[first - 1].lower]
    at = last + (last < len(tokens) and tokens[last].text == "-")
    word = tokens[at].lower if at < len(tokens) else ""
    after = tokens[at + 1].lower if at + 1 < len(tokens) else ""
    if word == "per" and after == "cent":
        return first, at + 2, UNITS["%"]
    if word in ("square", "sq") and after in UNITS:
        return first, at + 2, squared(UNITS[after])
    if word in ("°", "degrees", "degree") and after in ("c", "f", "celsius", "fahrenheit", "centigrade"):
        return first, at + 2, UNITS[after]
    if word in ("us", "american") and after in ("dollars", "$"):
        return first, at + 2, UNITS["$"]
    return (first, *_plain_unit(tokens, last, at, word))


def _plain_unit(tokens: Sequence[Token], last: int, at: int, word: str) -> tuple[int, tuple[Unit, ...]]:
    # A letter alone is a unit only where it is glued to the number or an inner letter of "km/h".
    sign = word in CURRENCY_SIGNS and not word.isalpha()
    if sign and at + 1 < len(tokens) and tokens[at + 1].text[0].isdecimal():
        return last, ()  # of the next number
    if word not in UNITS or (
        len(word) == 1 and word.isalpha() and at < len(tokens) and word in "cfh" and at != last
    ):
        return last, ()
    if word.isalpha() and len(word) == 1 and tokens[at].text.isupper():
        return last, ()
    behind = [token.lower for token in tokens[at + 1 : at + 3]]
    if behind in (["/", "h"], ["per", "hour"], ["an", "hour"]) and (fast := per_hour(UNITS[word])):
        return at + 3, fast
    return at + 1, UNITS[word]


def _hedge(tokens: Sequence[Token], first: int) -> str:
    before = [token.lower for token in tokens[max(0, first - 2) : first]]
    if not before:
        return ""
    if before[-1] in ("over", "above", "exceeding", "least", "minimum") or before in (
        ["more", "than"],
        ["greater", "than"],
    ):
        return "over"
    if before[-1] in ("under", "below", "most") or before in (
        ["less", "than"],
        ["fewer", "than"],
        ["up", "to"],
    ):
        return "under"
    return "about" if before[-1] in ABOUT else ""


def same_value(claim: Number, source: Number) -> bool:
    """Whether the claim's number is the source's, in whatever form or unit."""
    if bool(claim.units) != bool(source.units) and same_digits(claim, source):
        return True  # one of them leaves its unit to be understood
    theirs = list(_readings(source))
    return any(
        _close(claim, source, said, stated, dimension)
        for dimension, said in _readings(claim)
        for other, stated in theirs
        if dimension == other
    )


def same_digits(claim: Number, source: Number) -> bool:
    """Whether the two have the same figure, whatever their units."""
    return any(
        abs(said - stated) < 1e-9 * max(1, abs(said)) for said in claim.values for stated in source.values
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


def _close(claim: Number, source: Number, said: float, stated: float, dimension: str) -> bool:
    gap, size = abs(said - stated), max(abs(said), abs(stated))
    if gap <= 1e-9 * max(1.0, size):
        return True
    if claim.units and source.units and claim.units != source.units and dimension:
        return gap <= (1.0 if dimension == "temperature" else CLOSE * size)
    if claim.hedge == "about" and source.hedge != "about":
        return gap <= ABOUT_SHARE * size
    if claim.hedge in ("over", "under"):
        return gap <= ABOUT_SHARE * size and (said < stated) == (claim.hedge == "over")
    return (size >= _SCALED or size != floor(size)) and _rounded(said, stated)


def _rounded(said: float, stated: float) -> bool:
    """Whether `said` is `stated` rounded to the two or more figures it has."""
    figures = len(f"{said:.10g}".replace(".", "").strip("0").split("e")[0])
    if figures < 2 or stated == 0 or abs(said) == abs(stated):
        return False
    places = figures - 1 - floor(log10(abs(stated)))
    return abs(round(stated, places) - said) <= 1e-9 * max(1.0, abs(said))
