"""A run as text for a person: a table for the terminal, and a Markdown report."""

from collections.abc import Collection, Iterator

from documents.reading.notes import count
from evals.cases import Case
from evals.comparing import Comparison, in_words, remarks
from evals.markdown import table
from evals.metrics import TIMED, all_metrics
from evals.metrics.confidence import ScoredDraft, reliability, risks, scored_drafts
from evals.metrics.kinds import COLUMNS
from evals.outcomes import FAILURES, outcome
from evals.runs import CaseRun, Run

PRIMARY, PRIMARY_RANKING, PRIMARY_POINTS = "right_call", "ndcg@10", "useful"
WORST = 10  # cases shown of each kind of failure
NAMED = 5  # of these named on the terminal
CHANGES = {"Gained": 1, "Lost": -1}

RISK = (
    "The share of wrong drafts among the most confident ones. A question with no answer in the documents,\n"
    "or a draft that declines, counts as wrong here.\n"
)
RELIABILITY = (
    "How often a draft of each confidence is right: where both agree, confidence can be taken at its word.\n"
)


def primary(run: Run) -> str:
    """The one figure to look at first."""
    if run.figures.get("complete") is not None:  # only cases with points have it
        return PRIMARY_POINTS
    return PRIMARY if run.figures[PRIMARY] is not None else PRIMARY_RANKING


def unlocated(run: Run) -> str:
    """What was left out of the gold, as a sentence; "" where nothing was."""
    if not run.unlocated:
        return ""
    total, gold = sum(run.unlocated.values()), sum(len(row.case.evidence) for row in run.cases)
    return (
        f"Left out of the figures on ranking and citing, since the stored text does not have it: {total} of "
        f"{count(gold, 'piece')} of evidence, in {_first(WORST, run.unlocated)}."
    )


def to_table(run: Run, comparison: Comparison | None = None) -> str:
    """The figures with the number of cases behind each, one a line, those with none left out.

    A comparison with an earlier run comes last.
    """
    first = primary(run)
    lines = [f"{run.set}: {len(run.cases)} cases, {first} {_formatted(first, run.figures[first])}", ""]
    for name, metric in all_metrics().items():
        if run.figures.get(name) is not None:  # a run that was kept long ago lacks the later ones
            value = _formatted(name, run.figures[name])
            lines.append(f"  {name:<22}{value:>8}  n = {run.eligible[name]:<6}{metric.meaning}")
    lines += [*_kind_lines(run), *_failure_lines(run)]
    if run.unlocated:
        lines += ["", f"  {unlocated(run)}"]
    replayed = sum(row.cached for row in run.cases)
    if replayed:
        replayed_line = f"{replayed} of {len(run.cases)} answers were kept from earlier runs"
        lines += ["", f"  {replayed_line}; --no-cache asks again."]
    if comparison:
        lines += ["", *_comparison_lines(comparison)]
    return "\n".join(lines)


def to_markdown(run: Run, comparison: Comparison | None = None) -> str:
    """The report: figures, settings, the risk at each coverage, and the worst cases of each kind.

    With a comparison, what was gained and lost beside the earlier run.
    """
    name = primary(run)
    parts = [
        f"# Eval of {run.set}\n",
        f"{len(run.cases)} cases. {name}: **{_formatted(name, run.figures[name])}**\n",
        "## Figures\n",
        _table(("figure", "value", "n", "what it is"), _figure_rows(run)),
    ]
    if run.unlocated:
        parts.append(f"{_cell(unlocated(run), length=2000)}\n")
    if run.kinds:
        parts += ["## Kinds of questions\n", _table(("kind", *COLUMNS, "n"), _kind_cells(run))]
    drafts = scored_drafts([row.verdict for row in run.cases])
    if drafts:
        heads = ("confidence", "drafts", "mean confidence", "right", "")
        parts += [
            "## Risk and coverage\n",
            RISK,
            _table(("coverage", "drafts", "wrong"), _risk_rows(risks(drafts))),
            "## Reliability\n",
            RELIABILITY,
            _table(heads, _reliability_rows(drafts)),
        ]
    if comparison:
        parts += ["## Beside the earlier run\n", *_comparison_parts(comparison)]
    parts += ["## Failures\n", *_failures(run)]
    parts += ["## Made with\n", _table(("name", "value"), _made_with(run))]
    return "\n".join(parts)


def _comparison_lines(comparison: Comparison) -> Iterator[str]:
    """What was gained and lost, for the terminal."""
    yield f"Beside the earlier run, {count(len(comparison.pairs), 'case')} in both:"
    yield ""
    for name, difference in comparison.differences.items():
        values = f"{difference.before:>8.3f} → {difference.now:.3f}"
        yield f"  {name:<22}{values}  {in_words(name, difference)}"
    yield ""
    for title, change in CHANGES.items():
        ids = comparison.changed(change)
        yield f"  {title}: {len(ids)}{': ' if ids else ''}{_first(WORST, ids)}"
    yield from (f"  {remark}" for remark in remarks(comparison))


