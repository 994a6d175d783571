"""The figures of each kind of question: what is served well, and what is not."""

from collections.abc import Iterable, Mapping

from evals.cases import Case
from evals.metrics.figure import Metric
from evals.metrics.outcome.correct import correct
from evals.metrics.outcome.declining import wrongly_declined
from evals.metrics.outcome.misled import misled
from evals.metrics.outcome.useful import useful
from evals.verdicts import Verdict

# Where cases have points, `correct` is `right` and `wrongly_declined` is `declined`; they hold without, too.
# Where there is no answer, what did not mislead kept silent.
COLUMNS: Mapping[str, Metric] = {
    "useful": useful,
    "right": correct,
    "declined": wrongly_declined,
    "misled": misled,
}
Row = dict[str, float | int | None]


def kind_rows(judged: Iterable[tuple[Case, Verdict]]) -> dict[str, Row]:
    """For each kind its figures by name, shares or None where nothing is eligible, and `n`, its cases.

    In the order in which the kinds come in the set's file; cases without a kind are in no row.
    """
    verdicts: dict[str, list[Verdict]] = {}
    for case, verdict in sorted(judged, key=lambda pair: pair[0].line):
        if case.kind and verdict.asked:
            verdicts.setdefault(case.kind, []).append(verdict)
    return {kind: _row(members) for kind, members in verdicts.items()}


def _row(verdicts: list[Verdict]) -> Row:
    figures: Row = {name: metric(verdicts).value for name, metric in COLUMNS.items()}
    return {**figures, "n": len(verdicts)}
