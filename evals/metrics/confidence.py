"""The figures on `confidence`, or on another score of drafts: `aurc`, `auroc` and `ece`.

`confidence` says how often a draft with it is right, and is given also when the draft is not shown. So each
case counts with its draft: right, or not (always not where there is no answer, or where the model declined).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from evals.metrics.figure import Figure, Measure
from evals.verdicts import Verdict

BINS = 10
ScoredDraft = tuple[float, bool]  # its confidence (or another score), and whether it is right


def scored_drafts(verdicts: Sequence[Verdict]) -> list[ScoredDraft]:
    """Confidence and rightness of the draft of every case that has both."""
    return [
        (verdict.confidence, verdict.draft_right)
        for verdict in verdicts
        if verdict.confidence is not None and verdict.draft_right is not None
    ]


def by_confidence(drafts: Iterable[ScoredDraft]) -> list[list[bool]]:
    """Which of the drafts of each confidence are right, highest confidence first."""
    ordered = sorted(drafts, reverse=True)
    return [[right for _, right in group] for _, group in groupby(ordered, key=lambda draft: draft[0])]


def risks(drafts: Sequence[ScoredDraft]) -> list[float]:
    """The share of wrong drafts among the i most confident, for i = 1 to all.

    Drafts of equal confidence count in the mean of all their orders, so no order in the file matters.

    >>> risks([(0.9, True), (0.8, False), (0.7, True)])
    [0.0, 0.5, 0.3333333333333333]
    >>> risks([(0.5, True), (0.5, False)])
    [0.5, 0.5]
    """
    curve: list[float] = []
    wrong = 0.0
    for outcomes in by_confidence(drafts):
        share = outcomes.count(False) / len(outcomes)
        for _ in outcomes:
            wrong += share
            curve.append(wrong / (len(curve) + 1))
    return curve


def area_under_risks(drafts: Sequence[ScoredDraft]) -> float | None:
    """The mean risk over all coverages: 0 if every draft is right, 1 if every one is wrong; None of nothing.

    >>> area_under_risks([(0.9, True), (0.8, False)])
    0.25
    """
    curve = risks(drafts)
    return sum(curve) / len(curve) if curve else None


def area_under_roc(drafts: Sequence[ScoredDraft]) -> float | None:
    """How often a right draft has the higher confidence than a wrong one; a tie counts half.

    None where all are right or all are wrong.

    >>> area_under_roc([(0.9, True), (0.8, False), (0.8, True), (0.1, False)])
    0.875
    """
    right = sum(is_right for _, is_right in drafts)
    wrong = len(drafts) - right
    if not right or not wrong:
        return None
    won, above = 0.0, 0
    for outcomes in by_confidence(drafts):
        good = sum(outcomes)
        bad = len(outcomes) - good
        won += bad * (above + good / 2)
        above += good
    return won / (right * wrong)


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


def _of_drafts(figure: Callable[[Sequence[ScoredDraft]], float | None]) -> Measure:
    """The measure of a figure, over all cases that have a draft."""

    def measure(verdicts: Sequence[Verdict]) -> Figure:
        drafts = scored_drafts(verdicts)
        value = figure(drafts)
        return Figure(value, 0 if value is None else len(drafts))

    return measure


aurc = _of_drafts(area_under_risks)
auroc = _of_drafts(area_under_roc)
ece = _of_drafts(calibration_error)
