"""Word documents: headings, lists with their numbers, tables, notes and comments, all changes accepted."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from documents.readers.office.graphics import R, write_graphic
from documents.readers.office.packages import Package, local, whole_number
from documents.readers.office.word_numbering import Numbering, Styles, W, is_on, value
from documents.readers.office.word_paragraph import Words, is_deleted, pieces_of, words_of
from documents.readers.tables import write_table
from documents.readers.writing import TextWriter
from documents.types import RawDocument

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HEADING = re.compile(r"heading (\d)\b", re.IGNORECASE)
_DEPTH = re.compile(r"list (?:bullet|number|continue)? ?(\d)", re.IGNORECASE)
_CONTENTS = re.compile(r"toc \d|table of figures", re.IGNORECASE)
_LONG = 1_500  # characters of a cell above which a table is for layout
_WIDEST = 1_000  # columns of a table; Word has 63
_DEEPEST = 8  # tables in each other


def read(path: Path) -> RawDocument:
    """The document with its notes and comments where they belong, headers first and footers last.

    Raises ReaderFailed where the file is broken.
    """
    with Package(path) as package:
        main = package.related("", "officeDocument") or "word/document.xml"
        root = package.xml(main)
        body = root.find(f"{W}body") if root is not None else None
        if body is None:
            raise package.broken("it has no body")
        reading = _Reading(package, main)
        reading.furniture(body, "headerReference")
        reading.write(body)
        reading.furniture(body, "footerReference")
        fields = package.stated()
        fields.setdefault("title", reading.title)
        return reading.writer.document(MEDIA_TYPE, **fields)


class _Reading:
    """One document being read."""

    def __init__(self, package: Package, main: str) -> None:
        self._package = package
        self._relations = package.relations(main)
        self.writer = TextWriter()
        self.title = ""  # the first paragraph of the style "Title"
        self._styles = Styles(self._part("styles"))
        self._numbering = Numbering(self._part("numbering"), self._styles)
        self._notes = {
            (part, note.get(f"{W}id", "")): note
            for part in ("footnotes", "endnotes", "comments")
            for note in (self._part(part) if self._part(part) is not None else ())
        }
        self._marks: dict[tuple[str, str], str] = {}
        self._pending: list[tuple[str, str]] = []  # what was referred to and is not written yet
        self._carried = ""  # text of a paragraph whose end was deleted
        self._depth = 0

    def write(self, container: Any) -> None:  # Any: an lxml element
        """Writes a body, cell or text box, block by block, and the notes that it refers to."""
        for piece in pieces_of(container):
            if local(piece) == "tbl":
                self._table(piece)
            else:
                self._paragraph(piece)
        self._flush()

    def furniture(self, body: Any, kind: str) -> None:
        """Writes the headers or footers of all sections, each text once."""
        seen = set()
        with self.writer.furniture():
            for reference in body.iter(W + kind):
                _, part = self._relations.get(reference.get(f"{R}id", ""), ("", None))
                root = self._package.xml(part)
                for piece in pieces_of(root) if root is not None else ():
                    text = self._flat(piece)
                    if text not in seen:
                        self.writer.paragraph(text)
                    seen.add(text)
            self._flush()

    def _part(self, kind: str) -> Any:
        name = next((target for relation, target in self._relations.values() if relation == kind), None)
        return self._package.xml(name)

    def _paragraph(self, paragraph: Any) -> None:
        words = words_of(paragraph, self._marks)
        text = self._carried + words.text
        self._carried = text if is_deleted(paragraph) else ""
        if not self._carried and text.strip():
            self._write(paragraph, text)
        self._pending += words.references
        for box in words.boxes:
            self.write(box)
        for graphic in words.graphics:
            write_graphic(self.writer, self._package, self._relations, graphic)

    def _write(self, paragraph: Any, text: str) -> None:
        chain = [style for _, style in self._styles.chain(value(paragraph, "pPr/pStyle"))]
        names = [value(style, "name") or "" for style in chain]
        level = _heading_level(paragraph, chain, names)
        place = self._numbering.place(paragraph)
        number = self._numbering.next(*place) if place else ""
        if place and not level:
            self._item(text, number, place[1] + 1, names)
            return
        self._flush()
        if level:
            self.writer.heading(level, f"{number} {text}")
            return
        if names and names[0].lower() == "title":
            self.title = self.title or " ".join(text.split())
            self.writer.heading(1, text)
        elif names and _CONTENTS.match(names[0]):
            with self.writer.furniture():
                self.writer.paragraph(text)
        elif names and names[0].lower() == "caption":
            self.writer.caption(text)
        else:
            self.writer.paragraph(text)

    def _item(self, text: str, number: str, depth: int, names: list[str]) -> None:
        named = next((int(match[1]) for name in names if (match := _DEPTH.match(name))), 1)
        self.writer.item(text, depth=max(depth, named), number=number)

    def _flush(self) -> None:
        """Writes the notes and comments referred to since the last time, after what they belong to."""
        pending, self._pending = self._pending, []
        for key in pending:
            note = self._notes.pop(key, None)
            text = " ".join(self._flat(piece) for piece in pieces_of(note)) if note is not None else ""
            if not text.strip():
                continue
            if key[0] == "comments":
                author = note.get(f"{W}author", "")
                self.writer.quote(f"{author}: {text}" if author else text)
            else:
                self.writer.paragraph(f"{self._marks[key]} {text.strip()}")
            self._flush()  # a note may be commented on

    def _table(self, table: Any) -> None:
        self._flush()
        rows = list(_rows(table))
        cells = [cell for row in rows for cell in _cells(row)]
        wide = max((len(list(_cells(row))) for row in rows), default=0)
        if self._depth < _DEEPEST and (
            len(rows) < 2 or wide < 2 or any(self._is_layout(cell) for cell in cells)
        ):
            self._depth += 1
            for cell in cells:
                self.write(cell)
            self._depth -= 1
            return
        marked = bool(rows) and is_on(rows[0], "trPr/tblHeader")
        write_table(self.writer, self._grid(rows), header=True if marked else None)
        self._flush()

    def _is_layout(self, cell: Any) -> bool:
        length = sum(len(run.text or "") for run in cell.iter(f"{W}t"))
        return length > _LONG

    def _grid(self, rows: list[Any]) -> list[list[str]]:
        """The texts of the cells by row and column; one merged downwards stands in each of its rows."""
        grid: list[list[str]] = []
        for row in rows:
            line = [""] * _count(value(row, "trPr/gridBefore"), 0)
            for cell in _cells(row):
                column = len(line)
                text = self._cell(cell)
                if not text and _goes_on(cell) and grid and column < len(grid[-1]):
                    text = grid[-1][column]
                span = _count(value(cell, "tcPr/gridSpan"), 1)
                line += [text, *[""] * (min(span, _WIDEST - column) - 1)]
            grid.append(line)
        return grid

    def _cell(self, cell: Any) -> str:
        return " ".join(text for piece in pieces_of(cell) if (text := self._flat(piece)))

    def _flat(self, piece: Any) -> str:
        """A paragraph with its number, or a table, on one line; the notes it refers to are kept for later."""
        if local(piece) == "tbl":
            return " ".join(
                text for row in _rows(piece) for cell in _cells(row) if (text := self._cell(cell))
            )
        words: Words = words_of(piece, self._marks)
        self._pending += words.references
        place = self._numbering.place(piece) if words.text.strip() else None
        number = self._numbering.next(*place) if place else ""
        boxes = [self._flat(paragraph) for box in words.boxes for paragraph in pieces_of(box)]
        return " ".join(" ".join([number, words.text, *boxes]).split())


def _heading_level(paragraph: Any, chain: list[Any], names: list[str]) -> int:
    """The level of a heading, by its style's name or its place in the outline; 0 for what is none."""
    for name in names:
        if match := _HEADING.match(name):
            return int(match[1])
    levels = [value(paragraph, "pPr/outlineLvl"), *(value(style, "pPr/outlineLvl") for style in chain)]
    outline = next((_count(level, 9) for level in levels if level is not None), 9)
    return outline + 1 if outline < 9 else 0


def _rows(table: Any) -> Iterator[Any]:
    """The rows that were not deleted."""
    for child in table:
        name = local(child)
        if name == "tr" and child.find(f"{W}trPr/{W}del") is None:
            yield child
        elif name in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _rows(child)


def _cells(row: Any) -> Iterator[Any]:
    for child in row:
        if local(child) == "tc":
            yield child
        elif local(child) in ("sdt", "sdtContent", "customXml"):
            yield from _cells(child)


def _goes_on(cell: Any) -> bool:
    """Whether a cell is merged with the one above."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return merge is not None and merge.get(f"{W}val") != "restart"


def _count(text: str | None, default: int) -> int:
    return min(whole_number(text, default), _WIDEST)
