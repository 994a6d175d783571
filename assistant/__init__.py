"""Footnote: answers from your own documents, with the exact words behind each sentence."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.grounding import check_text
    from assistant.types import Answer, Citation, Done, Evidence, Sentence, SentenceDone, Token
    from documents.errors import FootnoteError
    from documents.inputs import PastedText
    from documents.types import IngestReport, Source
    from index.types import Hit

__all__ = [
    "Assistant", "check_text", "PastedText", "IngestReport", "Source", "Hit", "Answer", "Sentence",
    "Citation", "Evidence", "Token", "SentenceDone", "Done", "FootnoteError",
]  # fmt: skip
_PLACES = {
    "Assistant": "assistant.assistant",
    "check_text": "assistant.grounding",
    "PastedText": "documents.inputs",
    "IngestReport": "documents.types",
    "Source": "documents.types",
    "Hit": "index.types",
    "FootnoteError": "documents.errors",
}


def __getattr__(name: str) -> Any:  # Any: the object of that name
    """The public names, imported on first use: `footnote --help` needs none of what they bring."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES.get(name, "assistant.types")), name)
