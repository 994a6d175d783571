"""Files that are being added. It is a job of the app: it goes on when the tab that dropped them is closed."""

import queue
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.assistant import Assistant
from assistant.ui import words
from documents.errors import FootnoteError
from documents.inputs import Upload
from index.ingest import Progress

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


class Adding:
    """Adds files one drop after the other; `revision` changes whenever a line does."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._guard = threading.Lock()
        self._lines: list[Line] = []
        self._drops: queue.SimpleQueue[Sequence[Upload]] = queue.SimpleQueue()
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
        with self._guard:
            self._lines = [*self._lines, *(Line(upload.name) for upload in uploads)][-SHOWN:]
            self.revision += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="adding", daemon=True)
                self._thread.start()
        self._drops.put(uploads)

    def _work(self) -> None:
        while True:
            uploads = self._drops.get()
            try:
                self._assistant.add(uploads, progress=self._report)
            except FootnoteError as error:
                self._fail(uploads, str(error))
            except Exception as error:  # a bug: the page says so, the thread must live for the next drop
                self._fail(
                    uploads, f"Something went wrong inside ({error}). Start Footnote with -v to see it."
                )
                threading.excepthook(threading.ExceptHookArgs((type(error), error, None, None)))
            for upload in uploads:
                upload.path.unlink(missing_ok=True)

    def _report(self, progress: Progress) -> None:
        name = progress.uri.removeprefix("upload:")
        entry = progress.entry
        if entry is not None:
            self._change(name, status=entry.status, label=words.STATUS[entry.status], message=entry.message)
            return
        label = words.STEPS.get(progress.step, progress.step)
        far = f"{progress.done:,} / {progress.total:,}" if progress.total else ""
        self._change(name, status=progress.step, label=label, message=far)

    def _fail(self, uploads: Sequence[Upload], message: str) -> None:
        for upload in uploads:
            self._change(
                Path(upload.name).name, status="failed", label=words.STATUS["failed"], message=message
            )

    def _change(self, name: str, *, status: str, label: str, message: str) -> None:
        """Changes the first line of this name that is not done."""
        with self._guard:
            for number, line in enumerate(self._lines):
                if line.name == name and not line.done:
                    done = status in words.STATUS
                    self._lines[number] = replace(
                        line, status=status, label=label, message=message, done=done
                    )
                    self.revision += 1
                    return
