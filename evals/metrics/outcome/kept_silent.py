"""`kept_silent`: how often nothing was claimed where there is no answer, and the kind of the case says so."""

from collections.abc import Sequence

from evals.metrics.figure import Figure, mean
from evals.verdicts import Verdict


def kept_silent(verdicts: Sequence[Verdict]) -> Figure:
    """Declined or unsure / not answerable, of the kind "none".

    >>> from evals.verdicts import Points
    >>> kept_silent([Verdict("a", answerable=False, unsure=True, points=Points()),
    ...              Verdict("b", answerable=False, points=Points()), Verdict("no kind", answerable=False)])
    Figure(value=0.5, n=2)
    """
    return mean(not verdict.answered for verdict in verdicts if verdict.points and not verdict.answerable)
