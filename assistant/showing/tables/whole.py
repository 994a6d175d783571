"""A whole table: its rows with what their cells amount to, and the groups that they stand in."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.evidence.sentences import EvidenceSentence
from assistant.language.terms import content_stems
from assistant.language.units import UNITS, Unit
from assistant.showing.around import Around, Rows
from assistant.showing.tables.row_questions import MONEY, Amount, amount_in, amount_of, bracket_of, is_money
from documents.text.blocks import names_group
from documents.types import Block

NUMERIC = 0.6  # the share of a column's cells with an amount, from which it is one of amounts
_FREE = ("free", "gratis", "kostenlos", "gratuit", "nil")
MONEY_WORDS = (
    "gbp|eur|usd|chf|euros?|pounds?|prices?|costs?|fees?|fares?|rents?|charges?|preise?|prix|tarife?|precios?"
)
_IS_MONEY = re.compile(rf"[£€$¥]|\b(?:{MONEY_WORDS})(?:\b|_)", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?:\W|grand |sub-?|net |gross ){0,3}(?:totals?|sum|average|mean|vat|mwst|gesamt\w*|summe|durchschnitt"
    r"|somme|tva|iva)\b",
    re.IGNORECASE,
)
# The header of a column that only counts or codes the rows: what the next one says is their name.
_OF_CODES = re.compile(
    r"(?:code|id|no\.?|nr\.?|n°|number|nummer|sku|ref(?:erence|\.)?|pos\.?|#|(?:item|part|art(?:icle|ikel|\.)?|product)"
    r"[ .-]{0,2}(?:code|id|no|nr|number|nummer)\.?)",
    re.IGNORECASE,
)
# "Lead time (working days)", but of a "(school year)" nothing is a number
_IN_BRACKETS = re.compile(
    r"\((?:(?:working|business|calendar|school) (?=(?:days|hours|weeks)\)))?([^()]{1,12})\)"
)
_LETTERS = r"[A-ZÀ-Ý](?:[^\W\d]|['’.-]){0,30}"
_PERSON = re.compile(rf"(?!(?:Yes|No|None)\b){_LETTERS}(?:,? {_LETTERS}){{0,3}}")
_IS_NAME = re.compile(r"(?:full |last |first )?name|surname|title", re.IGNORECASE)
_NUMBER = re.compile(r"\s+(?:no\b\.?|nr\b\.?|n°|number|nummer|#)\s*$", re.IGNORECASE)
_BEFORE_NUMBER = r"(?:no\b\.? |number |nr\b\.? |# ?)?"
_NUMBERED = re.compile(r"(?P<letters>[a-zA-Z]{0,3})-?(?P<number>\d{1,6})")
_IS_YEAR = re.compile(r"(?:years?|jahr|années?|año)\b", re.IGNORECASE)
_PER = re.compile(r"\b(?:per|pro|par|por|each|an?)\b.*$|/.*$")


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
class Column:
    """The cells of a column for some rows: what each amounts to, by the number of the row.

    `units` are those of its header; `whole`: each cell with a digit in it was read.
    """

    amounts: Mapping[int, Amount]
    units: tuple[Unit, ...] = ()
    whole: bool = True

    @property
    def dimension(self) -> str:
        """That of all its amounts."""
        return next(iter(self.amounts.values())).dimension


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table, in order, without those that are a sum of others, and the names of its columns.

    `totals` are the sums. `texts` are the words of cells, by the number of the row and the column;
    `name_column` is the one that names the rows.
    """

    rows: tuple[Row, ...]
    columns: Mapping[int, str]
    texts: Mapping[tuple[int, int], str]
    totals: tuple[Row, ...]
    name_column: int
    read: dict[tuple[int, tuple[int, ...]], Column] = field(default_factory=dict)

    def name(self, row: int) -> str:
        """What a row is called."""
        return called(self.text(row, self.name_column), self.columns.get(self.name_column, ""))

    @property
    def of_people(self) -> list[int]:
        """The columns that may have people: words with capitals alone, in most of their cells."""
        filled = {column: [*filter(None, self.texts_of(column))] for column in self.columns}
        return [
            column
            for column, texts in filled.items()
            if 2 * sum(map(bool, map(_PERSON.fullmatch, texts))) > len(texts)
        ]

    def rows_of(self, stem: str, rows: Sequence[int]) -> list[int]:
        """Those of these rows that have a word; where it is all of a cell, such as "Ram", in its column."""
        having = [row for row in rows if stem in self.rows[row].stems]
        kinds = {at for at in self.columns for row in having if content_stems(self.text(row, at)) == {stem}}
        return [
            row for row in having if any(stem in content_stems(self.text(row, at)) for at in kinds)
        ] or having

    @property
    def numbers(self) -> range:
        """The numbers of its rows."""
        return range(len(self.rows))

    def text(self, row: int, column: int) -> str:
        """The words of a cell on one line, "" of one that is empty."""
        return self.texts.get((row, column), "")

    def texts_of(self, column: int) -> list[str]:
        """The words of a column's cells, row by row."""
        return [self.text(row, column) for row in self.numbers]

    def column(self, column: int, rows: Sequence[int]) -> Column:
        """What the cells of a column amount to in these rows; nothing where few have an amount."""
        key = column, tuple(rows)
        if key not in self.read:
            self.read[key] = self._column(column, rows)
        return self.read[key]

    def _column(self, column: int, rows: Sequence[int]) -> Column:
        units, of_money = units_of(self.columns[column])
        texts = {row: text for row in rows if (text := self.texts.get((row, column)))}
        amounts = {row: amount for row, text in texts.items() if (amount := _amount(text, units, of_money))}
        dimensions = [amount.dimension for amount in amounts.values()]
        usual = max(set(dimensions), key=dimensions.count, default="")
        same = {row: amount for row, amount in amounts.items() if amount.dimension == usual}
        digits = sum(any(map(str.isdigit, text)) for text in texts.values())
        free = sum(text.lower() in _FREE for text in texts.values())
        if not same or len(same) < NUMERIC * len(rows):
            return Column({})
        return Column(same, units, len(same) >= digits + (free if of_money else 0))

    def brackets(self, column: int, rows: Sequence[int]) -> dict[int, Amount]:
        """The amounts that each row is for, by one of its columns; none where it does not say so in each."""
        amounts = self.column(column, rows).amounts
        brackets = {row: bracket_of(self.texts[row, column], amount) for row, amount in amounts.items()}
        spans = sum(amount.low < amount.high for amount in brackets.values())
        return brackets if len(brackets) == len(rows) < 2 * spans else {}


