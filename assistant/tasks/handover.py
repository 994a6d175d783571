"""What a command does where others write too: it hands its documents over, and sees what becomes of them.

A library in PostgreSQL has one queue for all; the command works on it like everybody else, until its own
are done. With SQLite one process writes: what a command asks for meanwhile, that one does, the page for one.
Where that ends before, the command does it itself.
"""

import json
import os
import platform
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

from assistant.assistant import Assistant
from assistant.erasing.receipt import Receipt
from assistant.tasks.worker import Worker
from documents.errors import LibraryError, LibraryLocked, StorageFailed
from documents.inputs import Given
from documents.queue.contract import Task, TaskKind, Work
from documents.reading.notes import count
from documents.types import IngestEntry, IngestReport
from index.ingest_job import Progress, Report, silent

LOOK_SECONDS = 0.5  # until it is looked whether the writer has gone
PATIENCE_SECONDS = 60.0  # for a server that went away
HINT_SECONDS = 5.0  # without anybody who works
HANDED = "{locked} It was asked to do this."
NOBODY = "{documents} for a worker; none is running: `footnote work`. Ctrl-C takes back what waits."
TAKEN_BACK = "Taken back, as not done yet: {count:,} of {all}."
ALONE = "It has not been taken up yet. It is done here as soon as that Footnote ends; Ctrl-C takes it back."
EMPTIED = "What became of it was erased, or put out of sight on a page; `footnote list` says if it is there."
Say = Callable[[str], None]  # a sentence for the person who waits


def add(
    assistant: Assistant,
    documents: Iterable[Given],
    *,
    progress: Report = silent,
    say: Say = lambda text: None,
) -> IngestReport:
    """As `Assistant.add`, but where another process writes this one does not: it is asked to add them."""
    locked = _locked(assistant)
    if locked is None and not assistant.shared:
        return assistant.add(documents, progress=progress)
    if locked is not None:
        say(HANDED.format(locked=locked.message))
    return Handover(assistant, progress, say).add(documents)


def remove(assistant: Assistant, which: str, *, say: Say = lambda text: None) -> int:
    """As `Assistant.remove`, by whoever writes."""
    locked = _locked(assistant)
    if locked is None:
        return assistant.remove(which)
    return int(_requested(assistant, "remove", which, locked, say))


def remove_examples(assistant: Assistant, *, say: Say = lambda text: None) -> int:
    """As `Assistant.remove_examples`, by whoever writes."""
    locked = _locked(assistant)
    if locked is None:
        return assistant.remove_examples()
    return int(_requested(assistant, "examples", "", locked, say))


def erase(assistant: Assistant, which: str, *, say: Say = lambda text: None) -> Receipt:
    """As `Assistant.erase`, by whoever writes."""
    locked = _locked(assistant)
    if locked is None:
        return assistant.erase(which)
    return Receipt.from_dict(json.loads(_requested(assistant, "erase", which, locked, say)))


def asker(what: str) -> str:
    """The process that asks, for a person."""
    return f"{what} on {platform.node() or 'this computer'}, process {os.getpid()}"


