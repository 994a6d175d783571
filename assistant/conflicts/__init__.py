"""Sources that disagree on what was asked, side by side.

In: a question and the evidence. Out: `Conflict`s. Read `find`, then `question` (what it asks for),
`statements` (which sentences are about that), `mentions` (values in a text), `contrast` (what sets two
values apart), and the detectors: `editions`, `slots`, `pairs` with `wording`, `opinions`; `rows` makes
what is shown.
"""

from assistant.conflicts.find import find_conflicts

__all__ = ["find_conflicts"]
