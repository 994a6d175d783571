"""Which rows of a table in a PDF name its columns: one, or two where names of groups stand over them."""

import re
from collections.abc import Sequence

from documents.readers.pdf.cells import Cell, Row, Table
from documents.readers.tables import are_properties, column_names, header_length

_VALUE = re.compile(r"[\W\d]{0,12}\d[\d.,:/\s%€$£-]{0,30}\w{0,6}")  # "£3.50", "12 kg", "3:40"
_MONEY = frozenset("£€$")
_BARE = 10.0  # points that the names of groups must fit better for each column that is left without one
_FAR_FROM_MIDDLE = 20.0  # points: how far a group's name may be from the middle of its columns


def with_header(rows: list[Row], *, ruled: bool, title: Cell | None = None) -> Table:
    """The table of these rows with the names of its columns, which two rows may give: groups over names.

    `ruled`: lines tell which cell is in which column, so that where the groups stand in them says nothing.
    """
    if header_length(_texts(rows)) == 2:
        names = tuple(column_names(_texts(rows[:2])))
        groups = [cell for cell in rows[0] if cell]
        return (not ruled and grouped(groups, rows[1:])) or Table(rows, 2, names, title)
    return Table(rows, int(_has_header(rows, ruled=ruled)), title=title)


def grouped(groups: Sequence[Cell], rows: list[Row]) -> Table | None:
    """The table of rows, of which the first names the columns, with a line over it that names groups of them.

    None where a group stands over no column.
    """
    second = next((name for name in rows[0][1:] if name), None)
    corner = groups[0] if second and groups[0].right < second.left else None
    groups = groups[1:] if corner else groups
    starts = _starts(groups, rows[0])
    if not groups or len(starts) != len(groups):
        return None
    first: Row = [corner, *[None] * (len(rows[0]) - 1)]
    for start, group in zip(starts, groups, strict=True):
        first[start] = group
    whole = [first, *rows]
    return Table(whole, 2, tuple(column_names(_texts(whole[:2]))))


def _texts(rows: Sequence[Row]) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in rows]


def _starts(groups: Sequence[Cell], names: Row) -> tuple[int, ...]:
    """The first column of each group; empty where none of the ways in which groups are set fits.

    A group's name begins or ends with its columns or stands over their middle. Where a column begins and ends
    is told by its name, which may be at its left, at its right or in its middle.
    """
    first = next((column for column, name in enumerate(names) if column and name), len(names))
    cells = [cell for cell in names[first:] if cell]
    if len(cells) < len(names) - first or not cells:
        return ()
    lefts, rights = [cell.left for cell in cells], [cell.right for cell in cells]
    step = (rights[-1] - lefts[0]) / len(cells)
    begin, end = [group.left for group in groups], [group.right for group in groups]
    middle = [(group.left + group.right) / 2 for group in groups]
    ways = (
        (begin, 1.0, lefts, lefts),
        (end, 1.0, rights, rights),
        (end, 0.0, rights, rights),
        (middle, 0.5, lefts, rights),
        (middle, 0.5, lefts, [*lefts[1:], lefts[-1] + step]),
        (middle, 0.5, [rights[0] - step, *rights[:-1]], rights),
    )
    fits = [tiled for way in ways if (tiled := _tiled(*way))]
    distance, starts = min(fits, default=(0.0, ()))
    return tuple(first + start for start in starts) if distance < _FAR_FROM_MIDDLE * len(groups) else ()


def _tiled(
    places: Sequence[float], share: float, froms: Sequence[float], tos: Sequence[float]
) -> tuple[float, tuple[int, ...]] | None:
    """How far off the places of groups are at best, and where then each begins: the last ends with the last.

    A place is `share` of where the first column begins, and the rest of it where the last one ends. Columns
    at the left may be in no group. The best way is found group by group, from the right.
    """
    best: dict[int, tuple[float, tuple[int, ...]]] = {len(froms): (0.0, ())}
    for place in reversed(places):
        best = {
            start: min(
                (distance + abs(share * left + (1 - share) * tos[end - 1] - place), (start, *starts))
                for end, (distance, starts) in best.items()
                if end > start
            )
            for start, left in enumerate(froms)
            if max(best) > start
        }
        if not best:
            return None
    return min((distance + _BARE * starts[0], starts) for distance, starts in best.values())


def _has_header(table: Sequence[Row], *, ruled: bool) -> bool:
    """Whether the first row names the columns: it alone is bold, or words stand above values."""
    if len(table) < 2:
        return False
    first, body = table[0], table[1:]
    names = [cell for cell in first if cell]
    if len(names) < 2 or len(names) < len(first) - 1:
        return False
    if all(cell.bold for cell in names):
        return not all(cell.bold for row in body for cell in row if cell)
    texts = _texts(table)
    if are_properties(texts[0], texts[1:]):
        return False
    values = [cell.text for cell in names if _VALUE.fullmatch(cell.text)]
    if len(values) == 1 or len(set(map(_unit, values))) > 1:
        return False  # "Energy | 250 kcal" is a row as those below it
    if any(_is_like(name, [row[column] for row in body]) for column, name in enumerate(first) if name):
        return False
    below = [cell for row in body for cell in row[1:] if cell]
    return ruled or len(first) > 2 or all(_VALUE.fullmatch(cell.text) for cell in below)


def _is_like(name: Cell, column: Sequence[Cell | None]) -> bool:
    """Whether a cell of the first row is a value such as those below it.

    "40 mg" above "15 %" and "0.04" is a name, as is "2024" above "£4,310"; not above values of several units,
    as "400 W" above "12 kg" and "62 dB", and money names nothing.
    """
    if not _VALUE.fullmatch(name.text):
        return False
    own, units = (
        _unit(name.text),
        {_unit(cell.text) for cell in column if cell and _VALUE.fullmatch(cell.text)},
    )
    return not units or own in units or len(units - {""}) > 1 or not _MONEY.isdisjoint(own)


def _unit(value: str) -> str:
    """What stands around the digits of a value: "15 %" has "%", "£4.50" has "£"."""
    return "".join(letter for letter in value if letter.isalpha() or letter in "%€$£")
