"""From rows of cells to tables as a person sees them: where one begins, and which row names its columns."""

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from documents.readers.writing import TextWriter, joined_names

Row = Sequence[str]

_VALUE = re.compile(r"[^A-Za-z\d]{0,20}\d[^A-Za-z]{0,60}[A-Za-z]{0,3}$")  # 12, £3.50, 2024-02-14, 13.30, 5 kg
_YEAR = re.compile(r"(?:19|20)\d\d(?:[/–-]\d{2,4})?$")
_LONGEST = 120  # characters of a column's name
_LOOKED_AT = 20  # rows below a header that are compared with it
_FEW = 0.5  # share of the usual width below which a row above the header is a title


def write_sheet(writer: TextWriter, rows: Sequence[Row]) -> None:
    """Writes the rows of a sheet or file: one table or several, with the lines that stand around them.

    The blocks have the numbers of rows and columns in the sheet.
    """
    for left, right in _side_by_side(rows):
        part = [[*[""] * left, *row[left:right]] for row in rows] if (left, right) != (0, None) else rows
        names: Row = ()
        for start, end in _regions(part):
            names = _write_region(writer, part[start:end], start, names)


def header_length(rows: Sequence[Row]) -> int:
    """How many of the first rows name the columns: 0, 1, or 2 where the first names groups of columns."""
    if len(rows) > 2 and _groups(*rows[:3]) and _names(rows[1], rows[2:], column_names(rows[:2])):
        return 2
    return int(len(rows) > 1 and _names(rows[0], rows[1:]))


def column_names(rows: Sequence[Row]) -> list[str]:
    """The names that the header's rows give the columns; a group's name holds up to the next group."""
    width = max(map(len, rows), default=0)
    wide = [[*row, *[""] * (width - len(row))] for row in rows]
    return joined_names([*map(_carried, wide[:-1]), *wide[-1:]])


def _carried(groups: Row) -> Row:
    carried: list[str] = []
    for cell in groups:
        carried.append(cell or (carried[-1] if carried else ""))
    return carried


def write_table(
    writer: TextWriter, rows: Sequence[Row], *, header: bool | None = None, first: int = 0
) -> Row:
    """Writes one table and returns its columns' names; `header`: whether it has them, where that is known."""
    length = header_length(rows) if header is not False else 0
    if header and len(rows) > 1:
        length = max(1, length)
    names = column_names(rows[:length])
    writer.table(rows, header=length, names=names, first=first)
    return names


def _write_region(writer: TextWriter, rows: Sequence[Row], first: int, names: Row) -> Row:
    """Writes what stands between empty rows; returns the names of columns that hold for what follows."""
    start = _first_row(rows)
    for row in rows[:start]:
        text = " ".join(cell for cell in row if cell)
        writer.caption(text) if start < len(rows) else writer.paragraph(text)
    body = rows[start:]
    if not body:
        return names
    if header_length(body) or not _continues(body, names):
        return write_table(writer, body, first=first + start)
    writer.table(body, header=0, names=names, first=first + start)
    return names


def _first_row(rows: Sequence[Row]) -> int:
    """How many lines stand over the table: those of one cell, and such as are much narrower than it."""
    widths = [_width(row) for row in rows[: _LOOKED_AT * 5]]
    usual = max(widths, default=0)
    for number, width in enumerate(widths):
        if width > 1 and (width >= _FEW * usual or _groups(*rows[number : number + 3])):
            return number
    return len(rows)


def _width(row: Row) -> int:
    return sum(1 for cell in row if cell)


def _continues(rows: Sequence[Row], names: Row) -> bool:
    """Whether rows below an empty one belong to the columns named above."""
    return all(column < len(names) and names[column] for column, cell in enumerate(rows[0]) if cell)


def _names(row: Row, below: Sequence[Row], whole: Row = ()) -> bool:
    """Whether a row looks like the names of columns, compared with those below it.

    `whole` are the columns' names with those of the groups over them, which may have the same names in each.
    """
    filled = [cell for cell in row if cell]
    different = {name for name in whole or row if name}
    looked = below[:_LOOKED_AT]
    if len(filled) < 2 or len(different) * 2 <= len(filled) or any(len(cell) > _LONGEST for cell in filled):
        return False
    if not row[0] and any(other[0] for other in looked if other):
        return True  # an empty corner
    if any(_repeated(column, cell, row, looked) for column, cell in enumerate(row) if cell):
        return False
    values = [column for column, cell in enumerate(row) if _VALUE.match(cell)]
    if not all(_is_year(column, row, looked) for column in values) or _is_list(row, below):
        return False
    # A year alone may as well be the value of a row "Built | 1912": as a name it stands over figures.
    return len(values) != 1 or all(_VALUE.match(cell) for cell in _under(values[0], looked))


def _repeated(column: int, cell: str, row: Row, below: Sequence[Row]) -> bool:
    """Whether a cell stands in its column again, in a row that does not repeat the header."""
    return any(column < len(other) and other[column] == cell and [*other] != [*row] for other in below)


def _is_year(column: int, row: Row, below: Sequence[Row]) -> bool:
    """Whether a number is a column's name: a year over what is none."""
    return bool(_YEAR.match(row[column])) and not all(map(_YEAR.match, _under(column, below)))


def _under(column: int, below: Sequence[Row]) -> list[str]:
    return [row[column] for row in below if column < len(row) and row[column]]


def _is_list(row: Row, below: Sequence[Row]) -> bool:
    """Whether the rows are pairs of a name with a colon and what it stands for."""
    return (
        _width(row) == 2 and row[0].endswith(":") and any(other and other[0].endswith(":") for other in below)
    )


def _groups(row: Row, below: Row = (), body: Row = ()) -> bool:
    """Whether a row names groups of the columns that the row below names."""
    spans = any(name and not group for group, name in zip_longest(row, below, fillvalue=""))
    if not body or not spans or _width(row) > _width(below) or any(map(_VALUE.match, below)):
        return False
    return any(_VALUE.match(cell) for cell in body) and _width(row) > 1


def _regions(rows: Sequence[Row]) -> list[tuple[int, int]]:
    """Where the parts of a sheet begin and end: after an empty row, if a title or header follows."""
    starts: list[int] = []
    empty = True
    for number, row in enumerate(rows):
        width = _width(row)
        if width and empty and (not starts or _begins(rows, number, width)):
            starts.append(number)
        empty = not width
    return list(pairwise([*starts, len(rows)]))


def _begins(rows: Sequence[Row], number: int, width: int) -> bool:
    below = rows[number + 1 : number + 1 + _LOOKED_AT]
    if width == 1:
        return True
    strict = any(_VALUE.match(cell) for row in below[:1] for cell in row) or not any(rows[number][:1])
    return strict and _names(rows[number], below)


def _side_by_side(rows: Sequence[Row]) -> list[tuple[int, int | None]]:
    """The columns of tables that stand side by side: an empty column between them, and not on one line."""
    tops: dict[int, int] = {}
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell and column not in tops:
                tops[column] = number
    starts = [0]
    blocks: list[list[int]] = []
    for column in sorted(tops):
        if blocks and column == blocks[-1][-1] + 1:
            blocks[-1].append(column)
        else:
            blocks.append([column])
    for before, block in pairwise(blocks):
        if len(block) > 1 and min(tops[column] for column in block) != min(tops[column] for column in before):
            starts.append(block[0])
    return list(zip(starts, [*starts[1:], None], strict=True))
