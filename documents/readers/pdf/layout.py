"""The reading order of a page: which pieces of text stand in columns, which in the rows of a table.

A page is cut into bands by the white that goes across it. Bands that share white from top to bottom belong
together: their sides are columns of text, each read to its end, or columns of a table. The idea is that of
the recursive X-Y cut (Nagy and Seth 1984), with the bands put together before they are cut.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from documents.readers.pdf.cells import Table, cell_of
from documents.readers.pdf.header_rows import grouped
from documents.readers.pdf.lines import Line, Piece, Spans, line_of, rows
from documents.readers.pdf.sides import (
    FAR_ACROSS,
    GUTTER,
    Atom,
    Kind,
    columns_of,
    is_under,
    kind_of,
    table_of,
    texts,
)
from documents.readers.pdf.words import BULLET

_MOST_GUTTERS = 30  # of a band, the widest
_LOOSE = 2.0  # times the white between the rows above: what stands alone below more does not belong to them
_LOOSER = 1.25  # the same for what stands below all of them
_GROUPED = 4  # lines of a table from which the first may name groups of its columns
_NEAR_END = 0.85  # of the width of text: a line that goes so far may have been wrapped
_ENDED = (".", "!", "?", ":", ";")
_FEW_BANDS = 2  # bands below columns that may be a piece of their own
_DEEPEST = 6  # columns in columns
_SETTLED = 8  # bands from which what they are is not asked anew at each


def read_order(atoms: Sequence[Atom]) -> list[Line | Table]:
    """The lines and tables of a page as a person reads them."""
    sizes = sorted(piece.size for piece in texts(atoms))
    size = sizes[len(sizes) // 2] if sizes else 10.0
    return list(_read(atoms, size, 0))


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
            return not self.bands or not band.spans.gaps(GUTTER * self.size)
        white = band.top - self.bands[-1].bottom
        shared = self._shared(band)
        if not shared or white > FAR_ACROSS * self.size:
            return False
        changes = len(shared) < len(self.gutters)
        side = _side(band, self.gutters)
        differs = side is not None and self._differs(band, side)
        apart = differs or (side is not None and white > max(self.size, _LOOSE * self.white))
        kind = self.kind()
        return not (changes or apart) if kind == "table" else not (differs and kind == "lists")

    def add(self, band: _Band) -> None:
        if self.bands:
            self.white = band.top - self.bands[-1].bottom
            self.gutters = self._shared(band) if self.gutters else []
        else:
            gaps = band.spans.gaps(GUTTER * self.size)
            widest = sorted(gaps, key=lambda gap: gap[0] - gap[1])[:_MOST_GUTTERS]
            self.gutters = sorted(widest)
        self.bands.append(band)

    def kind(self) -> Kind:
        """What its bands are."""
        before, kind = self.known
        if len(self.bands) >= _SETTLED and len(self.bands) < 1.3 * before:
            return kind
        self.known = (len(self.bands), kind_of(self.atoms(), self.size) if self.gutters else "plain")
        return self.known[1]

    def trimmed(self) -> list["_Run"]:
        """The run without what only stands below it, and that."""
        last = len(self.bands)
        while self.gutters and last > 1 and _side(self.bands[last - 1], self.gutters) is not None:
            last -= 1
        whites = [after.top - before.bottom for before, after in pairwise(self.bands)]
        usual = min(whites[: last - 1], default=0.0)
        table, closed = self.kind() == "table", self.kind() in ("table", "lists")
        # A column's own end is not torn off.
        loose = _LOOSE if len(self.bands) - last <= _FEW_BANDS else FAR_ACROSS
        for number in range(last, len(self.bands)):
            band = self.bands[number]
            side = _side(band, self.gutters)
            most = _LOOSER * usual + 1.0 if table else loose * self.size
            if whites[number - 1] > most or (closed and side is not None and self._differs(band, side)):
                rest = _Run(self.size, self.bands[number:])
                return [_Run(self.size, self.bands[:number], self.gutters), rest]
        return [self]

    def _shared(self, band: _Band) -> list[tuple[float, float]]:
        free = (band.spans.free(*gutter) for gutter in self.gutters)
        return [(start, end) for start, end in free if end - start >= GUTTER * self.size]

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


def _side(band: _Band, gutters: Sequence[tuple[float, float]]) -> int | None:
    """The side of the gutters that all of a band stands on; None where it stands on several."""
    ends = [end for _, end in gutters]
    sides = {bisect_right(ends, (atom.left + atom.right) / 2) for atom in band.atoms}
    return sides.pop() if len(sides) == 1 else None


def _read(atoms: Sequence[Atom], size: float, depth: int) -> Iterator[Line | Table]:
    runs = _with_tops(list(_runs(atoms, size)))
    kinds = [
        (run, "plain" if number and _is_stretched(run, runs[number - 1]) else run.kind())
        for number, run in enumerate(runs)
    ]
    start, end = _edges([atom for run, kind in kinds if kind == "plain" for atom in run.atoms()])
    for run, kind in kinds:
        if kind == "table":
            yield table_of(run.atoms(), size)
        elif kind not in ("columns", "lists") and (wider := _grouped(run)):
            yield wider
        elif kind in ("columns", "lists") and depth < _DEEPEST:
            for column in columns_of(run.atoms(), size):
                yield from _read(column, size, depth + 1)
        else:
            yield from _lines(run.atoms(), start, end)


def _with_tops(runs: list[_Run]) -> list[_Run]:
    """The runs, each column's first lines with it where it begins higher than the columns beside it."""
    for above, run in pairwise(runs):
        if above.gutters or not run.gutters or run.kind() != "columns":
            continue
        while len(above.bands) > 1 and _is_top(above.bands[-1], run):
            run.bands.insert(0, above.bands.pop())
    return runs


