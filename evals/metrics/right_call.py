"""`right_call`: answered rightly where there is an answer, declined where there is none."""

from collections.abc import Sequence

from evals.metrics.figure import Figure, mean
from evals.verdicts import Verdict


def is_right_call(verdict: Verdict) -> bool | None:
    """Whether the case was handled rightly; None where nothing was asked or there is no gold answer.

    >>> is_right_call(Verdict("a", answerable=False, refused=True))
    True
    >>> is_right_call(Verdict("b", answerable=True, refused=True, right=False))
    False
    """
    if not verdict.asked:
        return None
    return verdict.right if verdict.answerable else verdict.refused


def right_call(verdicts: Sequence[Verdict]) -> Figure:
    """The share of cases handled rightly."""
    return mean(is_right_call(verdict) for verdict in verdicts)
