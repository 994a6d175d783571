"""What a question asks of a whole table, found by code: no model sees more than the rows that are near."""

import calendar
import re
from dataclasses import replace

from assistant import phrases
from assistant.evidence.gathering import Scored
from assistant.language.terms import HAS_DIGIT, content_stems
from assistant.language.units import Unit
from assistant.showing.around import Around
from assistant.showing.pieces import OF_TEXT, Piece, Wanted
from assistant.showing.tables.columns import (
    amount_column,
    column_of_extreme,
    columns_named,
    for_month,
    rows_at_end,
)
from assistant.showing.tables.days import asked_day, asked_month, rows_for, rows_in, rows_on
from assistant.showing.tables.having import (
    NO,
    YES,
    asks_of_others,
    owing,
    with_entry,
    with_value,
    with_yes,
    without_entry,
)
from assistant.showing.tables.row_questions import (
    LEAST_LEVEL,
    MONEY,
    Amount,
    Extreme,
    RowQuestion,
    amount_in,
    amount_of,
    asked_of_rows,
    is_denied,
    numbers_of,
    units_in,
)
from assistant.showing.tables.rows import row as piece_of_row
from assistant.showing.tables.rows import value_of
from assistant.showing.tables.selection import (
    GENERAL,
    RowSelection,
    best_tables,
    has_later,
    piece_of_rows_with,
    select_rows,
)
from assistant.showing.tables.whole import Table, units_of
from assistant.types import Value
from documents.text.calendar import MONTH
from index.words import WORD

_FEWEST = 2  # rows, of which one can have the most
_OF_ONE_DAY = 4  # rows of a log, at most, that are shown for it
TIES = 4  # rows with one and the same extreme that are shown
_STOCK = content_stems("stock available left quantity bestand lager vorrat verfügbar")
_LEAST = re.compile(LEAST_LEVEL, re.IGNORECASE)
_IS_STOCK = re.compile(
    r"\b(?:on hand|in stock|stock|quantit(?:y|ies)|qty|left|available|bestand)\b|^\W*in store\W*$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\b(?:no|nos|nr|code|number|id|sku)\b\.?", re.IGNORECASE)  # "Stock no."
_MONTH = re.compile(rf"\b{MONTH}\b", re.IGNORECASE)
_LATELY = re.compile(r"\b(?:last|this) (?:year|season|month|week)\b", re.IGNORECASE)  # of which the table is
_WHO = re.compile(r"\W{0,3}(?:(?:and|so) )?(?:who|whom|whose|wer|wen|wem|qui|quién)\b", re.IGNORECASE)
# "Is there a race in April?", but not "What does the race in April cost?".
_ASKS_IF_ANY = re.compile(
    r"\W{0,3}(?:(?:and|so) )?(?:which|list|show|how many|any|(?:is|are) there)\b", re.IGNORECASE
)


def computed_rows(wanted: Wanted, around: Around) -> list[Piece]:
    """The rows that a question asks for of a whole table; none where it asks nothing of the kind.

    They are sure where the table has all other words of the question, in its rows, the names of its columns
    or what it stands below, where no later edition of its document is known, and where no cell was left out
    that may have an amount.
    """
    row_question = asked_of_rows(wanted.question)
    if row_question is None and wanted.form in OF_TEXT:
        return []
    answers = [
        pieces
        for scored, table in best_tables(wanted, around)
        if (pieces := _of_table(row_question, wanted, table, scored, around))
    ]
    if row_question and row_question.extreme and sum(pieces[0].sure for pieces in answers) > 1:
        return [replace(piece, sure=False) for piece in answers[0]]  # the cheapest pitch of two lists
    return answers[0] if answers else []


