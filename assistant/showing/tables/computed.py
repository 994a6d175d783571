"""What a question asks of a whole table, found by code: no model sees more than the rows that are near."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant import phrases
from assistant.evidence.gathering import Scored
from assistant.language.terms import content_stems, stems
from assistant.showing.around import Around
from assistant.showing.pieces import Piece, Wanted, count_words
from assistant.showing.tables.asked import MONEY, Amount, Asked, amount_in, asked_of_rows, numbers_of
from assistant.showing.tables.rows import is_row
from assistant.showing.tables.rows import row as piece_of_row
from assistant.showing.tables.whole import Table, unit_of, whole_table
from assistant.types import Form, Value
from index.words import WORD

LOOKED_AT = 12  # of the best evidence, whose tables are looked at
TABLES = 3
WORDS = 130  # of rows that are shown; the others are counted
VALUES = 8  # of one column, that a question may name
TIES = 4  # rows with one and the same extreme that are shown
FAR = 1.0  # a table whose best row's score is that much below the best one's is about something else
_GENERAL = content_stems(  # words that name nothing of a table
    "item items thing things product products article one ones option options row entry list sort kind "
    "buy sell use uses get got have has had cost costs price prices priced pay paid want need take takes "
    "anything something everything there still now right currently me us show tell give find much many"
)
_COSTS = content_stems("cost costs price prices pay charge charged expensive cheap fee fees fare fares money")
_STOCK = content_stems("stock available availability left quantity bestand lager vorrat verfügbar")
_TOTALS = content_stems("total totals sum summe gesamt gesamtsumme gesamtbetrag somme totale")
_OF_TEXT: tuple[Form, ...] = ("steps", "compare", "summary", "change", "why")  # forms that ask for no rows
_LONG = 3  # letters of a column's word by which it is known
_NO, _YES = ("no", "none", "out", "sold out", "-", "–", "nein", "non", "x"), ("yes", "ja", "oui", "sí", "✓")


@dataclass(frozen=True, slots=True)
class _Meant:
    """The rows of a table that the question's other words leave, whether all these words are known, and the
    group of rows that one of them names, "" for none.
    """

    rows: tuple[int, ...]
    known: bool
    group: str


def computed(wanted: Wanted, around: Around) -> list[Piece]:
    """The rows that a question asks for of a whole table; none where it asks nothing of the kind.

    They are sure where the table has all other words of the question, in its rows, the names of its columns
    or what it stands below.
    """
    asked = asked_of_rows(wanted.question)
    if asked is None and wanted.form in _OF_TEXT:
        return []
    for scored, table in _tables(wanted, around):
        rest = asked.rest if asked else wanted.question
        meant = _meant(rest, table, scored.sentence.label, first=scored is wanted.scored[0])
        if meant is None:
            continue
        pieces = (
            _picked(asked, table, meant, scored.score)
            if asked
            else _for_number(wanted.question, table, meant, scored.score, around)
            or _with_value(wanted.question, table, meant, scored.score)
        )
        if pieces:
            return pieces
    return []


def _tables(wanted: Wanted, around: Around) -> Iterator[tuple[Scored, Table]]:
    """The tables of the best rows, each once with its best row."""
    seen: set[tuple[str, int]] = set()
    for scored in wanted.scored[:LOOKED_AT]:
        if not is_row(scored.sentence) or scored.score < wanted.best - FAR or len(seen) == TABLES:
            continue
        table = whole_table(scored.sentence, around)
        if table is None:
            continue
        first = table.rows[0].sentence.citation
        if (key := (first.source_id, first.start)) not in seen:
            seen.add(key)
            yield scored, table


def _meant(rest: str, table: Table, label: str, *, first: bool) -> _Meant | None:
    """The rows that have the question's words which neither the columns nor the headings have.

    None where nothing of the question is known here; `first`: a row of the table is the best evidence.
    """
    named = stems(" ".join(table.columns.values())) + stems(label)
    rows, known, unknown, group = list(range(len(table.rows))), False, False, ""
    for stem in content_stems(rest) - _GENERAL:
        if stem[0].isdigit():
            continue
        groups = {row.group for row in table.rows if stem in stems(row.group)}
        if stem in named:
            known = True
        elif len(groups) == 1:
            group, known = groups.pop(), True
            rows = [row for row in rows if table.rows[row].group == group]
        elif having := [row for row in rows if stem in table.rows[row].stems]:
            rows, known = having, True
        else:
            unknown = True
    return _Meant(tuple(rows), not unknown, group) if known or (first and not unknown) else None


def _picked(asked: Asked, table: Table, meant: _Meant, score: float) -> list[Piece]:
    if asked.extreme:
        return _extreme(asked, table, meant, score)
    if asked.total:
        return _total(table, score)
    chosen = _within(asked, table, meant) if asked.limit else _stocked(asked, table, meant)
    if chosen is None:
        return []
    column, words, rows = chosen
    title = phrases.rows_with(len(rows), len(meant.rows), f"{table.columns[column]} {words}")
    if len(meant.rows) == 1:  # it was named, and nothing was picked
        return [_value(table, rows[0], column, score, "", sure=meant.known)]
    return [_listed(table, rows, score, title, sure=meant.known)]


def _listed(table: Table, rows: Sequence[int], score: float, title: str, *, sure: bool) -> Piece:
    shown: list[int] = []
    for row in rows:
        if shown and count_words(table.rows[each].sentence for each in (*shown, row)) > WORDS:
            break
        shown.append(row)
    sentences = tuple(table.rows[row].sentence for row in shown)
    return Piece("list", sentences, score, title, more=len(rows) - len(shown), sure=sure, counted=True)


def _for_number(question: str, table: Table, meant: _Meant, score: float, around: Around) -> list[Piece]:
    """The one row for a number that a question tells: "18 dH" is in "15-21", 7 miles in "5 to 15 miles"."""
    for column in table.columns:
        brackets = table.brackets(column, meant.rows)
        told = _told(question, unit_of(table.columns[column])) if brackets else []
        fitting = {
            row for row, bracket in brackets.items() if any(_is_in(amount, bracket) for amount in told)
        }
        if len(fitting) == 1:
            scored = Scored(table.rows[fitting.pop()].sentence, score)
            return [replace(piece_of_row(scored, question, around), sure=meant.known, counted=True)]
    return []


def _told(question: str, unit: Amount | None) -> list[Amount]:
    """The amounts that a question tells; of times and the like only those in the unit of a column, if any is.

    "Been here 7 years, 4 days a week" tells of a column of years the 7.
    """
    numbers = numbers_of(question)
    same = [number for number in numbers if number[1] and unit == amount_in(1.0, number[1])]
    bare = Amount("", 1.0, 1.0) if unit is None else unit
    return [
        amount_in(value, units) if units else Amount(bare.dimension, value * bare.low, value * bare.low)
        for value, units in same or numbers
    ]


def _is_in(amount: Amount, bracket: Amount) -> bool:
    return amount.dimension == bracket.dimension and bracket.low <= amount.low <= bracket.high


def _with_value(question: str, table: Table, meant: _Meant, score: float) -> list[Piece]:
    """The rows of the group that a question names, or those with a value that it names beside its column."""
    for column, name in table.columns.items():
        values = {row: text for row in meant.rows if (text := table.texts.get((row, column)))}
        several = 1 < len(set(values.values())) <= VALUES
        words = [word for word in WORD.findall(name) if len(word) >= _LONG]
        if not column or not several or not words:
            continue
        head = f"(?i:{'|'.join(map(re.escape, words))})"
        for value in dict.fromkeys(values.values()):
            without = value.lower() in _NO and re.search(
                rf"(?i:without|\bno\b|n['’]?t)[^,.;]{{0,20}} {head}", question
            )
            # "The A badge", not "a badge".
            case = "" if len(value) == 1 else "(?i)"
            beside = rf"{case}(?:(?<!\w){re.escape(value)} {head}|{head} {re.escape(value)}(?!\w))"
            if without or re.search(beside, question):
                rows = [row for row, text in values.items() if text == value]
                title = phrases.rows_with(len(rows), len(meant.rows), f"{name} {value}")
                return [_listed(table, rows, score, title, sure=meant.known)]
    whole = [row for row, each in enumerate(table.rows) if each.group == meant.group]
    if meant.group and whole == list(meant.rows):
        title = phrases.rows_with(len(meant.rows), len(table.rows), meant.group)
        return [_listed(table, meant.rows, score, title, sure=meant.known)]
    return []


def _extreme(asked: Asked, table: Table, meant: _Meant, score: float) -> list[Piece]:
    assert asked.extreme
    column = _column(table, meant.rows, asked, asked.extreme.kind)
    if column is None:
        return []
    amounts = table.amounts(column, meant.rows)
    ends = {row: amount.high if asked.extreme.largest else amount.low for row, amount in amounts.items()}
    best = max(ends.values()) if asked.extreme.largest else min(ends.values())
    rows = [row for row, end in ends.items() if end == best][:TIES]
    title = phrases.extreme_of(len(ends), table.columns[column], largest=asked.extreme.largest)
    return [
        _value(table, row, column, score, "" if number else title, sure=meant.known)
        for number, row in enumerate(rows)
    ]


def _value(table: Table, row: int, column: int, score: float, title: str, *, sure: bool) -> Piece:
    cell = table.rows[row].cells[column]
    text = table.texts[row, column]
    value = Value(text, cell.row_header if cell.row_header != text else "", cell.column_header)
    return Piece("value", (table.rows[row].sentence,), score, title, value=value, sure=sure, counted=True)


def _within(asked: Asked, table: Table, meant: _Meant) -> tuple[int, str, list[int]] | None:
    """The column that a limit is about, how the question puts it, and the rows that keep it."""
    assert asked.limit
    dimension = asked.limit.dimension
    if not dimension and not _COSTS.isdisjoint(stems(asked.rest)):
        dimension = MONEY
    column = _column(table, meant.rows, asked, dimension)
    if column is None:
        return None
    amounts = table.amounts(column, meant.rows)
    rows = [row for row, amount in amounts.items() if asked.limit.has(amount)]
    return (column, asked.limit.words, rows) if rows else None


def _stocked(asked: Asked, table: Table, meant: _Meant) -> tuple[int, str, list[int]] | None:
    column = next((at for at, name in table.columns.items() if not _STOCK.isdisjoint(stems(name))), None)
    if column is None:
        return None
    amounts = table.amounts(column, meant.rows)
    there: dict[int, bool] = {}
    for row in meant.rows:
        text = table.texts.get((row, column), "").strip().lower()
        if row in amounts:
            there[row] = amounts[row].high > 0
        elif text in _NO or text in _YES:
            there[row] = text in _YES
    rows = [row for row, is_there in there.items() if is_there is asked.stock]
    words = "0" if asked.stock is False else "above 0"
    return (column, words if amounts else ("no" if asked.stock is False else "yes"), rows) if rows else None


def _total(table: Table, score: float) -> list[Piece]:
    """The last row that says that it is the total."""
    for row in reversed(range(len(table.rows))):
        cells = sorted(table.rows[row].cells)
        if cells and not _TOTALS.isdisjoint(stems(table.texts[row, cells[0]])):
            amounts = [column for column in cells[1:] if table.amounts(column, [row])]
            return [_value(table, row, amounts[-1], score, "", sure=False)] if amounts else []
    return []


def _column(table: Table, rows: Sequence[int], asked: Asked, dimension: str) -> int | None:
    """The one column of amounts that is meant: of this dimension, and of several the one that is named."""
    numeric = [column for column in table.columns if column and table.amounts(column, rows)]
    words = stems(asked.rest)
    named = _named(table, numeric, words)
    if dimension:
        fitting = [
            column
            for column in numeric
            if next(iter(table.amounts(column, rows).values())).dimension == dimension
        ]
        both = [column for column in fitting if column in named]
        if len(both or fitting) == 1 or dimension == MONEY:
            return next(iter(both or fitting), None)
        return None
    return named[0] if len(named) == 1 else None


def _named(table: Table, columns: Collection[int], words: Collection[str]) -> list[int]:
    """The columns of which the question has the most words of their name."""
    shares = {
        column: len(own & set(words)) / len(own)
        for column in columns
        if (own := set(stems(table.columns[column])))
    }
    best = max(shares.values(), default=0.0)
    return [column for column, share in shares.items() if share == best > 0]
