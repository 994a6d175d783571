"""The reading order of a page: which pieces of text stand in columns, which in the rows of a table.

A page is cut into bands by the white that goes across it. Bands that share white from top to bottom belong
together: their sides are columns of text, each read to its end, or columns of a table. The idea is that of
the recursive X-Y cut (Nagy and Seth 1984), with the bands put together before they are cut.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NamedTuple

from documents.readers.pdf_lines import Piece, Spans, joined, rows
from documents.readers.pdf_tables import Cell, Row, Table, cell_of, continued, has_header
from documents.readers.pdf_words import ASCENT, DESCENT, Word

_GUTTER = 0.5  # of the size of the text: the least white between columns
_MOST_GUTTERS = 30
_FAR = 4.0  # of the size: white across after which nothing goes on
_LOOSE = 2.0  # times the white between the rows above: what stands alone below more does not belong to them
_LOOSER = 1.25  # the same for what stands below all of them
_CLEAR = 1.1  # of the size: the least white between the columns of a table of two rows
_BROAD = 2.0  # of the size: the least white between two short blocks, such as addresses
_FEW = 2  # bands below columns that may be a piece of their own
_DEEPEST = 6  # columns in columns
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
_SETTLED = 8  # bands from which what they are is not asked anew at each
_NEAR = 3.0  # points: how exactly cells stand under each other
_TIGHT = 0.8  # of the usual way from row to row: a cell that comes sooner goes on with the one above


class Line(NamedTuple):
    """A line of text in upright places; `first` is the width of its first word, `second` where the next is.

    `start` and `end` are where the lines around it begin and end, `cut` says that its last word goes on.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    cut: bool
    first: float
    second: float
    start: float
    end: float


Atom = Piece | Table
Kind = Literal["plain", "columns", "table"]