def _comparison_parts(comparison: Comparison) -> Iterator[str]:
    rows = (
        (name, f"{difference.before:.3f}", f"{difference.now:.3f}", in_words(name, difference))
        for name, difference in comparison.differences.items()
    )
    yield _table(("figure", "before", "now", ""), rows)
    for title, change in CHANGES.items():
        pairs = [comparison.pairs[name] for name in comparison.changed(change)]
        yield f"### {title}: {len(pairs)}\n"
        for pair in pairs:
            yield (
                f"- `{pair.now.case.id}` {_cell(pair.now.case.question)}\n"
                f"  - before: {outcome(pair.before.verdict)}\n  - now: {outcome(pair.now.verdict)}\n"
            )
    yield from (f"{_cell(remark, length=2000)}\n" for remark in remarks(comparison))


def _figure_rows(run: Run) -> Iterator[tuple[str, ...]]:
    for name, metric in all_metrics().items():
        yield name, _formatted(name, run.figures.get(name)), str(run.eligible.get(name, 0)), metric.meaning


def _kind_lines(run: Run) -> Iterator[str]:
    rows = [("kind", *COLUMNS, "n"), *_kind_cells(run)]
    if len(rows) == 1:
        return
    width = max(len(row[0]) for row in rows)
    yield ""
    for row in rows:
        yield f"  {row[0]:<{width}}" + "".join(f"{cell:>13}" for cell in row[1:])


def _kind_cells(run: Run) -> Iterator[tuple[str, ...]]:
    for kind, row in run.kinds.items():
        yield kind, *(_formatted(name, row[name]) for name in COLUMNS), str(row["n"])


def _risk_rows(curve: list[float]) -> Iterator[tuple[str, ...]]:
    for percent in range(10, 101, 10):
        drafts = max(1, round(len(curve) * percent / 100))
        yield f"{percent} %", str(drafts), f"{curve[drafts - 1]:.3f}"


def _reliability_rows(drafts: list[ScoredDraft]) -> Iterator[tuple[str, ...]]:
    for name, number, mean, right in reliability(drafts):
        yield name, str(number), f"{mean:.2f}", f"{right:.2f}", "█" * round(20 * right)


def _made_with(run: Run) -> Iterator[tuple[str, ...]]:
    for name, value in (*run.versions.items(), *run.settings.items()):
        yield name, str(value)


def _failed(run: Run) -> Iterator[tuple[str, list[CaseRun]]]:
    """The cases of each kind of failure, the most confident first: that mistake is the worst one."""
    for title, fails in FAILURES.items():
        failed = [row for row in run.cases if fails(row.verdict)]
        yield title, sorted(failed, key=lambda row: (-(row.verdict.confidence or 0.0), row.case.id))


def _failure_lines(run: Run) -> Iterator[str]:
    """Which cases failed and how, one kind a line, for the terminal."""
    rows = [(title, failed) for title, failed in _failed(run) if failed]
    if not rows:
        return
    yield ""
    for title, failed in rows:
        yield f"  {title}: {_first(NAMED, [row.case.id for row in failed])}"
    yield "  --markdown FILE writes what was asked, expected and shown in each."


def _failures(run: Run) -> Iterator[str]:
    for title, failed in _failed(run):
        yield f"### {title}: {len(failed)}\n"
        yield from (_failure(row) for row in failed[:WORST])
        if len(failed) > WORST:
            yield f"… and {len(failed) - WORST} more, in the run's file.\n"


def _failure(row: CaseRun) -> str:
    lines = [f"- `{row.case.id}` {_cell(row.case.question)}"]
    if row.case.answers or row.case.must:
        lines.append(f"  - expected: {_cell('; '.join(expected(row.case)))}")
    if row.answer:
        lines.append(f"  - shown: {_cell(row.answer.text)}")
        if not row.verdict.answered and row.answer.draft not in ("", row.answer.text):
            lines.append(f"  - draft: {_cell(row.answer.draft)}")
        lines.append(f"  - confidence {row.answer.confidence:.2f}")
    return "\n".join(lines) + "\n"


def expected(case: Case) -> list[str]:
    """What an answer has to say: the points, each with its wordings, else the gold answers as one."""
    groups = case.must or ((case.answers,) if case.answers else ())
    return [" / ".join(group) for group in groups]


def _first(most: int, ids: Collection[str]) -> str:
    more = f" and {len(ids) - most} more" if len(ids) > most else ""
    return ", ".join(list(ids)[:most]) + more


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    return table(head, ([_cell(text) for text in row] for row in rows))


def _cell(text: str, length: int = 300) -> str:
    """The text on one line, shortened, and with nothing in it that Markdown or HTML would act on."""
    line = " ".join(text.split())
    line = line if len(line) <= length else line[:length] + "…"
    for letter in "\\`*_[]|":
        line = line.replace(letter, "\\" + letter)
    return line.replace("&", "&amp;").replace("<", "&lt;")


def _formatted(name: str, value: float | None) -> str:
    if value is None:
        return "–"
    if name == "words_p50":
        return f"{value:.0f}"
    return f"{value:.2f} s" if name in TIMED else f"{value:.3f}"
