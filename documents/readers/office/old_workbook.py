"""Excel workbooks from before 2007 (.xls): read as newer ones are; charts and text boxes are not in reach."""

import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from documents.errors import ReaderFailed
from documents.readers.office.compound import opened, stated_in
from documents.readers.office.number_formats import formatted_value
from documents.readers.office.workbook import hidden, repeat, wide_of
from documents.readers.tables import write_sheet
from documents.readers.writing import TextWriter
from documents.types import RawDocument

MEDIA_TYPE = "application/vnd.ms-excel"
_BROKEN = (AssertionError, LookupError, TypeError, ValueError, struct.error)  # what xlrd meets in such files
_AGAIN = "Open it in Excel or LibreOffice, save it as .xlsx and add that."


def read(path: Path) -> RawDocument:
    """All sheets, hidden ones too. Raises ReaderFailed where the file is broken or has a password."""
    writer, notes = TextWriter(), []
    with _opened(path) as book:
        for number, name in enumerate(book.sheet_names()):
            sheet = book.sheet_by_index(number)
            _write(writer, book, sheet)
            if sheet.visibility:
                notes.append(hidden(name))
            book.unload_sheet(number)
    with opened(path, _AGAIN) as file:
        return writer.document(MEDIA_TYPE, notes=tuple(notes), **stated_in(file))


@contextmanager
def _opened(path: Path) -> Iterator[Any]:  # Any: xlrd has no types
    import xlrd

    try:
        with (
            open(os.devnull, "w") as silence,  # on which xlrd says what is odd in a file
            xlrd.open_workbook(
                path, logfile=silence, formatting_info=True, on_demand=True, ragged_rows=True,
                ignore_workbook_corruption=True,
            ) as book,
        ):  # fmt: skip
            yield book
    except (xlrd.XLRDError, xlrd.compdoc.CompDocError, *_BROKEN) as error:
        if "encrypted" in str(error):
            raise ReaderFailed(
                f"{path.name} needs a password.", "Save it without one and add the new copy."
            ) from error
        raise ReaderFailed(f"{path.name} is broken.", _AGAIN) from error


def _write(writer: TextWriter, book: Any, sheet: Any) -> None:
    from openpyxl.utils import get_column_letter

    writer.heading(1, sheet.name)
    rows = [[_cell(book, cell) for cell in row] for row in sheet.get_rows()]
    spans = [(top, end - 1, left, right - 1) for top, end, left, right in sheet.merged_cells]
    repeat(rows, spans)
    write_sheet(writer, rows, wide_of(spans))
    for (row, column), note in sorted(sheet.cell_note_map.items()):
        writer.comment(note.text, f"{get_column_letter(column + 1)}{row + 1}")


def _cell(book: Any, cell: Any) -> str:
    """A cell's value as its format shows it."""
    import xlrd

    if cell.ctype == xlrd.XL_CELL_TEXT:
        return str(cell.value).strip()
    if cell.ctype in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
        return ""
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(cell.value, "#ERROR!"))
    code = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return formatted_value(bool(cell.value), code)
    return formatted_value(
        _moment(book, cell.value, code) if cell.ctype == xlrd.XL_CELL_DATE else cell.value, code
    )


def _moment(book: Any, value: float, code: str) -> Any:  # Any: a date, a time or a length of time
    from openpyxl.styles.numbers import is_timedelta_format
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

    epoch = CALENDAR_MAC_1904 if book.datemode else CALENDAR_WINDOWS_1900
    try:
        return from_excel(value, epoch, timedelta=is_timedelta_format(code))
    except (OverflowError, ValueError):  # a number that is no date, though its format says so
        return value