class Handover:
    """Tasks of one command, seen to their end."""

    def __init__(self, assistant: Assistant, progress: Report = silent, say: Say = lambda text: None) -> None:
        self._assistant = assistant
        self._queue = assistant.queue
        self._progress = progress
        self._say = say
        self._numbers: dict[int, int] = {}  # the places of tasks that have not ended, by their ids
        self._uris: dict[int, str] = {}  # by places
        self._entries: dict[int, list[IngestEntry]] = {}  # by places
        self._ended: list[Task] = []
        self._worker: Worker | None = None
        self._thread: threading.Thread | None = None
        self._error: Exception | None = None

    def add(self, documents: Iterable[Given]) -> IngestReport:
        """Puts them into the queue, and waits until all have ended."""
        self._see(self._put(documents))
        return IngestReport(tuple(entry for _, some in sorted(self._entries.items()) for entry in some))

    def do(self, kind: TaskKind, which: str) -> Task:
        """Has one thing done that is no adding."""

        def put() -> None:
            (task_id,) = self._queue.put([Work(kind, which, asked_by=asker(f"footnote {kind}"))])
            self._numbers[task_id], self._uris[0] = 0, which

        self._see(put)
        (task,) = self._ended
        return task

    def _put(self, documents: Iterable[Given]) -> Callable[[], None]:
        def put() -> None:
            puts = self._assistant.put(documents, asked_by=asker("footnote add"))
            for number, put in enumerate(puts):
                if put.entry is not None:
                    self._end(number, [put.entry])
                elif put.task_id is not None:
                    self._numbers[put.task_id], self._uris[number] = number, put.uri

        return put

    def _see(self, put: Callable[[], None]) -> None:
        seen = self._queue.revision
        try:
            put()
            self._follow(seen)
        except BaseException:  # Ctrl-C, or a server that went away: nobody would see what becomes of them
            with suppress(StorageFailed):
                self._queue.cancel(self._numbers)
                self._say_taken_back()
            raise
        finally:
            self._stop_working()

    def _follow(self, seen: int) -> None:
        """Tells how far the tasks are until all have ended; `seen` is a revision before the first of them."""
        began, good, hinted = time.monotonic(), time.monotonic(), False
        while True:
            try:
                revision = self._queue.revision  # before: what changes after it is looked at again
                self._look(self._queue.tasks(since=seen))
                if not self._numbers:
                    return
                self._work_too()
                self._queue.wait(revision, LOOK_SECONDS)
                seen, good = revision, time.monotonic()
            except StorageFailed:
                if time.monotonic() - good > PATIENCE_SECONDS:
                    raise
                time.sleep(LOOK_SECONDS)
            if not hinted and time.monotonic() - began > HINT_SECONDS and self._is_left_alone():
                hinted = True
                waiting = len(self._numbers)
                documents = f"{count(waiting, 'document')} {'waits' if waiting == 1 else 'wait'}"
                self._say(NOBODY.format(documents=documents) if self._assistant.shared else ALONE)

    def _look(self, tasks: Iterable[Task]) -> None:
        for task in tasks:
            number = self._numbers.get(task.id)
            if number is None:
                continue
            if task.ended:
                del self._numbers[task.id]
                self._ended.append(task)
                self._end(number, task.entries or [_entry(task, self._uris[number])])
            elif task.step and task.state == "working":
                step = Progress(task.work.uri, task.step, task.done, task.total, number=number)
                self._progress(step)

    def _end(self, number: int, entries: Iterable[IngestEntry]) -> None:
        """Tells what became of a document, then of what was in it: the own entry is the first."""
        self._entries[number] = list(entries)
        own, *parts = self._entries[number]
        for part, entry in enumerate(parts, 1):
            self._progress(Progress(entry.uri, "done", entry=entry, number=number, part=part))
        self._progress(Progress(own.uri, "done", entry=own, number=number))

    # Working

    def _work_too(self) -> None:
        """Works on the queue like everybody else, once that may be."""
        if self._error is not None:
            raise self._error
        if self._thread is not None or not self._assistant.works_here or _locked(self._assistant):
            return
        self._worker = Worker(self._assistant)
        self._thread = threading.Thread(target=self._work, args=(self._worker,), name="adding", daemon=True)
        self._thread.start()

    def _work(self, worker: Worker) -> None:
        try:
            worker.run(lambda: not self._numbers, patience=PATIENCE_SECONDS)
        except Exception as error:  # raised where the command waits
            self._error = error

    def _stop_working(self) -> None:
        if self._worker is not None and self._thread is not None:
            self._worker.stop()
            self._thread.join()

    def _is_left_alone(self) -> bool:
        return self._thread is None and not self._queue.attended

    def _say_taken_back(self) -> None:
        if self._numbers:
            everything = count(len(self._numbers) + len(self._entries), "document")
            self._say(TAKEN_BACK.format(count=len(self._numbers), all=everything))


def _locked(assistant: Assistant) -> LibraryLocked | None:
    """Nothing where this process may write, and does from now on; else who does."""
    try:
        assistant.take_write_lock()
    except LibraryLocked as error:
        return error
    return None


def _requested(assistant: Assistant, kind: TaskKind, which: str, locked: LibraryLocked, say: Say) -> str:
    """What came of a removal that another process was asked for. Raises LibraryError."""
    say(HANDED.format(locked=locked.message))
    task = Handover(assistant, say=say).do(kind, which)
    assistant.queue.dismiss([task.id])  # a receipt names what was erased
    if task.state == "done" and task.result:
        return task.result
    raise LibraryError(task.message or EMPTIED)


def _entry(task: Task, uri: str) -> IngestEntry:
    """The entry of a task that ended without: it was cancelled or failed as a whole, or was emptied."""
    return IngestEntry(uri, None, "failed", 0, task.message or EMPTIED, 0.0)
