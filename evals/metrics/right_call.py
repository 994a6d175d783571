"""`right_call`: answered rightly where there is an answer, declined where there is none; unsure is half."""

from collections.abc import Sequence

from evals.metrics.figure import Figure, mean
from evals.verdicts import Verdict

UNSURE = 0.5


def right_call_of(verdict: Verdict) -> float | None:
    """1 where the case was handled rightly, else 0; None where nothing was asked or there is no gold answer.

    An unsure case counts one half where what it shows is right, and where there is no answer.

    >>> right_call_of(Verdict("a", answerable=False, refused=True))
    1.0
    >>> right_call_of(Verdict("b", answerable=True, refused=True, right=False))
    0.0
    >>> right_call_of(Verdict("c", unsure=True, useful=True, right=False))
    0.5
    """
    if not verdict.asked:
        return None
    if verdict.unsure:
        shown = verdict.useful if verdict.answerable else True
        return None if shown is None else UNSURE * shown
    good = verdict.right if verdict.answerable else verdict.refused
    return None if good is None else float(good)


def is_right_call(verdict: Verdict) -> bool:
    """Whether the case was handled rightly, in full."""
    return right_call_of(verdict) == 1.0


def right_call(verdicts: Sequence[Verdict]) -> Figure:
    """The share of cases handled rightly."""
    return mean(map(right_call_of, verdicts))
