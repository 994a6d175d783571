"""`declined`: how often it declined though there is an answer; for cases that have points."""

from collections.abc import Sequence

from evals.metrics.figure import Figure
from evals.metrics.outcome.declining import wrongly_declined
from evals.verdicts import Verdict


def declined(verdicts: Sequence[Verdict]) -> Figure:
    """Declined / answerable, with points.

    >>> from evals.verdicts import Points
    >>> declined([Verdict("a", refused=True, points=Points(0, 2)), Verdict("no points", refused=True)])
    Figure(value=1.0, n=1)
    """
    return wrongly_declined([verdict for verdict in verdicts if verdict.points])
