"""Which column of a table a question means, and the rows with the most or least in it."""

import operator
import re
from collections.abc import Collection, Sequence

from assistant.language.circumstances import Circumstances, circumstances, is_for
from assistant.language.terms import HAS_DIGIT, content_stems
from assistant.language.tokens import related_stems
from assistant.showing.tables.row_questions import Extreme, RowQuestion, are_of_one_kind, is_money
from assistant.showing.tables.whole import Column, Table
from index.words import content_words

# "Which supplier is quickest?" goes by the time that a delivery takes, whatever other times there are.
_DELIVERS = re.compile(r"\b(?:deliver\w*|suppliers?|lead times?)\b", re.IGNORECASE)
_DELIVERY = re.compile(r"\b(?:lead time|delivery)\b", re.IGNORECASE)
_PRICE = re.compile(
    r"\b(?:prices?|costs?|fees?|fares?|preise?|prix|tarife?|precios?"
    r"|(?:per|a|pro|par) (?:years?|months?|weeks?|days?|nights?|hours?|person|jahr|monat|an|mois)"
    r"|annual(?:ly)?|yearly|monthly|weekly)(?:\b|_)",
    re.IGNORECASE,
)
_BEGAN = re.compile(
    r"\b(?:years?|dates?|built|made|founded|opened|since|from|published|released|born|bought|baujahr|jahr|année)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"1\d{3}|20\d\d")  # also one long ago, of a column of nothing else
_SCORED = re.compile(r"\b(?:scor\w+|points?|marks?|ranked|rated|overall)\b", re.IGNORECASE)
_OVERALL = re.compile(r"(?:grand |overall )?total|overall|sum|gesamt\w*|summe", re.IGNORECASE)
_CALLED = {  # what columns of a dimension are called
    "money": _PRICE,
    "time": re.compile(r"\b(?:times?|durations?|hours?|minutes?|days?|weeks?|dauer|durée)\b", re.IGNORECASE),
    "length": re.compile(
        r"\b(?:lengths?|heights?|widths?|depths?|distances?|mileage|miles|länge|höhe|breite|tiefe)\b",
        re.IGNORECASE,
    ),
    "mass": re.compile(r"\b(?:weights?|mass|gewicht|poids|peso)\b", re.IGNORECASE),
}
_SIZES = ("area", "volume", "length", "mass")  # dimensions
Chosen = tuple[int, Column, bool]  # a column, what it amounts to, and whether it is surely meant


def amount_column(
    table: Table, rows: Sequence[int], row_question: RowQuestion, dimension: str
) -> Chosen | None:
    """The column of amounts that is meant, of this dimension, and whether surely: of several the named one.

    Of several of money that are not named it is the one that is called a price; where some are for the month
    of the question, it is one of these.
    """
    read = _amounts(table, rows)
    seasons = for_month(table, row_question.rest)
    read = {at: column for at, column in read.items() if at in seasons} or read
    named = columns_named(table, read, content_stems(row_question.rest))
    fitting = [
        at
        for at, column in read.items()
        if not dimension
        or are_of_one_kind(column.dimension, dimension)
        # Numbers below seasons are prices, whose currency may stand over the table.
        or (is_money(dimension) and at in seasons and not column.dimension)
    ]
    candidates = [at for at in fitting if at in named] or (fitting if dimension else [])
    if len(candidates) > 1 and is_money(dimension):
        priced = [at for at in candidates if _PRICE.search(table.columns[at])]
        return _one(priced[:1], read, sure=len(priced) == 1)
    several = len(circumstances(row_question.rest).months) > 1  # "in May and July"
    if several or (seasons and not all(_is_plain(table.text(row, at)) for at in candidates for row in rows)):
        return _one(candidates, read, sure=False)
    if len(candidates) > 1 and dimension == "time" and _DELIVERS.search(row_question.rest):
        candidates = [at for at in candidates if _DELIVERY.search(table.columns[at])] or candidates
    return _one(candidates, read)


def column_of_extreme(
    table: Table, rows: Sequence[int], row_question: RowQuestion, extreme: Extreme
) -> Chosen | None:
    """The column whose extreme is asked for, by what it has or what it is called, and whether surely."""
    if "year" in extreme.kinds:
        return _of_years(table, rows, row_question)
    read = _amounts(table, rows)
    for kind in extreme.kinds:
        # Of bare numbers below "Weight" or "Height" it is not sure.
        called = [at for at in read if not read[at].dimension and _CALLED[kind].search(table.columns[at])]
        if chosen := amount_column(table, rows, row_question, kind) or _one(called, read, sure=False):
            return chosen
    if extreme.kinds:
        return None
    sizes = [at for at in read if extreme.size and read[at].dimension in _SIZES]
    chosen = amount_column(table, rows, row_question, "") or _one(sizes, read, sure=False)
    return chosen or _for_all(table, rows, row_question, extreme)


def _is_plain(cell: str) -> bool:
    """Whether a price is one for all alike, or there is none: not "70 per night", nor "free"."""
    alone = len(content_words(cell)) < 2 or not HAS_DIGIT.search(cell)
    return alone and cell.lower() != "free"


def for_month(table: Table, question: str) -> set[int]:
    """The columns for the one month that a question tells: in July, "16 Jun – 15 Sep"."""
    of_months = Circumstances(months=circumstances(question).months)
    columns = table.columns.items() if len(of_months.months) == 1 else ()
    return {at for at, name in columns if at != table.name_column and is_for(name, "", of_months)}


def _amounts(table: Table, rows: Sequence[int]) -> dict[int, Column]:
    """The columns that have amounts in these rows, but for the first."""
    return {at: column for at in table.columns if at and (column := table.column(at, rows)).amounts}


def _one(columns: Sequence[int], read: dict[int, Column], *, sure: bool = True) -> Chosen | None:
    """The only one of these columns, surely meant where all of it was read too; None for none or several."""
    if len(columns) != 1:
        return None
    return columns[0], read[columns[0]], sure and read[columns[0]].whole


def columns_named(table: Table, columns: Collection[int], words: Collection[str]) -> list[int]:
    """The columns of which the question has the most words of their name; "miles" has that of "Mileage"."""
    own = {column: set(content_stems(table.columns[column])) for column in columns}
    for fits in (operator.eq, related_stems):
        shares = {
            column: sum(any(fits(stem, word) for word in words) for stem in stems) / len(stems)
            for column, stems in own.items()
            if stems
        }
        if best := max(shares.values(), default=0.0):
            return [column for column, share in shares.items() if share == best]
    return []


def _of_years(table: Table, rows: Sequence[int], row_question: RowQuestion) -> Chosen | None:
    """The column of years that is named, or the one in which things began, and whether surely."""
    read = _amounts(table, rows)
    years = {at: column for at, column in read.items() if _are_years(table, at, column)}
    named = columns_named(table, years, content_stems(row_question.rest))
    began = [at for at in years if _BEGAN.search(table.columns[at])]
    return _one(named if len(named) == 1 else began, years)


def _are_years(table: Table, at: int, column: Column) -> bool:
    return all(_YEAR.fullmatch(table.text(row, at)) for row in column.amounts)


def _for_all(table: Table, rows: Sequence[int], row_question: RowQuestion, extreme: Extreme) -> Chosen | None:
    """The column that stands for all where none is named, not surely: their total, of what is scored, or the
    first of several that have the extreme in the same rows.
    """
    read = _amounts(table, rows)
    read = {at: column for at, column in read.items() if not _are_years(table, at, column)}
    totals = [at for at in read if _OVERALL.fullmatch(table.columns[at].strip())]
    if len(totals) == 1 and _SCORED.search(row_question.rest):
        return _one(totals, read, sure=False)
    same = {tuple(rows_at_end(column, extreme)) for column in read.values()}
    return _one([min(read)], read, sure=False) if len(read) > 1 and len(same) == 1 else None


def rows_at_end(column: Column, extreme: Extreme) -> list[int]:
    """The rows with the largest or smallest amount of a column."""
    ends = {row: amount.high if extreme.largest else amount.low for row, amount in column.amounts.items()}
    best = max(ends.values()) if extreme.largest else min(ends.values())
    return [row for row, end in ends.items() if end == best]
