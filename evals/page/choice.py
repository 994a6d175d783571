"""The evals as HTML: the choice of a set, and how far a run is. All foreign text goes through `escape`."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.phrases import count
from assistant.ui.render.html import escape
from evals.cases import CaseSet
from evals.keeping.kept import KeptRun
from evals.page.job import State
from evals.page.report import halves, summary
from evals.runs import Run

TITLE = "Evals"
SLOWER = "You can go on asking. Both share one language model, so the chat is slower until the run ends."
NOT_REMEMBERED = "The run goes on, but its folder will not be in the list of sets. {error}"
FRAME = """<section class="fn evals" aria-labelledby="evals-title"><h2 id="evals-title">Evals</h2>
<p class="quiet">How good are the answers? A set is a list of questions whose answers are known; a run asks
them all and counts. A folder with a questions.jsonl is a set.</p>
<form>
  <div class="toolbar">
    <div class="field"><label for="eval-set">Set</label>
      <select id="eval-set" name="set" data-testid="eval-set"></select></div>
    <div class="field"><label for="eval-limit">Only the first</label>
      <input id="eval-limit" name="limit" type="number" min="1" step="1" placeholder="all"
        data-testid="eval-limit"></div>
  </div>
  <div class="field" data-folder hidden><label for="eval-folder">Path of the folder</label>
    <input id="eval-folder" name="folder" type="text" autocomplete="off" spellcheck="false"
      data-testid="eval-folder"></div>
  <label class="tick"><input type="checkbox" name="anew" value="1" data-testid="eval-anew">
    Ask everything anew, also what earlier runs have kept</label>
  <p data-plan data-testid="eval-plan" role="status"></p>
  <div class="toolbar">
    <button type="submit" class="button primary" data-testid="eval-run">Run</button>
    <button type="button" class="button" data-do="eval-stop" data-testid="eval-stop" hidden>Stop</button>
  </div>
</form>
<div data-progress data-testid="eval-progress" hidden></div>
<div data-kept hidden>
  <div class="field"><label for="eval-runs">Run to look at</label>
    <select id="eval-runs" data-testid="eval-runs"></select></div>
  <div data-report></div>
</div></section>"""


def frame() -> str:
    """The panel before anything is chosen."""
    return FRAME


def sets(names: Sequence[str], other: str) -> str:
    """The choices of a set: names and folders, and at last another folder."""
    rows = [f'<option value="{escape(name)}">{escape(_set_title(name))}</option>' for name in names]
    return "".join([*rows, f'<option value="{escape(other)}">A folder …</option>'])


def runs(kept: Sequence[KeptRun]) -> str:
    """The choices of a run."""
    return "".join(
        f'<option value="{escape(run.name)}">{escape(f"{run.set}, {_when(run)}")}</option>' for run in kept
    )


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


def plan(one: Plan) -> str:
    """What a run would be and how the last one went, in two sentences."""
    answerable = sum(case.answerable for case in one.case_set.cases[: one.cases])
    known = (
        f"{count(one.cases, 'case')} of {len(one.case_set.cases):,}"
        if one.cases < len(one.case_set.cases)
        else f"{count(one.cases, 'case')}, {answerable:,} of them with an answer"
    )
    long = duration(one.cases * one.seconds)
    guess = f"Perhaps {long}: no run has measured this model yet" if not one.measured else f"About {long}"
    about = f"{known}. {guess}; less where earlier runs kept the answers."
    if one.case_set.documents:
        about += f" Its {count(len(one.case_set.documents), 'document')} are prepared first, once."
    last = f" Last time: {summary(one.last)}." if one.last else ""
    return escape(about + last)


def problem(text: str) -> str:
    """Why the choice is no set."""
    return f'<span class="bad"><bdi>{escape(text)}</bdi></span>'


def progress(state: State) -> str:
    """How far the run is, or how it ended."""
    if state.step == "idle":
        return ""
    if not state.busy:
        style = ' class="bad"' if state.step == "failed" else ""
        return f"<p{style}><bdi>{escape(ended(state))}</bdi></p>"
    bar = f'<progress class="bar" aria-label="Cases done" max="{max(state.total, 1)}" value="{state.done}">'
    line = f"{bar}</progress><p>{escape(_far(state))}</p>"
    return f'{line}<p class="quiet">{escape(SLOWER)}</p>'


def ended(state: State) -> str:
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


def _when(run: KeptRun) -> str:
    when = run.when.astimezone()
    return f"{when.day} {when:%B %Y, %H:%M}"
