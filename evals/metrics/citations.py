"""Whether citations are real (`located`), on the gold (`evidence_cited`) and to the point (the two others).

Whether a citation supports its sentence is the checker's word: `check_text(sentence, passages=[quote])`
says "found". So the two say how well citing and checking agree, not what a reader thinks.
"""

from collections.abc import Sequence

from evals.metrics.figure import Figure, mean, ratio
from evals.verdicts import Verdict


def located(verdicts: Sequence[Verdict]) -> Figure:
    """Citations equal to the stored text at their offsets / all citations of the answers: must be 1.

    >>> located([Verdict("a", citations=3, located=3), Verdict("b", citations=1, located=0)])
    Figure(value=0.75, n=4)
    """
    return ratio(sum(verdict.located for verdict in verdicts), sum(verdict.citations for verdict in verdicts))


def evidence_cited(verdicts: Sequence[Verdict]) -> Figure:
    """Cases with a citation that overlaps a gold span / answerable, not declined, with gold spans."""
    return mean(verdict.evidence_cited for verdict in verdicts)


def citation_recall(verdicts: Sequence[Verdict]) -> Figure:
    """Shown sentences with a citation that supports them / shown sentences."""
    return ratio(
        sum(verdict.shown_supported for verdict in verdicts), sum(verdict.shown for verdict in verdicts)
    )


def citation_precision(verdicts: Sequence[Verdict]) -> Figure:
    """Citations that support their sentence / citations of shown sentences."""
    return ratio(
        sum(verdict.cited_supporting for verdict in verdicts), sum(verdict.cited for verdict in verdicts)
    )
