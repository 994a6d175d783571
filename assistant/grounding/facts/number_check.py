"""Numbers and units of a claim that its source does not state."""

from collections.abc import Iterator
from string import ascii_lowercase

from assistant.grounding.facts.alignment import Alignment, Kind
from assistant.grounding.facts.clash import Clash, ClashKind
from assistant.language.numbers import Number, same_digits, same_value
from assistant.language.parsed import Parsed

_FEW = 2  # "one", "both": seldom read as figures
_SURE = 0.5  # likeness from which on a small number in words is sure to be another
_SMALL = 12  # numbers in words up to here may count what a source lists


def number_clashes(alignment: Alignment) -> Iterator[Clash]:
    """The numbers of the claim that the quotes do not have, or have with another unit."""
    for number in alignment.claim.numbers:
        if not _marks_list(alignment.claim, number) and (clash := _number(alignment, number)) is not None:
            yield clash


_NUMBERS = Kind[Number](
    of=lambda parsed: parsed.numbers,
    same=same_value,
    differs=lambda one, other: (
        one.ordinal == other.ordinal and not same_value(one, other) and _comparable(one, other)
    ),
)


def _comparable(one: Number, other: Number) -> bool:
    """Whether two numbers may answer the same question: both have a unit of a kind, or one has none."""
    mine, theirs = ({unit.dimension for unit in number.units} for number in (one, other))
    return not mine or not theirs or bool(mine & theirs)


def _marks_list(parsed: Parsed, number: Number) -> bool:
    """Whether it only counts the items of a list: "1. The first item"."""
    behind = parsed.tokens[number.last].text if number.last < len(parsed.tokens) else ""
    return parsed.tokens[number.first].begins and number.digits and behind in (".", ")")


def _stated(number: Number, sentences: tuple[Parsed, ...]) -> bool:
    return any(
        same_value(number, other) for one in sentences for other in (*one.numbers, *_years(one))
    ) or any(_in_name(number, one) for one in sentences)


def _years(parsed: Parsed) -> Iterator[Number]:
    """The years of the dates, as numbers: "1500 soldiers" looks like a year."""
    for date in parsed.dates:
        if date.years and date.years[0] == date.years[1]:
            value = (float(abs(date.years[0])),)
            yield Number(date.text, value, (), False, True, "", date.first, date.last)
        for _, day in date.days:
            if day:
                yield Number(date.text, (float(day),), (), True, True, "", date.first, date.last)


def _in_name(number: Number, parsed: Parsed) -> bool:
    """Whether a word of the source carries the same digits: "G5", "A-10", "COVID-19"."""
    digits = number.text.strip("$£€ ")
    return digits.isdecimal() and any(
        word != digits and word.strip(ascii_lowercase) == digits for word in parsed.words
    )


def _number(alignment: Alignment, number: Number) -> Clash | None:
    if (rival := alignment.rival(number, _NUMBERS)) is not None:
        other, alike = rival
        kind: ClashKind = "unit" if number.units and other.units and same_digits(number, other) else "number"
        return _otherwise(kind, number, other, not _vague(number) or alike >= _SURE)
    if _stated(number, alignment.quotes):
        return None
    if (unit := _same_figure(alignment, number)) is not None:
        return _otherwise("unit", number, unit, True)
    if _vague(number) and number.values[0] <= _FEW:
        return None
    reason = f"the source does not have the number {number.text}"
    sure = not _vague(number) and not _stated(number, (alignment.context,))
    return Clash("number", number.text, None, reason, sure)


def _otherwise(kind: ClashKind, number: Number, other: Number, veto: bool) -> Clash:
    reason = f"the source says {other.text}; the sentence says {number.text}"
    return Clash(kind, number.text, other.text, reason, veto)


def _same_figure(alignment: Alignment, number: Number) -> Number | None:
    """The same figure with a unit that cannot be meant."""
    return next(
        (
            other
            for one in alignment.aligned
            for other in one.numbers
            if number.units and other.units and same_digits(number, other)
        ),
        None,
    )


def _vague(number: Number) -> bool:
    """Whether it may be counted, not read: "three of them", "the first"."""
    return not number.digits and not number.units and number.values[0] <= _SMALL
