"""Follow-ups that ask for another day: "and on 6 March?", "and the week after?"."""

import calendar
import datetime
import re

from assistant.language.dates import Date
from assistant.language.number_words import SMALL
from assistant.language.parsed import days_in
from assistant.pipeline.followup.turn import Turn
from documents.text.calendar import WEEKDAY
from index.words import content_words

# "on the day after": of a day that was asked about
MOVED = re.compile(
    r"(?:(?:on|in) )?(?:the )?(?:(?P<before>(?:(?:day|week) before|(?:previous|preceding) (?:day|week)))"
    r"|(?:day|week) after(?: that)?|(?:following|next) (?:day|week)"
    rf"|(?P<count>an?|\d{{1,2}}|{'|'.join(SMALL)}) (?:day|week)s? "
    r"(?:later|after(?: that)?|(?P<earlier>earlier|before(?: that)?)))",
    re.I,
)
# "Tuesday " or "the " before a day, which do not fit another one
BEFORE_DAY = re.compile(rf"(?:\b{WEEKDAY},? )?(?:\bthe )?$", re.I)
_DAYS = "|".join(calendar.day_name)
WEEKDAY_ALONE = re.compile(rf"(?:on )?(?P<day>{_DAYS})", re.I)
LAST_WEEKDAY = re.compile(rf"\b(?P<day>{_DAYS}),? (?:the )?$", re.I)
OF_A_SPAN = re.compile(r"(?:\d ?[-–]|\b(?:to|and|until|till|between|from)) ?(?:the )?$", re.I)
PLAIN_YEAR = 2026  # of a day without a year; no leap year, as most are none


def replaced_date(turn: Turn) -> str | None:
    """Puts "6 March" in the place of "30 January"."""
    new, old = ([date.text for date in days_in(text)] for text in (turn.bare, turn.last))
    if len(new) != 1 or not old or content_words(turn.bare.replace(new[0], " ")):
        return None
    start = turn.last.rindex(old[-1])
    return turn.last[:start] + new[0] + turn.last[start + len(old[-1]) :]


def another_weekday(turn: Turn) -> str | None:
    """Puts "Sunday 10 May" in the place of "Saturday 9 May": the next one after what was asked about."""
    new, date = WEEKDAY_ALONE.fullmatch(turn.bare), _only_day(turn.last)
    if new is None or date is None:
        return None
    start = turn.last.rindex(date.text)
    old = LAST_WEEKDAY.search(turn.last[:start])
    if old is None:
        return None
    names = [name.lower() for name in calendar.day_name]
    later = (names.index(new["day"].lower()) - names.index(old["day"].lower())) % len(names)
    last_day = _on(date)
    if last_day is None:
        return None
    day = last_day + datetime.timedelta(days=later)
    return (
        turn.last[: old.start()] + f"{new['day']} {_written(day, date)}" + turn.last[start + len(date.text) :]
    )


def _only_day(text: str) -> Date | None:
    """The one day that a text tells, None where it tells several or is read in several ways."""
    dates = days_in(text)
    return dates[0] if len(dates) == 1 and len(dates[0].days) == 1 else None


def _written(day: datetime.date, date: Date) -> str:
    """A day as text, with its year where the date that it is counted from has one."""
    return f"{day.day} {day:%B}{f' {day.year}' if date.years else ''}"


def _on(date: Date) -> datetime.date | None:
    """The day of a date, in a plain year where it tells none; None where there is no such day."""
    (month, day), years = date.days[0], date.years
    try:
        return datetime.date(years[0] if years else PLAIN_YEAR, int(month or 0), int(day or 0))
    except ValueError:
        return None


def moved_date(turn: Turn) -> str | None:
    """Puts the day that is meant by "the week after?" in the place of the one that was asked about."""
    moved, date = MOVED.fullmatch(turn.bare), _only_day(turn.last)
    if moved is None or date is None:
        return None
    start = turn.last.rindex(date.text)
    if OF_A_SPAN.search(turn.last[:start]):  # both of its ends would move
        return None
    count = (moved["count"] or "a").lower()
    number = int(count) if count.isdecimal() else SMALL.get(count, 1)
    days = datetime.timedelta(days=number * (7 if "week" in moved.group().lower() else 1))
    old = _on(date)
    if old is None:
        return None
    new = old - days if moved["before"] or moved["earlier"] else old + days
    return BEFORE_DAY.sub("", turn.last[:start]) + _written(new, date) + turn.last[start + len(date.text) :]
