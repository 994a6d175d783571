"""Words that the language model copied from the best place, where a question asks for a value.

A small model composes badly from many passages, and chooses badly among numbered ones; asked which few words
of one place answer, it copies them, or says that none do. The documents are quoted all the same: what it
copies only tells that this place answers.
"""

from assistant.declining.agreeing import SURE, is_agreed
from assistant.pipeline.prompt import NONE
from assistant.showing import Piece
from assistant.types import Form

VALUES: frozenset[Form] = frozenset(("fact", "table"))  # the forms that a few words can answer


def may_be_copied(form: Form, best: Piece) -> bool:
    """Whether words of the best place can answer a question of this form."""
    return form in VALUES and best.score >= SURE


def is_copied(copied: str, question: str, form: Form, best: Piece) -> bool:
    """Whether what the model wrote are words of the best place that add something to the question."""
    said = copied.strip().strip(".\"'").lower()
    return (
        bool(said) and said != NONE and may_be_copied(form, best) and is_agreed(question, form, [said], best)
    )
