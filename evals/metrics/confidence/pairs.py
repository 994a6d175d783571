"""The pairs that the figures on `confidence` are made from.

`confidence` says how often a draft with it is right, and is given also when the draft is not shown. So each
case counts with its draft: right, or not (always not where there is no answer, or where the model declined).
"""

from collections.abc import Iterable, Sequence
from itertools import groupby

from evals.verdicts import Verdict

Pair = tuple[float, bool]


def pairs(verdicts: Sequence[Verdict]) -> list[Pair]:
    """(confidence, draft is right) of every case that has both."""
    return [
        (verdict.confidence, verdict.draft_right)
        for verdict in verdicts
        if verdict.confidence is not None and verdict.draft_right is not None
    ]


def by_confidence(scored: Iterable[Pair]) -> list[tuple[float, list[bool]]]:
    """The outcomes at each confidence, highest first."""
    ordered = sorted(scored, reverse=True)
    return [
        (score, [right for _, right in group]) for score, group in groupby(ordered, key=lambda pair: pair[0])
    ]
