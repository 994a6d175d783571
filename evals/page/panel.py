"""The place of the page where a set is run and its runs are looked at."""

from collections.abc import Callable, Sequence

from assistant.assistant import Assistant
from assistant.ui.panel import Data, part, script
from documents.errors import FootnoteError, StorageFailed
from evals.datasets import examples, load_set
from evals.errors import BadSet
from evals.keeping.fingerprint import shown_settings
from evals.keeping.kept import KeptRuns, SetFolders
from evals.page import choice
from evals.page.job import SECONDS, EvalJob
from evals.page.rendering import render
from evals.page.report import report_html
from evals.page.trace import trace_html
from evals.runner import Options
from evals.runs import asked_model

SECONDS_WITHOUT = 0.5  # without one, or where only the ranking is measured
OTHER = "…"  # the choice of another folder, whose path is in a field of its own


class EvalsPanel:
    """The evals: choose a set, run it, read figures and cases."""

    name = "evals"
    title = choice.TITLE
    script = script("curve", package="evals.page") + script("panel", package="evals.page")

    def __init__(self, assistant: Assistant, *, job: EvalJob | None = None) -> None:
        self._assistant = assistant
        self._job = job or EvalJob(assistant)
        self._runs = KeptRuns(assistant.settings.home)
        self._folders = SetFolders(assistant.settings.home)

    def build(self) -> None:
        """Places the panel; what is in it is asked for when it is first shown."""
        handlers: Sequence[Callable[[Data], Data]] = (
            self.evals_open,
            self.evals_plan,
            self.evals_start,
            self.evals_stop,
            self.evals_progress,
            self.evals_report,
            self.evals_case,
        )
        part(self.name, render("evals.html", title=self.title), handlers)

    def evals_open(self, data: Data) -> Data:
        """The sets and the runs to choose from."""
        runs = self._runs.all()
        sets = [examples.NAME, *self._folders.all()]
        return {
            "sets": choice.sets_html(sets, OTHER),
            "runs": choice.runs_html(runs),
            "last": runs[0].name if runs else "",
        }

    def evals_plan(self, data: Data) -> Data:
        """What a run would be, in a sentence; or that the folder is no set."""
        try:
            return {"html": choice.plan_html(self._plan(data)), "ok": True}
        except FootnoteError as error:
            return {"html": choice.problem_html(str(error)), "ok": False}

    def evals_start(self, data: Data) -> Data:
        """Begins a run; `note` says where its folder will not be offered again."""
        planned = self._plan(data)
        options = Options(limit(data), cached=not data.get("anew"))
        self._job.start(planned.case_set, options, seconds=planned.seconds)
        try:
            if place(data) != examples.NAME:
                self._folders.add(place(data))
        except StorageFailed as error:  # the run goes on all the same
            return {"note": choice.NOT_REMEMBERED.format(error=error)}
        return {"note": ""}

    def evals_stop(self, data: Data) -> Data:
        """Ends the run after the case that is being asked."""
        self._job.stop()
        return {}

    def evals_progress(self, data: Data) -> Data:
        """How far the run is, or how the last one ended."""
        state = self._job.state
        return {
            "html": choice.progress_html(state),
            "busy": state.busy,
            "stoppable": state.busy and state.step != "stopping",
            "run": state.run,
            "said": choice.end_sentence(state),
        }

    def evals_report(self, data: Data) -> Data:
        """Figures and cases of a run; with `against` compared with that run."""
        name, against = str(data["run"]), str(data.get("against") or "")
        run = self._runs.open(name)
        others = [other for other in self._runs.all() if other.set == run.set and other.name != name]
        baseline = (against, self._runs.open(against)) if against else None
        return {"html": report_html(run, others, baseline)}

    def evals_case(self, data: Data) -> Data:
        """The whole trace of one case of a run; with `against` also what it was in that run, if it had it."""
        against, case = str(data.get("against") or ""), str(data["id"])
        earlier = self._runs.open(against).cases if against else ()
        before = next((row for row in earlier if row.case.id == case), None)
        return {"html": trace_html(self._runs.case(str(data["run"]), case), before)}

    def _plan(self, data: Data) -> choice.Plan:
        case_set = load_set(place(data))
        settings = self._assistant.settings
        asks = settings.llm != "none" and not case_set.ranking_only
        measured = self._runs.seconds(case_set.name, asked_model(shown_settings(settings)))
        return choice.Plan(
            case_set,
            min(limit(data) or len(case_set.cases), len(case_set.cases)),
            measured or (SECONDS if asks else SECONDS_WITHOUT),
            measured is not None,
            self._runs.last(case_set.name),
        )


def place(data: Data) -> str:
    """The set that is chosen: a name, or the folder that was typed. Raises BadSet where none was."""
    chosen = str(data.get("set", examples.NAME))
    if chosen != OTHER:
        return chosen
    folder = str(data.get("folder", "")).strip()
    if not folder:
        raise BadSet("No folder is named.", "Type the path of a folder that has a questions.jsonl.")
    return folder


def limit(data: Data) -> int | None:
    """The first how many cases; None: all. Raises BadSet for what is no such number."""
    text = str(data.get("limit") or "").strip()
    if not text:
        return None
    if not text.isdecimal() or int(text) < 1:
        raise BadSet("The number of cases must be 1 or more.", "Leave it empty for all of them.")
    return int(text)