def _is_top(band: _Band, run: _Run) -> bool:
    """Whether the line goes on right below it, in one column of the run."""
    side = _side(band, run.gutters)
    if (
        side is None
        or len(band.atoms) != 1
        or any(start < band.atoms[0].right and end > band.atoms[0].left for start, end in run.gutters)
    ):
        return False
    ends = [end for _, end in run.gutters]
    column = [atom for atom in run.atoms() if bisect_right(ends, (atom.left + atom.right) / 2) == side]
    first, line = min(column, key=lambda atom: atom.top), band.atoms[0]
    if not (isinstance(first, Piece) and isinstance(line, Piece)):
        return False
    like = abs(first.left - line.left) < 1.0 and abs(first.size - line.size) < 1.0 and first.bold == line.bold
    return like and first.top - line.bottom < line.size


def _edges(plain: Sequence[Atom]) -> tuple[float, float]:
    """Where lines of text begin and end. Where none is wrapped at the text's own end, a table tells it."""
    text = sorted(texts(plain), key=lambda piece: piece.base)
    start = min((piece.left for piece in text), default=0.0)
    end = max((piece.right for piece in text), default=0.0)
    if len(text) < len(plain) and not any(
        _goes_on(before, piece, _NEAR_END * (end - start) + start) for before, piece in pairwise(text)
    ):
        start = min((atom.left for atom in plain), default=0.0)
        end = max((atom.right for atom in plain), default=0.0)
    return start, end


def _goes_on(before: Piece, piece: Piece, near: float) -> bool:
    """Whether a line that ends beyond `near` goes on in the one below it, in small letters."""
    last, first = before.words[-1].text, piece.words[0].text
    return before.right > near and not last.endswith(_ENDED) and first[:1].islower()


def _grouped(run: _Run) -> Table | None:
    """The table of a run whose first line names groups of columns, over the white between them."""
    first = list(texts(run.bands[0].atoms))
    if not 1 < len(first) == len(run.bands[0].atoms) or len(run.bands) < _GROUPED:
        return None
    below = _Run(run.size)
    for band in run.bands[1:]:
        below.add(band)
    if len(below.gutters) <= len(run.gutters) or below.kind() != "table":
        return None
    table = table_of(below.atoms(), run.size)
    groups = [cell for piece in first if (cell := cell_of([[piece]]))]
    return grouped(groups, table.rows) if table.header == 1 and len(groups) < len(table.rows[0]) else None


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
        line_of(row, max(row, key=lambda piece: piece.size), start, end)
        for row in _at_bullets(rows(texts(atoms)))
    ]
    yield from sorted([*tables, *lines], key=lambda part: part.top if isinstance(part, Table) else part.base)


def _at_bullets(rows: Iterable[list[Piece]]) -> Iterator[list[Piece]]:
    """The rows, parted before drawn bullets: each begins an item of a list of its own."""
    for row in rows:
        begins = [place for place, piece in enumerate(row) if place and piece.words[0].text == BULLET]
        for start, end in pairwise([0, *begins, len(row)]):
            yield row[start:end]


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
    for atom in sorted(atoms, key=lambda atom: atom.top):
        if group and atom.top > bottom:
            yield _band(group, bottom)
            group = []
        bottom = max(bottom, atom.bottom) if group else atom.bottom
        group.append(atom)
    if group:
        yield _band(group, bottom)


def _band(atoms: list[Atom], bottom: float) -> _Band:
    return _Band(atoms, atoms[0].top, bottom, Spans.of((atom.left, atom.right) for atom in atoms))
