"""Files that are being added. It is a job of the app: it goes on when the tab that dropped them is closed."""

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.assistant import Assistant
from assistant.show import count
from assistant.ui import words
from documents.errors import FootnoteError
from documents.inputs import Upload
from documents.types import IngestStatus
from index.ingest import Progress

logger = logging.getLogger(__name__)
SHOWN = 200  # lines that are kept


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one file, or how far it is."""

    name: str
    status: str = "waiting"
    label: str = words.WAITING
    message: str = ""
    done: bool = False

    @property
    def bad(self) -> bool:
        """Whether the file could not be taken."""
        return self.status in ("failed", "empty")


Job = Callable[[], None]


class Adding:
    """Adds files one drop after the other; `revision` changes whenever a line does."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._guard = threading.Lock()
        self._lines: list[Line] = []
        self._jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self.revision = 0

    @property
    def lines(self) -> tuple[Line, ...]:
        """One line a file, in the order they were dropped."""
        with self._guard:
            return tuple(self._lines)

    @property
    def busy(self) -> bool:
        """Whether a file is waiting or being added."""
        return any(not line.done for line in self.lines)

    def add(self, uploads: Sequence[Upload]) -> None:
        """Takes files; returns at once. The temporary copies are deleted when they are done."""
        self._take([upload.name for upload in uploads], lambda: self._add(uploads))

    def add_examples(self) -> None:
        """Adds the example documents where the library is empty; returns at once. They share a line."""
        if not self._assistant.sources():
            self._take([words.EXAMPLES], self._add_examples)

    def _take(self, names: Sequence[str], job: Job) -> None:
        with self._guard:
            self._lines = [*self._lines, *map(Line, names)][-SHOWN:]
            self.revision += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="adding", daemon=True)
                self._thread.start()
        self._jobs.put(lambda: self._guarded(names, job))

    def _work(self) -> None:
        while True:
            self._jobs.get()()

    def _guarded(self, names: Sequence[str], job: Job) -> None:
        """Runs a job; where it fails, the lines that it leaves unfinished say why."""
        try:
            job()
        except FootnoteError as error:
            self._fail(names, str(error))
        except Exception as error:  # a bug: the page says so, and the thread must live for the next drop
            self._fail(names, f"Something went wrong inside ({error}). Start Footnote with -v to see more.")
            logger.exception("adding failed")

    def _add(self, uploads: Sequence[Upload]) -> None:
        try:
            self._assistant.add(uploads, progress=self._report)
        finally:
            for upload in uploads:
                upload.path.unlink(missing_ok=True)

    def _add_examples(self) -> None:
        def report(progress: Progress) -> None:
            label = words.STEPS.get(progress.step, words.STEPS["saving"])
            self._change(words.EXAMPLES, status=progress.step, label=label, message=Path(progress.uri).name)

        entries = self._assistant.add_examples(progress=report).entries
        status: IngestStatus = "added" if entries else "unchanged"
        message = count(len(entries), "document") if entries else words.EXAMPLES_GONE
        self._change(words.EXAMPLES, status=status, label=words.STATUS[status], message=message)

    def _report(self, progress: Progress) -> None:
        name = progress.uri.removeprefix("upload:")
        entry = progress.entry
        if entry is not None:
            self._change(name, status=entry.status, label=words.STATUS[entry.status], message=entry.message)
            return
        label = words.STEPS.get(progress.step, progress.step)
        far = f"{progress.done:,} / {progress.total:,}" if progress.total else ""
        self._change(name, status=progress.step, label=label, message=far)

    def _fail(self, names: Sequence[str], message: str) -> None:
        for name in names:
            self._change(name, status="failed", label=words.STATUS["failed"], message=message)

    def _change(self, name: str, *, status: str, label: str, message: str) -> None:
        """Changes the first line of this name that is not done."""
        with self._guard:
            for number, line in enumerate(self._lines):
                if line.name == name and not line.done:
                    done = status in words.STATUS
                    self._lines[number] = Line(name, status, label, message, done)
                    self.revision += 1
                    return
