"""`correct`: the share of answerable cases that were answered rightly (the rule is in evals/judge.py)."""

from collections.abc import Sequence

from evals.metrics.figure import Figure, mean
from evals.verdicts import Verdict


def correct(verdicts: Sequence[Verdict]) -> Figure:
    """Answered rightly / answerable; a declined case is not right.

    >>> correct([Verdict("a", right=True), Verdict("b", right=False, refused=True),
    ...          Verdict("c", answerable=False)])
    Figure(value=0.5, n=2)
    """
    return mean(verdict.right for verdict in verdicts)
