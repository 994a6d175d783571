"""Where: the place that a sentence gives for what is asked."""

import re
from collections.abc import Iterator

from assistant.conflicts.cues import cues, following, is_of_another
from assistant.conflicts.question import Asked
from assistant.conflicts.value import Value
from assistant.conflicts.values import values
from assistant.terms import stems

_COPULA = re.compile(r"\b(?:is|was|are|were)\b")
_PLACED = re.compile(
    r"^[^.;()]*\b(?:in|at|near|from) (?:the )?(?:[a-z][\w-]*(?: [a-z][\w-]*){0,3} (?:of|in) )?$"
)


def places(asked: Asked, text: str) -> Iterator[Value]:
    """The first name after "in", "at", "near" or "from" that follows the relation's word, or "is"."""
    known = asked.named | asked.rest
    found = [one for one in values("place", text) if not set(stems(one.text)) <= known]
    for cue in cues(asked, text) or [one.span() for one in _COPULA.finditer(text)][:1]:
        if not is_of_another(asked, text[: cue[0]]):
            near = (one for one, between in following(text, cue, found) if _PLACED.search(between))
            yield from list(near)[:1]
