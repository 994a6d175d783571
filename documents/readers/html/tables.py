"""Tables of web pages: which are data and which only place things, and their cells as rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from documents.readers.html.elements import beginning
from documents.readers.html.pieces import Piece
from documents.readers.tables import Wide, has_values_below, header_length
from documents.readers.writing import joined_lines, joined_names

_LONGEST_CELL = 2_000  # characters; a table with longer cells places running text
_LONGEST_NAME = 120  # characters of a column's header, which goes with each cell of the column
_MOST_PARTS, _LONGEST_PARTS = 4, 300  # paragraphs of one cell of data, and their characters
_REPEATED = 4  # times the length of the table that repeated headers and cells may add
_MOST_SPANNED = 100  # columns that one cell may span
_ADDED_CHARACTERS = 10_000  # characters that may be added to the smallest table


@dataclass(slots=True)
class Cell:
    """A cell: its pieces are those from `start` to `end` of the page's."""

    header: bool
    columns: int
    rows: int
    start: int
    end: int = 0
    text: str = ""


@dataclass(slots=True)
class Table:
    """A table that is being read, which began with the page's piece `start`."""

    element: Any  # an lxml element, which has no types
    start: int
    rows: list[list[Cell]] = field(default_factory=list)
    heads: int = 0  # rows in its thead
    nested: bool = False

    def begin_row(self, head: bool) -> None:
        """A row follows; `head`: in the table's thead."""
        self.heads += head and self.heads == len(self.rows)
        self.rows.append([])

    def begin_cell(self, element: Any, start: int) -> None:
        """A cell follows, whose first piece will be `start`."""
        if not self.rows:
            self.rows.append([])
        columns = min(_number(element.get("colspan")), _MOST_SPANNED)
        is_header = element.tag == "th" or _is_bold(element)
        self.rows[-1].append(Cell(is_header, columns, _number(element.get("rowspan")), start))

    def end_cell(self, end: int) -> None:
        """The cell has no more pieces."""
        self.rows[-1][-1].end = end


def closed(table: Table, pieces: Sequence[Piece]) -> list[Piece]:
    """What the table's pieces become, `pieces` being those of the page from `table.start` on.

    The same where it is no table of data; else what stands outside its cells and a single piece of its rows.
    """
    if not _is_data(table, pieces):
        return list(pieces)
    inside: set[int] = set()
    for cell in (cell for row in table.rows for cell in row):
        places = range(cell.start - table.start, cell.end - table.start)
        inside.update(places)
        cell.text = joined_lines(pieces[place].text for place in places)
    outside = [piece for place, piece in enumerate(pieces) if place not in inside]
    rows = [row for row in table.rows if any(cell.text for cell in row)]
    while _is_title(rows):
        outside.append(Piece("caption", next(cell.text for cell in rows.pop(0) if cell.text)))
    linked = sum(pieces[place].linked for place in inside)
    return [*outside, *_piece(rows, table.heads, linked)]


def _piece(rows: list[list[Cell]], heads: int, linked: int) -> Iterator[Piece]:
    if not rows:
        return
    room = _Room(sum(len(cell.text) for row in rows for cell in row))
    grid = _spread(rows, room)
    if any(cell.header for row in rows for cell in row):
        count = _heads(rows, heads)
    else:
        count = heads or _header_length(grid, list(_wide(rows)))
    names = joined_names(_spread(rows[:count], room, wide=True))
    grid[count:] = _spread(rows, room, wide=True)[count:]
    known = count > 0 and max(map(len, names)) <= _LONGEST_NAME
    if not known or not room.take(sum(map(len, names)) * (len(grid) - count)):
        count, names = 0, []
    yield Piece("table", rows=grid, header=count, names=names, linked=linked)


class _Room:
    """How many characters may still be repeated: a page must not grow without bound."""

    def __init__(self, length: int) -> None:
        self._left = _REPEATED * length + _ADDED_CHARACTERS

    def take(self, count: int) -> bool:
        """Whether there was room for so many, which is then taken."""
        if count > self._left:
            return False
        self._left -= count
        return True


