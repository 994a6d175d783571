"""How the columns of a table that a question names differ: the plans, the models, the years side by side."""

from assistant import phrases
from assistant.language.terms import stems
from assistant.showing.around import Around
from assistant.showing.pieces import Piece, Wanted
from assistant.showing.tables.computed import best_tables, listed
from assistant.showing.tables.whole import Table

COMPARING = frozenset(  # stems of the words that compare, whatever is compared
    stem
    for word in "difference different differ compare comparison better worse cheaper dearer more less which "
    "one ones two both other next much many get got thing".split()
    for stem in stems(word)
)


def compared(wanted: Wanted, around: Around) -> list[Piece]:
    """The rows of a table in which the columns differ that the question names; none where it names no two.

    None either where it asks of some rows alone ("Is the D12 Plus louder?" of a row "Louder than"): of these
    there are quotes. They are sure where the question has no words that are neither columns nor above the
    table.
    """
    asked = set(stems(wanted.question)) - COMPARING
    for scored, table in best_tables(wanted, around):
        columns = _named(table, asked)
        if len(columns) < 2:
            continue
        rest = asked.difference(*(stems(table.columns[column]) for column in columns))
        names = {stem for row, _ in enumerate(table.rows) for stem in stems(table.texts.get((row, 0), ""))}
        rows = [row for row, _ in enumerate(table.rows) if _differ(table, row, columns)]
        if rows and rest.isdisjoint(names):
            what = phrases.columns_differ([table.columns[column] for column in columns])
            title = phrases.rows_with(len(rows), len(table.rows), what)
            sure = rest <= set(stems(scored.sentence.label))
            return [listed(table, rows, scored.score, title, sure=sure)]
    return []


def _named(table: Table, asked: set[str]) -> list[int]:
    """The columns, but for the first, all of whose name is in the question."""
    return [
        column
        for column, name in table.columns.items()
        if column and 0 < len(own := set(stems(name))) and own <= asked
    ]


def _differ(table: Table, row: int, columns: list[int]) -> bool:
    """Whether a row has not the same in all of these columns, of which it may leave some empty."""
    return len({table.texts.get((row, column), "").strip().casefold() for column in columns}) > 1
