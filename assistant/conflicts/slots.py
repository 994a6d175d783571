"""The value that a sentence states for what a question asks: near the relation's words, as is usual."""

from assistant.conflicts.question import Asked
from assistant.conflicts.slot_dates import dates
from assistant.conflicts.slot_numbers import numbers
from assistant.conflicts.slot_persons import persons
from assistant.conflicts.slot_places import places
from assistant.conflicts.slot_terms import terms
from assistant.conflicts.value import Value
from assistant.terms import stems

_FINDERS = {"date": dates, "number": numbers, "person": persons, "place": places, "term": terms}


def stated(asked: Asked, text: str) -> list[Value]:
    """The values that `text` states for the slot, the most certain first; empty where it states none."""
    if asked.kind not in _FINDERS or not _states_the_rest(asked, text):
        return []
    return list(dict.fromkeys(_FINDERS[asked.kind](asked, text)))


def _states_the_rest(asked: Asked, text: str) -> bool:
    """Without a relation that is known by other words too, the question's own words must be there."""
    if asked.relation or asked.kind == "term":
        return True
    return bool(asked.rest) and asked.rest <= set(stems(text))
