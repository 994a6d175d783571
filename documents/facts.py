"""What is known of a version beside its text, as the library stores it: one JSON object."""

import json
from typing import Any

from documents.storage_errors import stored_json
from documents.types import RawDocument, ReadingReport, plain

_FACTS = ("dated_by", "author", "language", "page_labels", "report")


def stored_facts(document: RawDocument) -> str:
    """The facts of a document, as JSON; those that are not known are left out."""
    return json.dumps({name: plain(getattr(document, name)) for name in _FACTS if getattr(document, name)})


def facts_of(stored: str) -> dict[str, Any]:  # Any: the fields' types
    """The fields of a RawDocument that `stored_facts` stored.

    >>> facts_of('{"author": "Ines Ferro", "page_labels": ["i", "1"]}')
    {'author': 'Ines Ferro', 'page_labels': ('i', '1')}
    """
    facts: dict[str, Any] = stored_json(stored)
    if "report" in facts:
        facts["report"] = report_of(facts["report"])
    if "page_labels" in facts:
        facts["page_labels"] = tuple(facts["page_labels"])
    return facts


def report_of(fields: dict[str, Any]) -> ReadingReport:
    """The report whose fields came as JSON."""
    recognised = tuple((page, sure) for page, sure in fields.get("recognised", ()))
    return ReadingReport(**{**fields, "recognised": recognised})