def read_order(atoms: Sequence[Atom]) -> list[Line | Table]:
    """The lines and tables of a page as a person reads them."""
    sizes = sorted(piece.size for piece in _pieces(atoms))
    size = sizes[len(sizes) // 2] if sizes else 10.0
    return list(_read(atoms, size, 0))


def _pieces(atoms: Iterable[Atom]) -> Iterator[Piece]:
    return (atom for atom in atoms if isinstance(atom, Piece))


def line_of(words: Sequence[Word], piece: Piece, start: float, end: float) -> Line:
    """The line of these words, in lines that go from `start` to `end`; `piece` is its largest."""
    return Line(
        joined(words),
        min(word.left for word in words),
        max(word.right for word in words),
        piece.base,
        piece.size,
        all(word.bold for word in words),
        words[-1].cut,
        words[0].right - words[0].left,
        words[1 if len(words) > 1 else 0].left,
        start,
        end,
    )


@dataclass(slots=True)
class _Band:
    """What stands between two strips of white across the page."""

    atoms: list[Atom]
    top: float
    bottom: float
    spans: Spans


@dataclass(slots=True)
class _Run:
    """Bands that share white from top to bottom, or that have none (`gutters` is empty)."""

    size: float
    bands: list[_Band] = field(default_factory=list)
    gutters: list[tuple[float, float]] = field(default_factory=list)
    white: float = 0.0  # between its last two bands
    known: tuple[int, Kind] = (0, "plain")

    def atoms(self) -> list[Atom]:
        return [atom for band in self.bands for atom in band.atoms]

    def takes(self, band: _Band) -> bool:
        """Whether the band goes on with this run."""
        if not self.bands or not self.gutters:
            return not self.bands or not band.spans.gaps(_GUTTER * self.size)
        white = band.top - self.bands[-1].bottom
        shared = self._shared(band)
        if not shared or white > _FAR * self.size:
            return False
        changes = len(shared) < len(self.gutters)
        side = _side(band, self.gutters)
        apart = side is not None and (
            self._differs(band, side) or white > max(self.size, _LOOSE * self.white)
        )
        return not (changes or apart) or self.kind() != "table"

    def add(self, band: _Band) -> None:
        if self.bands:
            self.white = band.top - self.bands[-1].bottom
            self.gutters = self._shared(band) if self.gutters else []
        else:
            gaps = band.spans.gaps(_GUTTER * self.size)
            widest = sorted(gaps, key=lambda gap: gap[0] - gap[1])[:_MOST_GUTTERS]
            self.gutters = sorted(widest)
        self.bands.append(band)

    def kind(self) -> Kind:
        """What its bands are."""
        asked, kind = self.known
        if len(self.bands) >= _SETTLED and len(self.bands) < 1.3 * asked:
            return kind
        self.known = (len(self.bands), _kind(self.atoms(), self.size) if self.gutters else "plain")
        return self.known[1]

    def trimmed(self) -> list["_Run"]:
        """The run without what only stands below it, and that."""
        last = len(self.bands)
        while self.gutters and last > 1 and _side(self.bands[last - 1], self.gutters) is not None:
            last -= 1
        whites = [after.top - before.bottom for before, after in pairwise(self.bands)]
        usual = min(whites[: last - 1], default=0.0)
        table = self.kind() == "table"
        loose = _LOOSE if len(self.bands) - last <= _FEW else _FAR  # a column's own end is not torn off
        for number in range(last, len(self.bands)):
            band = self.bands[number]
            side = _side(band, self.gutters)
            most = _LOOSER * usual + 1.0 if table else loose * self.size
            if whites[number - 1] > most or (table and side is not None and self._differs(band, side)):
                rest = _Run(self.size, self.bands[number:])
                return [_Run(self.size, self.bands[:number], self.gutters), rest]
        return [self]

    def _shared(self, band: _Band) -> list[tuple[float, float]]:
        free = (band.spans.free(*gutter) for gutter in self.gutters)
        return [(start, end) for start, end in free if end - start >= _GUTTER * self.size]

    def _differs(self, band: _Band, side: int) -> bool:
        """Whether a band on one side of the gutters is set in another way than what stands on that side."""
        above, below = self.bands[0].atoms[0], band.atoms[0]
        if not (isinstance(above, Piece) and isinstance(below, Piece)):
            return True
        if abs(above.size - below.size) > 0.1 * above.size or (below.bold and not above.bold):
            return True
        ends = [end for _, end in self.gutters]
        others = [
            atom
            for other in (self.bands[0], self.bands[min(1, len(self.bands) - 1)], self.bands[-1])
            for atom in other.atoms
            if other is not band and bisect_right(ends, (atom.left + atom.right) / 2) == side
        ]
        return bool(others) and not any(is_under(other, below) for other in others)


def is_under(one: Atom, other: Atom) -> bool:
    """Whether two things begin, end or have their middle at one place."""
    left, right = abs(one.left - other.left), abs(one.right - other.right)
    return min(left, right, abs(one.left + one.right - other.left - other.right) / 2) < _NEAR


def _side(band: _Band, gutters: Sequence[tuple[float, float]]) -> int | None:
    """The side of the gutters that all of a band stands on; None where it stands on several."""
    ends = [end for _, end in gutters]
    sides = {bisect_right(ends, (atom.left + atom.right) / 2) for atom in band.atoms}
    return sides.pop() if len(sides) == 1 else None


def _read(atoms: Sequence[Atom], size: float, depth: int) -> Iterator[Line | Table]:
    runs = list(_runs(atoms, size))
    found = [
        (run, "plain" if number and _is_stretched(run, runs[number - 1]) else run.kind())
        for number, run in enumerate(runs)
    ]
    plain = [piece for run, kind in found if kind == "plain" for piece in run.atoms()]
    start, end = min((one.left for one in plain), default=0.0), max((one.right for one in plain), default=0.0)
    for run, kind in found:
        if kind == "table":
            yield _table(run.atoms(), size)
        elif kind == "columns" and depth < _DEEPEST:
            for column in _columns(run.atoms(), size):
                yield from _read(column, size, depth + 1)
        else:
            yield from _lines(run.atoms(), start, end)


def _is_stretched(run: _Run, above: _Run) -> bool:
    """Whether a run is text set to the width of the line above it, its blanks by chance below each other."""
    if not run.gutters or above.gutters:
        return False
    line, first = above.bands[-1], run.bands[0]
    left, right = line.spans.starts[0], line.spans.ends[-1]
    inside = [after.top - before.bottom for before, after in pairwise(run.bands)]
    return first.top - line.bottom < 1.0 + max(inside, default=0.0) and all(
        abs(band.spans.starts[0] - left) < 1.0 and abs(band.spans.ends[-1] - right) < 1.0
        for band in run.bands
    )


def _lines(atoms: Sequence[Atom], start: float, end: float) -> Iterator[Line | Table]:
    """Lines and tables from the top down."""
    tables = [atom for atom in atoms if isinstance(atom, Table)]
    lines: list[Line | Table] = [
        line_of(
            [word for piece in row for word in piece.words], max(row, key=lambda one: one.size), start, end
        )
        for row in rows(_pieces(atoms))
    ]
    yield from sorted([*tables, *lines], key=lambda one: one.top if isinstance(one, Table) else one.base)


def _runs(atoms: Sequence[Atom], size: float) -> Iterator[_Run]:
    run = _Run(size)
    for band in _bands(atoms):
        if not run.takes(band):
            yield from run.trimmed()
            run = _Run(size)
        run.add(band)
    if run.bands:
        yield from run.trimmed()


def _bands(atoms: Sequence[Atom]) -> Iterator[_Band]:
    group: list[Atom] = []
    bottom = 0.0
    for atom in sorted(atoms, key=lambda one: one.top):
        if group and atom.top > bottom:
            yield _band(group, bottom)
            group = []
        bottom = max(bottom, atom.bottom) if group else atom.bottom
        group.append(atom)
    if group:
        yield _band(group, bottom)


def _band(atoms: list[Atom], bottom: float) -> _Band:
    return _Band(atoms, atoms[0].top, bottom, Spans.of((atom.left, atom.right) for atom in atoms))


# What stands side by side


def _columns(atoms: Iterable[Atom], size: float) -> list[list[Atom]]:
    """The atoms by the white that goes down between all of them, from the left."""
    found = list(atoms)
    gaps = Spans.of((atom.left, atom.right) for atom in found).gaps(_GUTTER * size)
    ends = [end for _, end in gaps]
    columns: list[list[Atom]] = [[] for _ in range(len(ends) + 1)]
    for atom in found:
        columns[bisect_right(ends, atom.left + 0.01)].append(atom)
    return columns


def _white(columns: Sequence[Sequence[Atom]]) -> list[tuple[float, float]]:
    """From where to where there is nothing between each two columns."""
    return [
        (max(atom.right for atom in before), min(atom.left for atom in after))
        for before, after in pairwise(columns)
    ]


def _kind(atoms: list[Atom], size: float) -> Kind:
    columns = _columns(atoms, size)
    if len(columns) < 2:
        return "plain"
    few = len(columns) <= _MOST_COLUMNS
    if not all(isinstance(atom, Piece) for atom in atoms):
        return "columns" if few else "plain"
    lines = [list(rows(_pieces(column))) for column in columns]
    flowing = [_flowing(column) for column in lines]
    prose = sum(_is_prose(*pair) for pair in zip(lines, flowing, strict=True))
    level = [row for row in _table_rows(columns) if sum(map(bool, row)) > 1]
    shared = len(level) / min(len(column) for column in lines)
    long = sum(len(column) >= _LINES for column in lines)
    ended = (prose == long and prose > 1) or len(level) < _ENDED * max(map(len, lines))
    if few and ((prose and (ended or shared < _LEVEL)) or _torn(level, set().union(*flowing))):
        return "columns"
    white = min(after - before for before, after in _white(columns))
    enough = 2 if len(columns) > 2 and white > _CLEAR * size else 3
    if len(level) >= enough and shared >= _MOSTLY and all(map(_in_line, columns[1:])):
        return "table"
    blocks = all(len(column) > 1 and _in_line(columns[number]) for number, column in enumerate(lines))
    return "columns" if blocks and few and len(level) < 3 and white > _BROAD * size else "plain"


def _flowing(lines: Sequence[Sequence[Piece]]) -> set[int]:
    """The pieces (by `id`) that begin a line which goes on with the one above it, as running text does."""
    left = min(line[0].left for line in lines)
    width = max(line[-1].right for line in lines) - left
    return {
        id(line[0])
        for above, line in pairwise(lines)
        if not (line[0].words[0].text[0].isupper() or line[0].words[0].text[0].isdigit())
        and sum(len(piece.words) for piece in above) >= _WORDS
        and above[-1].right - above[0].left >= _FULL * width
        and above[-1].words[-1].text[-1] not in ".!?:;"
    }


def _torn(level: Sequence[Sequence[Sequence[Piece]]], flowing: set[int]) -> bool:
    """Whether lines go on from above beside others that begin anew: text in columns, not rows of cells."""
    torn = sum(len({id(cell[0]) in flowing for cell in row if cell}) > 1 for row in level)
    return torn >= max(2, _TORN * len(level))


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
    return max(map(_together, places)) >= _MOSTLY * len(column)


def _together(places: list[float]) -> int:
    """How many of the places are near each other at most."""
    places = sorted(places)
    best = first = 0
    for last, place in enumerate(places):
        while place - places[first] > _NEAR:
            first += 1
        best = max(best, last - first + 1)
    return best


# Tables without lines


def _table_rows(columns: Sequence[Sequence[Atom]]) -> list[list[list[Piece]]]:
    """The pieces by line and column."""
    place = {id(atom): number for number, column in enumerate(columns) for atom in column}
    found = []
    for line in rows(piece for column in columns for piece in _pieces(column)):
        cells: list[list[Piece]] = [[] for _ in columns]
        for piece in line:
            cells[place[id(piece)]].append(piece)
        found.append(cells)
    return found


def _table(atoms: list[Atom], size: float) -> Table:
    columns = _columns(atoms, size)
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
    found: list[Row] = []
    for number, line in enumerate(lines):
        row = [cell_of([cell] if cell else []) for cell in line]
        way = bases[number] - bases[number - 1] if number else 0.0
        tight = way < _TIGHT * usual and not all(row)
        if found and (tight or (way < _FAR * size and _is_rest(line, lines[number - 1], ends))):
            found[-1] = [_put(above, below) for above, below in zip(found[-1], row, strict=True)]
        else:
            found.append(row)
    return Table(found, int(has_header(found, ruled=False)))


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


def _put(above: Cell | None, below: Cell | None) -> Cell | None:
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


def line_box(line: Line) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a line."""
    return line.left, line.base - ASCENT * line.size, line.right, line.base + DESCENT * line.size
