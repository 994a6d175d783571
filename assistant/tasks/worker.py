"""A worker: takes tasks from the library's queue and does them until it is stopped."""

import json
import logging
import math
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from assistant.assistant import Assistant
from documents.errors import FootnoteError, ServerLost, StorageFailed
from documents.queue.contract import TAKE_BACK, EndState, Task, TaskStep
from documents.queue.owner import TaskOwner
from documents.types import IngestEntry, IngestStatus
from index.ingest_job import Progress

logger = logging.getLogger(__name__)
IDLE_SECONDS = 2.0  # without a change, until it is looked whether somebody died
LISTEN_SECONDS = 0.25  # until it is looked whether it is to stop
TELL_SECONDS = 0.5  # between two signs of how far a task is
AGAIN_SECONDS = 1.0  # until a server that went away is asked again
TIDY_SECONDS = 3600.0
SETTLE_SECONDS = 180.0  # between two looks whether a search server has what others have stored
STATES: dict[IngestStatus, EndState] = {"failed": "failed", "empty": "failed"}  # all others are done
UNKEPT: tuple[IngestStatus, ...] = ("unpacked",)  # no source has these bytes; what failed can be tried again
PARTLY = "It was cancelled; {added} of what is in it had been added and stay."
BUG = "It could not be done, by a fault of Footnote's ({error})."


class Worker:
    """Works in the thread that calls `run`, until another calls `stop`. Both are called once."""

    def __init__(
        self, assistant: Assistant, tell: Callable[[IngestEntry], None] = lambda entry: None
    ) -> None:
        """`tell` hears what became of each document."""
        self._assistant = assistant
        self._queue = assistant.queue
        self._tell = tell
        self._stopping = threading.Event()
        self._tidied = -TIDY_SECONDS
        self._settled = -SETTLE_SECONDS
        self.busy = False  # whether a task is under way

    def stop(self) -> None:
        """Has it end after the document that is being stored; what it has not done goes back."""
        self._stopping.set()

    def run(
        self, done: Callable[[], bool] = lambda: False, *, once: bool = False, patience: float = math.inf
    ) -> None:
        """Works until it is stopped, `done` says so, or with `once` until nothing waits any longer.

        Where the library cannot be used it is waited for, `patience` seconds at most. Raises LibraryLocked
        where another process writes to a library that takes one writer, and StorageFailed.
        """
        self._assistant.take_write_lock()
        with self._queue.owner() as owner:
            good, warned = time.monotonic(), False
            while not self._stopping.is_set() and not done():
                try:
                    revision = self._queue.revision
                    if not self._work(owner):
                        if once and not self._queue.count("waiting"):
                            return
                        self._idle(revision)
                    good, warned = time.monotonic(), False
                except StorageFailed as error:
                    if time.monotonic() - good > patience:
                        raise
                    if not warned:
                        logger.warning("%s It is waited for.", error.message)
                    warned = True
                    self._stopping.wait(AGAIN_SECONDS)

    def _work(self, owner: TaskOwner) -> bool:
        """Does what comes next; whether there was something to do."""
        self._tidy()
        tasks = owner.take()
        if tasks:
            self.busy = True
            try:
                self._do(owner, tasks)
            finally:
                self.busy = False
        return bool(tasks)

    def _idle(self, revision: int) -> None:
        if time.monotonic() - self._settled > SETTLE_SECONDS:
            self._settled = time.monotonic()
            self._assistant.settle()  # also what a writer had not sent when it was killed
        until = time.monotonic() + IDLE_SECONDS
        while not self._stopping.is_set() and time.monotonic() < until:
            if self._queue.wait(revision, LISTEN_SECONDS) != revision:
                return

    def _do(self, owner: TaskOwner, tasks: Sequence[Task]) -> None:
        if tasks[0].work.kind == "add":
            Batch(self._assistant, owner, tasks, self._stopping, self._tell).add()
            return
        for task in tasks:
            self._finish_removal(owner, task)

    def _finish_removal(self, owner: TaskOwner, task: Task) -> None:
        try:
            result = self._remove(task)
        except ServerLost:  # the task is found by others, or by this one again
            owner.hand_back([task.id])
            raise
        except FootnoteError as error:
            owner.finish(task.id, "failed", message=str(error))
        except Exception as error:  # a bug: it costs this task, not the others
            logger.exception("task %s failed", task.id)
            owner.finish(task.id, "failed", message=BUG.format(error=f"{type(error).__name__}: {error}"))
        else:
            owner.finish(task.id, "done", result=result)

    def _remove(self, task: Task) -> str:
        """Removes or erases what a task names; the number of what went with it, or the receipt, as JSON."""
        if task.work.kind == "examples":
            return json.dumps(self._assistant.remove_examples())
        if task.work.kind == "remove":
            return json.dumps(self._assistant.remove(task.work.uri))
        return json.dumps(self._assistant.erase(task.work.uri, uploading=True).to_dict())

    def _tidy(self) -> None:
        if time.monotonic() - self._tidied > TIDY_SECONDS:
            self._tidied = time.monotonic()
            self._queue.tidy()


