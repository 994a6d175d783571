"""Rows that hold from one day to another, as in a rota, and the day that a question tells."""

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from assistant.language.dates import MONTHS, Date, Years
from assistant.language.parsed import days_in
from assistant.language.terms import content_stems
from assistant.language.tokens import fold
from assistant.showing.tables.whole import Table
from index.words import words

MOSTLY = 0.8  # share of a column's cells that tell days, and of its rows that follow each other, at least
_TURNING = frozenset("before after by since until till from earlier later than vor nach bis seit ab".split())
_IN_MONTH = re.compile(
    r"\b(?:in|im|en|during) (?:early |late |mid-?)?(?P<name>[^\W\d_]{3,10})\b", re.IGNORECASE
)
_Day = tuple[int, int]  # month and day
_Span = tuple[_Day, _Day, Years | None]  # the first and the last day, and the years where they are stated


def asked_day(question: str) -> Date | None:
    """The one day that a question tells; None for none or several."""
    days = days_in(question)
    return days[0] if len(days) == 1 else None


def is_turned(day: Date, question: str) -> bool:
    """Whether the question asks for what is before or after the day that it tells."""
    return not _TURNING.isdisjoint(words(question[: question.find(day.text)])[-3:])


def asked_month(question: str) -> tuple[int | None, str]:
    """The one month, 1-12, in which something is asked for, and the question without it; None for none.

    >>> asked_month("is there a race in August?"), asked_month("may I come on 3 August?")
    ((8, 'is there a race ?'), (None, 'may I come on 3 August?'))
    """
    matches = [] if days_in(question) else [*_IN_MONTH.finditer(question)]
    month = MONTHS.get(fold(matches[0]["name"])) if len(matches) == 1 else None
    rest = question.replace(matches[0][0], "") if month else question
    return (month, rest) if not any(fold(word) in MONTHS for word in words(rest)[1:]) else (None, question)


def rows_in(month: int, table: Table) -> list[int]:
    """The rows whose day is of this month; none where not just one column tells days, or one may be of two
    months: 02/06.
    """
    months = {row: {own for own, _ in day.days} for row, day in _day_of_each(table)[1].items()}
    if any(len(own) > 1 for own in months.values()):
        return []
    return [row for row, own in months.items() if own == {month}]


def rows_for(day: Date, question: str, table: Table) -> list[int]:
    """The rows among whose days it is; of two that share it, as the end and the beginning, the second.

    None where the question asks for what is before or after the day, or for what happens on the first or last
    one: "Who leaves on 12 May?". Where only one of them tells the year, it does not count.
    """
    columns = _day_columns(table, 1)
    if len(columns) != 2:
        columns = _day_columns(table, 2)
    named = content_stems(" ".join(table.columns[column] for column in columns))
    if is_turned(day, question) or named & content_stems(question.replace(day.text, " ")):
        return []
    spans = _spans(table, columns)
    month_and_day = _month_and_day(day, True)
    rows = [row for row, span in spans.items() if _is_in(month_and_day, day.years, span)]
    beginning = [row for row in rows if spans[row][0] == month_and_day]
    return [row for row in rows if not beginning or row in beginning or spans[row][1] != month_and_day]


def rows_on(day: Date, question: str, table: Table) -> list[int]:
    """The rows of this day, by the one column of days or that of several which the question names.

    None where the question asks for what is before or after it.
    """
    rest = question.replace(day.text, " ")
    columns = _day_columns(table, 1)
    if len(columns) > 1:
        columns = [at for at in columns if content_stems(table.columns[at]) & content_stems(rest)]
    if len(columns) != 1 or is_turned(day, question):
        return []
    return [row for row, text in enumerate(table.texts_of(columns[0])) if share_day([day], days_in(text))]


def days_of_rows(table: Table) -> tuple[int | None, dict[int, tuple[int, int, int]]]:
    """The column of days, and the year, month and day of each row that tells one.

    None and no rows where not just one column tells days.
    """
    column, days = _day_of_each(table)
    # 02/06 is a day of June or of February: it is read so that most rows follow each other, either way.
    readings = [
        {row: (day.years[0], *_month_and_day(day, day_first)) for row, day in days.items() if day.years}
        for day_first in (True, False)
    ]
    return column, max(readings, key=_ordered_pairs)


def _day_of_each(table: Table) -> tuple[int | None, dict[int, Date]]:
    """The one column that tells days, and the day of each row that has one there.

    None and no rows for another number of columns.
    """
    columns = _day_columns(table, 1)
    if len(columns) != 1:
        return None, {}
    dates = map(days_in, table.texts_of(columns[0]))
    return columns[0], {row: own[0] for row, own in enumerate(dates) if len(own) == 1}


def _ordered_pairs(days: Mapping[int, tuple[int, int, int]]) -> int:
    pairs = [*pairwise(days.values())]
    return max(
        sum(first <= second for first, second in pairs), sum(first >= second for first, second in pairs)
    )


def _day_columns(table: Table, count: int) -> list[int]:
    """The columns of which most cells tell so many days."""
    return [
        column
        for column in table.columns
        if sum(len(days_in(text)) == count for text in table.texts_of(column)) >= MOSTLY * len(table.rows)
    ]


def _spans(table: Table, columns: Sequence[int]) -> Mapping[int, _Span]:
    """For each row its first and last day.

    None where most rows do not follow each other: a loan and its return are no such days.
    """
    both = {
        row: [day for column in columns for day in days_in(table.text(row, column))] for row in table.numbers
    }
    # 02/06 is a day of June or of February: it is read so that most rows follow each other.
    readings = [
        {row: _span(days, day_first) for row, days in both.items() if len(days) == 2}
        for day_first in (True, False)
    ]
    spans = max(readings, key=_in_order)
    return spans if len(spans) > 1 and _in_order(spans) >= MOSTLY * (len(spans) - 1) else {}


def _in_order(spans: Mapping[int, _Span]) -> int:
    """How many rows begin where the one before has ended, or later, and end after they begin."""
    return sum(last <= first < end for (_, last, _), (first, end, _) in pairwise(spans.values()))


def _span(days: Sequence[Date], day_first: bool) -> _Span:
    first, last = days
    years = (first.years[0], last.years[-1]) if first.years and last.years else None
    return _month_and_day(first, day_first), _month_and_day(last, day_first), years


def _is_in(day: _Day, years: Years | None, span: _Span) -> bool:
    first, last, known = span
    if known and years and not known[0] <= years[0] <= known[1]:
        return False
    return first <= day <= last if first <= last else day >= first or day <= last  # over New Year


def share_day(dates: Collection[Date], others: Collection[Date]) -> bool:
    """Whether a day is among both; of the same year where both tell it."""
    return any(
        set(date.days) & set(other.days) and (date.years or other.years) == (other.years or date.years)
        for date in dates
        for other in others
    )


def _month_and_day(date: Date, day_first: bool) -> _Day:
    ways = [(month, day) for month, day in date.days if month and day]
    number = re.match(r"\d+", date.text)
    fitting = [way for way in ways if number and (way[1] == int(number[0])) is day_first]
    return (fitting or ways)[0]
