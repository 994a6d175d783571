"""The rows of a table of opening hours for the day or month that a question tells."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.evidence.sentences import EvidenceSentence
from assistant.language.circumstances import Circumstances, circumstances, is_for
from assistant.language.terms import content_stems
from assistant.showing.around import Around
from assistant.showing.families import display_name
from assistant.showing.pieces import Piece, Wanted, with_room
from assistant.showing.tables.entire import tables_near
from assistant.showing.tables.selection import GENERAL
from assistant.showing.tables.whole import Row, Table
from index.words import words

ROWS = 8  # that are shown where the question tells too little to choose
PLACES = 3  # whose hours are shown
SECTION_WORDS = 40  # words of what stands beside the table: "Closed on 25 December"
# Not "open an account", nor "who closes".
_ASKS = re.compile(
    r"^(?!\W{0,3}who\b).{0,400}?"
    r"\b(?:open(?:s|ed|ing)?|clos(?:e|es|ed|ing)|shut)\b(?! (?:an?|the|my|our|your|this|it)\b)",
    re.IGNORECASE,
)
_ASKS_CLOSED = re.compile(r"\b(?:clos(?:e|es|ed|ing)|shut)\b", re.IGNORECASE)
_CLOSED_ON = re.compile(r"(?:days? )?(?:closed|shut)\b", re.IGNORECASE)
_SEASONS = {"spring": 4, "summer": 7, "autumn": 10, "winter": 1}  # by a month of each
_OF_HOURS = content_stems("open close hours times")
_ASKING = GENERAL | _OF_HOURS | content_stems("shut time day week till come visit go like")


def opening_hours(wanted: Wanted, around: Around) -> list[Piece]:
    """The rows for the days and months of the question, and what is said beside the table.

    Of a month the row is shown that is for it, though it says nothing of the weekday: then it is closed.
    Where the rows are for seasons and the question names no month, all are. None where a document has not
    all other words of the question: what else it names may be open at other times. Where several have them,
    or none is named among several documents, or there is a later edition, it is not sure what is meant.
    """
    conditions = circumstances(wanted.question)
    if seasons := _SEASONS.keys() & set(words(wanted.question)) if not conditions.months else ():
        conditions = replace(conditions, months=frozenset(_SEASONS[season] for season in seasons))
    if not _ASKS.search(wanted.question) or not (conditions.weekdays or conditions.months) or conditions.ages:
        return []
    tables = {
        first.citation.source_id: (first, table, rows)
        for first, table in reversed(list(tables_near(wanted, around)))
        if _is_of_hours(first, table)
        and not _tells_otherwise(table, wanted.question)
        and _is_known(wanted.question, first, table)
        and (rows := _rows_for(conditions, table))
    }
    latest_ids = wanted.latest(tables)
    latest = [tables[own] for own in reversed(tables) if own in latest_ids][:PLACES]
    pieces: list[Piece] = []
    for first, table, rows in latest:
        sure = (
            len(latest) == 1
            and not wanted.newer(first.citation.source_id)
            and _is_meant(wanted, first, table)
        )
        heading = first.citation.headings[-1]
        title = heading if len(latest) == 1 else display_name(first.citation)
        shown = tuple(row.sentence for row in rows)
        hours = Piece("list", shown, wanted.best, title, sure=sure, counted=True)
        pieces += _with_section_text(hours, first, conditions, around)
    return pieces


def _is_of_hours(first: EvidenceSentence, table: Table) -> bool:
    """Whether a table, of which `first` is a row, is one of opening hours."""
    columns = " ".join(table.columns.values())
    return not _OF_HOURS.isdisjoint(content_stems(f"{first.citation.headings[-1]} {columns}"))


def _tells_otherwise(table: Table, question: str) -> bool:
    """Whether a table has the days on which each of its rows is closed, and it is asked what is open."""
    closed = [at for at, name in table.columns.items() if _CLOSED_ON.match(name)]
    days = (circumstances(text).weekdays for at in closed for text in table.texts_of(at))
    return not _ASKS_CLOSED.search(question) and any(days)


def _is_meant(wanted: Wanted, first: EvidenceSentence, table: Table) -> bool:
    """Whether the question names the place of a table, or all that was found is of its document."""
    own = first.citation.source_id
    names = content_stems(" ".join((first.citation.title, first.label, *table.columns.values()))) - _ASKING
    return not names.isdisjoint(content_stems(wanted.question)) or all(
        sentence.citation.source_id == own for sentence in wanted.sentences
    )


def _rows_for(conditions: Circumstances, table: Table) -> Sequence[Row]:
    """The rows that say that they are for these days and months; none where no row says anything of them."""
    cells = [
        [(table.text(row, column), name) for column, name in table.columns.items()] for row in table.numbers
    ]

    def fits(row: int, part: Circumstances) -> bool | None:
        verdicts = (is_for(*cell, part) for cell in cells[row])
        return next((fit for fit in verdicts if fit is not None), None)

    of_seasons = any(circumstances(text).months for row in cells for text, _ in row)
    if of_seasons and not conditions.months:
        return table.rows if len(table.rows) <= ROWS else ()
    chosen: Sequence[int] = ()
    for part in (Circumstances(months=conditions.months), Circumstances(weekdays=conditions.weekdays)):
        chosen = [row for row in chosen or table.numbers if fits(row, part)] or chosen
    return [table.rows[row] for row in chosen]


def _is_known(question: str, first: EvidenceSentence, table: Table) -> bool:
    """Whether the table or what it stands below has all other words of the question."""
    texts = [first.label, *table.columns.values(), *table.texts.values()]
    known = content_stems(" ".join(texts)) | _ASKING
    when = {word for word in words(question) if word in _SEASONS or circumstances(word) != Circumstances()}
    return all(content_stems(word) <= known for word in words(question) if word not in when)


def _with_section_text(
    hours: Piece, first: EvidenceSentence, conditions: Circumstances, around: Around
) -> list[Piece]:
    """The rows with the first sentences of their section that are no rows; what names the weekday goes first:
    "Closed on Mondays except bank holidays".
    """
    stated = [
        sentence
        for sentence in around.stretch(first, *around.section(first))
        if not (sentence.is_row or sentence.heading or sentence.furniture)
    ]
    of_day = [sentence for sentence in stated if circumstances(sentence.text).weekdays & conditions.weekdays]
    shown = with_room(of_day or stated, SECTION_WORDS, least=0)
    quoted = [Piece("quote", tuple(shown), hours.score, sure=hours.sure)] if shown else []
    return [*quoted, hours] if of_day else [hours, *quoted]
