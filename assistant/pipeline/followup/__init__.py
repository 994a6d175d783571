"""Follow-ups made to stand alone, by rules.

In: a question and what was said before, in any shape (`history`). Out: the whole question. Read `rules`
first, which says in which order rules are tried; a rule takes a `turn` and gives the whole question or None.
`questions`, `pronouns` and `fragments` (with `days`) have them by what is left out; `noun_phrases` has the
nouns, prepositions and lists that they look for.
"""

from assistant.pipeline.followup.history import History, Turns, turns
from assistant.pipeline.followup.rules import Standalone, standalone

__all__ = ["History", "Turns", "turns", "Standalone", "standalone"]
