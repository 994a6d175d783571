"""A web page's pieces of text, each with what it is, as they are found and as they are written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from documents.readers.typed_lists import typed_items
from documents.readers.writing import CELL, TextWriter

PieceKind = Literal["heading", "paragraph", "item", "table", "caption", "code", "quote"]
Rows = Sequence[Sequence[str]]


@dataclass(slots=True)
class Piece:
    """A block of a page. `level` is that of a heading, the depth of an item or quote; `first` begins a list
    of its own. `rows` are a table's, the first `header` of them name its columns, as `names` says.

    `inside` are the containers that it stands in, by their numbers, outermost first; the first `article` of
    them end with an article, if any, and `main` says that one is the page's main part. `linked` counts the
    characters that are links; `around` says that the markup puts it beside the text (a menu, a banner),
    `control` that it is for pressing or filling in, `furniture` that it is not main text.
    """

    kind: PieceKind
    text: str = ""
    level: int = 1
    number: str = ""
    first: bool = False
    rows: Rows = ()
    header: int = 0
    names: Sequence[str] = ()
    inside: tuple[int, ...] = ()
    article: int = 0
    main: bool = False
    linked: int = 0
    around: bool = False
    control: bool = False
    furniture: bool = False

    def words(self) -> str:
        """All its words, a table's cell by cell."""
        return " ".join(cell for row in self.rows for cell in row) if self.rows else self.text


def with_typed_lists(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces; paragraphs that begin with marks typed by hand are items."""
    plain = [piece.text if piece.kind == "paragraph" and not piece.control else None for piece in pieces]
    marks = typed_items(plain)
    written = [*pieces]
    for place, mark in marks.items():
        text, first = pieces[place].text[mark.end :], place - 1 not in marks
        written[place] = replace(pieces[place], kind="item", text=text, number=mark.number, first=first)
    return written


def write_pieces(writer: TextWriter, pieces: list[Piece]) -> None:
    """Writes the pieces in their order; the list is empty afterwards, so that they take no room twice."""
    pieces.reverse()
    while pieces:
        piece = pieces.pop()
        with writer.furniture(when=piece.furniture):
            _write(writer, piece)


def _write(writer: TextWriter, piece: Piece) -> None:
    match piece.kind:
        case "heading":
            writer.heading(piece.level, piece.text)
        case "item":
            writer.item(piece.text, depth=piece.level, number=piece.number, first=piece.first)
        case "table":
            writer.table(piece.rows, header=piece.header, names=piece.names)
        case "caption":
            writer.caption(piece.text)
        case "code":
            writer.code(piece.text)
        case "quote":
            writer.quote(piece.text, depth=piece.level)
        case _:
            writer.paragraph(piece.text)


def quoted(piece: Piece, depth: int) -> list[Piece]:
    """A piece as what it is inside a quotation: a list stays one, a table's rows become lines."""
    if piece.kind == "table":
        lines = [CELL.join(row).strip() for row in piece.rows]
        line_of = replace(piece, kind="quote", level=depth, rows=(), header=0, names=(), linked=0)
        return [replace(line_of, text=line) for line in lines if line]
    if piece.kind == "item":
        return [piece]
    return [replace(piece, kind="quote", level=depth, control=False)]
