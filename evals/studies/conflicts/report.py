"""Sources that disagree, as Markdown: how often it is seen, and how often where there is nothing to see."""

import json
from collections.abc import Mapping, Sequence

from evals.markdown import table
from evals.metrics.percentiles import percentile
from evals.studies.bootstrap import with_interval
from evals.studies.conflicts.disputes import in_view
from evals.studies.conflicts.figures import FIGURES
from evals.studies.conflicts.judge import JudgedDispute
from evals.studies.conflicts.run import FlaggedQuestion

RESAMPLES = 2000


def report(disputes: Sequence[JudgedDispute], flagged: Mapping[str, Sequence[FlaggedQuestion]]) -> str:
    """Figures of both shares of the disputes, then the false alarms of the other sets, each in full."""
    lines = ["# Sources that disagree", "", _disputes(disputes), *_alarms(flagged), *_listed(flagged)]
    return "\n".join(lines) + "\n"


def _disputes(disputes: Sequence[JudgedDispute]) -> str:
    shares = {
        "in view": [dispute for dispute in disputes if in_view(dispute.id)],
        "set aside": [dispute for dispute in disputes if not in_view(dispute.id)],
    }
    counts = (
        f"{name}: {len(share)}, {sum(dispute.disagrees for dispute in share)} disagree"
        for name, share in shares.items()
    )
    rows = [
        (
            name,
            *(
                with_interval(figure, share, lambda dispute: dispute.id, rounds=RESAMPLES)
                for share in shares.values()
            ),
        )
        for name, figure in FIGURES.items()
    ]
    return (
        f"RAMDocs, each question asked of its own documents ({'; '.join(counts)}); 95 % bootstrap intervals, "
        f"questions resampled.\n\n{table(('figure', *shares), rows)}"
    )


def _alarms(flagged: Mapping[str, Sequence[FlaggedQuestion]]) -> list[str]:
    head = ("set", "answerable, flagged", "not answerable, flagged", "seconds an answer, p50")
    rows = []
    for name, questions in flagged.items():
        middle = percentile([question.seconds for question in questions], 50)
        counts = (_count(questions, answerable=answerable) for answerable in (True, False))
        rows.append((name, *counts, "–" if middle is None else f"{middle:.2f}"))
    return ["Where no disagreement is known, all documents of the set together:", "", table(head, rows)]


def _count(questions: Sequence[FlaggedQuestion], *, answerable: bool) -> str:
    part = [question for question in questions if question.answerable == answerable]
    return f"{sum(bool(question.conflicts) for question in part)} of {len(part)}"


def _listed(flagged: Mapping[str, Sequence[FlaggedQuestion]]) -> list[str]:
    return [
        line
        for name, questions in flagged.items()
        for question in questions
        for conflict in question.conflicts
        for line in (
            f"- {name}, {question.id}: {question.question}",
            *(f"  - {row.value}: {json.dumps(row.citation.quote)}" for row in conflict.rows),
        )
    ]
