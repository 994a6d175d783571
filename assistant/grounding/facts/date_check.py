"""Dates and times of a claim that its source does not state."""

from collections.abc import Iterator

from assistant.grounding.facts.alignment import Alignment, Kind
from assistant.grounding.facts.clash import Clash
from assistant.language.dates import Date, Time, agrees, weekdays
from assistant.language.parsed import Parsed


def date_clashes(alignment: Alignment) -> Iterator[Clash]:
    """The dates, times and days of the week of the claim that the quotes do not have."""
    for date in alignment.claim.dates:
        if (clash := _date(alignment, date)) is not None:
            yield clash
    for time in alignment.claim.times:
        if (clash := _time(alignment, time)) is not None:
            yield clash
    yield from _weekday(alignment)


_DATES = Kind[Date](
    of=lambda parsed: parsed.dates,
    same=lambda one, other: agrees(one, other) in ("same", "open"),
    differs=lambda one, other: agrees(one, other) == "other",
)
_TIMES = Kind[Time](
    of=lambda parsed: parsed.times,
    same=lambda one, other: bool(set(one.minutes) & set(other.minutes)),
    differs=lambda one, other: not set(one.minutes) & set(other.minutes),
)


def _date(alignment: Alignment, date: Date) -> Clash | None:
    if (rival := alignment.rival(date, _DATES)) is not None:
        return _clash(date.text, rival[0].text, True)
    if _stated(date, (*alignment.quotes, alignment.context)):
        return None
    return _clash(date.text, None, not _completed(date, alignment))


def _stated(date: Date, sentences: tuple[Parsed, ...]) -> bool:
    if any(agrees(date, other) == "same" for one in sentences for other in one.dates):
        return True
    year = (
        date.years[0]
        if date.years and date.years[0] == date.years[1] and date.days == ((None, None),)
        else None
    )
    return year is not None and any(
        float(abs(year)) in other.values for one in sentences for other in one.numbers
    )


def _completed(date: Date, alignment: Alignment) -> bool:
    """Whether the source gives a part of the date, and nothing against it."""
    everywhere = (*alignment.quotes, alignment.context)
    return any(agrees(date, other) in ("open", "apart") for one in everywhere for other in one.dates)


def _clash(said: str, stated: str | None, veto: bool) -> Clash:
    if stated is None:
        return Clash("date", said, None, f"the source does not have the date {said}", veto)
    return Clash("date", said, stated, f"the source says {stated}; the sentence says {said}", veto)


def _time(alignment: Alignment, time: Time) -> Clash | None:
    if (rival := alignment.rival(time, _TIMES)) is not None:
        return _clash(time.text, rival[0].text, True)
    everywhere = (*alignment.quotes, alignment.context)
    if any(_TIMES.same(time, other) for one in everywhere for other in one.times):
        return None
    return _clash(time.text, None, False)


def _weekday(alignment: Alignment) -> Iterator[Clash]:
    said = weekdays(alignment.claim.text)
    stated = frozenset[str]().union(*(weekdays(one.text) for one in alignment.aligned))
    if said and stated and not said & stated:
        yield _clash(_day(said), _day(stated), alignment.best >= 0.6)


def _day(days: frozenset[str]) -> str:
    return " and ".join(sorted(f"{day.capitalize()}day" for day in days))
