"""Groundedness: whether documents state a sentence, decided by code, with the words behind it.

In: sentences and evidence. Out: `Sentence`s with label, score, citations and reasons. Read `checker`, then
`remarks` (what states nothing), `claims`, `matching` and `meaning` (words and vectors), `overlap` (the two
laid over the evidence), `features` and `scoring` (the model), `citing`, `facts`, `reasons`, and `yesno`.
"""

from assistant.grounding.checker import Checker, check_text, withheld
from assistant.grounding.yesno import draft_spans, is_rash

__all__ = ["Checker", "check_text", "draft_spans", "is_rash", "withheld"]
