"""A short answer, such as "In 1974." or "Paris.", is read together with the question that it answers."""

import numpy as np

from assistant.grounding.citing import MEANING, NEAR, cite
from assistant.grounding.features import Alignment, coverage
from assistant.grounding.matching import Matrix

MOST_WORDS = 6  # words with meaning that a short answer has at most
WHOLE = 0.9  # the share of its words that one line must have
AROUND = 0.5  # what the question's words in the lines beside count


def is_short(answer: Alignment) -> bool:
    """Whether a sentence has so few words that it says little of what it is an answer to."""
    return 0 < len(answer.words) <= MOST_WORDS


def cite_short(answer: Alignment, whole: Alignment) -> list[int]:
    """The columns that state a short answer: of the lines that have all of it the one that is nearest to the
    question; where none has, what states the answer by itself.

    `whole` is the question with the answer, over the same lines.
    """
    has = [one for one in range(len(answer.lines)) if coverage(answer.weights, answer.got([one])) >= WHOLE]
    return [max(has, key=lambda one: (_nearness(whole, one), -one))] if has else cite(answer)


def _nearness(whole: Alignment, column: int) -> float:
    here = whole.got([column])
    beside: Matrix = np.maximum(here, whole.got(_beside(whole, column)))
    return (
        coverage(whole.weights, here)
        + AROUND * coverage(whole.weights, beside)
        + MEANING * whole.cosines.get(column, 0.0)
    )


def _beside(whole: Alignment, column: int) -> list[int]:
    hit = whole.lines[column].evidence.hit
    columns = range(max(0, column - NEAR), min(len(whole.lines), column + NEAR + 1))
    return [one for one in columns if one != column and whole.lines[one].evidence.hit == hit]
