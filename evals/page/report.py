"""A run as it is shown: figures in words, kinds of questions, cases by what became of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from documents.reading.notes import count
from evals.cases import Case
from evals.comparing import COMPARED, Comparison, compare, in_words, remarks
from evals.keeping.kept import KeptRun
from evals.metrics.intervals import share_interval
from evals.metrics.kinds import COLUMNS, KindFigures
from evals.outcomes import GOOD, HALF, KINDS, NOT_JUDGED, counts, kinds, outcome
from evals.page.curve import curve_of
from evals.page.rendering import render
from evals.report import unlocated
from evals.runs import CaseRun, Run
from evals.verdicts import Verdict

EXACT = ("Quotes exact", "located", "{part} of {n} quotes")
SHARES = (
    ("Right calls", "right_call", "{part} of {n}"),
    ("Wrong among answered", "wrong_among_answered", "{part} of {n} answers"),
    ("Declined rightly", "declined_unanswerable", "{part} of {n} without an answer"),
    ("Useful", "useful", "{part} of {n} with an answer"),
    ("Unsure", "unsure", "{part} of {n}"),
    EXACT,
)
# Where the cases have points.
POINTS = (
    ("Useful", "useful", "{part} of {n} with an answer"),
    ("Right", "right", "{part} of {n} with an answer"),
    ("Misled", "misled", "{part} of {n}"),
    ("Declined", "declined", "{part} of {n} with an answer"),
    ("Kept silent", "kept_silent", "{part} of {n} without an answer"),
    EXACT,
)
CHANGES = (("gained", "good", 1), ("lost", "bad", -1))
# What a ranking finds stands for itself only where nothing was asked.
RANKING = (("Found in 10 hits", "recall@10", "of what was to be found, {n} cases"),)


@dataclass(frozen=True, slots=True)
class Kind:
    """What became of cases: its place among all kinds, and whether that is "good", "half" or "bad"."""

    index: int
    title: str
    look: str


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case with the kinds that it is of; the first is its outcome, `also` has the others.

    `before` is its outcome in the run beside, where that was another one; `change` "gained", "lost" or "".
    """

    case: Case
    kinds: Sequence[Kind]
    before: str = ""
    change: str = ""

    @property
    def outcome(self) -> str:
        """What became of it."""
        return self.kinds[0].title if self.kinds else NOT_JUDGED

    @property
    def look(self) -> str:
        """Whether that is good."""
        return self.kinds[0].look if self.kinds else "bad"

    @property
    def also(self) -> str:
        """What else is to be said of it; empty for nothing."""
        return ". ".join(kind.title for kind in self.kinds[1:])


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure in words: its value, between which bounds 95 % of chance puts it, and what it is a part of.

    `before` and `change` say what it was in the run beside and what the difference shows, `look` whether that
    is "good" or "bad"; they are empty without such a run.
    """

    title: str
    value: str
    of: str
    bounds: str = ""
    before: str = ""
    change: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """A part of the bar of causes: a kind, and how many cases have it as their outcome."""

    kind: Kind
    number: int


def report_html(run: Run, others: Sequence[KeptRun] = (), baseline: tuple[str, Run] | None = None) -> str:
    """Figures, kinds of questions and cases of a run.

    It can be compared with `others`; `baseline` is the one that it is compared with, and its name. Raises
    EvalError where both have no case in common.
    """
    comparison = compare(baseline[1], run) if baseline else None
    counted = counts(row.verdict for row in run.cases)
    return render(
        "report.html",
        run=run,
        stopped_of=run.settings.get("stopped_of"),
        others=[(other.name, local_time(other.when)) for other in others],
        baseline=baseline[0] if baseline else "",
        remarks=list(remarks(comparison)) if comparison else [],
        figures=list(figures(run, comparison)),
        kind_columns=[_title(name) for name in ("kind", "n", *COLUMNS)],
        kind_rows=[(kind, _cells(row)) for kind, row in run.kinds.items()],
        causes=list(causes(row.verdict for row in run.cases)),
        curve=curve_of(row.verdict for row in run.cases),
        unlocated=unlocated(run) if run.unlocated else "",
        made=f"Made with {run.versions.get('model', 'an unknown model')}. {_replayed(run)}".strip(),
        filters=[(_kind(title), number) for title, number in counted.items()],
        changes=_changes(comparison) if comparison else [],
        rows=[_row(row, comparison) for row in run.cases],
    )


def summary(run: Run) -> str:
    """The first figure of a run, in words."""
    first = next(figures(run))
    return f"{first.title.lower()} {first.value} ({first.of})"


def figures(run: Run, comparison: Comparison | None = None) -> Iterator[FigureRow]:
    """The figures that the run has."""
    for title, name, of in _shares(run):
        value, n = run.figures.get(name), run.eligible.get(name, 0)
        if value is not None:
            row = FigureRow(title, _percent(value), of.format(part=halves(value * n), n=f"{n:,}"))
            low, high = (round(100 * bound) for bound in share_interval(value, n))
            row = replace(row, bounds=f"{low}–{high}")
            yield _with_change(row, name, comparison) if comparison else row
    seconds, n = run.figures.get("seconds_p50"), run.eligible.get("seconds_p50", 0)
    if seconds is not None:
        yield FigureRow("Seconds for an answer", f"{seconds:.1f} s", f"half of {n:,} took less")


def causes(verdicts: Iterable[Verdict]) -> Iterator[Cause]:
    """What became of the cases that are not good, by its outcome: failures first, then halves."""
    counted = Counter(map(outcome, verdicts))
    for title in sorted(KINDS, key=HALF.__contains__):
        if title not in GOOD and counted[title]:
            yield Cause(_kind(title), counted[title])


def local_time(when: datetime) -> str:
    """A time on this machine's clock.

    >>> local_time(datetime(2026, 11, 9, 7, 5))
    '9 November 2026, 07:05'
    """
    local = when.astimezone()
    return f"{local.day} {local:%B %Y, %H:%M}"


def _with_change(row: FigureRow, name: str, comparison: Comparison) -> FigureRow:
    difference = comparison.differences.get(name)
    if difference is None:
        return row
    sign = COMPARED[name] * (1 if difference.low > 0 else -1) if difference.shown else 0
    return replace(
        row,
        before=_percent(difference.before),
        change=in_words(name, difference),
        look={1: "good", -1: "bad"}.get(sign, ""),
    )


def _changes(comparison: Comparison) -> list[tuple[str, str, int]]:
    """What was gained and lost: the name, whether that is good or bad, and how many cases."""
    counted = ((name, look, len(comparison.changed(change))) for name, look, change in CHANGES)
    return [(name, look, number) for name, look, number in counted if number]


def _row(row: CaseRun, comparison: Comparison | None) -> CaseRow:
    made = CaseRow(row.case, [_kind(title) for title in kinds(row.verdict)])
    pair = comparison.pairs.get(row.case.id) if comparison else None
    if pair is None:
        return made
    before = outcome(pair.before.verdict)
    change = next((name for name, _, change in CHANGES if change == pair.change), "")
    return replace(made, before="" if before == made.outcome else before, change=change)


def _shares(run: Run) -> tuple[tuple[str, str, str], ...]:
    if run.figures.get("complete") is not None:
        return POINTS
    return RANKING if run.figures.get("right_call") is None else SHARES


def halves(cases: float) -> str:
    """A number of cases, of which an unsure one may count by half.

    >>> halves(11.0), halves(11.4999), halves(1200)
    ('11', '11.5', '1,200')
    """
    return f"{round(2 * cases) / 2:,.1f}".removesuffix(".0")


def _kind(title: str) -> Kind:
    return Kind(
        list(KINDS).index(title), title, "half" if title in HALF else "good" if title in GOOD else "bad"
    )


def _cells(row: KindFigures) -> list[str]:
    shares = [row[name] for name in COLUMNS]
    return [str(row["n"]), *("–" if share is None else _percent(share) for share in shares)]


def _title(name: str) -> str:
    titles = {"kind": "Kind", "n": "Cases", **{figure: title for title, figure, _ in POINTS}}
    return titles[name]


def _percent(value: float) -> str:
    """A share in whole per cent, of which only all is 100 and none is 0."""
    rounded = round(100 * value)
    if rounded == 100 and value < 1:
        return "over 99 %"
    return "under 1 %" if rounded == 0 and value > 0 else f"{rounded} %"


def _replayed(run: Run) -> str:
    replayed = sum(row.cached for row in run.cases)
    return (
        f"{count(replayed, 'answer')} kept from earlier runs, with the seconds they took then."
        if replayed
        else ""
    )
