"""Jupyter notebooks: their notes with headings and lists, their code, and what it printed."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from documents.errors import ReaderFailed
from documents.readers.html import reader
from documents.readers.plain.markdown import as_page
from documents.readers.writing import TextWriter
from documents.reading.encodings import decoded
from documents.types import RawDocument

_COLOURS = re.compile(r"\x1b\[[\d;]{0,20}[A-Za-z]")


def read(path: Path) -> RawDocument:
    """The cells in order. Raises ReaderFailed where the file is no notebook."""
    content = decoded(path.read_bytes())
    try:
        book = json.loads(content.text)
        cells = _cells(book)
    except (ValueError, RecursionError) as error:
        raise ReaderFailed(
            f"{path.name} is not a notebook that can be read.",
            "Open it in Jupyter, save it again and add the new copy.",
        ) from error
    writer = TextWriter()
    for cell in cells:
        _cell(writer, cell)
    document = writer.document("application/x-ipynb+json", notes=content.notes, title=_title(book))
    if document.title is None and document.headings:
        top = min(document.headings, key=lambda heading: heading.level)
        return replace(document, title=top.text)
    return document


def _cells(book: Any) -> list[Any]:  # Any: JSON, of which nothing is sure
    """The cells, of the present form or the old one of worksheets. Raises ValueError where there are none."""
    if not isinstance(book, dict):
        raise ValueError("no notebook")
    sheets = book.get("worksheets")
    if isinstance(sheets, list):
        return [cell for sheet in sheets if isinstance(sheet, dict) for cell in sheet.get("cells") or []]
    cells = book.get("cells")
    if not isinstance(cells, list):
        raise ValueError("no cells")
    return cells


def _title(book: Any) -> str | None:
    metadata = book.get("metadata")
    title = metadata.get("title") if isinstance(metadata, dict) else None
    return title if isinstance(title, str) and title.strip() else None


def _cell(writer: TextWriter, cell: Any) -> None:
    if not isinstance(cell, dict):
        return
    source, kind = _joined(cell.get("source") or cell.get("input")), cell.get("cell_type")
    if kind == "markdown":
        reader.write_page(writer, as_page(source))
    elif kind == "heading":
        level = cell.get("level")
        writer.heading(level if isinstance(level, int) and 0 < level < 7 else 1, source)
    else:
        writer.code(source)
    outputs = cell.get("outputs")
    for output in outputs if isinstance(outputs, list) else []:
        writer.code(_COLOURS.sub("", _printed(output)))


def _printed(output: Any) -> str:
    """What an output shows as text; a picture is nothing."""
    if not isinstance(output, dict):
        return ""
    data = output.get("data")
    data = data if isinstance(data, dict) else {}
    if output.get("output_type") in ("error", "pyerr"):
        return _joined(output.get("traceback")) or f"{output.get('ename', '')}: {output.get('evalue', '')}"
    return _joined(output.get("text") or data.get("text/markdown") or data.get("text/plain"))


def _joined(source: Any) -> str:
    """Source and text come as one string or as a list of lines."""
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""
