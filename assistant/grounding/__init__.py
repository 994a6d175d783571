"""Whether documents state a sentence: each one checked by code, with the words behind it."""

from assistant.grounding.checker import Checker, check_text, withheld
from assistant.grounding.yesno import draft_spans, is_rash

__all__ = ["Checker", "check_text", "draft_spans", "is_rash", "withheld"]
