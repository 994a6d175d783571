"""Numbers of a claim that its source does not state, or gives another unit or another stretch of time."""

from collections.abc import Iterator
from dataclasses import replace
from string import ascii_lowercase

from assistant.grounding.facts.alignment import Alignment, Clash, FactType
from assistant.grounding.facts.reckoning import is_worked_out
from assistant.language.dates import same_time
from assistant.language.numbers import Number, same_digits, same_value
from assistant.language.parsed import Parsed

_FEW = 2  # "one", "both": seldom read as figures
_SURE = 0.5  # likeness from which on a small number in words is sure to be another
_NAMED = 4  # numbers that a reason names
_SMALL = 12  # numbers in words up to here may count what a source lists
_PERIODS = {
    word: words.split()[0]
    for words in (
        "second seconds",
        "minute minutes",
        "hour hours hourly",
        "day days daily",
        "night nights nightly",
        "week weeks weekly",
        "fortnight fortnightly",
        "month months monthly",
        "quarter quarterly",
        "year years yearly annually annual annum",
        "decade decades",
    )
    for word in words.split()
}
_EACH = frozenset("a an per each every /".split())


def number_clashes(alignment: Alignment) -> Iterator[Clash]:
    """The numbers of the claim that the quotes do not have, or have with another unit.

    Of what the claim rightly works out from others the source only does not say it: that is never sure.
    """
    claim = alignment.claim
    for number in claim.numbers:
        clash = (
            None if _marks_item(claim, number) or _is_time(alignment, number) else _number(alignment, number)
        )
        if clash is None:
            continue
        if clash.veto and is_worked_out(number, claim, alignment.quotes):
            reason = f"the source does not say {number.text}, which can be worked out"
            clash = Clash("number", number.text, None, reason, False)
        yield clash


def _comparable(number: Number, other: Number) -> bool:
    """Whether two numbers may answer the same question: both have a unit of a kind, or one has none.

    The "half" of "half a day" is not said in the place of "45 euros".
    """
    if number.units and number.digits and not other.units and not other.digits:
        return False
    mine, theirs = ({unit.dimension for unit in units} for units in (number.units, other.units))
    return not mine or not theirs or bool(mine & theirs)


_NUMBERS = FactType[Number](
    of=lambda parsed: parsed.numbers,
    same=same_value,
    differs=lambda number, other: (
        number.ordinal == other.ordinal and not same_value(number, other) and _comparable(number, other)
    ),
)


def _marks_item(parsed: Parsed, number: Number) -> bool:
    """Whether it only counts the items of a list: "1. The first item"."""
    behind = parsed.tokens[number.last].text if number.last < len(parsed.tokens) else ""
    return parsed.tokens[number.first].begins and number.digits and behind in (".", ")")


def _is_time(alignment: Alignment, number: Number) -> bool:
    """Whether a number is a time of day that the source has in another form: "9h" and "9 am"."""
    mine = [time for time in alignment.claim.times if time.first == number.first]
    return any(
        same_time(time, other) for time in mine for source in alignment.aligned for other in source.times
    )


def _number(alignment: Alignment, number: Number) -> Clash | None:
    rival = alignment.rival(number, _NUMBERS)
    if rival is not None and not _counts_another(alignment, number, rival[0]):
        other, alike = rival
        has_other_unit = number.units and other.units and same_digits(number, other)
        sure = not _is_vague(number) or alike >= _SURE
        clash = Clash.differing("unit" if has_other_unit else "number", number.text, other.text, veto=sure)
        of_kind = _values_of_kind(alignment, number, other)
        reason = f"the source says {', '.join(of_kind)}; the sentence says {number.text}"
        return replace(clash, reason=reason) if len(of_kind) > 1 else clash
    if any(_states(text, number) for text in alignment.quotes):
        return None
    if (other_unit := _with_other_unit(alignment, number)) is not None:
        return Clash.differing("unit", number.text, other_unit.text)
    if _is_vague(number) and number.values[0] <= _FEW:
        return None
    if _states(alignment.context, number):  # in its title, a heading over it, or the next sentence
        reason = f"the number {number.text} stands near the quote, and not in it"
        return Clash("number", number.text, None, reason, False)
    reason = f"the source does not have the number {number.text}"
    return Clash("number", number.text, None, reason, not _is_vague(number))


