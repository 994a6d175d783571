"""`ece`: expected calibration error, how far `confidence` is from the share of right drafts."""

from collections import defaultdict
from collections.abc import Sequence

from evals.metrics.confidence import ScoredDraft, scored_drafts
from evals.metrics.figure import Figure
from evals.verdicts import Verdict

BINS = 10


def calibration_error(drafts: Sequence[ScoredDraft]) -> float | None:
    """The mean over drafts of |mean confidence - share right| in their bin of width 0.1; None of nothing.

    Two bins: 0.9 and 0.9 with one right (|0.9 - 0.5| = 0.4), 0.2 with none right (0.2); (2 * 0.4 + 0.2) / 3.

    >>> round(calibration_error([(0.9, True), (0.9, False), (0.2, False)]), 4)
    0.3333
    """
    if not drafts:
        return None
    bins = _in_bins(drafts).values()
    return sum(abs(sum(score - right for score, right in members)) for members in bins) / len(drafts)


def _in_bins(drafts: Sequence[ScoredDraft]) -> dict[int, list[ScoredDraft]]:
    """The drafts by the tenth that their score is in, 0 to 9, lowest first; empty ones are left out."""
    bins: dict[int, list[ScoredDraft]] = defaultdict(list)
    for score, right in sorted(drafts):
        bins[min(int(score * BINS), BINS - 1)].append((score, right))
    return dict(bins)


def reliability(drafts: Sequence[ScoredDraft]) -> list[tuple[str, int, float, float]]:
    """For each tenth its name, its drafts, their mean score and the share that is right.

    >>> reliability([(0.92, True), (0.98, False), (0.2, False)])
    [('0.2–0.3', 1, 0.2, 0.0), ('0.9–1.0', 2, 0.95, 0.5)]
    """
    return [
        (
            f"{number / BINS:.1f}–{(number + 1) / BINS:.1f}",
            len(members),
            round(sum(score for score, _ in members) / len(members), 4),
            sum(right for _, right in members) / len(members),
        )
        for number, members in _in_bins(drafts).items()
    ]


def ece(verdicts: Sequence[Verdict]) -> Figure:
    """The calibration error over all cases."""
    drafts = scored_drafts(verdicts)
    return Figure(calibration_error(drafts), len(drafts))
