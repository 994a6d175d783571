"""Rows of one table as a table again: their words say the name of the column before each cell."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.types import Sentence

FEWEST = 2  # rows and columns
SHORT = 24  # characters
SHOWN = 20  # rows; the rest is folded
USUAL = 0.5  # the share of the rows that have a column's name
_CELLS, _NAMED = "; ", ": "  # as in documents/text/blocks.py


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, "" for one that is empty, and the sentence that it is."""

    cells: tuple[str, ...]
    sentence: Sentence

    @property
    def has_short_name(self) -> bool:
        """Whether the cell that names it fits on one line."""
        return len(self.cells[0]) <= SHORT


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


def grid_of(sentences: Sequence[Sentence]) -> Grid | None:
    """The table of these rows; None of what are no rows of one table."""
    read = [list(_cells(sentence.text)) for sentence in sentences]
    counts = Counter(name for cells in read for name, _ in cells)
    known = [name for name, count in counts.items() if name and count >= USUAL * len(read)]
    if min(len(read), len(known)) < FEWEST or len({cells[0][0] for cells in read}) > 1:
        return None
    rows = [_row(cells, known) for cells in read]
    if not all(rows):
        return None
    return Grid(tuple(known), tuple(Row(row, each) for row, each in zip(rows, sentences, strict=True) if row))


def named_cells(sentence: Sentence) -> list[tuple[str, str]]:
    """The cells of a row, each with its column's name, which its quote lacks; none of what is no row."""
    citation = next(iter(sentence.citations), None)
    if citation is None or not citation.shown or sentence.text != " ".join(citation.shown.split()):
        return []
    cells = list(_cells(sentence.text))
    told = all(name and f"{name}{_NAMED}" not in citation.quote for name, _ in cells)
    return cells if told and len(cells) >= FEWEST else []


def _cells(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a row, each with the name before it; "" where it has none."""
    for part in text.split(_CELLS):
        name, mark, cell = part.partition(_NAMED)
        yield (name, cell) if mark else ("", part)


def _row(cells: Sequence[tuple[str, str]], columns: Sequence[str]) -> tuple[str, ...] | None:
    """The cells by their columns, in whose order they are; what has no column's name goes on with a cell."""
    row, at = [""] * len(columns), -1
    for name, cell in cells:
        if name in columns[at + 1 :]:
            at = columns.index(name)
            row[at] = cell
        elif at >= 0:
            row[at] += _CELLS + (f"{name}{_NAMED}{cell}" if name else cell)
        else:
            return None
    return tuple(row) if any(row) else None
