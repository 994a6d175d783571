"""`wrong_among_answered`: what a reader risks in believing an answer."""

from collections.abc import Sequence

from evals.metrics.figure import Figure, mean
from evals.verdicts import Verdict


def is_wrong(verdict: Verdict) -> bool | None:
    """Whether a given answer is not right; None where it declined or was unsure, and without gold answers.

    >>> is_wrong(Verdict("invented", answerable=False)), is_wrong(Verdict("declined", refused=True))
    (True, None)
    """
    if not verdict.answered:
        return None
    if not verdict.answerable:
        return True
    return None if verdict.right is None else not verdict.right


def wrong_among_answered(verdicts: Sequence[Verdict]) -> Figure:
    """Answered and not right / answered."""
    return mean(is_wrong(verdict) for verdict in verdicts)
