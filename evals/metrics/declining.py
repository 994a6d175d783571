"""How often it declined or was unsure: where there is an answer, and where there is none."""

from collections.abc import Sequence

from evals.metrics.figure import Figure, mean
from evals.verdicts import Verdict


def wrongly_declined(verdicts: Sequence[Verdict]) -> Figure:
    """Declined / answerable."""
    return mean(verdict.refused for verdict in verdicts if verdict.asked and verdict.answerable)


def declined(verdicts: Sequence[Verdict]) -> Figure:
    """Declined / answerable, with points.

    >>> from evals.points import Points
    >>> declined([Verdict("a", refused=True, points=Points(0, 2)), Verdict("no points", refused=True)])
    Figure(value=1.0, n=1)
    """
    return wrongly_declined([verdict for verdict in verdicts if verdict.points])


def declined_unanswerable(verdicts: Sequence[Verdict]) -> Figure:
    """Declined / not answerable.

    >>> declined_unanswerable([Verdict("a", answerable=False, refused=True), Verdict("b", refused=True)])
    Figure(value=1.0, n=1)
    """
    return mean(verdict.refused for verdict in verdicts if verdict.asked and not verdict.answerable)


def kept_silent(verdicts: Sequence[Verdict]) -> Figure:
    """Declined or unsure / not answerable, of the kind "none": nothing was claimed where there is no answer.

    >>> from evals.points import Points
    >>> kept_silent([Verdict("a", answerable=False, unsure=True, points=Points()),
    ...              Verdict("b", answerable=False, points=Points()), Verdict("no kind", answerable=False)])
    Figure(value=0.5, n=2)
    """
    return mean(not verdict.answered for verdict in verdicts if verdict.points and not verdict.answerable)


def answered(verdicts: Sequence[Verdict]) -> Figure:
    """Not declined / cases: how often something was shown, be it as an answer or unsure.

    >>> answered([Verdict("a"), Verdict("b", unsure=True), Verdict("c", refused=True), Verdict("d")])
    Figure(value=0.75, n=4)
    """
    return mean(not verdict.refused for verdict in verdicts if verdict.asked)


def answerable_answered(verdicts: Sequence[Verdict]) -> Figure:
    """Not declined / answerable: the same where there is an answer."""
    return answered([verdict for verdict in verdicts if verdict.answerable])


def unsure(verdicts: Sequence[Verdict]) -> Figure:
    """Unsure / cases: words were shown with the remark that they may not answer the question.

    >>> unsure([Verdict("a", unsure=True), Verdict("b"), Verdict("only ranked", asked=False)])
    Figure(value=0.5, n=2)
    """
    return mean(verdict.unsure for verdict in verdicts if verdict.asked)
