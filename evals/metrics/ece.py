"""`ece`: expected calibration error, how far `confidence` is from the share of right drafts."""

from collections import defaultdict
from collections.abc import Sequence

from evals.metrics.confidence import Pair, pairs
from evals.metrics.figure import Figure
from evals.verdicts import Verdict

BINS = 10


def calibration_error(scored: Sequence[Pair]) -> float | None:
    """The mean over cases of |mean confidence - share right| in their bin of width 0.1; None of nothing.

    Two bins: 0.9 and 0.9 with one right (|0.9 - 0.5| = 0.4), 0.2 with none right (0.2); (2 * 0.4 + 0.2) / 3.

    >>> round(calibration_error([(0.9, True), (0.9, False), (0.2, False)]), 4)
    0.3333
    """
    if not scored:
        return None
    bins: dict[int, list[Pair]] = defaultdict(list)
    for score, right in scored:
        bins[min(int(score * BINS), BINS - 1)].append((score, right))
    return sum(abs(sum(score - right for score, right in members)) for members in bins.values()) / len(scored)


def ece(verdicts: Sequence[Verdict]) -> Figure:
    """The calibration error over all cases."""
    scored = pairs(verdicts)
    return Figure(calibration_error(scored), len(scored))
