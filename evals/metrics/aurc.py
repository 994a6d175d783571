"""`aurc`: the area under the risk–coverage curve; lower is better."""

from collections.abc import Sequence

from evals.metrics.confidence import ScoredDraft, by_confidence, scored_drafts
from evals.metrics.figure import Figure
from evals.verdicts import Verdict


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
        each = outcomes.count(False) / len(outcomes)
        for _ in outcomes:
            wrong += each
            curve.append(wrong / (len(curve) + 1))
    return curve


def area_under_risks(drafts: Sequence[ScoredDraft]) -> float | None:
    """The mean risk over all coverages: 0 if every draft is right, 1 if every one is wrong; None of nothing.

    >>> area_under_risks([(0.9, True), (0.8, False)])
    0.25
    """
    curve = risks(drafts)
    return sum(curve) / len(curve) if curve else None


def aurc(verdicts: Sequence[Verdict]) -> Figure:
    """The area over all cases that have a draft."""
    drafts = scored_drafts(verdicts)
    return Figure(area_under_risks(drafts), len(drafts))
