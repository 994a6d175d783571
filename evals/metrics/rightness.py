"""How often a case is handled rightly (`right_call`), and how often what is shown is right, or misleads.

What is right: evals/judge.py.
"""

from collections.abc import Sequence

from evals.metrics.figure import Figure, mean
from evals.verdicts import Verdict

UNSURE = 0.5


def right_call_of(verdict: Verdict) -> float | None:
    """1 where the case was handled rightly, else 0; None where nothing was asked or there is no gold answer.

    An unsure case counts one half where what it shows is right, and where there is no answer.

    >>> right_call_of(Verdict("a", answerable=False, refused=True))
    1.0
    >>> right_call_of(Verdict("b", answerable=True, refused=True, right=False))
    0.0
    >>> right_call_of(Verdict("c", unsure=True, useful=True, right=False))
    0.5
    """
    if not verdict.asked:
        return None
    if verdict.unsure:
        is_useful = verdict.useful if verdict.answerable else True
        return None if is_useful is None else UNSURE * is_useful
    good = verdict.right if verdict.answerable else verdict.refused
    return None if good is None else float(good)


def is_right_call(verdict: Verdict) -> bool:
    """Whether the case was handled rightly, in full."""
    return right_call_of(verdict) == 1.0


def right_call(verdicts: Sequence[Verdict]) -> Figure:
    """The share of cases handled rightly."""
    return mean(map(right_call_of, verdicts))


def correct(verdicts: Sequence[Verdict]) -> Figure:
    """Answered rightly / answerable; a declined case is not right.

    >>> correct([Verdict("a", right=True), Verdict("b", right=False, refused=True),
    ...          Verdict("c", answerable=False)])
    Figure(value=0.5, n=2)
    """
    return mean(verdict.right for verdict in verdicts)


def right(verdicts: Sequence[Verdict]) -> Figure:
    """Answered, not unsure, with the needed points and nothing against them / answerable, with points.

    >>> from evals.points import Points
    >>> needed = Points(told=2, needed=2)
    >>> right([Verdict("a", right=True, points=needed), Verdict("b", right=False, unsure=True, points=needed),
    ...        Verdict("no points", right=True)])
    Figure(value=0.5, n=2)
    """
    return mean(verdict.right for verdict in verdicts if verdict.points)


def useful(verdicts: Sequence[Verdict]) -> Figure:
    """Answered or unsure, and right / answerable.

    >>> useful([Verdict("a", useful=True, right=False, unsure=True), Verdict("b", useful=False, refused=True),
    ...         Verdict("c", answerable=False)])
    Figure(value=0.5, n=2)
    """
    return mean(verdict.useful for verdict in verdicts)


def complete(verdicts: Sequence[Verdict]) -> Figure:
    """The mean share of the needed points that were shown, answerable cases with points; of a decline 0.

    >>> from evals.points import Points
    >>> complete([Verdict("a", points=Points(told=3, needed=4)), Verdict("b", points=Points(0, 2)),
    ...           Verdict("no answer", answerable=False, points=Points())])
    Figure(value=0.375, n=2)
    """
    judged = [verdict.points for verdict in verdicts if verdict.points and verdict.answerable]
    return mean(points.told / points.needed for points in judged)


def is_wrong(verdict: Verdict) -> bool | None:
    """Whether a given answer is not right; None where it declined or was unsure, and without gold answers.

    >>> is_wrong(Verdict("invented", answerable=False)), is_wrong(Verdict("declined", refused=True))
    (True, None)
    """
    if not verdict.answered:
        return None
    if not verdict.answerable:
        return True
    return None if verdict.right is None else not verdict.right


def wrong_among_answered(verdicts: Sequence[Verdict]) -> Figure:
    """Answered and not right / answered: what a reader risks in believing an answer."""
    return mean(map(is_wrong, verdicts))


def is_misleading(verdict: Verdict) -> bool | None:
    """Whether it answered, not unsure, and wrongly; None for a case without points.

    Wrongly: with less than half of the points, with words of `must_not`, or where there is no answer.

    >>> from evals.points import Points
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
