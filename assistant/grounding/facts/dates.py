"""Dates and times of a claim that its source does not state."""

import re
from collections.abc import Iterator

from assistant.grounding.facts.alignment import Alignment, Clash, FactType
from assistant.language.dates import Date, Time, agrees, same_time, short_weekdays, weekdays
from documents.text.calendar import WEEKDAY

_SURE = 0.6  # coverage from which on another day of the week is sure
_FROM_DAY_TO_DAY = re.compile(rf"\b{WEEKDAY}s? ?(?:to|till|until|through|[-–—]) ?{WEEKDAY}", re.IGNORECASE)
DATES = FactType[Date](
    of=lambda parsed: parsed.dates,
    same=lambda date, other: agrees(date, other) in ("same", "open"),
    differs=lambda date, other: agrees(date, other) == "other",
)
TIMES = FactType[Time](
    of=lambda parsed: parsed.times,
    same=same_time,
    differs=lambda time, other: not same_time(time, other),
)


def date_clashes(alignment: Alignment) -> Iterator[Clash]:
    """The dates, times and days of the week of the claim that the quotes do not have."""
    checked = (
        *(_date(alignment, date) for date in alignment.claim.dates),
        *(_time(alignment, time) for time in alignment.claim.times),
        _weekday(alignment),
    )
    yield from (clash for clash in checked if clash is not None)


def _date(alignment: Alignment, date: Date) -> Clash | None:
    if (rival := alignment.rival(date, DATES)) is not None:
        return Clash.differing("date", date.text, rival[0].text)
    grades = {agrees(date, other) for text in alignment.everywhere for other in text.dates}
    if "same" in grades or _is_number(date, alignment):
        return None
    # Where the source gives a part of the date, and nothing against it, it may be completed from elsewhere.
    return _missing(date.text, veto=not grades & {"open", "apart"})


def _is_number(date: Date, alignment: Alignment) -> bool:
    """Whether it is a bare year that the source has as a number: "1500 soldiers"."""
    if not date.years or date.years[0] != date.years[1] or date.days != ((None, None),):
        return False
    year = float(abs(date.years[0]))
    return any(year in number.values for text in alignment.everywhere for number in text.numbers)


def _time(alignment: Alignment, time: Time) -> Clash | None:
    if (rival := alignment.rival(time, TIMES)) is not None:
        return Clash.differing("date", time.text, rival[0].text)
    if any(TIMES.has(text.times, time) for text in alignment.everywhere):
        return None
    return _missing(time.text, veto=False)


def _missing(text: str, *, veto: bool) -> Clash:
    return Clash("date", text, None, f"the source does not have the date {text}", veto)


def _weekday(alignment: Alignment) -> Clash | None:
    """Other days of the week, or one in the place of another: "Tuesday and Friday", not "and Thursday"."""
    mine = weekdays(alignment.claim.text)
    stated = frozenset[str]().union(*(weekdays(source.text) for source in alignment.aligned))
    if mine <= stated or not stated:
        return None
    best = alignment.aligned[0].text
    if mine.isdisjoint(stated):
        return (
            None if mine & short_weekdays(best) else _listed_days(mine, stated, veto=alignment.best >= _SURE)
        )
    theirs = weekdays(best)
    if len(mine) != len(theirs) or mine.isdisjoint(theirs) or _FROM_DAY_TO_DAY.search(best):
        return None
    return _listed_days(mine, theirs, veto=False)


def _listed_days(mine: frozenset[str], theirs: frozenset[str], *, veto: bool) -> Clash:
    mine_listed, theirs_listed = (" and ".join(sorted(days)) for days in (mine, theirs))
    return Clash.differing("date", mine_listed, theirs_listed, veto=veto)
