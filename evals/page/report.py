"""A run as HTML: figures in words, causes of failure, cases. All foreign text goes through `escape`."""

from collections.abc import Iterator

from assistant.phrases import count
from assistant.ui.render.html import escape
from evals.metrics.kinds import COLUMNS, KindFigures
from evals.outcomes import GOOD, HALF, KINDS, counts, kinds
from evals.report import unlocated
from evals.runs import CaseRun, Run

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


def report(run: Run) -> str:
    """Figures, causes and cases of a run."""
    shown = "".join(_figure(*row) for row in figures(run))
    stopped = run.settings.get("stopped_of")
    cut = escape(f"Stopped after {len(run.cases)} of {stopped} cases.")
    note = f'<p class="note">{cut}</p>' if stopped else ""
    left_out = f'<p class="quiet"><bdi>{escape(unlocated(run))}</bdi></p>' if run.unlocated else ""
    made = f"Made with {run.versions.get('model', 'an unknown model')}. {_replayed(run)}"
    rows = "".join(_row(row) for row in run.cases)
    return (
        f'<h3>{escape(run.set)}: {count(len(run.cases), "case")}</h3>{note}<dl class="figures">{shown}</dl>'
        f'{_kinds(run)}{left_out}<p class="quiet"><bdi>{escape(made.strip())}</bdi></p>{_filters(run)}'
        f'<div class="cases" data-run-cases>{rows}</div>'
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


def _kinds(run: Run) -> str:
    """A row for each kind of question, where the cases say theirs."""
    rows = "".join(_kind(kind, row) for kind, row in run.kinds.items())
    heads = "".join(f'<th scope="col">{escape(_title(name))}</th>' for name in ("kind", "n", *COLUMNS))
    table = f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>"
    # By keyboard, too, one must get to what a narrow page cuts off.
    region = 'role="region" aria-label="Kinds of questions" tabindex="0" data-testid="eval-kinds"'
    return f'<div class="kinds" {region}><table class="table">{table}</table></div>' if rows else ""


def _kind(kind: str, row: KindFigures) -> str:
    shares = [row[name] for name in COLUMNS]
    cells = [str(row["n"]), *("–" if share is None else _percent(share) for share in shares)]
    values = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
    return f'<tr><th scope="row"><bdi>{escape(kind)}</bdi></th>{values}</tr>'


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
    return f"{count(replayed, 'answer')} kept from earlier runs, without seconds." if replayed else ""


def _filters(run: Run) -> str:
    counted = counts(row.verdict for row in run.cases)
    rows = [_filter("", "All", len(run.cases))]
    rows += [_filter(str(list(KINDS).index(title)), title, number) for title, number in counted.items()]
    return f'<div class="toolbar filters" role="group" aria-label="Cases shown">{"".join(rows)}</div>'


def _filter(kind: str, title: str, number: int) -> str:
    pressed = "false" if kind else "true"
    mark = _mark(title) if kind else ""
    return (
        f'<button type="button" class="chip" data-do="eval-filter" data-testid="eval-filter" '
        f'data-kind="{kind}" aria-pressed="{pressed}">{mark}{escape(title)} <b>{number:,}</b></button>'
    )


def _row(row: CaseRun) -> str:
    found = kinds(row.verdict)
    outcome = found[0] if found else "Not judged"
    also = f' <span class="quiet">{escape(". ".join(found[1:]))}</span>' if found[1:] else ""
    numbers = " ".join(str(list(KINDS).index(title)) for title in found)
    return (
        f'<details data-testid="eval-case" data-id="{escape(row.case.id)}" data-kinds="{numbers}"><summary>'
        f'<span class="asked"><bdi>{escape(row.case.question)}</bdi></span>'
        f'<span class="outcome">{_mark(outcome)}{escape(outcome)}</span>{also}</summary>'
        "<div data-trace></div></details>"
    )


def _mark(title: str) -> str:
    look, mark = ("half", "½") if title in HALF else ("good", "✓") if title in GOOD else ("bad", "✗")
    return f'<span class="{look}" aria-hidden="true">{mark}</span> '


def _figure(title: str, value: str, of: str) -> str:
    return (
        f'<div data-testid="eval-figure"><dt>{escape(title)}</dt><dd><strong>{escape(value)}</strong> '
        f'<span class="quiet">{escape(of)}</span></dd></div>'
    )
