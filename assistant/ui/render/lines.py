"""The lines of what is being added, as HTML."""

from collections.abc import Sequence

from assistant.phrases import count
from assistant.ui import words
from assistant.ui.jobs.lines import Line
from assistant.ui.render.html import button, escape

IN_VIEW = 60  # lines that are shown at once
AT_AN_END = 15  # of these, the latest that are done and the next that wait
LATEST = (
    3  # lines of documents that are done and well; the others are folded, so that the table stays in view
)


def lines(shown: Sequence[Line], now: float) -> str:
    """A summary and one line for each document; of many, those that say most. `now`: see Line.took.

    All but the latest of those that are done and well are folded.
    """
    if not shown:
        return ""
    well = [line for line in shown if _is_well(line)]
    others = [line for line in shown if not _is_well(line)]
    seen = _in_view(shown)
    open_ = [line for line in seen if line not in well[:-LATEST]]
    folded = [line for line in seen if line in well[:-LATEST]]
    hidden = len(others) + min(LATEST, len(well)) - len(open_)
    return (
        f"{_summary(shown)}{_fold(folded, len(well) - LATEST, now)}"
        f"{_list(open_, hidden, now, label=words.LINES)}"
    )


def _fold(folded: Sequence[Line], number: int, now: float) -> str:
    """Lines behind their number; nothing where there are none."""
    if not folded:
        return ""
    more = words.LINES_FOLDED.format(count=number)
    return (
        '<details class="finished" data-testid="finished" data-keeps="open">'
        f"<summary>{escape(more)}</summary>{_list(folded, number - len(folded), now, label=more)}</details>"
    )


def _list(shown: Sequence[Line], hidden: int, now: float, *, label: str) -> str:
    """Lines, and at the end how many more there are."""
    more = words.LINES_HIDDEN.format(count=hidden)
    tail = f'<li class="quiet">{escape(more)}</li>' if hidden else ""
    parts = "".join(_line(line, now) for line in shown)
    return f'<ul class="ingest" aria-label="{escape(label)}">{parts}{tail}</ul>'


def _is_well(line: Line) -> bool:
    return line.ended and not line.bad


def _in_view(shown: Sequence[Line]) -> Sequence[Line]:
    if len(shown) <= IN_VIEW:
        return shown
    waiting = [line for line in shown if line.status == "waiting"][:AT_AN_END]
    running = [line for line in shown if not line.ended and line.status != "waiting"]
    bad = [line for line in shown if line.bad][-2 * AT_AN_END :]
    well = [line for line in shown if _is_well(line)][-AT_AN_END:]
    return sorted([*bad, *well, *running, *waiting], key=lambda line: line.number)


def _summary(shown: Sequence[Line]) -> str:
    """How many are done and how many could not be added."""
    ended = [line for line in shown if line.ended]
    facts = [words.LINES_DONE.format(done=len(ended), all=count(len(shown), "document"))]
    bad = sum(line.bad for line in ended)
    if bad:
        facts.append(words.LINES_BAD.format(count=bad))
    dismiss = button("library-dismiss-all", words.DISMISS_ALL, size="small") if ended else ""
    return (
        f'<div class="toolbar ingest-summary"><p class="quiet">{escape(" · ".join(facts))}</p>{dismiss}</div>'
    )


def _line(line: Line, now: float) -> str:
    return (
        f'<li data-testid="ingest-line" data-status="{escape(line.status)}" data-number="{line.number}">'
        f'<bdi class="name" title="{escape(line.name)}">{escape(line.name)}</bdi>'
        f'<span class="step{" bad" if line.bad else ""}">{escape(_step(line))}</span>{_progress(line)}'
        f'<span class="seconds">{_seconds(line, now)}</span>{_buttons(line)}'
        f'<p class="result" dir="auto">{escape(line.message)}</p></li>'
    )


def _step(line: Line) -> str:
    if line.status == "waiting":
        return words.WAITING
    if line.status == "reading" or line.status == "embedding" or line.status == "saving":
        passages = count(line.total, "passage")
        far = words.STEP_OF.format(done=line.done, passages=passages) if line.total else ""
        return " · ".join(part for part in (words.STEPS[line.status], far) if part)
    return words.STATUS[line.status]


def _progress(line: Line) -> str:
    if line.ended or line.status == "waiting":
        return ""
    known = f' value="{line.done}" max="{line.total}"' if line.total else ""
    return f'<progress{known} aria-label="{escape(line.name)}"></progress>'


def _seconds(line: Line, now: float) -> str:
    took = line.took(now)
    if took is None:
        return ""
    return f"{took:.1f} s" if line.ended else f"{took:.0f} s"


def _buttons(line: Line) -> str:
    if not line.ended:
        return ""
    again = about("library-retry", words.RETRY, line.name, style=" again") if line.again else ""
    return f"{again}{away('library-dismiss', line.name)}"


def about(do: str, label: str, name: str, *, style: str = "") -> str:
    """A small button whose name says what it is about."""
    return button(do, label, size=f"small{style}", label=f"{label}: {name}")


def away(do: str, name: str) -> str:
    """The button that dismisses a line."""
    label = escape(f"{words.DISMISS}: {name}")
    return (
        f'<button type="button" class="away" data-do="{do}" aria-label="{label}" title="{label}">✕</button>'
    )
