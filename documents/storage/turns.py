"""A stored turn: what is kept beside it for searching, and what takes its place once a source is erased."""

import json
import unicodedata
from collections.abc import Callable
from typing import Any

from documents.reading.encodings import valid_text
from documents.storage.errors import stored_json

ERASED = "[erased]"
ERASED_ANSWER = "This answer was erased with the source it rested on."
QUESTIONS = ("question", "standalone_question")  # the fields of an answer that hold what was asked
Values = dict[str, Any]  # Any: JSON types


def folded(text: str) -> str:
    """`text` without the differences of case and of composed characters.

    A change of it needs a migration that fills `turn_texts` anew.

    >>> folded("STRASSE") == folded("straße"), folded("É") == folded("e\u0301")
    (True, True)
    """
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", valid_text(text)).casefold())


def turn_text(question: str, answer: str) -> str:
    """The folded words of a turn, question and shown answer; `answer` is JSON."""
    return folded(f"{question}\n{_parsed(answer).get('text') or ''}")


def turn_sources(answer: str) -> str:
    """As `cited_in`, as JSON, for SQL."""
    return json.dumps(cited_in(answer))


def cited_in(answer: str) -> list[str]:
    """The ids of the sources that an answer (JSON) cites, also where they disagree, once each."""
    record = _parsed(answer)
    cited = [
        citation for sentence in record.get("sentences") or () for citation in sentence.get("citations") or ()
    ]
    cited += [
        row.get("citation") or {}
        for conflict in record.get("conflicts") or ()
        for row in conflict.get("rows") or ()
    ]
    return list(dict.fromkeys(citation["source_id"] for citation in cited if "source_id" in citation))


def shown_text(answer: str) -> str:
    """The text that an answer (JSON) shows."""
    return str(_parsed(answer).get("text") or "")


def _parsed(answer: str) -> dict[str, Any]:  # Any: JSON types
    """The stored answer; nothing where it is no record: a library must open with whatever it holds."""
    values = stored_json(answer)
    return values if isinstance(values, dict) else {}


def erased_answer(answer: Values, question: Callable[[str], str] = str) -> Values:
    """A stored answer (`Answer.to_dict()`) without anything that it was made from.

    `question` gives what stands for its questions from now on.
    """
    return {
        **{name: question(str(answer.get(name) or "")) for name in QUESTIONS},
        "draft": "",
        "text": ERASED_ANSWER,
        "refused": True,  # nothing is stated any more
        "confidence": 0.0,
        **{name: [] for name in ("sentences", "withheld", "missing", "conflicts", "notes", "hits")},
        "model": str(answer.get("model") or ""),
    }
