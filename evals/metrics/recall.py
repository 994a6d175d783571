"""`recall@k`: the share of the gold that the first k hits cover."""

from evals.metrics.figure import Covered


def recall_at_k(covered: Covered, units: int, k: int) -> float | None:
    """The share of the `units` covered by the first k hits; None where there is no unit.

    The first hit covers unit 0, the third units 0 and 1, of three:

    >>> covered = [(0,), (), (0, 1)]
    >>> recall_at_k(covered, 3, k=1), recall_at_k(covered, 3, k=3)
    (0.3333333333333333, 0.6666666666666666)
    >>> recall_at_k(covered, 0, k=3) is None
    True
    """
    return len({unit for hit in covered[:k] for unit in hit}) / units if units else None