def are_codes(header: str) -> bool:
    """Whether a column with this header has codes or numbers of rows: what the next one says is their name.

    >>> are_codes("Item no."), are_codes("Pos"), are_codes("Number of seats")
    (True, True, False)
    """
    return _OF_CODES.fullmatch(header.strip()) is not None


def called(name: str, header: str) -> str:
    """What a row with this name below this header is called: a bare number with what it is the number of.

    >>> called("24", "Plot no."), called("24", "No."), called("1801", "Year"), called("Petrel", "Ship")
    ('Plot 24', '24', '1801', 'Petrel')
    """
    kind = _NUMBER.sub("", header)
    alone = not kind or are_codes(header) or not name.isdecimal() or _IS_YEAR.match(kind)
    return name if alone else f"{kind} {name}"


def is_numbered(name: str, header: str, question: str) -> bool:
    """Whether a question names a row by its number, as it stands or behind what the column is called.

    >>> [is_numbered(name, "Pitch", "who has pitch 7") for name in ("7", "F7", "F17", "7 and 8", "Pitch 7")]
    [True, True, False, False, True]
    """
    own = _NUMBERED.fullmatch(name.strip())
    if own is None:
        has_both = any(map(str.isdigit, name)) and any(map(str.isalpha, name))
        # Tables are long: few names are worth a pattern of their own.
        has_both = has_both and name.lower() in question.lower()
        return has_both and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", question, re.IGNORECASE) is not None
    letters, number = own["letters"].lower(), int(own["number"])
    return any(
        value == number and prefix in ("", letters) for prefix, value in numbers_behind(question, header)
    )


