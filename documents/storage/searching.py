"""What is kept beside each stored turn, so that conversations can be searched without reading answers."""

import json
import unicodedata
from typing import Any

from documents.reading.encodings import valid_text


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
    """The ids of the sources that the shown sentences of an answer cite, once each; JSON in and out."""
    cited = {
        citation["source_id"]: None
        for sentence in _parsed(answer).get("sentences") or ()
        for citation in sentence.get("citations") or ()
        if "source_id" in citation
    }
    return json.dumps(list(cited))


def _parsed(answer: str) -> dict[str, Any]:  # Any: JSON types
    """The stored answer; nothing where it is no record: a library must open with whatever it holds."""
    values = json.loads(answer)
    return values if isinstance(values, dict) else {}
