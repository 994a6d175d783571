"""`mrr@k`: one over the rank of the first relevant hit."""

from evals.metrics.figure import Covered


def reciprocal_rank_at_k(covered: Covered, units: int, k: int) -> float | None:
    """1 / rank of the first hit that covers a unit, 0 if none of the first k does; None without a unit.

    >>> reciprocal_rank_at_k([(), (0,), (0,)], 1, k=10), reciprocal_rank_at_k([(), (0,)], 1, k=1)
    (0.5, 0.0)
    """
    if not units:
        return None
    return next((1 / rank for rank, hit in enumerate(covered[:k], start=1) if hit), 0.0)
