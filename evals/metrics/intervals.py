"""95 % intervals: of a share, and of the difference between two runs that were asked the same cases."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from documents.types import Record
from evals.metrics.figure import Figure

Z = 1.96  # standard deviations on either side of what holds 95 % of a normal distribution


@dataclass(frozen=True, slots=True)
class Difference(Record):
    """A figure in two runs, and the interval of `now - before`: shares, so 0.04 is 4 points.

    `n` is the smaller number that either was made from.
    """

    before: float
    now: float
    low: float
    high: float
    n: int

    @property
    def same(self) -> bool:
        """Whether no case made a difference."""
        return self.low == self.high

    @property
    def shown(self) -> bool:
        """Whether so many cases show a difference: 0 is not in the interval."""
        return not self.same and not self.low <= 0 <= self.high


def share_interval(share: float, n: int) -> tuple[float, float]:
    """The interval of a share of `n` cases, which are taken as independent; all of 0 to 1 for none.

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927.

    >>> [round(bound, 2) for bound in share_interval(1.0, 12)]
    [0.76, 1.0]
    """
    if not n:
        return 0.0, 1.0
    middle = share + Z**2 / (2 * n)
    half = Z * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    whole = 1 + Z**2 / n
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


def paired_difference(before: Sequence[Figure], now: Sequence[Figure]) -> Difference | None:
    """The difference of two ratios from what each case alone gives to them; None where either has no value.

    `before` and `now` have the same cases in the same order. The variance is that of the linearised ratios,
    case by case; one case that was lost by half and one that was won by half are added, since a few changed
    cases would else seem surer than they are: A. Agresti and Y. Min, Simple improved confidence intervals for
    comparing matched proportions, 2005.

    >>> lost, won = Figure(0.0, 1), Figure(1.0, 1)
    >>> difference = paired_difference([lost] * 4 + [won] * 36, [won] * 40)
    >>> round(difference.low, 3), round(difference.high, 3), difference.shown
    (-0.005, 0.195, False)
    """
    n_before, n_now = sum(figure.n for figure in before), sum(figure.n for figure in now)
    if not n_before or not n_now:
        return None
    old, new = _ratio(before, n_before), _ratio(now, n_now)
    if list(before) == list(now):
        return Difference(old, new, 0.0, 0.0, n_now)
    pulls = [
        (_part(second) - new * second.n) / n_now - (_part(first) - old * first.n) / n_before
        for first, second in zip(before, now, strict=True)
    ]
    n = min(n_before, n_now)
    middle = (new - old) * n / (n + 2)
    half = Z * math.sqrt(n**2 * math.fsum(pull**2 for pull in pulls) + 1) / (n + 2)
    return Difference(old, new, max(-1.0, middle - half), min(1.0, middle + half), n)


def _ratio(figures: Sequence[Figure], n: int) -> float:
    return math.fsum(map(_part, figures)) / n


def _part(figure: Figure) -> float:
    return (figure.value or 0.0) * figure.n
