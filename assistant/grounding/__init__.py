"""Whether documents state a sentence: each one checked by code, with the words behind it."""

from assistant.grounding.checker import STATES_NOTHING, Checker, check_text, withheld

__all__ = ["STATES_NOTHING", "Checker", "check_text", "withheld"]
