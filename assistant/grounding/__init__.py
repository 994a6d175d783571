"""Whether documents state a sentence: each one checked by code, with the words behind it."""

from assistant.grounding.checker import Checker, check_text, withheld
from assistant.grounding.yesno import contradicts_itself, draft_spans

__all__ = ["Checker", "check_text", "contradicts_itself", "draft_spans", "withheld"]
