"""How often it declined: where there is an answer (wrongly) and where there is none."""

from collections.abc import Sequence

from evals.metrics.figure import Figure, mean
from evals.verdicts import Verdict


def wrongly_declined(verdicts: Sequence[Verdict]) -> Figure:
    """Declined / answerable."""
    return mean(verdict.refused for verdict in verdicts if verdict.asked and verdict.answerable)


def declined_unanswerable(verdicts: Sequence[Verdict]) -> Figure:
    """Declined / not answerable.

    >>> declined_unanswerable([Verdict("a", answerable=False, refused=True), Verdict("b", refused=True)])
    Figure(value=1.0, n=1)
    """
    return mean(verdict.refused for verdict in verdicts if verdict.asked and not verdict.answerable)


def answered(verdicts: Sequence[Verdict]) -> Figure:
    """Not declined / cases: how often something was shown, be it as an answer or unsure.

    >>> answered([Verdict("a"), Verdict("b", unsure=True), Verdict("c", refused=True), Verdict("d")])
    Figure(value=0.75, n=4)
    """
    return mean(not verdict.refused for verdict in verdicts if verdict.asked)


def answerable_answered(verdicts: Sequence[Verdict]) -> Figure:
    """Not declined / answerable: the same where there is an answer."""
    return mean(not verdict.refused for verdict in verdicts if verdict.asked and verdict.answerable)
