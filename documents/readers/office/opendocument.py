"""OpenDocument files, as LibreOffice writes them: texts, spreadsheets and presentations."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from documents.errors import ReaderFailed
from documents.readers.office.opendocument_text import DRAW, STYLE, TABLE, Below, OpenBody, is_over, repeated
from documents.readers.office.packages import Package, local
from documents.readers.office.workbook import hidden
from documents.readers.tables import write_sheet
from documents.readers.writing import TextWriter
from documents.types import RawDocument

TYPE = "application/vnd.oasis.opendocument."
MOST_CELLS = 2_000_000  # of one spreadsheet, as of an Excel workbook
SHOW = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_MOST_REPEATED = 10_000  # copies of a row that is written once and shown so often
_MOST_COLUMNS = 16_384  # columns of a sheet


def read_text(path: Path) -> RawDocument:
    """A text: headers first, footers last. Raises ReaderFailed where it is broken or has a password."""
    with Package(path) as package:
        content, styles = _parts(package, path)
        writer = TextWriter()
        body = OpenBody(writer, package, (styles, content))
        _edges(writer, body, styles, "header")
        for part in _bodies(content, "text"):
            body.write(part)
        _edges(writer, body, styles, "footer")
        return writer.document(TYPE + "text", **package.stated())


def read_slides(path: Path) -> RawDocument:
    """A presentation, a page each slide with its notes. Raises as `read_text` does."""
    with Package(path) as package:
        content, styles = _parts(package, path)
        writer = TextWriter()
        body = OpenBody(writer, package, (styles, content), slides=True)
        for part in _bodies(content, "presentation"):
            for slide in part.iter(f"{DRAW}page"):
                writer.page()
                _slide(writer, body, slide)
        return writer.document(TYPE + "presentation", **package.stated())


def read_sheets(path: Path) -> RawDocument:
    """A spreadsheet, each sheet under its name, hidden ones too. Raises as `read_text` does."""
    with Package(path) as package:
        _refuse_locked(package, path)
        writer = TextWriter()
        sheets = _Sheets(writer, package)
        sheets.write()
        return writer.document(TYPE + "spreadsheet", notes=tuple(sheets.notes()), **package.stated())


def _parts(package: Package, path: Path) -> tuple[Any, Any]:  # Any: lxml elements
    _refuse_locked(package, path)
    content = package.xml("content.xml")
    if content is None:
        raise package.broken("it has no content")
    return content, package.xml("styles.xml")


def _refuse_locked(package: Package, path: Path) -> None:
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is not None and any(local(element) == "encryption-data" for element in manifest.iter()):
        raise ReaderFailed(f"{path.name} needs a password.", "Save it without one and add the new copy.")


def _bodies(content: Any, kind: str) -> Iterator[Any]:
    return (part for body in content if local(body) == "body" for part in body if local(part) == kind)


def _edges(writer: TextWriter, body: OpenBody, styles: Any, kind: str) -> None:
    """The headers or footers of all kinds of pages, each text once."""
    edges = styles.iter(f"{STYLE}{kind}") if styles is not None else ()
    with writer.furniture():
        for text in dict.fromkeys(map(body.flat, edges)):
            writer.paragraph(text)


def _slide(writer: TextWriter, body: OpenBody, slide: Any) -> None:
    """The title first, then all else, the notes last."""
    for shape in sorted(slide, key=lambda shape: _role(shape) != "title"):
        if _role(shape) == "title":
            writer.heading(1, body.flat(shape))
        elif local(shape) != "notes":
            body.write([shape])
    for notes in slide.findall(f"{SHOW}notes"):
        body.write([shape for shape in notes if _role(shape) == "notes"])


def _role(shape: Any) -> str:
    return str(shape.get(f"{SHOW}class", ""))


class _Sheets:
    """The sheets of one file, read row by row: a whole tree would be too large."""

    def __init__(self, writer: TextWriter, package: Package) -> None:
        self._writer = writer
        self._package = package
        self._body = OpenBody(writer, package, ())
        self._left = MOST_CELLS
        self._cut = ""  # the sheet in which the limit was met
        self._unseen: set[str] = set()  # styles of hidden sheets
        self._hidden: list[str] = []
        self._rows: list[list[str]] = []
        self._below: Below = {}
        self._over: list[tuple[str, Any]] = []  # what lies over the cells, each with the cell's place

    def write(self) -> None:
        """Writes all sheets."""
        for event, element in self._package.elements("content.xml"):
            name = local(element)
            if name == "table":
                self._begin(element) if event == "start" else self._end()
            elif event == "end" and name == "table-row":
                self._row(element)
                element.clear()
            elif event == "end" and name == "shapes":
                self._over += [("", shape) for shape in element]
            elif event == "end" and name == "table-properties" and element.get(f"{TABLE}display") == "false":
                self._unseen.add(element.getparent().get(f"{STYLE}name", ""))

    def notes(self) -> Iterator[str]:
        """What a person must be told."""
        yield from (hidden(name, "spreadsheet") for name in self._hidden)
        if self._cut:
            yield (
                f"The sheet “{self._cut}” was not read to its end: a spreadsheet may have {MOST_CELLS:,} "
                "cells. Split it into smaller files."
            )

    def _begin(self, table: Any) -> None:
        name = table.get(f"{TABLE}name", "")
        self._writer.heading(1, name)
        self._rows, self._below = [], {}
        if table.get(f"{TABLE}style-name") in self._unseen:
            self._hidden.append(name)

    def _end(self) -> None:
        """Writes the rows of a sheet, and what lies over it: boxes, charts, and comments with their cell."""
        write_sheet(self._writer, self._rows)
        for place, shape in self._over:
            if local(shape) == "annotation":
                self._writer.comment(self._body.flat(shape), place)
            else:
                self._body.write([shape])
        self._over = []

    def _row(self, row: Any) -> None:
        """A row as often as it is shown; many empty ones stand at the end of a sheet."""
        self._over += _over(row, len(self._rows) + 1)
        cells = self._body.row(row, self._below, _MOST_COLUMNS)
        while cells and not cells[-1]:
            cells.pop()
        times = min(repeated(row, "rows"), _MOST_REPEATED)
        self._left -= len(cells) * times
        if self._left < 0:
            self._cut = self._cut or row.getparent().get(f"{TABLE}name", "")
            self._left = 0
        else:
            self._rows += [cells] * times


def _over(row: Any, number: int) -> Iterator[tuple[str, Any]]:
    """What lies over the cells of a sheet's row, with the cell's place: "B2"."""
    from openpyxl.utils import get_column_letter

    column = 1
    for cell in row:
        for child in cell:
            if is_over(child):
                yield f"{get_column_letter(min(column, _MOST_COLUMNS))}{number}", child
        column += repeated(cell, "columns")
