"""The choice of a set and of a run, what a run would be, and how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from documents.reading.notes import count
from evals.cases import CaseSet
from evals.keeping.kept import KeptRun
from evals.page.job import State
from evals.page.rendering import render
from evals.page.report import halves, local_time, summary
from evals.runs import Run

TITLE = "Evals"
SLOWER = "You can go on asking. Both share one language model, so the chat is slower until the run ends."
NOT_REMEMBERED = "The run goes on, but its folder will not be in the list of sets. {error}"


def sets_html(names: Sequence[str], folder_choice: str) -> str:
    """The choices of a set: names and folders, and at last another folder."""
    return render(
        "options.html", options=[*((name, _set_title(name)) for name in names), (folder_choice, "A folder …")]
    )


def runs_html(runs: Sequence[KeptRun]) -> str:
    """The choices of a run."""
    return render("options.html", options=[(run.name, f"{run.set}, {local_time(run.when)}") for run in runs])


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run of a set would be: how many cases, seconds for each, and the last run if there is one.

    `measured`: the seconds are of earlier runs with this model; else they are a guess.
    """

    case_set: CaseSet
    cases: int
    seconds: float
    measured: bool
    last: Run | None


def plan_html(plan: Plan) -> str:
    """What a run would be and how the last one went, in two sentences."""
    cases, case_set = plan.cases, plan.case_set
    answerable = sum(case.answerable for case in case_set.cases[:cases])
    known = (
        f"{count(cases, 'case')} of {len(case_set.cases):,}"
        if cases < len(case_set.cases)
        else f"{count(cases, 'case')}, {answerable:,} of them with an answer"
    )
    long = duration(cases * plan.seconds)
    guess = f"About {long}" if plan.measured else f"Perhaps {long}: no run has measured this model yet"
    about = f"{known}. {guess}; less where earlier runs kept the answers."
    if case_set.documents:
        about += f" Its {count(len(case_set.documents), 'document')} are prepared first, once."
    last = f" Last time: {summary(plan.last)}." if plan.last else ""
    return render("plan.html", text=about + last, problem=False)


def problem_html(text: str) -> str:
    """Why the choice is no set."""
    return render("plan.html", text=text, problem=True)


def progress_html(state: State) -> str:
    """How far the run is, or how it ended; empty where none was begun."""
    return render("progress.html", state=state, far=_far(state), ended=end_sentence(state), slower=SLOWER)


def end_sentence(state: State) -> str:
    """How the run ended, in a sentence; empty while it goes on."""
    if state.step == "failed":
        return f"The run of {state.set} ended early. {state.message}"
    if state.step == "stopped" and not state.run:
        return f"The run of {state.set} was stopped before the first case was done."
    if state.step in ("done", "stopped"):
        verb = "is done" if state.step == "done" else f"was stopped after {state.done} of {state.total} cases"
        return f"The run of {state.set} {verb}: {_right(state)}."
    return ""


def duration(seconds: float) -> str:
    """Seconds as people say them.

    >>> duration(20), duration(200), duration(6000)
    ('half a minute', '4 minutes', '1 h 40 min')
    """
    minutes = -(-seconds // 60)
    if seconds <= 30:
        return "half a minute"
    if minutes < 90:
        return count(int(minutes), "minute")
    return f"{int(minutes) // 60} h {int(minutes) % 60} min"


def _far(state: State) -> str:
    if state.step == "preparing":
        return f"Preparing the documents of {state.set} …"
    begun = f"Case {min(state.done + 1, state.total)} of {state.total}"
    if state.step == "stopping":
        return f"{begun} is the last one; then the run stops."
    left = f" · {duration(state.left)} left" if state.left is not None else ""
    return f"{begun}{left}{f' · {_right(state)}' if state.done else ''}"


def _right(state: State) -> str:
    return f"{halves(state.right)} of {state.judged} right" if state.judged else count(state.done, "case")


def _set_title(name: str) -> str:
    return f"{Path(name).name} ({name})" if Path(name).name != name else name
