"""A whole table: its rows with what their cells amount to, and the groups that they stand in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.evidence.sentences import EvidenceSentence
from assistant.language.parsed import parse
from assistant.language.terms import content_stems
from assistant.language.units import UNITS
from assistant.showing.around import Around
from assistant.showing.tables.asked import MONEY, Amount, amount_in, amount_of, bracket_of
from documents.text.blocks import names_group
from documents.types import Block

NUMERIC = 0.6  # the share of a column's cells with an amount, from which it is one of amounts
_FREE = ("free", "gratis", "kostenlos", "gratuit", "nil")
_IS_MONEY = re.compile(
    r"[£€$¥]|\b(?:gbp|eur|usd|chf|euros?|pounds?|prices?|costs?|fees?|fares?|rents?|charges?|amount|preise?|prix"
    r"|tarife?|precios?|betrag|montant)(?:\b|_)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that states something: its sentence, its cells by column, and the line that names its group."""

    sentence: EvidenceSentence
    cells: Mapping[int, Block]
    group: str

    @property
    def stems(self) -> frozenset[str]:
        """The stems of its words and of its group's name."""
        return content_stems(f"{self.group} {self.sentence.citation.quote}")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table, in order, and the names of its columns."""

    rows: tuple[Row, ...]
    columns: Mapping[int, str]
    texts: Mapping[tuple[int, int], str]  # by the number of a row and a column

    def amounts(self, column: int, rows: Sequence[int]) -> dict[int, Amount]:
        """What the cells of a column amount to, by the number of the row; none where few have an amount."""
        unit = unit_of(self.columns[column])
        found = {
            row: amount
            for row in rows
            if (text := self.texts.get((row, column))) and (amount := _amount(text, unit))
        }
        dimensions = [amount.dimension for amount in found.values()]
        usual = max(set(dimensions), key=dimensions.count, default="")
        same = {row: amount for row, amount in found.items() if amount.dimension == usual}
        return same if len(same) >= NUMERIC * len(rows) else {}

    def brackets(self, column: int, rows: Sequence[int]) -> dict[int, Amount]:
        """The amounts that each row is for, by one of its columns; none where it does not say so in each."""
        amounts = self.amounts(column, rows)
        found = {row: bracket_of(self.texts[row, column], amount) for row, amount in amounts.items()}
        spans = sum(amount.low < amount.high for amount in found.values())
        return found if len(found) == len(rows) < 2 * spans else {}


def whole_table(sentence: EvidenceSentence, around: Around) -> Table | None:
    """The table that a row is in; None where it is too long, or names no columns."""
    read = around.table_of(sentence)
    columns: dict[int, str] = {}
    for _, cells in read:
        columns |= {cell.column or 0: cell.column_header for cell in cells if cell.column_header}
    if not columns:
        return None
    rows = tuple(_rows(read, around))
    texts = {
        (number, column): around.words(row.sentence, cell)
        for number, row in enumerate(rows)
        for column, cell in row.cells.items()
    }
    return Table(rows, columns, texts) if rows else None


def _rows(read: Sequence[tuple[EvidenceSentence, list[Block]]], around: Around) -> Iterator[Row]:
    """The rows below the header, those that only name a group left out."""
    group, widest = "", max((len(cells) for _, cells in read), default=0)
    for sentence, cells in read:
        if not any(cell.column_header for cell in cells):
            continue
        if names_group(cells, around.document(sentence).text, widest):
            group = around.words(sentence, cells[0])
        else:
            yield Row(sentence, {cell.column or 0: cell for cell in cells}, group)


def unit_of(header: str) -> Amount | None:
    """One of the unit that a header names: "Time (min)", "Price (£)"."""
    words = [token.lower for token in parse(header).tokens]
    named = next((UNITS[word] for word in reversed(words) if word in UNITS), None)
    if named:
        return amount_in(1.0, named)
    return Amount(MONEY, 1.0, 1.0) if _IS_MONEY.search(header) else None


def _amount(text: str, unit: Amount | None) -> Amount | None:
    if unit and unit.dimension == MONEY and text.strip().lower() in _FREE:
        return Amount(MONEY, 0.0, 0.0)
    amount = amount_of(text)
    if amount is None or amount.dimension or unit is None:
        return amount
    return Amount(unit.dimension, amount.low * unit.low, amount.high * unit.low)
