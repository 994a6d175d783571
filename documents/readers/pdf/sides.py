"""What stands side by side on a page: columns of text, each read to its end, or the columns of a table."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal

from documents.readers.pdf.cells import Cell, Row, Table, cell_of
from documents.readers.pdf.header_rows import with_header
from documents.readers.pdf.lines import Piece, Spans, continued, is_bullet, rows

GUTTER = 0.5  # of the size of the text: the least white between columns
FAR_ACROSS = 4.0  # of the size: white across after which nothing goes on
MOST_TABLE_COLUMNS = 60  # columns of a table without lines
_CLEAR = 1.1  # of the size: the least white between the columns of a table of two rows
_BROAD = 2.0  # of the size: the least white between two short blocks, such as addresses
_MOST_COLUMNS = 3  # of running text
_FULL = 0.7  # of a column's width: a line that goes so far is one of running text
_MOSTLY = 0.6  # share of lines or cells that show what a column is
_WORDY = 18  # characters of a line on average from which a column may be running text
_LINES = 3  # of a column: with fewer it cannot be told whether they are running text
_ENDED = 0.2  # share of the lines of running text beside which another column stands that ended long before
_LEVEL = 0.9  # share of the lines of the shorter column on one baseline with the other, in a table
_WORDS = 3  # words of a line, at least, that the next one may go on with
_FLOWING = 0.25  # share of lines that go on with the one above, from which a column is running text
_TORN = 0.25  # share of rows in which one cell goes on and another begins, from which they are no rows
_LARGER = 1.15  # times the size of the text: that of a heading
_ALIGNED = 3.0  # points: how exactly cells stand under each other
_OVER = 4  # lines of which one at least is an item, in lists side by side: they may have titles
_TIGHT = 0.8  # of the usual way from row to row: a cell that comes sooner goes on with the one above

Atom = Piece | Table
Kind = Literal["plain", "columns", "lists", "table"]


def texts(atoms: Iterable[Atom]) -> Iterator[Piece]:
    """Those that are text."""
    return (atom for atom in atoms if isinstance(atom, Piece))


def is_under(atom: Atom, other: Atom) -> bool:
    """Whether two things begin, end or have their middle at one place."""
    left, right = abs(atom.left - other.left), abs(atom.right - other.right)
    return min(left, right, abs(atom.left + atom.right - other.left - other.right) / 2) < _ALIGNED


def columns_of(atoms: Iterable[Atom], size: float) -> list[list[Atom]]:
    """The atoms by the white that goes down between all of them, from the left."""
    members = list(atoms)
    gaps = Spans.of((atom.left, atom.right) for atom in members).gaps(GUTTER * size)
    ends = [end for _, end in gaps]
    columns: list[list[Atom]] = [[] for _ in range(len(ends) + 1)]
    for atom in members:
        columns[bisect_right(ends, atom.left + 0.01)].append(atom)
    return columns


def kind_of(atoms: list[Atom], size: float) -> Kind:
    """What things are that white parts from top to bottom; `size` is that of most of the text.

    Columns of text go on from line to line, each for itself; lists have items. The cells of a table stand on
    common lines, and under each other. What is neither is read line by line ("plain").
    """
    columns = columns_of(atoms, size)
    if not 2 <= len(columns) <= MOST_TABLE_COLUMNS:
        return "plain"
    few = len(columns) <= _MOST_COLUMNS
    if not all(isinstance(atom, Piece) for atom in atoms):
        return "columns" if few else "plain"
    lines = [list(rows(texts(column))) for column in columns]
    if few and all(sum(map(_is_item, column)) > 1 and any(map(_is_item, column[:_OVER])) for column in lines):
        return "lists"
    flowing = [_flowing(column) for column in lines]
    prose = sum(_is_prose(*pair) for pair in zip(lines, flowing, strict=True))
    level = [row for row in _table_rows(columns) if sum(map(bool, row)) > 1]
    shared = len(level) / min(len(column) for column in lines)
    long = sum(len(column) >= _LINES for column in lines)
    ended = (prose == long and prose > 1) or len(level) < _ENDED * max(map(len, lines))
    text = (prose and (ended or shared < _LEVEL)) or _torn(level, set().union(*flowing))
    if few and (text or _has_heading(list(texts(atoms)), size)):
        return "columns"
    white = min(
        min(atom.left for atom in after) - max(atom.right for atom in before)
        for before, after in pairwise(columns)
    )
    enough = 2 if len(columns) > 2 and white > _CLEAR * size else 3
    if len(level) >= enough and shared >= _MOSTLY and all(map(_in_line, columns[1:])):
        return "table"
    blocks = all(len(column) > 1 and _in_line(columns[number]) for number, column in enumerate(lines))
    return "columns" if blocks and few and len(level) < 3 and white > _BROAD * size else "plain"


def _is_item(line: Sequence[Piece]) -> bool:
    """Whether a line begins with a bullet."""
    return is_bullet(line[0].words[0].text)


def _flowing(lines: Sequence[Sequence[Piece]]) -> set[int]:
    """The pieces (by `id`) that begin a line which goes on with the one above it, as running text does."""
    left = min(line[0].left for line in lines)
    width = max(line[-1].right for line in lines) - left
    return {
        id(line[0])
        for above, line in pairwise(lines)
        if not (line[0].words[0].text[0].isupper() or line[0].words[0].text[0].isdigit() or _is_item(line))
        and sum(len(piece.words) for piece in above) >= _WORDS
        and above[-1].right - above[0].left >= _FULL * width
        and above[-1].words[-1].text[-1] not in ".!?:;"
    }


def _torn(level: Sequence[Sequence[Sequence[Piece]]], flowing: set[int]) -> bool:
    """Whether lines go on from above beside others that begin anew: text in columns, not rows of cells."""
    torn = sum(len({id(cell[0]) in flowing for cell in row if cell}) > 1 for row in level)
    return torn >= max(2, _TORN * len(level))


def _has_heading(lines: Sequence[Piece], size: float) -> bool:
    """Whether a heading stands between the lines; what is large in the first or last may be of a table."""
    top, bottom = min(piece.base for piece in lines), max(piece.base for piece in lines)
    between = (piece for piece in lines if top + size < piece.base < bottom - size)
    return any(piece.size >= _LARGER * size and piece.bold for piece in between)


def _is_prose(lines: Sequence[Sequence[Piece]], flowing: set[int]) -> bool:
    """Whether most lines go on to the edge, and on from there, as those of running text do."""
    left = min(line[0].left for line in lines)
    width = max(line[-1].right for line in lines) - left
    full = sum(line[-1].right - left >= _FULL * width for line in lines)
    letters = sum(len(word.text) + 1 for line in lines for piece in line for word in piece.words)
    if len(lines) < _LINES or full < _MOSTLY * len(lines) or letters < _WORDY * len(lines):
        return False
    return len(flowing) >= _FLOWING * len(lines)


def _in_line(column: Sequence[Atom]) -> bool:
    """Whether the cells of a column begin, end or have their middle at one place."""
    places = (
        [atom.left for atom in column],
        [atom.right for atom in column],
        [(atom.left + atom.right) / 2 for atom in column],
    )
    return max(map(_most_aligned, places)) >= _MOSTLY * len(column)


def _most_aligned(places: list[float]) -> int:
    """How many of the places are near each other at most."""
    places = sorted(places)
    best = first = 0
    for last, place in enumerate(places):
        while place - places[first] > _ALIGNED:
            first += 1
        best = max(best, last - first + 1)
    return best


# Tables without lines


def _table_rows(columns: Sequence[Sequence[Atom]]) -> list[list[list[Piece]]]:
    """The pieces by line and column."""
    place = {id(atom): number for number, column in enumerate(columns) for atom in column}
    table = []
    for line in rows(piece for column in columns for piece in texts(column)):
        cells: list[list[Piece]] = [[] for _ in columns]
        for piece in line:
            cells[place[id(piece)]].append(piece)
        table.append(cells)
    return table


def table_of(atoms: list[Atom], size: float) -> Table:
    """The table of what stands in rows and columns; what was wrapped in a cell is put together."""
    columns = columns_of(atoms, size)
    ends = [max(atom.right for atom in column) for column in columns]
    lines = _table_rows(columns)
    bases = [next(piece.base for cell in line for piece in cell) for line in lines]
    full = [bool(line[0]) and sum(map(bool, line)) > 1 for line in lines]
    ways = sorted(
        bases[number] - bases[number - 1]
        for number in range(1, len(lines))
        if full[number - 1] and full[number]  # neither is what was wrapped
    )
    usual = ways[len(ways) // 2] if ways else 0.0
    table: list[Row] = []
    for number, line in enumerate(lines):
        row = [cell_of([cell] if cell else []) for cell in line]
        way = bases[number] - bases[number - 1] if number else 0.0
        tight = way < _TIGHT * usual and not all(row)
        if table and (tight or (way < FAR_ACROSS * size and _is_rest(line, lines[number - 1], ends))):
            table[-1] = [_joined_cell(above, below) for above, below in zip(table[-1], row, strict=True)]
        else:
            table.append(row)
    return with_header(table, ruled=False)


def _is_rest(line: list[list[Piece]], above: list[list[Piece]], ends: list[float]) -> bool:
    """Whether a line has only what was wrapped in the cells above it, of which the first is not one."""
    if line[0]:
        return False
    for cell, before, end in zip(line, above, ends, strict=True):
        if not cell:
            continue
        first = cell[0].words[0]
        small = first.text[:1].islower()
        if not before or not (small and before[-1].right + first.right - first.left + cell[0].size / 4 > end):
            return False
    return True


def _joined_cell(above: Cell | None, below: Cell | None) -> Cell | None:
    """A cell with what goes on below it."""
    if not (above and below):
        return above or below
    return Cell(
        continued(above.text, below.text, cut=False),
        min(above.left, below.left),
        above.top,
        max(above.right, below.right),
        below.bottom,
        max(above.size, below.size),
        above.bold and below.bold,
    )