def _of_table(
    row_question: RowQuestion | None, wanted: Wanted, table: Table, scored: Scored, around: Around
) -> list[Piece]:
    if not row_question and (
        pieces := _for_day(wanted, table, scored, around) or _for_month(wanted, table, scored)
    ):
        return pieces
    if _WHO.match(wanted.question) and not table.of_people:
        return []
    rest = _LATELY.sub(" ", row_question.rest) if row_question else wanted.question
    if for_month(table, rest):  # which then tells the column
        rest = _MONTH.sub(" ", rest)
    first = scored is wanted.scored[0]
    selection = select_rows(rest, table, scored.sentence.label, first=first)
    if (
        selection is None
        and first
        and row_question
        and row_question.extreme
        and _is_of_anything(rest, row_question.extreme)
    ):
        selection = RowSelection(tuple(table.numbers), known=False, group="")
    if selection is None:
        return []
    later = has_later(scored, wanted)
    if later:
        selection = replace(selection, known=False)
    if row_question:
        return _picked(row_question, table, selection, scored.score)
    return (
        _for_number(wanted.question, table, selection, scored.score, around)
        or owing(wanted.question, table, scored.sentence.label, scored.score, later=later)
        or without_entry(wanted.question, table, scored, selection, later=later)
        or with_entry(wanted.question, table, selection, scored.score)
        or with_value(wanted.question, table, selection, scored.score)
        or with_yes(wanted.question, table, selection, scored.score)
    )


def _is_of_anything(rest: str, extreme: Extreme) -> bool:
    """Whether a question has but one word, and that the table lacks: "heaviest sheep", "cheapest to borrow".

    What is most must be named.
    """
    stems = content_stems(rest)
    has_kind = bool(extreme.kinds) or extreme.size or not GENERAL.isdisjoint(stems)
    return has_kind and len(stems - GENERAL) == 1


def _picked(row_question: RowQuestion, table: Table, selection: RowSelection, score: float) -> list[Piece]:
    if row_question.total:
        return _total(row_question, table, score)
    if row_question.extreme:
        return _extreme(row_question, table, selection, score)
    if row_question.short:
        return _short(row_question, table, selection, score)
    chosen = (
        _within(row_question, table, selection)
        if row_question.limit
        else _stocked(row_question, table, selection)
    )
    if chosen is None:
        return []
    column, words, rows, sure = chosen
    if len(selection.rows) == 1 and not row_question.limit:  # it was named, and nothing was picked
        return [_value(table, rows[0], column, score, "", sure=sure)]
    what = f"{table.columns[column]} {words}"
    return [piece_of_rows_with(table, rows, what, score, of=selection.rows, sure=sure)]


def _for_day(wanted: Wanted, table: Table, scored: Scored, around: Around) -> list[Piece]:
    """The one row that holds on the day that a question tells: "19 May" is from 19/05 to 26/05; or those of
    the day that have what else the question names.
    """
    question, day = wanted.question, asked_day(wanted.question)
    if day is None or is_denied(question):
        return []
    rest = question.replace(day.text, " ")
    selection = select_rows(rest, table, scored.sentence.label, first=True)
    rows = [row for row in rows_for(day, question, table) if selection is None or row in selection.rows]
    numbers = {word for word in WORD.findall(rest) if word[0].isdigit()}
    named = [row for row, text in enumerate(table.texts_of(0)) if numbers & set(WORD.findall(text))]
    if not rows and selection is not None and len(selection.rows) < len(table.rows):
        rows = [row for row in rows_on(day, question, table) if row in selection.rows]
        if 1 < len(rows) <= _OF_ONE_DAY:
            return [piece_of_rows_with(table, rows, day.text, scored.score, sure=False)]
    if len(rows) != 1 or (named and rows != named):
        return []
    best = replace(scored, sentence=table.rows[rows[0]].sentence)
    sure = selection is not None and selection.known and not has_later(scored, wanted)
    return [replace(piece_of_row(best, question, around), sure=sure, counted=True)]


