"""Excel workbooks: each sheet under its name, each row with the names of its columns, values as shown."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from documents.readers.office.graphics import A, drawn_text, write_graphic
from documents.readers.office.number_formats import formatted_value
from documents.readers.office.packages import Package, local
from documents.readers.tables import Wide, write_sheet
from documents.readers.writing import TextWriter
from documents.reading.notes import count
from documents.types import RawDocument

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_CELLS = 2_000_000  # of one workbook; some 2 GB of memory hold no more of them with their places
_MERGED = re.compile(
    rb"<(?:\w{1,20}:)?mergeCell [^>]{0,100}?ref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\""
)
_NO_RESULT = re.compile(
    rb"(?:</(?:\w{1,20}:)?f>|<(?:\w{1,20}:)?f(?:\s[^>]{0,200})?/>)"
    rb"(?:<(?:\w{1,20}:)?v\s*/>|<(?:\w{1,20}:)?v></(?:\w{1,20}:)?v>)?</(?:\w{1,20}:)?c>"
)
_OVERLAP = 400  # bytes, more than what either of them matches
_OVER = ("drawing", "comments", "threadedComment")  # the kinds of parts that lie over a sheet
_MOST_REPEATED = 1_000  # rows down which a merged cell is repeated
Span = tuple[int, int, int, int]  # first and last row, first and last column, from 0, of a merged cell


def read(path: Path) -> RawDocument:
    """All sheets, hidden ones too. Raises ReaderFailed where the file is broken."""
    import openpyxl

    with Package(path) as package, path.open("rb") as file:  # by its name openpyxl would judge it
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
        try:
            return _Reading(package).document(book)
        finally:
            book.close()


class _Reading:
    """One workbook being read."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._writer = TextWriter()
        self._left = MOST_CELLS
        self._notes: list[str] = []

    def document(self, book: Any) -> RawDocument:  # Any: openpyxl has no types
        """The document of a workbook."""
        for sheet in book.worksheets:
            self._sheet(sheet)
        return self._writer.document(MEDIA_TYPE, notes=tuple(self._notes), **self._package.stated())

    def _sheet(self, sheet: Any) -> None:
        self._writer.heading(1, sheet.title)
        part = sheet._worksheet_path  # no public name leads from a sheet to its part
        spans, unknown = self._scanned(part)
        sheet.reset_dimensions()  # those that the file states may be wrong
        rows = list(self._rows(sheet))
        repeat(rows, spans)
        write_sheet(self._writer, rows, wide_of(spans))
        self._around(part.lstrip("/"))
        self._add_notes(sheet, unknown)

    def _around(self, part: str) -> None:
        """Writes what lies over the cells of a sheet: text boxes, charts, and comments with their cell."""
        over = {kind: name for kind, name in self._package.relations(part).values() if kind in _OVER}
        if "drawing" in over:
            self._drawing(over["drawing"])
        # Beside a thread of comments stands a note that says the same for old programs.
        comments = self._package.xml(over.get("threadedComment") or over.get("comments"))
        for element in comments.iter() if comments is not None else ():
            if local(element) in ("comment", "threadedComment"):
                self._writer.comment("".join(element.itertext()).strip(), element.get("ref", ""))

    def _drawing(self, name: str) -> None:
        drawing, relations = self._package.xml(name), self._package.relations(name)
        for element in drawing.iter() if drawing is not None else ():
            if local(element) == "txBody":
                for line in element.iter(f"{A}p"):
                    self._writer.paragraph(drawn_text(line))
            elif local(element) == "graphicData":
                write_graphic(self._writer, self._package, relations, element)

    def _add_notes(self, sheet: Any, unknown: int) -> None:
        if sheet.sheet_state != "visible":
            self._notes.append(hidden(sheet.title))
        if unknown:
            self._notes.append(
                f"{count(unknown, 'formula')} of the sheet “{sheet.title}” "
                f"{'have' if unknown > 1 else 'has'} no stored result. "
                "Open the workbook in Excel or LibreOffice, save it and add it again."
            )

    def _rows(self, sheet: Any) -> Iterator[list[str]]:
        """The cells as shown, up to the limit."""
        for number, row in enumerate(sheet.iter_rows()):
            cells = [_cell(cell) for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            self._left -= len(cells)
            if self._left < 0:
                self._notes.append(
                    f"The sheet “{sheet.title}” was read up to row {number:,}: a workbook may have "
                    f"{MOST_CELLS:,} cells. Split it into smaller workbooks."
                )
                self._left = 0
                return
            yield cells

    def _scanned(self, part: str) -> tuple[list[Span], int]:
        """The merged cells, and how many formulas have no result; from the sheet's XML.

        openpyxl tells of neither where it reads a sheet row by row.
        """
        spans, unknown = [], 0
        for match in self._package.matches(part.lstrip("/"), (_MERGED, _NO_RESULT), _OVERLAP):
            if match.re is _MERGED:
                spans.append(_span(match))
            else:
                unknown += 1
        return spans, unknown


def _cell(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    return value.strip() if isinstance(value, str) else formatted_value(value, cell.number_format)


def _span(match: "re.Match[bytes]") -> Span:
    from openpyxl.utils import column_index_from_string

    left, right = (column_index_from_string(match[group].decode()) - 1 for group in (1, 3))
    return int(match[2]) - 1, int(match[4]) - 1, left, right


def hidden(sheet: str, within: str = "workbook") -> str:
    """What a person is told of a sheet that is not shown."""
    return (
        f"The sheet “{sheet}” is hidden in the {within} and was read too. "
        "Delete it from the file and add it again if it is not to be found."
    )


def repeat(rows: list[list[str]], spans: list[Span]) -> None:
    """Gives each row the merged cell that it shares with the row above: a row must be clear by itself."""
    for first, last, column, _ in spans:
        value = rows[first][column] if first < len(rows) and column < len(rows[first]) else ""
        for row in rows[first + 1 : min(last, first + _MOST_REPEATED) + 1] if value else ():
            row.extend([""] * (column + 1 - len(row)))
            row[column] = value


def wide_of(spans: list[Span]) -> list[Wide]:
    """The rows of the merged cells that go over several columns, each with these."""
    return [
        (row, left, right)
        for first, last, left, right in spans
        for row in range(first, min(last, first + _MOST_REPEATED) + 1)
        if left < right
    ]
