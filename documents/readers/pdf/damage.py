"""Which pages of a PDF are damaged: PDFium gives what it can of a broken page, and does not say so."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def damaged_pages(path: Path, count: int) -> set[int] | None:
    """The pages (from 1, of `count`) that cannot be unpacked whole, by qpdf; None where it misses some."""
    import pikepdf

    logging.getLogger("pikepdf").setLevel(logging.CRITICAL)  # what it says is told in our words
    try:
        with pikepdf.open(path) as pdf:
            pages = list(pdf.pages)
            hurt = {number for number, page in enumerate(pages, 1) if not _is_whole(pdf, page.obj)}
    except (pikepdf.PdfError, RuntimeError, ValueError):
        return None
    return hurt if len(pages) == count else None


def _is_whole(pdf: Any, page: Any) -> bool:  # Any: pikepdf's own objects
    import pikepdf

    pdf.get_warnings()  # those until now, of opening or of another page, are given and forgotten
    try:
        for stream in _streams(page):
            stream.read_bytes()
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError):
        return False
    return not pdf.get_warnings()  # a checksum that is wrong is one


def _streams(page: Any) -> Iterator[Any]:
    """What is drawn on a page: its contents and the forms that they may place."""
    import pikepdf

    contents = page.get("/Contents")
    if contents is not None:
        yield from contents if isinstance(contents, pikepdf.Array) else [contents]
    forms = page.get("/Resources", {}).get("/XObject", {})
    for form in forms.values():
        if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form":
            yield form
