"""PDF: the text of its pages in reading order, with headings, lists, tables, running headers and forms."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from documents.errors import DocumentError, EmptyDocument, ReaderFailed
from documents.readers.ocr.scanned import Scans
from documents.readers.pdf.damage import damaged_pages
from documents.readers.pdf.forms import extras
from documents.readers.pdf.pages import NOWHERE, Sheet, sheets
from documents.readers.pdf.writing import Bookmark, document
from documents.reading.encodings import on_one_line, scrub
from documents.reading.naming import stated_title
from documents.reading.notes import damaged
from documents.types import RawDocument

_ENCRYPTED = 4  # FPDF_ERR_PASSWORD
_NOBODYS = ("20000101000000", "19700101000000", "19800101000000")  # of programs that leave the time out
_MADE = re.compile(r"((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])")


def read(path: Path) -> RawDocument:
    """The text of all pages with its blocks, and the offset at which each page begins.

    Raises ReaderFailed where the file is broken or needs a password, EmptyDocument where no page has text.
    """
    pdf = _open(path)
    try:
        scans = Scans()
        pages = list(sheets(pdf, scans))
        broken = damaged_pages(path, len(pdf))
        extra = extras(path)
        if not extra and all(page.is_empty for page in pages):
            raise _no_text(len(pages), broken, scans)
        author, day = _author_and_day(pdf)
        return replace(
            document(pages, list(_bookmarks(pdf)), extra),
            title=_title(pdf, path),
            author=author,
            date=day,
            notes=tuple(_notes(pages, broken, scans)),
            report=scans.report(),
        )
    finally:
        pdf.close()


def _open(path: Path) -> Any:  # Any: pypdfium2 has no types
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _ENCRYPTED or "password" in str(error).lower():
            raise ReaderFailed(
                "The PDF cannot be read: it needs a password.", "Save a copy without one and add that."
            ) from error
        raise ReaderFailed(
            "The PDF is broken.", "Open it in a PDF viewer, save it again and add the new copy."
        ) from error


def _no_text(pages: int, broken: set[int] | None, scans: Scans) -> DocumentError:
    if broken is None or broken:
        return ReaderFailed(
            "The PDF is damaged: no text could be read from it.", "Get the file again and add the new copy."
        )
    kind = "page that is a picture or blank" if pages == 1 else "pages that are pictures or blank"
    return EmptyDocument(f"No text: {pages} scanned {kind}.", scans.advice())


def _notes(pages: list[Sheet], broken: set[int] | None, scans: Scans) -> Iterator[str]:
    """What a person has to know of pages that gave too little."""
    if broken is None:
        yield "The PDF is damaged: some of its text may be missing. Get the file again and add the new copy."
    hurt = (broken or set()) | {number for number, page in enumerate(pages, 1) if page.frame is NOWHERE}
    if hurt:
        yield damaged(hurt)
    yield from scans.notes(without=hurt)


def _title(pdf: Any, path: Path) -> str | None:
    """The title the file states of itself, if it is one."""
    title = stated_title(scrub(pdf.get_metadata_value("Title")), path.name)
    return None if title == path.stem else title


def _author_and_day(pdf: Any) -> tuple[str | None, str | None]:  # Any: pypdfium2 has no types
    """The author, and the ISO date of making; None where the record does not say."""
    stated = (pdf.get_metadata_value(name).removeprefix("D:") for name in ("CreationDate", "ModDate"))
    days = (_MADE.match(value) for value in stated if not value.startswith(_NOBODYS))
    date = next(("-".join(day.groups()) for day in days if day), None)
    return scrub(pdf.get_metadata_value("Author")) or None, date


def _bookmarks(pdf: Any) -> Iterator[Bookmark]:
    for bookmark in pdf.get_toc(max_depth=6):
        target = bookmark.get_dest()
        text = on_one_line(bookmark.get_title())
        number = target.get_index() if target else None
        if text and number is not None and 0 <= number < len(pdf):
            yield Bookmark(bookmark.level + 1, text, number + 1)
