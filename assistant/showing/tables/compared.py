"""The columns or rows of a table that a question names side by side: the plans, the models, the years."""

import re
from collections import Counter

from assistant import phrases
from assistant.language.terms import stems
from assistant.showing.around import Around
from assistant.showing.pieces import Piece, Wanted
from assistant.showing.tables.row_questions import is_denied
from assistant.showing.tables.selection import best_tables, piece_of_rows_with
from assistant.showing.tables.whole import Table

COMPARING = frozenset(  # stems of the words that compare, whatever is compared
    stems("difference compare comparison better worse cheaper dearer less one ones two next get got thing")
)
ROWS = 4  # that are shown side by side
_SAME = re.compile(r"\b(?:same|alike|equal|identical|in common|gleich|même|igual)", re.IGNORECASE)


def differing_rows(wanted: Wanted, around: Around) -> list[Piece]:
    """The rows of a table in which the columns differ that the question names; none where it names no two.

    None either where it asks of some rows alone ("Is the D12 Plus louder?" of a row "Louder than"): of these
    there are quotes; nor of a column of amounts and one of words, which differ in any row. They are sure
    where the question has no words that are neither columns nor above the table.
    """
    if is_denied(wanted.question) or _SAME.search(wanted.question):
        return []
    question_stems = set(stems(wanted.question)) - COMPARING
    for scored, table in best_tables(wanted, around):
        columns = _named(table, wanted.question)
        mostly = {2 * len(table.column(at, table.numbers).amounts) > len(table.rows) for at in columns}
        if len(columns) < 2 or len(mostly) > 1:  # one is of amounts, the other is not
            continue
        rest = question_stems.difference(*(stems(table.columns[column]) for column in columns))
        names = {stem for name in table.texts_of(table.name_column) for stem in stems(name)}
        # Of these columns a row may leave some empty.
        values = {row: {table.text(row, at).casefold() for at in columns} for row in table.numbers}
        rows = [row for row, own in values.items() if len(own) > 1]
        if rows and rest.isdisjoint(names):
            what = phrases.columns_differ([table.columns[column] for column in columns])
            sure = rest <= set(stems(scored.sentence.label))
            return [piece_of_rows_with(table, rows, what, scored.score, sure=sure)]
    return []


def rows_compared(wanted: Wanted, around: Around) -> list[Piece]:
    """The rows of a table that a question names, each by a word that no other row has; none for one alone."""
    for scored, table in best_tables(wanted, around):
        rows = _rows_named(table, wanted.question)
        if 1 < len(rows) <= ROWS:
            names = ", ".join(table.text(row, table.name_column) for row in rows)
            return [piece_of_rows_with(table, rows, names, scored.score, sure=False)]
    return []


def _rows_named(table: Table, question: str) -> list[int]:
    asked_marks = _marks(question)
    names = [
        _marks(" ".join(table.text(row, column) for column in {0, table.name_column}))
        for row in table.numbers
    ]
    counts = Counter(mark for own in names for mark in own)
    return [row for row, own in enumerate(names) if any(counts[mark] == 1 for mark in own & asked_marks)]


def _marks(text: str) -> set[str]:
    """The words with meaning of a text, and its single capital letters: "Coating B"."""
    return {*stems(text), *(letter for letter in re.findall(r"\b[A-Z]\b", text) if letter != "I")}


def _named(table: Table, question: str) -> list[int]:
    """The columns, but for the first, whose name is in the question, and not only within another's name."""
    left, named = f" {' '.join(stems(question))} ", []
    for column, name in sorted(table.columns.items(), key=lambda item: -len(item[1])):
        own = f" {' '.join(stems(name))} "
        if column and own.strip() and own in left:
            left = left.replace(own, " | ")
            named.append(column)
    return sorted(named)
