"""The figures of each kind of question: what is served well, and what is not."""

from collections.abc import Iterable, Mapping

from evals.cases import Case
from evals.metrics.declining import wrongly_declined
from evals.metrics.figure import Measure
from evals.metrics.rightness import correct, misled, useful
from evals.verdicts import Verdict

# Where cases have points, `correct` is `right` and `wrongly_declined` is `declined`; they hold without, too.
# Where there is no answer, what did not mislead kept silent.
COLUMNS: Mapping[str, Measure] = {
    "useful": useful,
    "right": correct,
    "declined": wrongly_declined,
    "misled": misled,
}
KindFigures = dict[str, float | int | None]


def figures_by_kind(judged: Iterable[tuple[Case, Verdict]]) -> dict[str, KindFigures]:
    """For each kind its figures by name, shares or None where nothing is eligible, and `n`, its cases.

    In the order in which the kinds come in the set's file; cases without a kind are in none of them.
    """
    verdicts: dict[str, list[Verdict]] = {}
    for case, verdict in sorted(judged, key=lambda pair: pair[0].line):
        if case.kind and verdict.asked:
            verdicts.setdefault(case.kind, []).append(verdict)
    return {
        kind: {**{name: measure(members).value for name, measure in COLUMNS.items()}, "n": len(members)}
        for kind, members in verdicts.items()
    }
