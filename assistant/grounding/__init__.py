"""Whether documents state a sentence: each one checked by code, with the words behind it."""

from assistant.grounding.checker import Checker, check_text, withheld

__all__ = ["Checker", "check_text", "withheld"]
