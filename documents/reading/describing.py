"""What is known of a document beside its text: title, author, language, date, and how well it was read."""

import logging
from dataclasses import replace
from pathlib import Path

from documents.reading.dating import stated_date
from documents.reading.garbled import garbled_note
from documents.reading.languages import main_language
from documents.reading.naming import byline, stated_author, stated_title
from documents.reading.notes import WHOLE, lost_words
from documents.storage.facts import is_stated
from documents.types import Block, DatedBy, RawDocument, ReadingReport

logger = logging.getLogger(__name__)


def described(document: RawDocument, path: Path) -> RawDocument:
    """The document as its reader gave it, with what else is known of it, but for the share of kept words.

    A date that the document states of itself goes before one by which a program notes when it made the file
    (`documents.storage.facts.is_stated`): a price list of 2024 may have been printed to PDF in 2026.
    """
    date, dated_by = _dated(document)
    note = garbled_note(document)
    return replace(
        document,
        title=stated_title(document.title, path.name),
        author=stated_author(document.author) or byline(document),
        language=main_language(document.text),
        date=date,
        dated_by=dated_by,
        notes=(*document.notes, *([note] if note else [])),
        report=_counted(document),
    )


def with_kept_share(document: RawDocument, path: Path) -> RawDocument:
    """The document with the share of the file's words that it has; where that is too low, a note says so.

    What cannot be looked at a second time stays unmeasured: a reader may take what a simpler look fails on.
    """
    from documents.readers.coverage.words import kept_share

    try:
        share = kept_share(path, document)
    except Exception as error:  # whatever a parser makes of the file, the document was read
        logger.info("the words of %s could not be counted: %r", path.name, error)
        return document
    note = lost_words(share) if share is not None and share < WHOLE else None
    report = replace(document.report, kept=share)
    return replace(document, report=report, notes=(*document.notes, *([note] if note else [])))


def _dated(document: RawDocument) -> tuple[str | None, DatedBy | None]:
    """The date and what gave it."""
    if document.date and is_stated("metadata", document.media_type):
        return document.date, "metadata"
    if in_text := stated_date(document):
        return in_text, "text"
    return document.date, "metadata" if document.date else None


def _counted(document: RawDocument) -> ReadingReport:
    """The report with the headings, items and tables of the blocks; nothing in furniture counts."""
    kinds = [block.kind for block in document.blocks]
    return replace(
        document.report,
        headings=kinds.count("heading") or len(document.headings),
        items=kinds.count("item"),
        tables=_tables(document.blocks),
    )


def _tables(blocks: tuple[Block, ...]) -> int:
    """How many tables there are: cells that follow each other are of one if they go right or down."""
    count = 0
    before: tuple[int, int] | None = None
    for block in blocks:
        place = (block.row or 0, block.column or 0) if block.kind == "cell" else None
        count += place is not None and (before is None or place <= before)
        before = place
    return count
