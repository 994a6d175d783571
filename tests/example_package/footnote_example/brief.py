"""A metric: how many answers are of one sentence."""

from collections.abc import Sequence

from evals.metrics.figure import Figure, mean
from evals.verdicts import Verdict


def brief(verdicts: Sequence[Verdict]) -> Figure:
    """answers of one sentence / answered"""
    return mean(verdict.shown == 1 for verdict in verdicts if not verdict.refused)
