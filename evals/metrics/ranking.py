"""How high the gold stands among the hits: `recall@k`, `mrr@k` and `ndcg@k`."""

import math
from collections.abc import Sequence

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


def reciprocal_rank_at_k(covered: Covered, units: int, k: int) -> float | None:
    """1 / rank of the first hit that covers a unit, 0 if none of the first k does; None without a unit.

    >>> reciprocal_rank_at_k([(), (0,), (0,)], 1, k=10), reciprocal_rank_at_k([(), (0,)], 1, k=1)
    (0.5, 0.0)
    """
    if not units:
        return None
    return next((1 / rank for rank, hit in enumerate(covered[:k], start=1) if hit), 0.0)


def ndcg_at_k(covered: Covered, units: int, k: int) -> float | None:
    """The discounted gain of the first k hits / that of the ideal order; None without a unit.

    Each unit gains once, at the first hit that covers it, so a second hit on the same gold span gains
    nothing, and a hit on two new spans gains 2. The ideal order has the same gains, largest first, then
    1 for each unit that the first k hits missed. Where a hit covers one unit at most (documents, and
    gold spans in passages of their own) this is the usual binary nDCG.

    Worked example: three gold spans; hit 1 covers none, hit 2 spans 0 and 1, hit 3 span 1 again. Gains
    are 0, 2, 0, so the discounted gain is 2 / log2(3) = 1.2619. Ideal: 2 / log2(2) + 1 / log2(3) = 2.6309.

    >>> round(ndcg_at_k([(), (0, 1), (1,)], 3, k=10), 4)
    0.4796
    >>> ndcg_at_k([(0,), (1,)], 2, k=10)
    1.0
    """
    if not units:
        return None
    gains = _gains(covered[:k])
    ideal = sorted(gains, reverse=True)
    ideal = [gain for gain in ideal if gain] + [1] * (units - sum(gains))
    return _discounted(gains) / _discounted(ideal[:k])


def _gains(covered: Covered) -> list[int]:
    seen: set[int] = set()
    gains = []
    for hit in covered:
        gains.append(len(set(hit) - seen))
        seen.update(hit)
    return gains


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))
