"""What is known of a version beside its text, as the library stores it: one JSON object."""

import json
from functools import lru_cache
from typing import Any

from documents.storage.errors import stored_json
from documents.text.headings import Outline
from documents.types import Heading, RawDocument, ReadingReport, Source, plain

_FACTS = ("dated_by", "author", "language", "report")
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
# Formats in which the program that made the file notes the date; in a copy of an old letter it is an old one.
MADE_BY_PROGRAMS = frozenset(
    (
        "application/pdf",
        "application/rtf",
        "application/vnd.ms-excel",
        f"{_OOXML}wordprocessingml.document",
        f"{_OOXML}spreadsheetml.sheet",
        f"{_OOXML}presentationml.presentation",
        f"{_ODF}text",
        f"{_ODF}spreadsheet",
        f"{_ODF}presentation",
    )
)


def stored_facts(document: RawDocument) -> str:
    """The facts of a document, as JSON; those that are not known are left out."""
    return json.dumps({name: plain(getattr(document, name)) for name in _FACTS if getattr(document, name)})


def facts_of(stored: str) -> dict[str, Any]:  # Any: the fields' types
    """The fields of a RawDocument that `stored_facts` stored.

    >>> facts_of('{"author": "Ines Ferro", "of_before": 1}')  # what an earlier version stored too
    {'author': 'Ines Ferro'}
    """
    facts = {name: value for name, value in stored_json(stored).items() if name in _FACTS}
    if "report" in facts:
        facts["report"] = ReadingReport.from_dict(facts["report"])
    return facts


def headings_of(stored: str) -> tuple[Heading, ...]:
    """Headings as the library stores them: level, text and start of each, as JSON."""
    return tuple(Heading(*heading) for heading in stored_json(stored))


@lru_cache(maxsize=256)  # the same few documents are asked about with every question
def outline_of(stored: str) -> Outline:
    """The outline of headings as the library stores them."""
    return Outline(headings_of(stored))


def own_date(document: RawDocument | Source) -> str | None:
    """The date that the document states of itself, by which one is older than another; else None."""
    return document.date if is_stated(document.dated_by, document.media_type) else None


def is_stated(dated_by: str | None, media_type: str) -> bool:
    """Whether a date of this origin is the document's own; of old versions no origin is known.

    Not the file's time, and not the date at which a program made a PDF or an office file: that may be of a
    copy or of a template.
    """
    return dated_by in ("text", "name") or (dated_by != "file" and media_type not in MADE_BY_PROGRAMS)