def _for_month(wanted: Wanted, table: Table, scored: Scored) -> list[Piece]:
    """All rows of the one month in which something is asked for: "Is there a race in April?".

    Nothing where the question has a condition more: a year, a name, a column ("paid jobs").
    """
    month, rest = asked_month(wanted.question)
    if not month or not _ASKS_IF_ANY.match(wanted.question) or HAS_DIGIT.search(rest) or is_denied(rest):
        return []
    selection = select_rows(rest, table, scored.sentence.label, first=True)
    kinds = {at: len(set(table.texts_of(at))) for at in table.columns}
    of_kinds = " ".join(name for at, name in table.columns.items() if 2 * kinds[at] <= len(table.rows))
    if selection is None or not selection.known or content_stems(rest) & content_stems(of_kinds):
        return []
    rows = [row for row in rows_in(month, table) if row in selection.rows]
    if not rows:
        return []
    later = has_later(scored, wanted)
    return [piece_of_rows_with(table, rows, calendar.month_name[month], scored.score, sure=not later)]


def _for_number(
    question: str, table: Table, selection: RowSelection, score: float, around: Around
) -> list[Piece]:
    """The rows for a number that a question tells: "18 dH" is in "15-21", 7 miles in "5 to 15 miles".

    The question must tell the column, by a word of its name or by its unit. A number that names rows, such as
    a grade, is in none.
    """
    question_stems = content_stems(question)
    names = {word for name in table.texts_of(table.name_column) for word in WORD.findall(name)}
    all_name = all(word in names for word in WORD.findall(question) if word[0].isdigit())
    for column, name in table.columns.items():
        if all_name and column != table.name_column:
            continue
        brackets = table.brackets(column, selection.rows)
        units = units_of(name)[0] or next((units_in(table.text(row, column)) for row in brackets), ())
        amounts = _amounts_in(question, units, named=not question_stems.isdisjoint(content_stems(name)))
        fitting = [
            row
            for row, its in brackets.items()
            if any(
                amount.dimension == its.dimension and its.low <= amount.low <= its.high
                for amount in amounts.values()
            )
        ]
        if len(fitting) == 1:
            scored = Scored(table.rows[fitting[0]].sentence, score)
            return [replace(piece_of_row(scored, question, around), sure=selection.known, counted=True)]
        if len(amounts) == 1 and 1 < len(fitting) < len(brackets):
            what = f"{name} {next(iter(amounts))}"
            return [piece_of_rows_with(table, fitting, what, score, of=list(brackets), sure=selection.known)]
    return []


def _amounts_in(question: str, units: tuple[Unit, ...], *, named: bool) -> dict[str, Amount]:
    """The amounts that a question tells of a column in these units, `named` or not, each by its words.

    "Been here 7 years, 4 days a week" tells of a column of years the 7.
    """
    numbers = numbers_of(question)
    same = [number for number in numbers if number.units and number.units == units]
    return {
        number.text: amount_in(number.values[0], number.units or units)
        for number in same or numbers
        if named or number.units
    }


def _extreme(row_question: RowQuestion, table: Table, selection: RowSelection, score: float) -> list[Piece]:
    assert row_question.extreme
    extreme = row_question.extreme
    chosen = column_of_extreme(table, selection.rows, row_question, extreme)
    if chosen is None:
        return []
    at, column, sure = chosen
    if len(column.amounts) < _FEWEST:
        return []
    if extreme.size or {"length", "mass"} & {*extreme.kinds}:  # "nearest pub with meals" picks by meals, too
        others = set(table.columns) - {at, table.name_column}
        sure = sure and not columns_named(table, others, content_stems(row_question.rest))
    elif for_month(table, row_question.rest):  # "cheapest cottage for six with pets in July"
        terms = content_stems(row_question.rest) - content_stems(table.columns[at])
        more = any(stem.isdecimal() for stem in terms) or asks_of_others(row_question.rest, table, at)
        sure = sure and not more
    rows = rows_at_end(column, extreme)[:TIES]
    title = phrases.extreme_of(len(column.amounts), table.columns[at], largest=extreme.largest)
    return [
        _value(table, row, at, score, "" if number else title, sure=sure and selection.known)
        for number, row in enumerate(rows)
    ]


def _value(table: Table, row: int, column: int, score: float, title: str, *, sure: bool) -> Piece:
    value = value_of(table.rows[row].cells[column], table.texts[row, column], table.name(row))
    return Piece("value", (table.rows[row].sentence,), score, title, value=value, sure=sure, counted=True)


