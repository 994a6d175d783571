"""`right`: answered with all points that are needed; for cases that have points."""

from collections.abc import Sequence

from evals.metrics.figure import Figure, mean
from evals.verdicts import Verdict


def right(verdicts: Sequence[Verdict]) -> Figure:
    """Answered, not unsure, with the needed points and nothing against them / answerable, with points.

    >>> from evals.verdicts import Points
    >>> given = Points(told=2, needed=2)
    >>> right([Verdict("a", right=True, points=given), Verdict("b", right=False, unsure=True, points=given),
    ...        Verdict("no points", right=True)])
    Figure(value=0.5, n=2)
    """
    return mean(verdict.right for verdict in verdicts if verdict.points)
