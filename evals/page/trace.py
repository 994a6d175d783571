"""One case of a run as it is shown: what was expected, what came, and what it was made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.types import Answer
from evals.cases import Case
from evals.judge import all_citations
from evals.page.rendering import render
from evals.report import expected
from evals.runs import CaseRun
from index.types import Hit

HITS = 10


@dataclass(frozen=True, slots=True)
class HitRow:
    """A hit, where it stands, and whether it is `right`: it holds what was expected."""

    hit: Hit
    place: str
    right: bool


def trace_html(row: CaseRun, before: CaseRun | None = None) -> str:
    """The whole trace of a case, and what it was in the run `before`, if it is compared with one."""
    signals = row.answer.signals if row.answer else {}
    return render(
        "trace.html",
        case=row.case,
        answer=row.answer,
        before=before.answer if before else None,
        answers=_answers(row.case),
        hits=_hits(row.answer, row.verdict.covered) if row.answer else [],
        signals=[(name, "–" if value is None else f"{value:.3g}") for name, value in signals.items()],
        seconds=[(name, f"{value:.2f} s") for name, value in row.verdict.seconds.items()],
        ranks=_ranks(row.verdict.covered),
    )


def _answers(case: Case) -> Sequence[str]:
    """The gold answers; where there are points, these, how many suffice, and what must not be said."""
    if not case.must:
        return case.answers
    suffice = [f"({case.needed} of these suffice)"] if case.needed < len(case.must) else []
    wrong = [f"and not: {' / '.join(case.must_not)}"] if case.must_not else []
    return [*expected(case), *suffice, *wrong]


def _hits(answer: Answer, covered: Sequence[Sequence[int]]) -> list[HitRow]:
    titles = {citation.source_id: citation.title for citation in all_citations(answer)}
    return [
        HitRow(hit, _place(hit, titles), right=rank < len(covered) and bool(covered[rank]))
        for rank, hit in enumerate(answer.hits[:HITS])
    ]


def _place(hit: Hit, titles: Mapping[str, str]) -> str:
    """Title, headings and page. A run keeps the titles of what was quoted; others go by their headings."""
    steps = list(hit.passage.headings)
    title = titles.get(hit.passage.source_id, "" if steps else "another source")
    if title and title not in steps[:1]:
        steps.insert(0, title)
    if hit.passage.page:
        steps.append(f"page {hit.passage.page}")
    return " › ".join(steps)


def _ranks(covered: Sequence[Sequence[int]]) -> str:
    ranks = [str(rank) for rank, units in enumerate(covered, 1) if units]
    return f"At place {', '.join(ranks[:HITS])}." if ranks else "Not found."
