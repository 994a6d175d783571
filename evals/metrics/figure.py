"""A figure with the number of cases (or citations, sentences) that it is made from, and what makes it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from documents.types import Record
from evals.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Figure(Record):
    """`value` is None where nothing is eligible; `n` counts what is."""

    value: float | None
    n: int


Covered = Sequence[tuple[int, ...]]  # the gold units that each hit covers, best hit first
Measure = Callable[[Sequence[Verdict]], Figure]


@dataclass(frozen=True, slots=True)
class Metric:
    """What makes the figure `name` of verdicts, and what that figure is, in a few words.

    `timed`: it is made from seconds, which differ from one run to the next.
    """

    name: str
    figure: Measure
    meaning: str
    timed: bool = False


def mean(values: Iterable[float | None]) -> Figure:
    """The mean of the values that are not None.

    >>> mean([True, False, None, True, True])
    Figure(value=0.75, n=4)
    >>> mean([None])
    Figure(value=None, n=0)
    """
    eligible = [value for value in values if value is not None]
    return Figure(sum(eligible) / len(eligible) if eligible else None, len(eligible))


def mean_at(score: Callable[[Covered, int, int], float | None], k: int) -> Measure:
    """The measure `score@k`: the mean over cases with gold of a score of the ranking's first k hits."""

    def measure(verdicts: Sequence[Verdict]) -> Figure:
        return mean(score(verdict.covered, verdict.units, k) for verdict in verdicts)

    return measure


def ratio(part: int, whole: int) -> Figure:
    """`part` of `whole`, None of nothing.

    >>> ratio(3, 4), ratio(0, 0)
    (Figure(value=0.75, n=4), Figure(value=None, n=0))
    """
    return Figure(part / whole if whole else None, whole)
