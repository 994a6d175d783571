"""The lines of what is being added: of many, those that say most."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.ui import words
from assistant.ui.jobs.lines import Line
from assistant.ui.rendering import render
from documents.reading.notes import count

IN_VIEW = 60  # lines that are shown at once
AT_AN_END = 15  # of these, the latest that are done and the next that wait
LATEST = 3  # lines that are done and well; the others are folded, so that the table stays in view


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line and how far it is, at the moment `now`: see Line.took."""

    line: Line
    now: float

    @property
    def goes_on(self) -> bool:
        """Whether it is being worked on."""
        return not self.line.ended and self.line.status != "waiting"

    @property
    def step(self) -> str:
        """What happens to it, or what became of it."""
        line = self.line
        if line.status == "waiting":
            return words.WAITING
        if line.status == "cancelling":
            return words.CANCELLING
        if line.status == "reading" or line.status == "embedding" or line.status == "saving":
            passages = count(line.total, "passage")
            far = words.STEP_OF.format(done=line.done, passages=passages) if line.total else ""
            return " · ".join(part for part in (words.STEPS[line.status], far) if part)
        return words.STATUS[line.status]

    @property
    def seconds(self) -> str:
        """How long it took, or has taken by now; empty before its turn."""
        took = self.line.took(self.now)
        if took is None:
            return ""
        return f"{took:.1f} s" if self.line.ended else f"{took:.0f} s"


def lines_html(lines: Sequence[Line], now: float) -> str:
    """A summary and one line for each document, some folded or only counted; empty for none."""
    if not lines:
        return ""
    well = [line for line in lines if _is_well(line)]
    done = well[:-LATEST]
    in_view = _in_view(lines)
    open_ = [LineRow(line, now) for line in in_view if line not in done]
    return render(
        "library/lines.html",
        summary=_summary(lines),
        ended=any(line.ended for line in lines),
        well=len(done),
        folded=[LineRow(line, now) for line in in_view if line in done],
        open=open_,
        hidden=len(lines) - len(done) - len(open_),
    )


def _is_well(line: Line) -> bool:
    return line.ended and not line.bad


def _in_view(lines: Sequence[Line]) -> Sequence[Line]:
    if len(lines) <= IN_VIEW:
        return lines
    waiting = [line for line in lines if line.status == "waiting"][:AT_AN_END]
    running = [line for line in lines if not line.ended and line.status != "waiting"]
    bad = [line for line in lines if line.bad][-2 * AT_AN_END :]
    well = [line for line in lines if _is_well(line)][-AT_AN_END:]
    return sorted([*bad, *well, *running, *waiting], key=lambda line: line.number)


def _summary(lines: Sequence[Line]) -> str:
    """How many are done and how many could not be added."""
    done = words.LINES_DONE.format(done=sum(line.ended for line in lines), all=count(len(lines), "document"))
    bad = sum(line.bad for line in lines)
    return " · ".join([done, words.LINES_BAD.format(count=bad)]) if bad else done
