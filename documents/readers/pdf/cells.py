"""The cells of a table in a PDF, with their places."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from documents.readers.pdf.lines import Piece, continued, joined
from documents.readers.pdf.words import BULLET


class Cell(NamedTuple):
    """A cell's text and where it stands, in upright places."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    bold: bool


Row = list[Cell | None]


@dataclass(slots=True)
class Table:
    """Rows of as many cells each (None: empty), of which the first `header` name the columns.

    `names` are the columns' names where a cell of the header spans several; `title` stands over all of them.
    """

    rows: list[Row]
    header: int
    names: tuple[str, ...] = ()
    title: Cell | None = None

    @property
    def left(self) -> float:
        """Where its leftmost cell begins."""
        return min(cell.left for cell in self.cells())

    @property
    def right(self) -> float:
        """Where its rightmost cell ends."""
        return max(cell.right for cell in self.cells())

    @property
    def top(self) -> float:
        """Where its first row begins."""
        return min(cell.top for cell in self.cells())

    @property
    def bottom(self) -> float:
        """Where its last row ends."""
        return max(cell.bottom for cell in self.cells())

    def cells(self) -> Iterator[Cell]:
        """Those with text, row by row, the title too."""
        if self.title:
            yield self.title
        yield from (cell for row in self.rows for cell in row if cell)


def cell_of(lines: Iterable[Sequence[Piece]]) -> Cell | None:
    """One cell of these lines of text, words that were cut whole again; None where there are none."""
    parts: list[Piece] = []
    text, cut = "", False
    for line in lines:
        words = [word for piece in line for word in piece.words]
        text, cut = continued(text, joined(words), cut=cut), words[-1].cut
        parts += line
    if not parts:
        return None
    return Cell(
        text.removeprefix(f"{BULLET} ") if text.count(BULLET) == 1 else text,  # a mark alone is no list
        min(piece.left for piece in parts),
        min(piece.top for piece in parts),
        max(piece.right for piece in parts),
        max(piece.bottom for piece in parts),
        max(piece.size for piece in parts),
        all(piece.bold for piece in parts),
    )