# A column, what is asked of it, the rows that have it, and whether surely.
_Picked = tuple[int, str, list[int], bool]


def _within(row_question: RowQuestion, table: Table, selection: RowSelection) -> _Picked | None:
    """The column that a limit is about, how the question puts it, and the rows that keep it."""
    assert row_question.limit
    dimension = row_question.limit.dimension or (MONEY if row_question.limit.costs else "")
    chosen = amount_column(table, selection.rows, row_question, dimension)
    if chosen is None:
        return None
    at, column, sure = chosen
    if not row_question.limit.dimension and not dimension and column.dimension and not column.units:
        return None  # "over 60" of cells that have several units
    rows = [row for row, amount in column.amounts.items() if row_question.limit.has(amount, column.units)]
    return (at, row_question.limit.words, rows, sure and selection.known) if rows else None


def _short(row_question: RowQuestion, table: Table, selection: RowSelection, score: float) -> list[Piece]:
    """The rows with less in the column of what there is than in that of what there should be at least."""
    counts = {
        at: name for at, name in table.columns.items() if at and table.column(at, selection.rows).amounts
    }
    least = [at for at, name in counts.items() if _LEAST.fullmatch(name.strip())]
    stock = [at for at, name in counts.items() if at not in least and _IS_STOCK.search(name)]
    if len(least) != 1 or len(stock) != 1:
        return []
    others = (name for at, name in counts.items() if at not in (*least, *stock))
    if any(content_stems(name) & content_stems(row_question.rest) for name in others):
        return []  # "below the minimum price"
    # As they are written: "Min" is no minute here.
    needed, has = (
        {row: amount for row in selection.rows if (amount := amount_of(table.text(row, at)))}
        for at in (least[0], stock[0])
    )
    rows = [row for row in selection.rows if row in needed and row in has and has[row].high < needed[row].low]
    what = f"{table.columns[stock[0]]} below {table.columns[least[0]]}"
    sure = selection.known and len(has) == len(needed) == len(selection.rows)
    return [piece_of_rows_with(table, rows, what, score, of=selection.rows, sure=sure)] if rows else []


def _stocked(row_question: RowQuestion, table: Table, selection: RowSelection) -> _Picked | None:
    columns = (
        at
        for at, name in table.columns.items()
        if at and not _STOCK.isdisjoint(content_stems(name)) and not _NUMBERED.search(name)
    )
    if (at := next(columns, None)) is None:
        return None
    column = table.column(at, selection.rows)
    in_stock: dict[int, bool] = {}
    for row in selection.rows:
        text = table.text(row, at).lower()
        if row in column.amounts:
            in_stock[row] = column.amounts[row].high > 0
        elif text in NO or text in YES:
            in_stock[row] = text in YES
    rows = [row for row, is_there in in_stock.items() if is_there is row_question.stock]
    counted, not_counted = ("above 0", "0") if column.amounts else ("yes", "no")
    sure = selection.known and len(in_stock) == len(selection.rows)
    return (at, counted if row_question.stock else not_counted, rows, sure) if rows else None


def _total(row_question: RowQuestion, table: Table, score: float) -> list[Piece]:
    """The last row that says that it is the sum, with its amount in the column that is named, or its last."""
    for row in reversed(table.totals):
        start, quote = row.sentence.citation.start, row.sentence.citation.quote
        texts = {at: quote[cell.start - start : cell.end - start] for at, cell in row.cells.items()}
        amounts = [at for at in sorted(texts) if at and any(map(str.isdigit, texts[at]))]
        named = columns_named(
            table, [at for at in amounts if at in table.columns], content_stems(row_question.rest)
        )
        if amounts:
            at = named[0] if len(named) == 1 else amounts[-1]
            value = Value(texts[at], row.cells[at].row_header, row.cells[at].column_header)
            return [Piece("value", (row.sentence,), score, value=value, counted=True)]
    return []
