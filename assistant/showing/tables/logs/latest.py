"""The last entry of a log: "When was the last service?", "When did we last sweep the chimney?"."""

import re
from dataclasses import replace
from datetime import date

from assistant import phrases
from assistant.evidence.gathering import Scored
from assistant.language.terms import HAS_DIGIT, content_stems
from assistant.showing.around import Around
from assistant.showing.pieces import OF_TEXT, Piece, Wanted
from assistant.showing.tables.days import days_of_rows
from assistant.showing.tables.having import NO, YES
from assistant.showing.tables.logs.entries import KNOWN, explained, is_one_of_several, values_named
from assistant.showing.tables.logs.sums import column_paid
from assistant.showing.tables.looked_up import HOW_MUCH, TURNING, WHEN
from assistant.showing.tables.row_questions import is_denied
from assistant.showing.tables.rows import row as piece_of_row
from assistant.showing.tables.rows import value_of
from assistant.showing.tables.selection import GENERAL, RowSelection, best_tables, has_later, piece_of_rows
from assistant.showing.tables.whole import Table
from documents.text.calendar import MONTH, WEEKDAY
from index.words import words

_SHOWN = 4  # rows of the last day, at most
_OWN = "the|my|our|your|his|her|its|their|very"
_SPAN = (  # "the last week", "the latest date", "was done last June"
    r"few|couple|of|two|three|(?:years?|seasons?|terms?|months?|weeks?|days?|dates?|nights?|times?|hours?"
    rf"|minutes?|names?|summer|winter|spring|autumn|{WEEKDAY}|{MONTH})(?:['’]s)?"
)
_LAST = re.compile(
    rf"\b(?:{_OWN}) (?P<adjective>(?:(?:second|third) )?last|latest|most recent)(?! (?:{_SPAN})\b)"
    r"|\b(?:did|have|were|was|has|had) (?:\w+ ){0,3}"
    rf"(?!(?:{_OWN}|at|second|third) )\w+ (?P<adverb>last) (?=\w)(?!(?:{_SPAN})\b)",
    re.IGNORECASE,
)
_ENTRY = re.compile(r" ?(?:entry|row|line|record)\b", re.IGNORECASE)
_PLACES = {"second": 1, "third": 2}  # "the second last"
_TURNING = TURNING - {"second", "third", "last"}
_HOW_MANY = re.compile(r"\bhow (?:many|long)\b", re.IGNORECASE)
_IN_PAST = re.compile(r"\b(?:was|were|did|has|have|had)\b", re.IGNORECASE)


def latest(wanted: Wanted, around: Around, *, today: date | None = None) -> list[Piece]:
    """The row of the latest day among those with a value that a question names, or all of that day.

    Of what has happened rows of days to come are none. Nothing where no value that comes again in a column is
    named, or where not just one column tells days with their years; not sure where only one row has the other
    words of the question. "The last entry" is the one at the end, whatever it says.
    """
    question, match = wanted.question, _LAST.search(wanted.question)
    if match is None or wanted.form in OF_TEXT or is_denied(question) or HAS_DIGIT.search(question):
        return []
    start, end = match.span(match.lastgroup or 0)
    place = _PLACES.get(question[start:end].split()[0].lower(), 0)
    rest = f"{question[:start]} {question[end:]}"
    if not _TURNING.isdisjoint(words(rest)) or (match["adverb"] and _HOW_MANY.search(question)):
        return []
    now = (today or date.today()).timetuple()[:3] if _IN_PAST.search(question) else None
    for scored, table in best_tables(wanted, around):
        if entry := _ENTRY.match(question[end:]):
            if piece := _at_the_end(question[end + entry.end() :], table, place, scored):
                return [replace(piece, sure=piece.sure and not has_later(scored, wanted))]
            continue
        column, days = days_of_rows(table)
        past = {row: day for row, day in days.items() if now is None or day <= now}
        selection = _select(rest, table, scored.sentence.label, frozenset(past))
        days_meant = sorted({past[row] for row in selection.rows}, reverse=True)
        if len(days_meant) <= place:
            continue
        rows = sorted(row for row in selection.rows if past[row] == days_meant[place])
        title = phrases.latest_of(len(selection.rows), selection.group, place)
        sure = selection.known and not has_later(scored, wanted)
        if len(rows) > 1:
            return [piece_of_rows(table, rows[:_SHOWN], scored.score, title, sure=sure)]
        last = table.rows[rows[0]]
        piece = piece_of_row(replace(scored, sentence=last.sentence), question, around)
        if not WHEN.search(question):
            column = column_paid(table) if HOW_MUCH.search(question) and not piece.value else None
        if column is not None and column in last.cells:
            value = value_of(last.cells[column], table.text(rows[0], column))
            piece = replace(piece, kind="value", value=value)
        return [replace(piece, title=title, sure=sure, counted=True)]
    return []


def _at_the_end(rest: str, table: Table, place: int, scored: Scored) -> Piece | None:
    """The last row of the log that a question names, or one before it; the first where it is the latest."""
    own, last = content_stems(rest), len(table.rows) - 1
    if last < place or not own <= content_stems(scored.sentence.label) | GENERAL:
        return None
    days = days_of_rows(table)[1]
    row = place if (0, 0, 0) < days.get(last, (0, 0, 0)) < days.get(0, (0, 0, 0)) else last - place
    title = phrases.row_at(row + 1, len(table.rows))
    return piece_of_rows(table, [row], scored.score, title, sure=bool(own - GENERAL))


def _select(question: str, table: Table, label: str, among: frozenset[int]) -> RowSelection:
    """The rows with all values that a question names, and its other words; `group` says what they have."""
    conditions = values_named(question, table)
    if not conditions or _names_yes_or_no(question, table):
        return RowSelection((), known=False, group="")
    named = frozenset().union(*(condition.stems for condition in conditions))
    rows = among.intersection(*(condition.rows for condition in conditions))
    unnamed = content_stems(question) - named
    more = unnamed - explained(table, label, rows) - KNOWN - GENERAL
    rows = frozenset(row for row in rows if more <= table.rows[row].stems)
    title = ", ".join(condition.name for condition in conditions)
    known = (not more or len(rows) > 1) and not is_one_of_several(unnamed - more, label)
    return RowSelection(tuple(rows), known=known, group=title)


def _names_yes_or_no(question: str, table: Table) -> bool:
    """Whether a column of yes and no is named: "the last paid job" is one with yes."""
    question_stems = content_stems(question)
    return any(
        {*YES, *NO, ""}.issuperset(text.lower() for text in table.texts_of(at))
        for at, name in table.columns.items()
        if not question_stems.isdisjoint(content_stems(name))
    )
