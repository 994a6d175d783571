"""Word documents: headings, lists with their numbers, tables, notes and comments, all changes accepted."""

import re
from collections.abc import Container, Iterator, Sequence
from itertools import groupby, takewhile
from pathlib import Path
from typing import Any

from documents.readers.office.graphics import R, write_graphic
from documents.readers.office.packages import Package, local, whole_number
from documents.readers.office.word_numbering import Numbering, Styles, W, is_on, value
from documents.readers.office.word_paragraph import (
    ParagraphContent,
    is_bold,
    is_deleted,
    paragraph_content,
    pieces_of,
    raw_text,
)
from documents.readers.plain.marks import Mark
from documents.readers.plain.prose import mark_of
from documents.readers.tables import Wide, has_values_below, write_table
from documents.readers.typed_lists import own_lines, typed_items, write_lines
from documents.readers.writing import TextWriter, joined_lines
from documents.types import RawDocument

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BODY = 9  # the level in the outline of what is no heading
_HEADING = re.compile(r"heading (\d)\b", re.IGNORECASE)
_DEPTH = re.compile(r"list (?:bullet|number|continue)? ?(\d)", re.IGNORECASE)
_CONTENTS = re.compile(r"toc \d|table of figures", re.IGNORECASE)
_LONG_CELL = 1_500  # characters of a cell above which a table is for layout
_MOST_COLUMNS = 1_000  # columns of a table; Word has 63
_DEEPEST = 8  # tables in each other
_LEADERS = (" .", "..", "…", "__")  # what leads from one column to the next
_LONGEST_HEADING = 150  # characters; more is a clause in the style of a heading
_LONGEST_BOLD = 100  # characters of a heading that is known by being bold alone
_NO_HEADING = (".", ",", ";", "!")  # what no heading ends with that is only bold
# What states something, or gives an amount, in bold: "The closing date is 3 May", "Total £700".
_STATED = re.compile(
    r"\b(?:is|are|was|were|has|have|must|may|can|will|shall|should|needs?|total|note|ist|sind|hat|haben|muss|darf"
    r"|est|sont|doit|es|son|debe)\b|[£$€]|\d\s?%"
    r"|^(?:note|nb|important|warning|achtung|wichtig|attention|total)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:yours|kind|best|warm|with|many|mit|cordialement|sincères|un|atentamente|saludos)\b[^.]{0,40},?\s{0,9}$|regards,?$",
    re.IGNORECASE,
)


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
        self._rows: list[list[str]] = []  # that tabs make columns of, and are not written yet
        self._depth = 0
        self._level = 0  # of the last heading that has a style
        self._hidden = self._styles.with_switch("rPr/vanish")
        self._bold = self._styles.with_switch("rPr/b")

    def write(self, container: Any) -> None:  # Any: an lxml element
        """Writes a body, cell or text box, block by block, and the notes that it refers to."""
        pieces = list(pieces_of(container))
        plain = [raw_text(piece) if self._is_plain(piece) else None for piece in pieces]
        typed = typed_items(plain)
        columns = {place for place in _in_columns(plain, typed) if not self._has_more(pieces[place])}
        for place, piece in enumerate(pieces):
            if place in columns:
                self._row(piece, ends=place + 1 not in columns)
            elif local(piece) == "tbl":
                self._table(piece)
            else:
                self._paragraph(piece, typed.get(place), heads=self._heads(pieces, place))
        self._flush()

    def _has_more(self, paragraph: Any) -> bool:
        """Whether a paragraph is not just a line of text: it has boxes or pictures, is hidden or goes on."""
        if value(paragraph, "pPr/pStyle") in self._hidden or is_deleted(paragraph):
            return True
        return any(local(element) in ("txbxContent", "graphicData", "pict") for element in paragraph.iter())

    def _row(self, paragraph: Any, *, ends: bool) -> None:
        """Takes a row of columns, and writes all of them where it is the last."""
        content = paragraph_content(paragraph, self._marks, self._hidden)
        self._rows.append(_columns(content.text))
        self._pending += content.references
        if ends:
            rows, self._rows = self._rows, []
            write_table(self.writer, rows, header=None if has_values_below(rows) else 0)
            self._flush()

    def _is_plain(self, piece: Any) -> bool:
        """Whether a piece is a paragraph of running text: no item, heading or title by its style."""
        if local(piece) == "tbl" or self._numbering.place(piece):
            return False
        if is_bold(piece, self._bold) and not mark_of(raw_text(piece)):
            return False
        names, level = self._style(piece)
        return not level and not (names and _CONTENTS.match(names[0]))

    def _style(self, paragraph: Any) -> tuple[list[str], int]:
        """The names of its style and those that it is based on, and its level as a heading, 0 for none."""
        chain = [style for _, style in self._styles.chain(value(paragraph, "pPr/pStyle"))]
        names = [value(style, "name") or "" for style in chain]
        return names, _heading_level(paragraph, chain, names)

    def _heads(self, pieces: Sequence[Any], place: int) -> bool:
        """Whether a paragraph is bold, short and above others that are not, with one more of them at most
        between: a heading without a style.
        """
        first, *below = pieces[place : place + 3]
        text = raw_text(first).strip()
        if not 0 < len(text) <= _LONGEST_BOLD or text.endswith(_NO_HEADING) or not is_bold(first, self._bold):
            return False
        above = (raw_text(piece).strip() for piece in reversed(pieces[max(place - 3, 0) : place]))
        signed = _CLOSING.match(next(filter(None, above), ""))
        asks = text.endswith("?")
        with_text = [piece for piece in below if local(piece) == "tbl" or raw_text(piece).strip()]
        if signed or (_STATED.search(text) and not asks) or self._is_stressed(first, with_text):
            return False
        return any(local(piece) == "tbl" or not is_bold(piece, self._bold) for piece in with_text)

    def _is_stressed(self, item: Any, below: Sequence[Any]) -> bool:
        """Whether it is an item, by its style or a typed mark, of a list that goes on right below."""
        follows = next((piece for piece in below if local(piece) != "tbl"), None)
        if follows is None:
            return False
        place = self._numbering.place(item)
        if place:
            return place == self._numbering.place(follows)
        return bool(mark_of(raw_text(item)) and mark_of(raw_text(follows)))

    def furniture(self, body: Any, kind: str) -> None:
        """Writes the headers or footers of all sections, each text once."""
        ids = (reference.get(f"{R}id", "") for reference in body.iter(W + kind))
        parts = (self._package.xml(self._relations[name][1]) for name in ids if name in self._relations)
        with self.writer.furniture():
            pieces = (piece for part in parts if part is not None for piece in pieces_of(part))
            for text in dict.fromkeys(map(self._flat, pieces)):
                self.writer.paragraph(text)
            self._flush()

    def _part(self, kind: str) -> Any:
        name = next((target for relation, target in self._relations.values() if relation == kind), None)
        return self._package.xml(name)

    def _paragraph(self, paragraph: Any, mark: Mark | None, *, heads: bool) -> None:
        if value(paragraph, "pPr/pStyle") in self._hidden:
            return
        content = paragraph_content(paragraph, self._marks, self._hidden)
        text = self._carried + content.text
        self._carried = text if is_deleted(paragraph) else ""
        if not self._carried and text.strip():
            self._write(paragraph, text, mark, heads=heads)
        elif not self._carried and (place := self._numbering.place(paragraph)):
            self._numbering.next(*place)  # an empty item is counted too
        self._pending += content.references
        for box in content.boxes:
            self.write(box)
        for graphic in content.graphics:
            write_graphic(self.writer, self._package, self._relations, graphic)

    def _write(self, paragraph: Any, text: str, mark: Mark | None, *, heads: bool) -> None:
        names, level = self._style(paragraph)
        place = self._numbering.place(paragraph)
        number = self._numbering.next(*place) if place else ""
        if level and len(text) > _LONGEST_HEADING:
            level = 0
        elif level:
            self._level = level
        elif heads and not (names and names[0].lower() in ("title", "caption")):
            level = min(self._level + 1 + (place[1] if place else 0), _BODY)
        if place and not level:
            self._item(text, number, place[1] + 1, names)
            return
        self._flush()
        if level:
            self.writer.heading(level, f"{number} {text}")
            return
        if names and names[0].lower() == "title":
            self.title = self.title or " ".join(text.split())
            self._level = 1
            self.writer.heading(1, text)
        elif names and _CONTENTS.match(names[0]):
            with self.writer.furniture():
                self.writer.paragraph(text)
        elif names and names[0].lower() == "caption":
            self.writer.caption(text)
        elif mark and (begins := mark_of(text)):
            self.writer.item(text[begins.end :], number=mark.number)
        else:
            write_lines(self.writer, own_lines(text.split("\n")))

    def _item(self, text: str, number: str, depth: int, names: list[str]) -> None:
        named_depth = next((int(match[1]) for name in names if (match := _DEPTH.match(name))), 1)
        self.writer.item(text, depth=max(depth, named_depth), number=number)

    def _flush(self) -> None:
        """Writes the notes and comments referred to since the last time, after what they belong to."""
        pending, self._pending = self._pending, []
        for key in pending:
            note = self._notes.pop(key, None)
            text = " ".join(self._flat(piece) for piece in pieces_of(note)) if note is not None else ""
            if not text.strip():
                continue
            if key[0] == "comments":
                self.writer.comment(text, note.get(f"{W}author", ""))
            else:
                self.writer.paragraph(f"{self._marks[key]} {text.strip()}")
            self._flush()  # a note may be commented on

    def _table(self, table: Any) -> None:
        self._flush()
        rows = list(_rows(table))
        cells = [cell for row in rows for cell in _cells(row)]
        if self._depth < _DEEPEST and self._is_layout(rows, cells):
            self._depth += 1
            for cell in cells:
                self.write(cell)
            self._depth -= 1
            return
        grid, wide = self._grid(rows)
        write_table(self.writer, grid, header=self._header(rows), wide=wide)
        self._flush()

    def _is_layout(self, rows: Sequence[Any], cells: Sequence[Any]) -> bool:
        """Whether a table only places what is in it: one row or column, or mostly long text."""
        if len(rows) < 2 or max((len(list(_cells(row))) for row in rows), default=0) < 2:
            return True
        lengths = [sum(len(run.text or "") for run in cell.iter(f"{W}t")) for cell in cells]
        long = sum(length > _LONG_CELL for length in lengths)
        marked = is_on(rows[0], "trPr/tblHeader")
        return not marked and long > 0 and (2 * long >= sum(map(bool, lengths)) or len(rows) == 2)

    def _header(self, rows: Sequence[Any]) -> int | None:
        """How many rows name the columns as far as the file tells: by a mark, or by being bold alone."""
        marked = sum(1 for _ in takewhile(lambda row: is_on(row, "trPr/tblHeader"), rows))
        if marked:
            return marked
        first, *others = (
            [self._is_bold(cell) for cell in _cells(row) if raw_text(cell).strip()] for row in rows
        )
        if len(first) > 1 and all(first) and not all(all(row) for row in others):
            return 1
        names_rows = all(row[0] for row in [first, *others] if row) and not all(first)
        return 0 if names_rows and len(first) == 2 else None

    def _is_bold(self, cell: Any) -> bool:
        with_text = [piece for piece in pieces_of(cell) if raw_text(piece).strip()]
        return all(local(piece) != "tbl" and is_bold(piece, self._bold) for piece in with_text)

    def _grid(self, rows: list[Any]) -> tuple[list[list[str]], list[Wide]]:
        """The texts of the cells by row and column, and which go over several columns; one merged downwards
        stands in each of its rows.
        """
        grid: list[list[str]] = []
        wide: list[Wide] = []
        for row in rows:
            line = [""] * _count(value(row, "trPr/gridBefore"), 0)
            for cell in _cells(row):
                column = len(line)
                text = self._cell(cell)
                if not text and _goes_on(cell) and grid and column < len(grid[-1]):
                    text = grid[-1][column]
                span = _count(value(cell, "tcPr/gridSpan"), 1)
                line += [text, *[""] * (min(span, _MOST_COLUMNS - column) - 1)]
                if len(line) - column > 1:
                    wide.append((len(grid), column, len(line) - 1))
            grid.append(line)
        return grid, wide

    def _cell(self, cell: Any) -> str:
        return joined_lines(self._flat(piece) for piece in pieces_of(cell))

    def _flat(self, piece: Any) -> str:
        """A paragraph with its number, or a table, on one line; the notes it refers to are kept for later."""
        if local(piece) == "tbl":
            return joined_lines(" ".join(map(self._cell, _cells(row))) for row in _rows(piece))
        content: ParagraphContent = paragraph_content(piece, self._marks, self._hidden)
        self._pending += content.references
        place = self._numbering.place(piece) if content.text.strip() else None
        number = self._numbering.next(*place) if place else ""
        boxes = [self._flat(paragraph) for box in content.boxes for paragraph in pieces_of(box)]
        return joined_lines(" ".join([number, content.text, *boxes]).split("\n"))


