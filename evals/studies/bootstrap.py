"""Intervals by resampling whole groups (documents, paragraphs, sources), whose cases are not independent.

B. Efron and R. Tibshirani, An introduction to the bootstrap, 1993 (percentile intervals).
"""

import random
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

ROUNDS = 1000
LOW, HIGH = 0.025, 0.975
T = TypeVar("T")
Interval = tuple[float, float]


def grouped(cases: Iterable[T], group: Callable[[T], Hashable]) -> list[list[T]]:
    """The cases of each group together, groups in the order of their first case."""
    found: dict[Hashable, list[T]] = {}
    for case in cases:
        found.setdefault(group(case), []).append(case)
    return list(found.values())


def interval(
    groups: Sequence[Sequence[T]],
    figure: Callable[[Sequence[T]], float | None],
    *,
    rounds: int = ROUNDS,
    seed: int = 0,
) -> Interval | None:
    """The 95 % interval of `figure` over cases, groups drawn with replacement; None without any value.

    >>> interval([[1.0], [1.0]], lambda cases: sum(cases) / len(cases))
    (1.0, 1.0)
    """
    if not groups:
        return None
    chance = random.Random(seed)
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
    found = interval([group for group in groups if group], lambda drawn: sum(drawn) / len(drawn))
    if found is None:
        raise ValueError("there are no values")
    return found


def shown(value: float | None, bounds: Interval | None, *, digits: int = 3) -> str:
    """The figure with its interval in brackets.

    >>> shown(0.5, (0.41, 0.62)), shown(None, None)
    ('0.500 (0.410–0.620)', '–')
    """
    if value is None:
        return "–"
    if bounds is None:
        return f"{value:.{digits}f}"
    return f"{value:.{digits}f} ({bounds[0]:.{digits}f}–{bounds[1]:.{digits}f})"