@dataclass(slots=True)
class _State:
    """How far a task of a batch is: `entries` by place, at 0 its own, then those of what was in it."""

    task: Task
    entries: dict[int, IngestEntry] = field(default_factory=dict)
    told_at: float = 0.0
    cancelled: bool = False
    finished: bool = False  # whether the queue knows what became of it

    @property
    def ended(self) -> bool:
        """Whether it was added, or could not be."""
        return 0 in self.entries


class Batch:
    """Tasks that are added together: small files share the work of the search model."""

    def __init__(
        self,
        assistant: Assistant,
        owner: TaskOwner,
        tasks: Sequence[Task],
        stopping: threading.Event,
        tell: Callable[[IngestEntry], None],
    ) -> None:
        self._assistant = assistant
        self._owner = owner
        self._hears = tell
        self._stopping = stopping
        self._states = [_State(task) for task in tasks]

    def add(self) -> None:
        """Adds them, and says in the queue what became of each.

        Raises StorageFailed where the library cannot be used, and the rest goes back as soon as it can be.
        """
        tasks = [state.task for state in self._states]
        try:
            self._assistant.add_tasks(tasks, progress=self._report, stopped=self._is_stopped)
        except ServerLost:
            raise
        except FootnoteError as error:  # such as after a change of the search model: none can be added
            self._fail(str(error))
        except Exception as error:  # a bug, outside of any one document
            logger.exception("adding failed")
            self._fail(BUG.format(error=f"{type(error).__name__}: {error}"))
        finally:
            self._settle()
        self._drop_bytes()

    def _report(self, progress: Progress) -> None:
        state = self._states[progress.number]
        if progress.entry is not None:
            state.entries[progress.part] = progress.entry
            if not progress.part:  # the last of them
                self._finish(state)
        elif progress.step != "done":
            # Of what is in an archive only that it is worked on: it too can be cancelled, and shows life.
            part = progress.part > 0
            self._tell(state, progress.step, 0 if part else progress.done, 0 if part else progress.total)

    def _tell(self, state: _State, step: TaskStep, done: int, total: int) -> None:
        now = time.monotonic()
        if now - state.told_at < TELL_SECONDS:
            return
        state.told_at = now
        with suppress(StorageFailed):  # who waits hears of the next step; the task is still ours or is not
            state.cancelled = not self._owner.report(state.task.id, step, done, total)

    def _is_stopped(self, number: int) -> bool:
        return self._states[number].cancelled or self._stopping.is_set()

    def _finish(self, state: _State) -> None:
        """Says what became of a task, unless it was only stopped: that one goes back at the end."""
        own, entries = state.entries[0], [entry for _, entry in sorted(state.entries.items())]
        if self._stopping.is_set() and own.status == "failed" and not state.cancelled:
            return
        end: EndState = "cancelled" if state.cancelled else STATES.get(own.status, "done")
        message = _taken_back(entries[1:]) if state.cancelled else own.message
        with suppress(StorageFailed):  # else once more at the end
            self._owner.finish(state.task.id, end, message=message, entries=entries)
            state.finished = True
            for entry in entries:
                self._hears(entry)

    def _fail(self, message: str) -> None:
        for state in self._states:
            if not state.ended:
                state.entries[0] = IngestEntry(state.task.work.uri, None, "failed", 0, message, 0.0)
                self._finish(state)

    def _settle(self) -> None:
        """Has the queue know what became of all tasks, as soon as its server can be reached."""
        while True:
            for state in self._states:
                if state.ended and not state.finished:
                    self._finish(state)
            try:
                self._hand_back()
                return
            except ServerLost:
                if self._stopping.wait(AGAIN_SECONDS):
                    return  # they are found by others: this process ends

    def _hand_back(self) -> None:
        left = [state.task.id for state in self._states if not state.finished]
        if left:
            self._owner.hand_back(left)

    def _drop_bytes(self) -> None:
        """What was put with the originals for the task alone, such as an archive, goes."""
        alone = [
            state
            for state in self._states
            if state.cancelled or (state.ended and state.entries[0].status in UNKEPT)
        ]
        hashes = {state.task.work.sha256 for state in alone if state.finished} - {""}
        if hashes:
            with suppress(StorageFailed):  # else with the next sweep
                self._assistant.drop_unused(hashes)


def _taken_back(parts: Sequence[IngestEntry]) -> str:
    """The message of a task that was cancelled; what came in an archive may have been added by then."""
    added = sum(part.status in ("added", "replaced") for part in parts)
    return PARTLY.format(added=added) if added else TAKE_BACK
