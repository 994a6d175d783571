"""Footnote: answers from your own documents, with the exact words behind each sentence."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.grounding import check_text

__all__ = ["Assistant", "check_text"]


def __getattr__(name: str) -> Any:  # Any: the object of that name
    """The public names, imported on first use: `footnote --help` needs none of what they bring."""
    if name == "Assistant":
        from assistant.assistant import Assistant

        return Assistant
    if name == "check_text":
        from assistant.grounding import check_text

        return check_text
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
