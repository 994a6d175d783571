"""`auroc`: how well `confidence` tells right drafts from wrong ones; 0.5 is chance."""

from collections.abc import Sequence

from evals.metrics.confidence.pairs import Pair, by_confidence, pairs
from evals.metrics.figure import Figure
from evals.verdicts import Verdict


def area(scored: Sequence[Pair]) -> float | None:
    """How often a right draft has the higher confidence than a wrong one; a tie counts half.

    None where all are right or all are wrong.

    >>> area([(0.9, True), (0.8, False), (0.8, True), (0.1, False)])
    0.875
    """
    right = sum(outcome for _, outcome in scored)
    wrong = len(scored) - right
    if not right or not wrong:
        return None
    won, above = 0.0, 0
    for _, outcomes in by_confidence(scored):
        good = sum(outcomes)
        bad = len(outcomes) - good
        won += bad * (above + good / 2)
        above += good
    return won / (right * wrong)


def auroc(verdicts: Sequence[Verdict]) -> Figure:
    """The area over all cases; None where all drafts are right or all are wrong."""
    scored = pairs(verdicts)
    value = area(scored)
    return Figure(value, 0 if value is None else len(scored))
