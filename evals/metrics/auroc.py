"""`auroc`: how well `confidence` tells right drafts from wrong ones; 0.5 is chance."""

from collections.abc import Sequence

from evals.metrics.confidence import ScoredDraft, by_confidence, scored_drafts
from evals.metrics.figure import Figure
from evals.verdicts import Verdict


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


def auroc(verdicts: Sequence[Verdict]) -> Figure:
    """The area over all cases; None where all drafts are right or all are wrong."""
    drafts = scored_drafts(verdicts)
    value = area_under_roc(drafts)
    return Figure(value, 0 if value is None else len(drafts))
