"""Which rows of a table a question means, by the words that its columns and headings do not have."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant import phrases
from assistant.evidence.gathering import Scored
from assistant.language.dates import YEAR
from assistant.language.terms import content_stems
from assistant.showing.around import Around, Rows
from assistant.showing.pieces import Piece, Wanted, with_room
from assistant.showing.tables.rows import FAR
from assistant.showing.tables.whole import Table, whole_table

LOOKED_AT = 12  # of the best evidence, whose tables are looked at
TABLES = 3
WORDS = 400  # of rows that are shown, as a table; the others are counted
UNSURE = 130  # where it is not sure that these are meant
GENERAL = content_stems(  # words that name nothing of a table
    "item thing product article one ones option row entry list sort kind buy sell use get cost price "
    "pay want need take anything something everything still right currently show tell give find"
)


@dataclass(frozen=True, slots=True)
class RowSelection:
    """The rows of a table that the question's other words leave, whether all these words are known, and the
    group of rows that one of them names, "" for none.
    """

    rows: tuple[int, ...]
    known: bool
    group: str


def best_tables(wanted: Wanted, around: Around) -> Iterator[tuple[Scored, Table]]:
    """The tables of the best rows, each once with its best row, those of later editions first; of editions
    none but the one that is asked for.
    """
    best: dict[tuple[str, int], tuple[Scored, Rows]] = {}
    for scored in wanted.scored[:LOOKED_AT]:
        if scored.sentence.is_row and scored.score >= wanted.best - FAR:
            if rows := around.table_of(scored.sentence):
                first = rows[0][0].citation
                best.setdefault((first.source_id, first.start), (scored, rows))
    remaining = [pair for pair in best.values() if not _is_of_other(pair[0], wanted)]
    latest_first = sorted(remaining, key=lambda pair: has_later(pair[0], wanted))
    for scored, rows in latest_first[:TABLES]:
        if table := whole_table(rows, around):
            yield scored, table


def has_later(scored: Scored, wanted: Wanted) -> bool:
    """Whether there is a later edition of the document that a row is from, or another one is asked for."""
    own = scored.sentence.citation.source_id
    return any(edition.id != own for edition in wanted.editions_meant(own))


def _is_of_other(scored: Scored, wanted: Wanted) -> bool:
    """Whether another edition is asked for of the document that a row is from."""
    own = scored.sentence.citation.source_id
    edition = wanted.asked_edition(own)
    return edition is not None and edition.id != own


def select_rows(rest: str, table: Table, label: str, *, first: bool) -> RowSelection | None:
    """The rows that have the question's words which neither the columns nor the headings have.

    None where nothing of the question is known here; `first`: a row of the table is the best evidence.
    """
    named = content_stems(" ".join(table.columns.values())) | content_stems(label)
    rows, known, unknown, group = list(table.numbers), False, False, ""
    for stem in sorted(content_stems(rest) - GENERAL):  # as each leaves fewer rows, the order counts
        groups = {row.group for row in table.rows if stem in content_stems(row.group)}
        if stem in named:
            known = True
        elif stem[0].isdigit() and not YEAR.fullmatch(stem):
            continue
        elif len(groups) == 1:
            group, known = groups.pop(), True
            rows = [row for row in rows if table.rows[row].group == group]
        elif having := table.rows_of(stem, rows):
            rows, known = having, True
        else:
            unknown = True
    return RowSelection(tuple(rows), not unknown, group) if known or (first and not unknown) else None


def piece_of_rows_with(
    table: Table,
    rows: Sequence[int],
    what: str,
    score: float,
    *,
    of: Sequence[int] | None = None,
    sure: bool,
) -> Piece:
    """Rows as one piece, with how many they are `of` some, else of all, and what they have, above them."""
    title = phrases.rows_with(len(rows), len(table.rows if of is None else of), what)
    return piece_of_rows(table, rows, score, title, sure=sure)


def piece_of_rows(
    table: Table, rows: Sequence[int], score: float, title: str, *, sure: bool, most: int | None = None
) -> Piece:
    """Rows as one piece, as many as have room for `most` words, the others counted."""
    most = most or (WORDS if sure else UNSURE)
    shown = with_room((table.rows[row].sentence for row in rows), most)
    return Piece("list", tuple(shown), score, title, more=len(rows) - len(shown), sure=sure, counted=True)