def _values_of_kind(alignment: Alignment, number: Number, rival: Number) -> list[str]:
    """The rival and what the source has of its kind beside it, as in a row of prices: which is meant?"""
    kinds = {unit.dimension for unit in rival.units}
    source = next((quote for quote in alignment.aligned if rival in quote.numbers), None)
    if source is None or not kinds:
        return [rival.text]
    of_kind = (other for other in source.numbers if kinds & {unit.dimension for unit in other.units})
    return list(dict.fromkeys(other.text for other in of_kind if not same_value(number, other)))[:_NAMED]


def _counts_another(alignment: Alignment, number: Number, rival: Number) -> bool:
    """Whether the source has the number with what it counts ("25 chairs"), the rival with another thing."""
    own = counted(alignment.claim, number)
    if not own:
        return False
    counts = [(other, counted(source, other)) for source in alignment.aligned for other in source.numbers]
    alike = [other for other, noun in counts if noun == own]
    return any(same_value(number, other) for other in alike) and all(other is not rival for other in alike)


def counted(parsed: Parsed, number: Number) -> str:
    """The stem of the word that a number without a unit counts; "" for none."""
    behind = parsed.tokens[number.last : number.last + 1]
    return behind[0].stem if behind and behind[0].content and not number.units else ""


def _states(parsed: Parsed, number: Number) -> bool:
    return any(same_value(number, other) for other in (*parsed.numbers, *_of_dates(parsed))) or _is_in_name(
        number, parsed
    )


def _of_dates(parsed: Parsed) -> Iterator[Number]:
    """The years and days of the dates, as numbers: "1500 soldiers" looks like a year."""
    for date in parsed.dates:
        if date.years and date.years[0] == date.years[1]:
            value = (float(abs(date.years[0])),)
            yield Number(date.text, value, (), False, True, "", date.first, date.last)
        for _, day in date.days:
            if day:
                yield Number(date.text, (float(day),), (), True, True, "", date.first, date.last)


def _is_in_name(number: Number, parsed: Parsed) -> bool:
    """Whether a word of the source carries the same digits: "G5", "A-10", "COVID-19"."""
    digits = number.text.strip("$£€ ")
    return digits.isdecimal() and any(
        word != digits and word.strip(ascii_lowercase) == digits for word in parsed.words
    )


def _with_other_unit(alignment: Alignment, number: Number) -> Number | None:
    """The same figure with a unit that cannot be meant."""
    others = (other for source in alignment.aligned for other in source.numbers)
    return next(
        (other for other in others if number.units and other.units and same_digits(number, other)), None
    )


def _is_vague(number: Number) -> bool:
    """Whether it may be counted, not read: "three of them", "the first"."""
    return not number.digits and not number.units and number.values[0] <= _SMALL


def rate_clashes(alignment: Alignment) -> Iterator[Clash]:
    """Numbers that the source counts by another stretch of time only: "200 euros a week", "a month"."""
    for number in alignment.claim.numbers:
        period = _period(alignment.claim, number)
        if period is None:
            continue
        stated = [
            other_period
            for source in alignment.aligned
            for other in source.numbers
            if same_value(number, other) and (other_period := _period(source, other)) is not None
        ]
        if stated and period not in stated:
            reason = f"the source counts {number.text} by the {stated[0]}; the sentence by the {period}"
            yield Clash("unit", number.text, f"{number.text} a {stated[0]}", reason, True)


def _period(parsed: Parsed, number: Number) -> str | None:
    """The stretch of time right behind the number: "a week", "per day", "monthly"."""
    behind = [token.lower for token in parsed.tokens[number.last : number.last + 2]]
    if behind[:1] and behind[0] in _EACH:
        return _PERIODS.get(behind[1]) if len(behind) > 1 else None
    return _PERIODS.get(behind[0]) if behind and behind[0].endswith("ly") else None
