"""`unsure`: how often found words were shown with the remark that they may not answer the question."""

from collections.abc import Sequence

from evals.metrics.figure import Figure, mean
from evals.verdicts import Verdict


def unsure(verdicts: Sequence[Verdict]) -> Figure:
    """Unsure / cases.

    >>> unsure([Verdict("a", unsure=True), Verdict("b"), Verdict("only ranked", asked=False)])
    Figure(value=0.5, n=2)
    """
    return mean(verdict.unsure for verdict in verdicts if verdict.asked)
