"""A run as a job of the app: it goes on when the tab that began it is closed, and can be stopped."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from assistant.assistant import Assistant
from assistant.ui.jobs.runner import Job
from documents.errors import StorageFailed
from evals.cases import CaseSet
from evals.errors import EvalError
from evals.judge import Supports
from evals.keeping.libraries import open_library
from evals.metrics.rightness import right_call_of
from evals.page.remaining_time import RemainingTime
from evals.runner import Options, Runner, checker
from evals.runs import CaseRun, Run, assert_located, save

Step = Literal["idle", "preparing", "asking", "stopping", "done", "stopped", "failed"]
SECONDS = 7.0  # for a case with a language model, until it has been measured
BUSY = ("preparing", "asking", "stopping")


@dataclass(frozen=True, slots=True)
class State:
    """How far the run is. `right` of the `judged` cases were handled rightly, an unsure one perhaps by half;
    `left`: seconds, once known.

    `run` is the name of the kept run when there is one, `message` what went wrong.
    """

    set: str = ""
    step: Step = "idle"
    done: int = 0
    total: int = 0
    right: float = 0.0
    judged: int = 0
    left: float | None = None
    run: str = ""
    message: str = ""

    @property
    def busy(self) -> bool:
        """Whether a run is going on."""
        return self.step in BUSY


class EvalJob:
    """One run at a time, on an assistant of its own that shares the page's models."""

    def __init__(
        self,
        assistant: Assistant,
        *,
        supports: Supports = checker,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._assistant = assistant
        self._supports = supports
        self._clock = clock
        self._guard = threading.Lock()
        self._job: Job[None] | None = None
        self._expected, self._lap = 0.0, 0.0
        self._remaining = RemainingTime([], [], 0.0)
        self._state = State()

    @property
    def state(self) -> State:
        """How far the run is, or how the last one ended."""
        with self._guard:
            job, state = self._job, self._state
        if job is None or state.step in ("done", "stopped"):
            return state
        if job.error:
            return replace(state, step="failed", message=job.error)
        if job.stopping:
            return replace(state, step="stopped" if job.ended else "stopping")
        return state

    def start(self, case_set: CaseSet, options: Options, *, seconds: float = SECONDS) -> None:
        """Begins a run; returns at once. `seconds`: what a case is expected to take, until it is measured.

        Raises EvalError while another one goes on.
        """
        with self._guard:
            if self._job is not None and not self._job.ended:
                raise EvalError("A run is going on.", "Wait for its end, or stop it.")
            self._state = State(case_set.name, "preparing")
            self._expected = seconds
            self._job = Job("eval", lambda job: self._keep(self._run(job, case_set, options)))
            self._job.start()

    def stop(self) -> None:
        """Ends the run after the case that is being asked; the cases done so far are kept as a run."""
        if self._job is not None:
            self._job.stop()

    def wait(self, seconds: float) -> State:
        """The state once the run has ended, or after so many seconds."""
        if self._job is not None:
            self._job.wait(seconds)
        return self.state

    def _run(self, job: Job[None], case_set: CaseSet, options: Options) -> Run:
        settings = self._assistant.settings
        runner = Runner(settings, options=options, supports=self._supports)

        # Any: the settings by name. Not the page's own assistant: a run puts a memory before its model.
        def assistant_with(**changes: Any) -> Assistant:
            return self._assistant.beside(replace(settings, **changes))

        own = open_library(case_set, settings, assistant_with) if case_set.documents else assistant_with()
        try:
            cases = len(case_set.cases)
            self._change(step="asking", total=min(cases, options.limit or cases))
            return runner.run(
                case_set,
                own,
                self._progress,
                begun=self._begun,
                seen=self._seen,
                stopped=lambda: job.stopping,
            )
        finally:
            own.close()

    def _keep(self, run: Run) -> None:
        if not run.cases:
            self._change(step="stopped")
            return
        try:
            path = save(run, self._assistant.settings.home)
        except OSError as error:
            raise StorageFailed(
                f"The run cannot be kept ({error.strerror}).",
                "Make room on the disk and run the set again: its answers are kept.",
            ) from error
        self._change(run=path.stem)
        assert_located(run)
        self._change(step="stopped" if "stopped_of" in run.settings else "done")

    def _begun(self, ids: Sequence[str], anew: Sequence[str]) -> None:
        self._remaining = RemainingTime(ids, anew, self._expected)
        self._lap = self._clock()
        self._change(left=self._remaining.left)

    def _seen(self, row: CaseRun) -> None:
        before, self._lap = self._lap, self._clock()
        self._remaining.done(row.case.id, self._lap - before)
        right = right_call_of(row.verdict)
        state = self.state
        self._change(right=state.right + (right or 0.0), judged=state.judged + (right is not None))

    def _progress(self, done: int, total: int) -> None:
        self._change(step="asking", done=done, total=total, left=self._remaining.left)

    def _change(self, **changes: Any) -> None:  # Any: the fields of a State
        with self._guard:
            self._state = replace(self._state, **changes)
