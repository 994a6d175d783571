"""`complete`: how much of the answer was shown; for cases that have points."""

from collections.abc import Sequence

from evals.metrics.figure import Figure, mean
from evals.verdicts import Verdict


def complete(verdicts: Sequence[Verdict]) -> Figure:
    """The mean share of the needed points that were shown, answerable cases with points; of a decline 0.

    >>> from evals.verdicts import Points
    >>> complete([Verdict("a", points=Points(told=3, needed=4)), Verdict("b", points=Points(0, 2)),
    ...           Verdict("no answer", answerable=False, points=Points())])
    Figure(value=0.375, n=2)
    """
    found = [verdict.points for verdict in verdicts if verdict.points and verdict.answerable]
    return mean(points.told / points.needed for points in found)
