"""Rows of one table as a table again: their words say the name of the column before each cell."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.showing.tables.whole import are_codes
from assistant.types import Sentence
from documents.text.blocks import NEXT, PAIR

FEWEST = 2  # rows and columns
SHORT_NAME = 24  # characters of a name
CODE = 12  # characters of a date or code, which a hyphen would part: "2026-03-22"
SHOWN = 20  # rows; the rest is folded
WIDE = 5  # columns of a table of which some may be out of sight
_NAME = re.compile(r"[A-ZÀ-Ý]\w{0,20}(?: \w{1,20}){0,2}")  # of a column that few rows have anything in
USUAL = 0.5  # the share of the rows that have a column's name


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, "" for one that is empty, and the sentence that it is."""

    cells: tuple[str, ...]
    sentence: Sentence

    @property
    def on_one_line(self) -> tuple[bool, ...]:
        """Whether each cell is set on one line: a short name, a date, a code."""
        first, *others = self.cells
        return len(first) <= SHORT_NAME, *(len(cell) <= CODE and " " not in cell for cell in others)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the names of its columns, and its rows."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def first(self) -> tuple[Row, ...]:
        """The rows that are shown."""
        return self.rows[:SHOWN]

    @property
    def rest(self) -> tuple[Row, ...]:
        """The folded ones."""
        return self.rows[SHOWN:]


def grid_of(sentences: Sequence[Sentence], title: str = "") -> Grid | None:
    """The table of these rows; None of what are no rows of one table.

    In a wide one the columns that the title names ("4 of 37 rows: Lent to") stand right behind the rows'
    names: they are what was asked for, and further right they may be out of sight.
    """
    read = [list(_cells(sentence.text)) for sentence in sentences]
    known = _columns(read)
    if min(len(read), len(known)) < FEWEST or len({cells[0][0] for cells in read}) > 1:
        return None
    rows = [_row(cells, known) for cells in read]
    if not all(rows):
        return None
    order = _order(known, title) if len(known) > WIDE else range(len(known))
    return Grid(
        tuple(known[at] for at in order),
        tuple(
            Row(tuple(row[at] for at in order), sentence)
            for row, sentence in zip(rows, sentences, strict=True)
            if row
        ),
    )


def _columns(read: Sequence[Sequence[tuple[str, str]]]) -> list[str]:
    """The names of the columns, in the order in which the rows have them.

    A name that only few rows have may be words of a cell, if it does not look like one: "Last check".
    """
    counts = Counter(name for cells in read for name, _ in cells)
    columns: list[str] = []
    for cells in read:
        at = 0
        for name, _ in cells:
            if name in columns:
                at = columns.index(name) + 1
            elif name and (counts[name] >= USUAL * len(read) or _NAME.fullmatch(name)):
                columns.insert(at, name)
                at += 1
    return columns


def _order(columns: Sequence[str], title: str) -> list[int]:
    """The places of the columns: those that name the rows, those that the title names, the others."""
    names = 1 + are_codes(columns[0])
    in_title = [re.search(rf"(?<!\w){re.escape(name)}(?!\w)", title) is not None for name in columns]
    return sorted(range(len(columns)), key=lambda at: (at >= names, not in_title[at], at))


def named_cells(sentence: Sentence) -> list[tuple[str, str]]:
    """The cells of a row, each with its column's name, which its quote lacks; none of what is no row."""
    citation = next(iter(sentence.citations), None)
    if citation is None or not citation.shown or sentence.text != " ".join(citation.shown.split()):
        return []
    cells = list(_cells(sentence.text))
    all_named = all(name and f"{name}{PAIR}" not in citation.quote for name, _ in cells)
    return cells if all_named and len(cells) >= FEWEST else []


def _cells(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a row, each with the name before it; "" where it has none."""
    for part in text.split(NEXT):
        name, mark, cell = part.partition(PAIR)
        yield (name, cell) if mark else ("", part)


def _row(cells: Sequence[tuple[str, str]], columns: Sequence[str]) -> tuple[str, ...] | None:
    """The cells by their columns, in whose order they are; what has no column's name goes on with a cell."""
    row, at = [""] * len(columns), -1
    for name, cell in cells:
        if name in columns[at + 1 :]:
            at = columns.index(name)
            row[at] = cell
        elif at >= 0:
            row[at] += NEXT + (f"{name}{PAIR}{cell}" if name else cell)
        else:
            return None
    return tuple(row) if any(row) else None
