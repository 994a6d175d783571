"""The small language in which the documents are described, and what must be found in a file made of one.

A description begins with `title: ...` and `date: ...`; then, parted by empty lines, come headings
("## Words"), paragraphs, lists ("- words" or "1. words", two or three blanks before an inner one) and tables
("| a | b |", rows of names "|= a | b |").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

_ITEM = re.compile(r"( *)(-|\d+\.) (.*)")


@dataclass(frozen=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Item:
    depth: int
    number: str  # "" for a bullet
    text: str


@dataclass(frozen=True)
class Table:
    rows: list[list[str]]
    header: int  # rows of names: 0, 1 or 2

    @property
    def width(self) -> int:
        return max(map(len, self.rows))


Piece = Heading | Paragraph | list[Item] | Table


@dataclass(frozen=True)
class Described:
    name: str
    title: str
    date: str
    pieces: list[Piece]

    @property
    def tables(self) -> list[Table]:
        return [piece for piece in self.pieces if isinstance(piece, Table)]


@dataclass(frozen=True)
class Facts:
    """What must be found in a file; None for what such a file does not tell.

    Words in their order, headings as (level, text), items as (depth, number, text), cells as (row's header,
    column's header, text).
    """

    words: list[str]
    headings: list[tuple[int, str]] | None = None
    items: list[tuple[int, str, str]] | None = None
    cells: list[tuple[str, str, str]] | None = None
    date: str | None = None


def described(path: Path) -> Described:
    """The document that a file describes."""
    head, *parts = path.read_text(encoding="utf-8").strip().split("\n\n")
    fields = dict(line.split(": ", 1) for line in head.split("\n"))
    return Described(path.stem, fields["title"], fields["date"], [_piece(part) for part in parts])


def _piece(part: str) -> Piece:
    lines = part.split("\n")
    if part.startswith("#"):
        marks, text = part.split(" ", 1)
        return Heading(len(marks), text)
    if part.startswith("|"):
        header = sum(line.startswith("|=") for line in lines)
        return Table([[cell.strip() for cell in line.strip("|=").split("|")] for line in lines], header)
    if _ITEM.match(part):
        return list(_items(lines))
    return Paragraph(part.replace("\n", " "))


def _items(lines: Sequence[str]) -> Iterator[Item]:
    indents: list[int] = []
    for line in lines:
        found = _ITEM.match(line)
        assert found, line
        indent = len(found[1])
        indents = [one for one in indents if one < indent] + [indent]
        yield Item(len(indents), "" if found[2] == "-" else found[2], found[3])


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def facts_of(document: Described, pieces: Sequence[Piece] | None = None) -> Facts:
    """What must be found in a file that shows these pieces (all of the document) and tells what they are."""
    pieces = document.pieces if pieces is None else pieces
    items = [item for piece in pieces if isinstance(piece, list) for item in piece]
    return Facts(
        words(" ".join(map(shown, pieces))),
        [(piece.level, piece.text) for piece in pieces if isinstance(piece, Heading)],
        [(item.depth, item.number, item.text) for item in items],
        [cell for piece in pieces if isinstance(piece, Table) for cell in cells_of(piece)],
        document.date,
    )


def shown(piece: Piece) -> str:
    """The words of a piece, in their order."""
    if isinstance(piece, Table):
        return " ".join(cell for row in piece.rows for cell in row)
    if isinstance(piece, list):
        return " ".join(f"{item.number} {item.text}" for item in piece)
    return piece.text


def cells_of(table: Table) -> list[tuple[str, str, str]]:
    heads = [row + [""] * (table.width - len(row)) for row in table.rows[: table.header]]
    if len(heads) == 2:
        heads[0] = carried(heads[0])
    names = [" › ".join(filter(None, column)) for column in zip(*heads, strict=True)] or [""] * table.width
    found = [("", "", cell) for row in table.rows[: table.header] for cell in row if cell]
    for row in table.rows[table.header :]:
        found += [(row[0] if column else "", names[column], cell) for column, cell in enumerate(row) if cell]
    return found


def carried(groups: Sequence[str]) -> list[str]:
    """The name of the group in each of its columns."""
    found: list[str] = []
    for cell in groups:
        found.append(cell or (found[-1] if found else ""))
    return found


def spans(groups: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The first column of each group of columns, and how many it has."""
    starts = [column for column, cell in enumerate(groups) if cell or column == 0]
    for start, end in zip(starts, [*starts[1:], len(groups)], strict=True):
        yield start, end - start


def only_words(facts: Facts) -> Facts:
    return replace(facts, headings=None, items=None, cells=None)
