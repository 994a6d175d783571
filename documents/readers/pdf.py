"""PDF: the text page by page, its lines joined to paragraphs; bookmarks are the headings."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from documents.encodings import scrub
from documents.errors import DocumentError, EmptyDocument, ReaderFailed
from documents.notes import numbered, verb
from documents.readers.pdf_damage import damaged_pages
from documents.readers.pdf_facts import author_and_day
from documents.types import Heading, RawDocument

_ENCRYPTED = 4  # FPDF_ERR_PASSWORD
# What PDFium writes for a word cut at a line's end.
_HYPHEN = re.compile("(?<=\\w)[\ufffe\x02\xad][ \t]*(?:\r?\n)?")
_BREAK = re.compile(r"(?<=[a-zà-ÿ])-[ \t]*\n(?=[a-zà-ÿ])")
_NUMBERS = r"\d{1,3}(?:\.\d{1,3}){0,9}"
_BEGINS = re.compile(
    rf"\s{{0,80}}(?:[-*•●▪◦‣–—·]\s|\(?(?:{_NUMBERS}|[a-zA-Z])[.)]\s|{_NUMBERS}\s{{1,9}}[A-Z])"
)
_NO_TITLE = re.compile(
    r"$|\(?(?:untitled|anonymous|unspecified|document\d{0,9}|title|powerpoint[\s-].{0,200}|slide 1)\)?$"
    r"|microsoft (?:word|powerpoint|excel)\b"
    r"|.{0,200}\.(?:pdf|docx?|odt|rtf|tex|dvi|indd|qxd|pptx?|xlsx?|txt|html?)$",
    re.IGNORECASE,
)


def read(path: Path) -> RawDocument:
    """The text of all pages with the offset at which each begins.

    Raises ReaderFailed where the file is broken or needs a password, EmptyDocument where no page has text.
    """
    pdf = _open(path)
    try:
        pages = [scrub(_paragraphs(_page_text(pdf, number))) for number in range(len(pdf))]
        damaged = damaged_pages(path, len(pdf))
        if not any(page.strip() for page in pages):
            raise _no_text(len(pages), damaged)
        text, starts = _joined(pages)
        notes = tuple(_notes(pdf, pages, damaged))
        headings = tuple(_headings(pdf, text, starts))
        author, day = author_and_day(pdf)
        return RawDocument(
            text=text,
            media_type="application/pdf",
            title=_title(pdf, path),
            page_starts=starts,
            headings=headings,
            notes=notes,
            author=author,
            date=day,
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


def _no_text(pages: int, damaged: set[int] | None) -> DocumentError:
    if damaged is None or damaged:
        return ReaderFailed(
            "The PDF is damaged: no text could be read from it.", "Get the file again and add the new copy."
        )
    kind = "page that is a picture or blank" if pages == 1 else "pages that are pictures or blank"
    return EmptyDocument(
        f"No text: {pages} scanned {kind}.", "Run text recognition (OCR) on it and add the result."
    )


def _notes(pdf: Any, pages: list[str], damaged: set[int] | None) -> Iterator[str]:
    """What a person has to know of pages that gave too little."""
    if damaged is None:
        yield "The PDF is damaged: some of its text may be missing. Get the file again and add the new copy."
    hurt = (damaged or set()) | {number for number in range(1, len(pages) + 1) if not _opens(pdf, number)}
    if hurt:
        are = verb(hurt, "is", "are")
        yield (
            f"{numbered('page', hurt)} {are} damaged: text of {verb(hurt, 'it', 'them')} is missing. "
            "Get the file again and add the new copy."
        )
    empty = {number for number, page in enumerate(pages, 1) if not page.strip()} - hurt
    pictures = {number for number in empty if next(pdf[number - 1].get_objects(max_depth=1), None)}
    if pictures:
        yield (
            f"{numbered('page', pictures)} {verb(pictures, 'has', 'have')} no text, only pictures. "
            "Run text recognition (OCR) on the file and add the result."
        )


def _opens(pdf: Any, number: int) -> bool:
    """Whether PDFium finds a page (from 1)."""
    import pypdfium2

    try:
        pdf[number - 1].close()
    except pypdfium2.PdfiumError:
        return False
    return True


def _page_text(pdf: Any, number: int) -> str:
    """One page's text as PDFium gives it, lines ending in LF; a page that is broken has none."""
    import pypdfium2

    try:
        page = pdf[number]
    except pypdfium2.PdfiumError:
        return ""
    text: str = page.get_textpage().get_text_range(errors="replace")
    page.close()
    text = _HYPHEN.sub("\xad\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def _paragraphs(text: str) -> str:
    """A page with the lines of running text joined; short lines (headings, table rows) stay lines."""
    lines = text.split("\n")
    widths = sorted(len(line) for line in lines if line)
    width = widths[int(0.9 * (len(widths) - 1))] if widths else 0
    out: list[str] = []
    for number, line in enumerate(lines):
        out.append(line)
        if number + 1 < len(lines):
            out.append(_separator(line, lines[number + 1], width))
    return _BREAK.sub("", "".join(out)).replace("\xad", "")


def _separator(line: str, after: str, width: int) -> str:
    """What stands between two lines: a blank, a new line, or the end of a paragraph."""
    if _BEGINS.match(after) or not line or not after:
        return "\n"
    if line.endswith("\xad"):
        return ""
    if len(after) < 0.6 * width and after[-1] not in ".!?:;,)" and not after[0].islower():
        return "\n"  # a heading or a table's row, not the end of a paragraph
    word = after.split(None, 1)[0]
    full = width > 40 and len(line) + 1 + len(word) > 0.8 * width
    if re.search(r"[a-zà-ÿ]-$", line) and after[0].islower():
        return "\n"  # left for _BREAK to join
    if full or (after[0].islower() and len(line) > 0.5 * width):
        return " "
    return "\n\n" if line[-1] in ".!?" and len(line) > 40 else "\n"


def _joined(pages: list[str]) -> tuple[str, tuple[int, ...]]:
    """The whole text and where each page begins; a sentence that runs on is not cut by a blank line."""
    text, starts = "", []
    parts: list[str] = []
    length = 0
    for number, page in enumerate(pages):
        starts.append(length)
        after = next((later for later in pages[number + 1 :] if later.strip()), "")
        runs_on = page.rstrip()[-1:] not in ("", ".", "!", "?", ":") and after.lstrip()[:1].islower()
        part = page + ("\n" if runs_on else "\n\n")
        parts.append(part)
        length += len(part)
    text = "".join(parts).rstrip() + "\n"
    return text, tuple(min(start, len(text)) for start in starts)


def _title(pdf: Any, path: Path) -> str | None:
    """The title the file states of itself, if it is one."""
    title = " ".join(scrub(pdf.get_metadata_value("Title")).split())
    return None if _NO_TITLE.match(title) or title in (path.name, path.stem) else title


def _headings(pdf: Any, text: str, starts: tuple[int, ...]) -> Iterator[Heading]:
    """The bookmarks whose words stand on the page they point to, in the order of the text."""
    found = []
    for bookmark in pdf.get_toc(max_depth=6):
        target = bookmark.get_dest()
        words = [re.escape(word) for word in scrub(bookmark.get_title()).split()]
        number = target.get_index() if target else None
        if words and number is not None and number < len(starts):
            limit = starts[number + 1] if number + 1 < len(starts) else len(text)
            place = re.compile(r"\s+".join(words), re.IGNORECASE).search(text, starts[number], limit)
            if place:
                found.append(Heading(bookmark.level + 1, " ".join(place[0].split()), place.start()))
    yield from sorted(found, key=lambda heading: heading.start)
