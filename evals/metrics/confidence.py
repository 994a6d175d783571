"""The drafts that the figures on `confidence` are made from.

`confidence` says how often a draft with it is right, and is given also when the draft is not shown. So each
case counts with its draft: right, or not (always not where there is no answer, or where the model declined).
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from evals.verdicts import Verdict

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
