"""`misled`: answers that leave a reader worse off than none; for cases that have points or no answer."""

from collections.abc import Sequence

from evals.metrics.figure import Figure, mean
from evals.verdicts import Verdict


def is_misleading(verdict: Verdict) -> bool | None:
    """Whether it answered, not unsure, and wrongly; None for a case without points.

    Wrongly: with less than half of the points, with words of `must_not`, or where there is no answer.

    >>> from evals.verdicts import Points
    >>> [is_misleading(Verdict("a", points=Points(told, 3))) for told in (1, 2)]
    [True, False]
    >>> is_misleading(Verdict("no answer", answerable=False, points=Points()))
    True
    """
    if verdict.points is None:
        return None
    return verdict.answered and (not verdict.answerable or verdict.points.misleading)


def misled(verdicts: Sequence[Verdict]) -> Figure:
    """Answered and wrong / cases with points, and those whose kind says that there is no answer."""
    return mean(map(is_misleading, verdicts))
