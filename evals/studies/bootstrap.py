"""Intervals by resampling whole groups (documents, paragraphs, sources), whose cases are not independent.

B. Efron and R. Tibshirani, An introduction to the bootstrap, 1993 (percentile intervals).
"""

import random
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Protocol, TypeVar

from documents.text.runs import grouped
from evals.metrics.confidence import ScoredDraft

ROUNDS = 1000
SEED = 0
LOW, HIGH = 0.025, 0.975
T = TypeVar("T")
Interval = tuple[float, float]
Statistic = Callable[[Sequence[T]], float | None]  # None where nothing is eligible


class Scored(Protocol):
    """A case with a score."""

    @property
    def scored(self) -> ScoredDraft:
        """The score, and whether the case is right."""


def of_scored(figure: Statistic[ScoredDraft]) -> Statistic[Scored]:
    """The figure over cases with a score."""
    return lambda cases: figure([case.scored for case in cases])


def interval(groups: Sequence[Sequence[T]], figure: Statistic[T], *, rounds: int = ROUNDS) -> Interval | None:
    """The 95 % interval of `figure` over cases, groups drawn with replacement; None without any value.

    >>> interval([[1.0], [1.0]], lambda cases: sum(cases) / len(cases))
    (1.0, 1.0)
    """
    if not groups:
        return None
    chance = random.Random(SEED)
    values = []
    for _ in range(rounds):
        drawn = [case for group in chance.choices(groups, k=len(groups)) for case in group]
        value = figure(drawn)
        if value is not None:
            values.append(value)
    if not values:
        return None
    values.sort()
    return values[int(LOW * len(values))], values[min(len(values) - 1, int(HIGH * len(values)))]


def mean_interval(groups: Iterable[Sequence[float]]) -> Interval:
    """The 95 % interval of the mean of values in groups; raises ValueError for none."""
    bounds = interval([group for group in groups if group], lambda drawn: sum(drawn) / len(drawn))
    if bounds is None:
        raise ValueError("there are no values")
    return bounds


def with_interval(
    figure: Statistic[T], cases: Sequence[T], group: Callable[[T], Hashable], *, rounds: int = ROUNDS
) -> str:
    """The figure over the cases with its interval in brackets; "–" where it has no value.

    >>> with_interval(lambda cases: sum(cases) / len(cases), [0.5, 0.5], id)
    '0.500 (0.500–0.500)'
    """
    groups = list(grouped(cases, group).values())
    value, bounds = figure(cases), interval(groups, figure, rounds=rounds)
    if value is None or bounds is None:
        return "–"
    return f"{value:.3f} ({bounds[0]:.3f}–{bounds[1]:.3f})"