def numbers_behind(question: str, header: str) -> list[tuple[str, int]]:
    """The numbers that a question tells behind what a column is called, each with the letters before it.

    >>> numbers_behind("Is bus 7 or bus N-07 the bus 7:30?", "Bus no.")
    [('', 7), ('n', 7)]
    """
    kind = _NUMBER.sub("", header).strip()
    if not kind or are_codes(header):
        return []
    matches = re.finditer(
        rf"\b{re.escape(kind)}s? {_BEFORE_NUMBER}(?:([a-z]{{1,3}})-?)?(\d+)\b(?![.,:]\d|-\d| ?[ap]\.?m\b)",
        question,
        re.IGNORECASE,
    )
    return [((match[1] or "").lower(), int(match[2])) for match in matches]


def whole_table(read: Rows, around: Around) -> Table | None:
    """The table with these rows; None where it names no columns."""
    columns: dict[int, str] = {}
    for _, cells in read:
        columns |= {cell.column or 0: cell.column_header for cell in cells if cell.column_header}
    if not columns:
        return None
    rows: list[Row] = []
    totals: list[Row] = []
    for row in _rows(read, around):  # its first words may say that it is the sum of others, or the like
        total = _TOTAL.match(row.sentence.citation.quote.lstrip("|*# "))
        (totals if total else rows).append(row)
    texts = {
        (number, column): around.words(row.sentence, cell)
        for number, row in enumerate(rows)
        for column, cell in row.cells.items()
    }
    if not rows:
        return None
    return Table(tuple(rows), columns, texts, tuple(totals), _name_column(columns, texts, len(rows)))


def _name_column(columns: Mapping[int, str], texts: Mapping[tuple[int, int], str], rows: int) -> int:
    """The column that names so many rows: the first, or the one behind a column of codes, if it has words."""
    coded = are_codes(columns.get(0, "")) or _IS_NAME.fullmatch(columns.get(1, "").strip())
    digits = sum(texts.get((row, 1), "")[:1].isdigit() for row in range(rows))
    return int(bool(coded) and 1 in columns and digits * 2 < rows)


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


def without_unit(header: str) -> str:
    """A header without the unit that it has in brackets.

    >>> without_unit("Leached (kg/ha)"), without_unit("Price (members)")
    ('Leached ', 'Price (members)')
    """
    bracket = _IN_BRACKETS.search(header)
    first = re.match(r"[^\W\d_]+", bracket[1].lower()) if bracket else None
    return _IN_BRACKETS.sub("", header, count=1) if first and first[0] in UNITS else header


def units_of(header: str) -> tuple[tuple[Unit, ...], bool]:
    """The ways to read the unit that a header names, and whether it is of money.

    >>> units_of("Time (min)")[0][0].dimension, units_of("Price per month"), units_of("Second class")
    ('time', ((), True), ((), False))
    """
    bracket = _IN_BRACKETS.search(header)
    money = _IS_MONEY.search(header) is not None
    words = re.findall(r"\w+", _PER.sub("", header.lower()))[::-1]
    # "Plan C" and "Second class" name no units.
    named = [bracket[1].strip().lower()] if bracket else [word for word in words if len(word) > 1]
    named = [word for word in named if word in UNITS and word != "second"]
    if money and not (named and is_money(amount_in(1.0, UNITS[named[0]]).dimension)):
        named = re.findall(r"[£€$¥]", header)[:1]
    return (UNITS[named[0]] if named else ()), money


def _amount(text: str, units: tuple[Unit, ...], of_money: bool) -> Amount | None:
    if of_money and text.lower() in _FREE:
        return Amount(amount_in(0.0, units).dimension or MONEY, 0.0, 0.0)
    amount = amount_of(text)
    if amount is None or amount.dimension:
        return amount
    if not units:
        return replace(amount, dimension=MONEY) if of_money else amount
    low, high = amount_in(amount.low, units), amount_in(amount.high, units)
    return Amount(low.dimension, low.low, high.high)
