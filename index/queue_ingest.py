"""From what is handed over to tasks in the queue, and in whatever process from a task to what is added."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from documents.errors import DocumentError, EmptyDocument, FootnoteError, ServerLost
from documents.inputs import Given, Input, Queued, file_day, file_name, inputs
from documents.queue.contract import Task, Work
from documents.queue.tasks import Tasks
from documents.readers import named_for
from documents.storage.originals import Originals, sha256_of
from documents.types import IngestEntry, IngestStatus

TEXT = ".txt"  # of a pasted text
AWAY_SECONDS, AGAIN = 30.0, 0.5  # seconds that a server may be away, and until it is asked again
TOGETHER = 16  # works that are put at once: who waits for the first waits no longer


@dataclass(frozen=True, slots=True)
class Put:
    """What became of one document that was handed over: its task, or the entry of what cannot be tried."""

    uri: str
    task_id: int | None = None
    entry: IngestEntry | None = None


@dataclass(frozen=True, slots=True)
class _Kept:
    """A piece of work, and the file that its bytes are in; None for an address of the web."""

    work: Work
    path: Path | None = None


class QueueIngest:
    """Puts documents into a queue, their bytes with the originals."""

    def __init__(self, queue: Tasks, originals: Originals, check: Callable[[Path], None]) -> None:
        """`check` raises for a file that cannot be taken."""
        self._queue = queue
        self._originals = originals
        self._check = check

    def put(
        self, given: Iterable[Given], folder: Path, *, tag: str | None = None, asked_by: str = ""
    ) -> Iterator[Put]:
        """One for each document, in the order given; pasted texts are written into `folder` first."""
        waiting: list[_Kept] = []
        for number, item in enumerate(inputs(given)):
            try:
                waiting.append(self._keep(item, folder / f"{number}{TEXT}", tag, asked_by))
            except ServerLost:
                raise
            except (FootnoteError, OSError) as error:
                yield from self._put(waiting)
                waiting = []
                yield Put(item.uri, entry=_entry(item, error))
            if len(waiting) == TOGETHER:
                yield from self._put(waiting)
                waiting = []
        yield from self._put(waiting)

    def given_of(self, task: Task, folder: Path) -> Given:
        """What a task is about, as it is added: its file lies in `folder` under its own name."""
        work = task.work
        if not work.sha256:
            return work.uri
        original = self._originals.path(work.sha256)
        if not original.is_file():
            return Queued(work.uri, None, place=self._originals.place)
        name = f"text{TEXT}" if work.uri.startswith("text:") else named_for(file_name(work.uri), "")
        place = folder / str(task.id)
        place.mkdir()
        path = place / name
        path.symlink_to(original.absolute())
        return Queued(work.uri, path, work.day)

    def _keep(self, item: Input, text: Path, tag: str | None, asked_by: str) -> _Kept:
        if item.error is not None:
            raise item.error
        if item.url is not None:
            return _Kept(Work("add", item.url, tag=tag, asked_by=asked_by))
        path = item.path or text
        if item.text is not None:
            path.write_text(item.text, encoding="utf-8", errors="replace")
        self._check(path)
        sha256, size = sha256_of(path), path.stat().st_size
        self._originals.keep(path, sha256)
        return _Kept(Work("add", item.uri, sha256, size, file_day(item), tag, asked_by), path)

    def _put(self, kept: Sequence[_Kept]) -> Iterator[Put]:
        if not kept:
            return

        def keep_again() -> None:
            """Nobody needed them yet when they were kept, and they may have been swept away since."""
            for item in kept:
                if item.path is not None and not self._originals.has(item.work.sha256):
                    self._originals.keep(item.path, item.work.sha256)

        ids = self._put_patiently([item.work for item in kept], keep_again)
        yield from (Put(item.work.uri, task_id) for item, task_id in zip(kept, ids, strict=True))

    def _put_patiently(self, works: Sequence[Work], before: Callable[[], None]) -> list[int]:
        """Puts them once more where the library's server went away; what was put twice comes in once."""
        until = time.monotonic() + AWAY_SECONDS
        while True:
            try:
                return self._queue.put(works, before=before)
            except ServerLost:
                if time.monotonic() > until:
                    raise
                time.sleep(AGAIN)


def _entry(item: Input, error: FootnoteError | OSError) -> IngestEntry:
    status, message = status_and_message(error)
    return IngestEntry(item.uri, None, status, 0, message, 0.0)


def status_and_message(error: FootnoteError | OSError) -> tuple[IngestStatus, str]:
    """What an entry says of a document that could not be taken."""
    if isinstance(error, OSError):
        message = f"The file could not be opened ({error.strerror or error})."
        return "failed", str(DocumentError(message, "Check that you may read it."))
    return "empty" if isinstance(error, EmptyDocument) else "failed", str(error)
