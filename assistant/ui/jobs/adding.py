"""What is being added. It is a job of the app: it goes on when the tab that dropped the files is closed."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress

from assistant.assistant import Assistant
from assistant.tasks.handover import asker
from assistant.ui import words
from assistant.ui.jobs.kept import Kept
from assistant.ui.jobs.lines import Line, Lines, LineStatus
from assistant.ui.jobs.removing import Removing
from assistant.ui.jobs.runner import Job, Runner
from assistant.ui.jobs.shared_queue import PageWorker, QueueLines
from documents.inputs import Given, Upload, file_name, inputs
from documents.queue.contract import BATCH, BATCH_BYTES
from documents.reading.notes import count
from index.ingest_job import Progress

Clock = Callable[[], float]  # seconds since some moment


class Adding:
    """Adds documents in the order they come; `removing` gets its turn in between.

    The temporary copy of an upload is kept while its line can be retried. All methods return at once; where
    the library is shared, `add` does when the bytes are kept and wait in its queue, whose lines are shown.
    """

    def __init__(self, assistant: Assistant, clock: Clock = time.monotonic) -> None:
        self._assistant = assistant
        self._clock = clock
        self._runner = Runner("adding")
        self._lines = Lines()
        self._guard = threading.Lock()
        self._kept = Kept()
        self._shared = QueueLines(assistant.queue, clock, failed=assistant.shared)
        self._worker = PageWorker(assistant)
        self._queue: deque[int] = deque()
        self._parts: dict[tuple[int, int], int] = {}  # lines of what is in a document: its line, the place
        self.removing = Removing(assistant, self._runner, self._lines)

    @property
    def lines(self) -> tuple[Line, ...]:
        """One line a document, in the order they came; what is in an archive or mail has lines of its own."""
        return (*self._lines.all(), *self._shared.all())

    @property
    def state(self) -> tuple[bool, int]:
        """Whether something is waiting, being added or being removed, by whichever process; and a number
        that grows with each change of a line or of what is being removed.

        By one look into the queue: each page asks for them all the time.
        """
        shared_busy, shared_revision = self._shared.state
        busy = self._runner.busy or shared_busy
        return busy, self._lines.revision + shared_revision

    @property
    def at_work(self) -> bool:
        """Whether this process adds or removes something."""
        return self._runner.busy or self._worker.busy

    def begin(self) -> None:
        """Begins to do what others ask for; returns at once."""
        self._worker.begin()

    @property
    def waiting(self) -> int:
        """How many documents have not been begun, by whichever process. Raises StorageFailed."""
        return len(self._queue) + self._assistant.queue.count("waiting")

    def now(self) -> float:
        """The clock that the lines' `began` is of, in seconds."""
        return self._clock()

    def add(self, items: Sequence[Given]) -> None:
        """Takes uploads, addresses and pasted texts: a line each; an upload that comes twice has one."""
        fresh = self._kept.fresh(items)
        if self._assistant.shared:
            self._put(fresh)
            return
        numbers = self._lines.add([_name(upload) for upload in fresh])
        self._kept.put(numbers, fresh)
        self._line_up(numbers)

    def add_examples(self, *, again: bool = False) -> None:
        """Adds the example documents where the library is empty. They share a line.

        `again`: also where they were there before, and were removed.
        """
        if not self._assistant.library.source_count():
            (number,) = self._lines.add([words.EXAMPLES])
            self._start(lambda job: self._add_examples(job, number, again=again))

    def reread(self) -> None:
        """Reads again what can be read better now than when it was added. These documents share a line."""
        ids = self._assistant.library.outdated()
        if ids:
            (number,) = self._lines.add([words.REREADING.format(documents=count(len(ids), "document"))])
            self._start(lambda job: self._reread(job, number, ids))

    def retry(self, number: int) -> None:
        """Tries once more what could not be added; harmless for any other line."""
        if number < 0:
            self._shared.retry(number)
        elif self._kept.has(number) and self._lines.retry(number):
            self._line_up([number])

    def dismiss(self, numbers: Iterable[int]) -> None:
        """Takes lines away that have ended, and their uploads."""
        numbers = list(numbers)
        self._kept.drop([number for number in numbers if number > 0 and self._lines.drop(number)])
        self._shared.dismiss(number for number in dict.fromkeys(numbers) if number < 0)

    def cancel(self, number: int) -> None:
        """Cancels what is not yet added, where its line says that it can be."""
        if number < 0:
            self._shared.cancel(number)

    def leave(self) -> None:
        """Before the server stops: what is being added is finished, what waits says that it was not begun.

        What waits in the queue stays there, for others or for the next start.
        """
        self._worker.leave()
        with self._guard:
            waiting = list(self._queue)
            self._queue.clear()
        for number in waiting:
            self._lines.change(number, status="failed", message=words.NOT_BEGUN, again=True)

    def _put(self, items: Sequence[Given]) -> None:
        """Puts documents into the library's queue, which all processes work on; the copies can go then."""
        puts = self._assistant.put(items, asked_by=asker("the page"))
        for item, put in zip(items, puts, strict=True):
            if put.entry is not None:
                self._lines.add_ended(_name(item), put.entry.status, put.entry.message)
            if isinstance(item, Upload):
                item.path.unlink(missing_ok=True)

    def _line_up(self, numbers: Sequence[int]) -> None:
        with self._guard:
            self._queue.extend(numbers)
        for _ in numbers:
            self._start(self._add_some)

    def _start(self, work: Callable[[Job[int]], None]) -> None:
        """Has a job done that tells the lines it works on; where it fails, those that it leaves say why."""
        self._runner.add(Job("adding", work, closed=self._close))

    # In the runner's thread

    def _add_some(self, job: Job[int]) -> None:
        """Adds a batch; the jobs of those that went with an earlier one find less, or nothing."""
        batch: dict[int, Given] = {}
        size = 0
        with self._guard:
            while self._queue and len(batch) < BATCH and size < BATCH_BYTES:
                number = self._queue.popleft()
                if (item := self._kept.get(number)) is not None:  # else its line is gone
                    batch[number] = item
                    size += _size(item)
        job.report(*batch)
        if batch:
            self._add(batch)

    def _add(self, batch: Mapping[int, Given]) -> None:
        numbers = list(batch)
        self._parts.clear()

        def report(progress: Progress) -> None:
            self._report(self._line_of(numbers[progress.number], progress), progress)

        self._assistant.add(list(batch.values()), progress=report)
        now = [self._lines.get(number) for number in numbers]
        self._kept.drop([line.number for line in now if line is not None and line.ended and not line.bad])

    def _add_examples(self, job: Job[int], number: int, *, again: bool) -> None:
        job.report(number)
        began = self._clock()

        def report(progress: Progress) -> None:
            if progress.entry is None:
                self._lines.change(number, status=progress.step, began=began)

        entries = self._assistant.add_examples(again=again, progress=report).entries
        self._lines.change(
            number,
            status="added" if entries else "unchanged",
            message=count(len(entries), "document") if entries else words.EXAMPLES_GONE,
            seconds=self._clock() - began,
        )

    def _reread(self, job: Job[int], number: int, ids: Sequence[str]) -> None:
        job.report(number)
        began = self._clock()

        def report(progress: Progress) -> None:
            step: LineStatus = "embedding" if progress.step == "done" else progress.step
            self._lines.change(number, status=step, done=progress.number, total=len(ids), began=began)

        entries = self._assistant.reread(ids, progress=report).entries
        bad = [entry for entry in entries if entry.status in ("failed", "empty")]
        better = count(sum(entry.status == "replaced" for entry in entries), "document")
        messages = [f"{file_name(entry.uri)}: {entry.message}" for entry in bad]
        self._lines.change(
            number,
            status="replaced",
            message=" ".join([words.REREAD.format(documents=better), *messages]),
            seconds=self._clock() - began,
        )

    def _line_of(self, number: int, progress: Progress) -> int:
        """The line of a document, or of what is in it: that one begins when it is heard of."""
        if not progress.part:
            return number
        key = number, progress.part
        if key not in self._parts:
            (self._parts[key],) = self._lines.add([progress.uri.removeprefix("upload:")])
        return self._parts[key]

    def _report(self, number: int, progress: Progress) -> None:
        entry = progress.entry
        if entry is not None:
            again = entry.status in ("failed", "empty") and self._kept.has(number)
            self._lines.change(
                number, status=entry.status, message=entry.message, seconds=entry.seconds, again=again
            )
        elif (line := self._lines.get(number)) is not None:
            began = self._clock() if line.began is None else line.began
            self._lines.change(
                number, status=progress.step, done=progress.done, total=progress.total, began=began
            )

    def _close(self, job: Job[int]) -> None:
        for number in [*job.news(), *self._parts.values()] if job.error else []:
            line = self._lines.get(number)
            if line is not None and not line.ended:
                self._lines.change(number, status="failed", message=job.error, again=self._kept.has(number))


def _name(item: Given) -> str:
    return item.name if isinstance(item, Upload) else inputs([item])[0].uri.removeprefix("text:")


def _size(item: Given) -> int:
    with suppress(OSError):  # gone: adding it says so
        return item.path.stat().st_size if isinstance(item, Upload) else 0
    return 0
