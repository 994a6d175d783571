"""What all processes add to the library: lines of its queue, and this page's own worker."""

import logging
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress

from assistant.assistant import Assistant
from assistant.tasks.worker import Worker
from assistant.ui import words
from assistant.ui.jobs.lines import KEPT, Line, LineStatus
from documents.errors import FootnoteError, StorageFailed
from documents.queue.contract import Task
from documents.queue.tasks import Tasks

logger = logging.getLogger(__name__)
FIRST = 2_000  # lines that a page shows at first
AGAIN_SECONDS = 5.0  # after the worker failed
STATUS: dict[str, LineStatus] = {"waiting": "waiting", "cancelled": "cancelled", "failed": "failed"}


class QueueLines:
    """One line for each task of the queue, by whichever process it was asked for and is worked on.

    Their numbers are those of the tasks, below zero: lines of this process alone count upwards. Where the
    queue cannot be read, the lines are those that were read last. Safe between threads.
    """

    def __init__(self, queue: Tasks, clock: Callable[[], float], *, failed: bool) -> None:
        """`failed`: with what failed before this page began."""
        self._queue = queue
        self._clock = clock
        self._failed = failed
        self._guard = threading.Lock()
        self._tasks: dict[int, Task] = {}
        self._began: dict[int, float] = {}
        self._seen = -1
        self._cut = False  # whether more wait than were read

    @property
    def state(self) -> tuple[bool, int]:
        """Whether a task waits or is worked on, and a number that grows with each change of a line."""
        with self._guard:
            self._look()
            return any(not task.ended for task in self._tasks.values()), max(self._seen, 0)

    def all(self) -> tuple[Line, ...]:
        """The lines in the order in which they were asked for; what was in an archive follows it."""
        with self._guard:
            self._look()
            return tuple(line for _, task in sorted(self._tasks.items()) for line in self._lines_of(task))

    def retry(self, number: int) -> None:
        """Has what failed wait once more."""
        self._queue.retry([-number])

    def cancel(self, number: int) -> None:
        """Ends what waits, and what is worked on before its next step."""
        self._queue.cancel([-number])

    def dismiss(self, numbers: Iterable[int]) -> None:
        """Takes lines away that have ended, on all pages."""
        ids = [-number for number in numbers]
        if ids:
            self._queue.dismiss(ids)

    def _look(self) -> None:
        """Reads what has changed since the last look."""
        with suppress(StorageFailed):
            revision = self._queue.revision
            if revision == self._seen:
                return
            if self._seen < 0:
                self._begin()
            else:
                for task in self._queue.tasks(since=self._seen):
                    self._take(task)
                if self._cut and all(task.ended for task in self._tasks.values()):
                    self._begin()
            self._seen = revision
            done = [task_id for task_id, task in self._tasks.items() if task.state == "done"]
            for task_id in sorted(done)[: max(0, len(done) - KEPT)]:
                del self._tasks[task_id]

    def _begin(self) -> None:
        """Reads what is not done; of very many the first, and the others when something becomes of them."""
        tasks = self._queue.unfinished(FIRST, failed=self._failed and self._seen < 0)
        self._cut = len(tasks) >= FIRST
        for task in tasks:
            self._take(task)

    def _take(self, task: Task) -> None:
        if task.dismissed or (task.work.kind != "add" and task.state != "failed"):
            self._tasks.pop(task.id, None)
            return
        self._tasks[task.id] = task
        if task.state == "working":
            self._began.setdefault(task.id, self._clock())
        else:
            self._began.pop(task.id, None)

    def _lines_of(self, task: Task) -> Iterable[Line]:
        own = task.entries[0] if task.entries else None
        status: LineStatus = STATUS.get(task.state) or task.step or "reading"
        if task.ended and own is not None and task.state != "cancelled":
            status = own.status
        if task.cancelling:
            status = "cancelling"
        name = task.work.uri.removeprefix("upload:").removeprefix("text:")
        yield Line(
            -task.id,
            name if task.work.kind == "add" else words.NOT_REMOVED,
            status,
            task.message,
            0 if task.cancelling else task.done,
            0 if task.cancelling else task.total,
            self._began.get(task.id),
            own.seconds if own else None,
            again=task.state == "failed" and task.work.kind == "add",
            stoppable=not task.ended and not task.stopping,
        )
        for part in task.entries[1:]:
            part_name = part.uri.removeprefix("upload:")
            yield Line(-task.id, part_name, part.status, part.message, seconds=part.seconds)


class PageWorker:
    """The worker that a page has beside its own work: with SQLite commands hand theirs over to it."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._left = threading.Event()
        self._worker: Worker | None = None

    @property
    def busy(self) -> bool:
        """Whether it works on a task."""
        return self._worker is not None and self._worker.busy

    def begin(self) -> None:
        """Begins to work, unless the settings leave that to `footnote work`; returns at once."""
        if self._assistant.works_here and self._worker is None:
            self._worker = Worker(self._assistant)
            threading.Thread(target=self._run, name="working on the queue", daemon=True).start()

    def leave(self) -> None:
        """Has it end after what is being stored; what it has not stored others take up."""
        self._left.set()
        if self._worker is not None:
            self._worker.stop()

    def _run(self) -> None:
        while not self._left.is_set() and self._worker is not None:
            try:
                self._worker.run()
            except FootnoteError as error:
                logger.warning("%s", error)
            except BaseException:  # a bug, or a panic of Rust code: what others hand over must go on
                logger.exception("working on the queue failed")
            self._left.wait(AGAIN_SECONDS)
