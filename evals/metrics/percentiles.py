"""Lengths and waiting times at the median and at the 95th percentile."""

from collections.abc import Sequence

import numpy as np

from evals.metrics.figure import Figure, Measure
from evals.verdicts import Verdict


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The value below which `percent` of the values lie, between neighbours in proportion; None of nothing.

    >>> percentile([1, 2, 3, 10], 50), percentile([1, 2, 3, 10], 95), percentile([], 50)
    (2.5, 8.95, None)
    """
    return round(float(np.percentile(values, percent)), 6) if values else None


def words_p50(verdicts: Sequence[Verdict]) -> Figure:
    """The median number of words of the shown text, over the cases that were not declined.

    >>> words_p50([Verdict("a", words=40), Verdict("b", words=20, unsure=True),
    ...            Verdict("c", words=6, refused=True)])
    Figure(value=30.0, n=2)
    """
    counts = [verdict.words for verdict in verdicts if verdict.words is not None and not verdict.refused]
    return Figure(percentile(counts, 50), len(counts))


def seconds(stage: str, percent: float) -> Measure:
    """The measure of a stage's seconds, over the answers that were timed ("total" is the whole answer)."""

    def measure(verdicts: Sequence[Verdict]) -> Figure:
        values = [verdict.seconds[stage] for verdict in verdicts if stage in verdict.seconds]
        return Figure(percentile(values, percent), len(values))

    return measure
