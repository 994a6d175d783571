"""The last entry of a log: "When was the last service?", "When did we last sweep the chimney?"."""

import re
from dataclasses import replace
from datetime import date

from assistant import phrases
from assistant.language.terms import HAS_DIGIT, content_stems
from assistant.showing.around import Around
from assistant.showing.pieces import Piece, Wanted
from assistant.showing.tables.asked import is_denied
from assistant.showing.tables.days import days_of_rows
from assistant.showing.tables.entries import KNOWN, values_named
from assistant.showing.tables.looked_up import WHEN
from assistant.showing.tables.meant import GENERAL, best_tables, has_later, listed
from assistant.showing.tables.rows import row as piece_of_row
from assistant.showing.tables.rows import value_of
from assistant.types import Form
from documents.text.calendar import MONTH, WEEKDAY

_SHOWN = 4  # rows of the last day, at most
_OWN = "the|my|our|your|his|her|its|their|very"
_SPAN = (  # "the last week", "the latest date", "was done last June"
    r"few|couple|of|two|three|(?:years?|seasons?|terms?|months?|weeks?|days?|dates?|nights?|times?|hours?|minutes?"
    rf"|names?|summer|winter|spring|autumn|{WEEKDAY}|{MONTH})(?:['’]s)?"
)
_LAST = re.compile(
    rf"\b(?:{_OWN}) (?P<adjective>last|latest|most recent)(?! (?:{_SPAN})\b)"
    r"|\b(?:did|have|were|was|has|had) (?:\w+ ){0,3}"
    rf"(?!(?:{_OWN}|at) )\w+ (?P<adverb>last) (?=\w)(?!(?:{_SPAN})\b)",
    re.IGNORECASE,
)
_IN_PAST = re.compile(r"\b(?:was|were|did|has|have|had)\b", re.IGNORECASE)
_OF_NO_ENTRY: tuple[Form, ...] = ("steps", "compare", "summary", "change", "why")


def latest(wanted: Wanted, around: Around, *, today: date | None = None) -> list[Piece]:
    """The row of the latest day among those with a value that a question names, or all of that day.

    Of what has happened rows of days to come are none. Nothing where no value that comes again in a column is
    named, or where not just one column tells days with their years; not sure where the question has other
    words of the rows.
    """
    question, match = wanted.question, _LAST.search(wanted.question)
    if match is None or wanted.form in _OF_NO_ENTRY or is_denied(question) or HAS_DIGIT.search(question):
        return []
    start, end = match.span(match.lastgroup or 0)
    rest = f"{question[:start]} {question[end:]}"
    now = (today or date.today()).timetuple()[:3] if _IN_PAST.search(question) else None
    for scored, table in best_tables(wanted, around):
        column, days = days_of_rows(table)
        dates = {row: day for row, day in days.items() if now is None or day <= now}
        if not dates or not (conditions := [*values_named(rest, table)]):
            continue
        named = frozenset().union(*(condition.stems for condition in conditions))
        about = content_stems(" ".join(table.columns.values())) | content_stems(scored.sentence.label)
        more = content_stems(rest) - named - about - KNOWN - GENERAL
        meant = frozenset(dates).intersection(*(condition.rows for condition in conditions))
        meant = frozenset(row for row in meant if more <= table.rows[row].stems)
        if not meant:
            continue
        rows = sorted(row for row in meant if dates[row] == max(dates[each] for each in meant))
        title = phrases.latest_of(len(meant), ", ".join(condition.name for condition in conditions))
        sure = not more and not has_later(scored, wanted)
        if len(rows) > 1:
            return [listed(table, rows[:_SHOWN], scored.score, title, sure=sure)]
        row = table.rows[rows[0]]
        piece = piece_of_row(replace(scored, sentence=row.sentence), question, around)
        if WHEN.search(question):
            piece = replace(
                piece, kind="value", value=value_of(row.cells[column], table.text(rows[0], column))
            )
        return [replace(piece, title=title, sure=sure, counted=True)]
    return []
