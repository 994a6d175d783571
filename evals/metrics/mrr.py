"""`mrr@k`: one over the rank of the first relevant hit."""

from collections.abc import Sequence

from evals.metrics.figure import Figure, Measure, mean
from evals.metrics.recall import Covered
from evals.verdicts import Verdict


def reciprocal_rank_at_k(covered: Covered, units: int, k: int) -> float | None:
    """1 / rank of the first hit that covers a unit, 0 if none of the first k does; None without a unit.

    >>> reciprocal_rank_at_k([(), (0,), (0,)], 1, k=10), reciprocal_rank_at_k([(), (0,)], 1, k=1)
    (0.5, 0.0)
    """
    if not units:
        return None
    return next((1 / rank for rank, hit in enumerate(covered[:k], start=1) if hit), 0.0)


def mrr(k: int) -> Measure:
    """The measure `mrr@k`: the mean over cases with gold."""

    def measure(verdicts: Sequence[Verdict]) -> Figure:
        return mean(reciprocal_rank_at_k(verdict.covered, verdict.units, k) for verdict in verdicts)

    return measure
