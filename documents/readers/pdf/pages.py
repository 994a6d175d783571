"""The pages of a PDF: what stands on each, in reading order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import tee
from typing import Any

from documents.readers.ocr.scanned import Scans
from documents.readers.pdf.cells import Cell, Table
from documents.readers.pdf.furniture import Content, separate_furniture
from documents.readers.pdf.layout import read_order
from documents.readers.pdf.lines import Line, line_box, pieces
from documents.readers.pdf.tables import barred, ruled
from documents.readers.pdf.words import Layer, Word, layers, on_page, upright
from documents.types import Box

_Area = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of a page that is shown, in its own points, and by how many quarters it is turned."""

    left: float
    bottom: float
    right: float
    top: float
    turned: int

    def box(self, turn: int, area: _Area) -> Box:
        """The box of an upright area (left, top, right, bottom) on the page as it is shown."""
        return self.scaled(on_page(turn, *area))

    def scaled(self, box: Box) -> Box:
        """A box of the page's own points as it is shown, from its lower left corner, in tenths."""
        left, bottom = box[0] - self.left, box[1] - self.bottom
        right, top = box[2] - self.left, box[3] - self.bottom
        width, height = self.right - self.left, self.top - self.bottom
        corners = (
            (left, bottom, right, top),
            (bottom, width - right, top, width - left),
            (width - right, height - top, width - left, height - bottom),
            (height - top, left, height - bottom, right),
        )[self.turned]
        return (round(corners[0], 1), round(corners[1], 1), round(corners[2], 1), round(corners[3], 1))


Page = tuple[Frame, list[Content]]
NOWHERE = Frame(0.0, 0.0, 0.0, 0.0, 0)  # of a page that cannot be opened


@dataclass(slots=True)
class Stretch:
    """Lines and tables that go one way, in reading order; `turn` counts quarters against the clock."""

    turn: int
    content: list[Line | Table]


@dataclass(slots=True)
class Sheet:
    """A page: what is on it in reading order, its running header and footer apart."""

    frame: Frame
    body: list[Stretch] = field(default_factory=list)
    head: list[Line] = field(default_factory=list)
    foot: list[Line] = field(default_factory=list)

    @property
    def turn(self) -> int:
        """The way that most of its text goes, the header and footer too."""
        return self.body[0].turn if self.body else 0

    @property
    def is_empty(self) -> bool:
        """Whether it has no text."""
        return not (self.body or self.head or self.foot)


def sheets(pdf: Any, scans: Scans) -> Iterator[Sheet]:  # Any: pypdfium2 has no types
    """All pages; one that PDFium does not find, or cannot read, is empty."""
    return arranged((_page(pdf, number, scans) for number in range(len(pdf))), len(pdf))


def arranged(pages: Iterable[Page], count: int) -> Iterator[Sheet]:
    """The pages (`count` in all) with what stands on them in reading order."""
    framed, filled = tee(pages)
    contents = separate_furniture((content for _, content in filled), count)
    for (frame, _), content in zip(framed, contents, strict=True):
        stretches = [Stretch(turned.turn, read_order([*turned.tables, *turned.pieces])) for turned in content]
        sheet = Sheet(frame, stretches)
        if content:
            sheet.head, sheet.foot = content[0].head, content[0].foot
        yield sheet


def contents(layers: Iterable[Layer], area: Box) -> list[Content]:
    """What stands on a page that has these layers and shows this area, in its own points."""
    contents = []
    for layer in layers:
        tables, words = ruled(layer)
        more, words = barred(layer, words, partial(_tables, tables, words))
        tables = [*tables, *more]
        ends = upright(layer.turn, *area[:2])[1], upright(layer.turn, *area[2:])[1]
        contents.append(Content(layer.turn, min(ends), max(ends), tables, pieces(words)))
    return contents


def _tables(tables: Sequence[Table], words: Sequence[Word]) -> Iterator[Table]:
    """All tables of a page: those given, and those that white alone makes of the words."""
    return (part for part in read_order([*tables, *pieces(words)]) if isinstance(part, Table))


def _page(pdf: Any, number: int, scans: Scans) -> Page:
    import pypdfium2

    try:
        page = pdf[number]
    except pypdfium2.PdfiumError:
        return NOWHERE, []
    try:
        left, bottom, right, top = page.get_cropbox()
        frame = Frame(left, bottom, right, top, page.get_rotation() // 90 % 4)
        content = scans.layers(page, number + 1, layers(page))
        return frame, contents(content, (left, bottom, right, top))
    finally:
        page.close()


def boxes(sheet: Sheet, turn: int, lines: list[Line]) -> tuple[Box, ...]:
    """The boxes of lines, those that follow each other in one column together."""
    areas: list[_Area] = []
    base = 0.0
    for line in lines:
        left, top, right, bottom = line_box(line)
        if areas and 0 <= line.base - base < 4 * line.size:
            area = areas[-1]
            areas[-1] = (min(area[0], left), min(area[1], top), max(area[2], right), max(area[3], bottom))
        else:
            areas.append((left, top, right, bottom))
        base = line.base
    return tuple(sheet.frame.box(turn, area) for area in areas)


def cell_box(sheet: Sheet, turn: int, cell: Cell) -> tuple[Box, ...]:
    """The box of a cell's text."""
    return (sheet.frame.box(turn, (cell.left, cell.top, cell.right, cell.bottom)),)