def _heading_level(paragraph: Any, chain: list[Any], names: list[str]) -> int:
    """The level of a heading, by its style's name or its place in the outline; 0 for what is none."""
    own = value(paragraph, "pPr/outlineLvl")
    for outline, name in zip(
        (own, *(value(style, "pPr/outlineLvl") for style in chain)), ("", *names), strict=True
    ):
        if outline is not None and _count(outline, _BODY) >= _BODY and name:
            return 0  # a style that is based on a heading's, for text that is none
        if match := _HEADING.match(name):
            return int(match[1])
        if outline is not None and _count(outline, _BODY) < _BODY:
            return _count(outline, _BODY) + 1
    return 0


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
    return min(whole_number(text, default), _MOST_COLUMNS)


def _columns(text: str) -> list[str]:
    """What tabs part in a line, without the dots that lead from one to the next."""
    parts = (" ".join(part.split()) for part in text.split("\t"))
    bare = (part.rstrip(" .…_") if part.endswith(_LEADERS) else part for part in parts)
    return [part for part in bare if part]


def _in_columns(plain: Sequence[str | None], typed: Container[int]) -> set[int]:
    """The paragraphs, one below the other, that are rows of columns which tabs part, by their places."""
    columns: set[int] = set()
    widths = [
        len(_columns(text)) if text is not None and "\t" in text and place not in typed else 0
        for place, text in enumerate(plain)
    ]
    for width, run in groupby(range(len(plain)), widths.__getitem__):
        places = list(run)
        if width > 1 and len(places) > 1:
            columns.update(places)
    return columns
