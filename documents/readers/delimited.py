"""CSV and TSV: the delimiter is found, and each row is written with the names of its columns."""

import csv
import io
import re
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import Literal

from documents.readers.tables import write_sheet
from documents.readers.writing import TextWriter
from documents.reading.encodings import decoded
from documents.types import RawDocument

_DELIMITERS = ",;\t|"
_SAMPLE = 65_536  # characters in which the delimiter is looked for
_ALIKE = 0.8  # share of the lines that must have one number of cells
_SEVERAL_COLUMNS = 4
_MOST_LINES = 100  # in one cell; more of them means a quotation mark that is none
_NAMED = re.compile(r"\ufeff?\"?sep=([,;\t|])\"?[ \t]*\n", re.IGNORECASE)  # Excel's own first line


def read(path: Path) -> RawDocument:
    """The file's table; the text as it is where it is no table."""
    content = decoded(path.read_bytes())
    rows = _rows(content.text, path.suffix.lower())
    if not rows:
        return RawDocument(text=content.text, media_type="text/plain", notes=content.notes)
    writer = TextWriter()
    write_sheet(writer, rows)
    return writer.document("text/csv", notes=content.notes)


def _rows(text: str, suffix: str) -> list[list[str]]:
    """The cells of all rows; [] where the text is no table."""
    separator_line = _NAMED.match(text)
    if separator_line:
        return _parsed(text[separator_line.end() :], separator_line[1])
    delimiter = _delimiter(text[:_SAMPLE], "\t" + _DELIMITERS if suffix == ".tsv" else _DELIMITERS)
    return _parsed(text, delimiter) if delimiter else []


def _delimiter(sample: str, candidates: str) -> str | None:
    """What parts the cells: that with which most rows have the same number of cells, if nearly all have."""
    best, delimiter = _ALIKE, None
    for candidate in candidates:
        share = _share_of_usual_width(sample, candidate)
        if share > best or (share == best and not delimiter):
            best, delimiter = share, candidate
    return delimiter


def _share_of_usual_width(sample: str, delimiter: str) -> float:
    """The share of rows that have the commonest width; 0 where that is one cell or there is one row."""
    every = _parsed(sample, delimiter)
    if len(sample) == _SAMPLE:
        every = every[:-1]  # cut
    # Where a bank or a program tells about itself above the table, an empty line parts the two. With fewer
    # columns it may be prose that has a comma in each line.
    stretches = [list(run) for has_text, run in groupby(every, any) if has_text]
    tables = [rows for rows in stretches if len(rows) > 1 and max(map(len, rows)) >= _SEVERAL_COLUMNS]
    rows = max(tables, key=len, default=[row for row in every if any(row)])
    while len(rows) > 2 and len(rows[0]) == 1 and not {*_DELIMITERS} & {*rows[0][0]}:  # a title over it
        rows = rows[1:]
    widths = Counter(len(row) for row in rows)
    (width, count), *_ = widths.most_common(1) or [(0, 0)]
    return count / len(rows) if width > 1 and len(rows) > 1 else 0.0


def _parsed(text: str, delimiter: str) -> list[list[str]]:
    """The rows; where a quotation mark opens a cell that does not end, such marks are taken for text."""
    csv.field_size_limit(max(len(text), 1))
    rows = _split(text, delimiter, csv.QUOTE_MINIMAL)
    if any(cell.count("\n") > _MOST_LINES for row in rows for cell in row if len(cell) > _MOST_LINES):
        rows = _split(text, delimiter, csv.QUOTE_NONE)
    return rows


def _split(text: str, delimiter: str, quoting: Literal[0, 3]) -> list[list[str]]:
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter, quoting=quoting, skipinitialspace=True)
    return [[cell.strip() for cell in row] for row in reader]
