"""`useful`: how often what was shown is right, be it as an answer or with a doubt."""

from collections.abc import Sequence

from evals.metrics.figure import Figure, mean
from evals.verdicts import Verdict


def useful(verdicts: Sequence[Verdict]) -> Figure:
    """Answered or unsure, and right / answerable.

    >>> useful([Verdict("a", useful=True, right=False, unsure=True), Verdict("b", useful=False, refused=True),
    ...         Verdict("c", answerable=False)])
    Figure(value=0.5, n=2)
    """
    return mean(verdict.useful for verdict in verdicts)