def _is_data(table: Table, pieces: Sequence[Piece]) -> bool:
    cells = [cell for row in table.rows for cell in row]
    if not cells:
        return False
    parts = [pieces[cell.start - table.start : cell.end - table.start] for cell in cells]
    if any(piece.kind in ("code", "table") for part in parts for piece in part):
        return False
    if any(sum(len(piece.text) for piece in part) > _LONGEST_CELL for part in parts):
        return False
    if table.heads or any(cell.header for cell in cells):
        return True
    widths = {sum(cell.columns for cell in row) for row in table.rows}
    regular = len(table.rows) > 1 and len(widths) == 1
    plain = all(
        (len(part) <= 1 or (regular and cell.columns < max(widths) and _is_short(part)))
        and all(piece.kind in ("paragraph", "quote") for piece in part)
        for cell, part in zip(cells, parts, strict=True)
    )
    return plain and max(len(row) for row in table.rows) > 1


def _is_short(part: Sequence[Piece]) -> bool:
    return len(part) <= _MOST_PARTS and sum(len(piece.text) for piece in part) <= _LONGEST_PARTS


def _header_length(grid: Sequence[Sequence[str]], wide: Sequence[Wide]) -> int:
    """How many rows name the columns where no markup says so: some stand over values, or beside an empty
    corner.
    """
    return header_length(grid, wide) if not grid[0][0] or has_values_below(grid) else 0


def _is_title(rows: list[list[Cell]]) -> bool:
    """Whether the first row is a single header over all columns, which names the table."""
    if len(rows) < 2:
        return False
    filled = [cell for cell in rows[0] if cell.text]
    return len(filled) == 1 and filled[0].header and filled[0].columns > 1


def _heads(rows: list[list[Cell]], heads: int) -> int:
    """How many of the first rows name the columns."""
    count = 0
    for row in rows:
        if count >= heads and not all(cell.header for cell in row if cell.text):
            break
        count += 1
    if count == len(rows) and not heads:  # all are headers: the first row is one, if anything is
        return 1 if len(rows) > 1 and len(rows[0]) > 1 else 0
    return min(count, len(rows) - 1)


def _spread(rows: list[list[Cell]], room: _Room, *, wide: bool = False) -> list[list[str]]:
    """The cells' texts by row and column: one over several rows stands in each; `wide`: and each column, but
    for the name of a row.
    """
    grid: list[list[str]] = []
    width = max((sum(cell.columns for cell in row) for row in rows), default=0)
    below: dict[int, tuple[int, str]] = {}  # by column, for how many rows more a cell goes on, and its text
    for row in rows:
        below = {place: on for place, on in below.items() if on[0] > 0 and room.take(len(on[1]) + 1)}
        line = {place: text for place, (_, text) in below.items()}
        below = {place: (left - 1, text) for place, (left, text) in below.items()}
        column = 0
        for cell in row:
            while column in line:
                column += 1
            column = _place(
                cell, column, line, below, room, wide=wide and 0 < column and cell.columns < width
            )
        grid.append([line.get(place, "") for place in range(max(line, default=-1) + 1)])
    return grid


def _wide(rows: Sequence[Sequence[Cell]]) -> Iterator[Wide]:
    """The cells over several columns."""
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            if cell.columns > 1:
                yield number, column, column + cell.columns - 1
            column += cell.columns


def _place(
    cell: Cell,
    column: int,
    line: dict[int, str],
    below: dict[int, tuple[int, str]],
    room: _Room,
    *,
    wide: bool,
) -> int:
    """Puts a cell into a line; returns the column after it."""
    for place in range(column, column + cell.columns):
        first = place == column
        if not first and not room.take(len(cell.text) + 1):
            return place
        line[place] = cell.text if first or wide else ""
        if cell.rows > 1:
            below[place] = (cell.rows - 1, line[place])
    return column + cell.columns


def _number(value: str | None) -> int:
    digits = (value or "").strip()
    return max(1, int(digits)) if digits.isdecimal() and len(digits) < 6 else 1


def _is_bold(cell: Any) -> bool:
    """Whether all words of a cell are bold, and none is a value."""
    outermost = next(cell.iter("b", "strong"), None)
    words = beginning(cell).split() if outermost is not None else []
    is_value = any(char.isdecimal() for word in words for char in word)
    return bool(words) and not is_value and beginning(outermost).split() == words
