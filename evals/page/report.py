"""A run as it is shown: figures in words, kinds of questions, cases by what became of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.phrases import count
from evals.cases import Case
from evals.metrics.kinds import COLUMNS, KindFigures
from evals.outcomes import GOOD, HALF, KINDS, counts, kinds
from evals.page.rendering import render
from evals.report import unlocated
from evals.runs import Run

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
    """A case with the kinds that it is of; the first is its outcome, `also` has the others."""

    case: Case
    kinds: Sequence[Kind]

    @property
    def outcome(self) -> str:
        """What became of it."""
        return self.kinds[0].title if self.kinds else "Not judged"

    @property
    def look(self) -> str:
        """Whether that is good."""
        return self.kinds[0].look if self.kinds else "bad"

    @property
    def also(self) -> str:
        """What else is to be said of it; empty for nothing."""
        return ". ".join(kind.title for kind in self.kinds[1:])


def report_html(run: Run) -> str:
    """Figures, kinds of questions and cases of a run."""
    counted = counts(row.verdict for row in run.cases)
    return render(
        "report.html",
        run=run,
        stopped_of=run.settings.get("stopped_of"),
        figures=list(figures(run)),
        kind_columns=[_title(name) for name in ("kind", "n", *COLUMNS)],
        kind_rows=[(kind, _cells(row)) for kind, row in run.kinds.items()],
        unlocated=unlocated(run) if run.unlocated else "",
        made=f"Made with {run.versions.get('model', 'an unknown model')}. {_replayed(run)}".strip(),
        filters=[(_kind(title), number) for title, number in counted.items()],
        rows=[CaseRow(row.case, [_kind(title) for title in kinds(row.verdict)]) for row in run.cases],
    )


def summary(run: Run) -> str:
    """The first figure of a run, in words."""
    title, value, of = next(figures(run))
    return f"{title.lower()} {value} ({of})"


def figures(run: Run) -> Iterator[tuple[str, str, str]]:
    """Title, value and what it is of, for the figures that the run has."""
    for title, name, of in _shares(run):
        value, n = run.figures.get(name), run.eligible.get(name, 0)
        if value is not None:
            yield title, _percent(value), of.format(part=halves(value * n), n=f"{n:,}")
    seconds, n = run.figures.get("seconds_p50"), run.eligible.get("seconds_p50", 0)
    if seconds is not None:
        yield "Seconds for an answer", f"{seconds:.1f} s", f"half of {n:,} took less"


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
    shown = round(100 * value)
    if shown == 100 and value < 1:
        return "over 99 %"
    return "under 1 %" if shown == 0 and value > 0 else f"{shown} %"


def _replayed(run: Run) -> str:
    replayed = sum(row.cached for row in run.cases)
    return (
        f"{count(replayed, 'answer')} kept from earlier runs, with the seconds they took then."
        if replayed
        else ""
    )
