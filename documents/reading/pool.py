"""Files are read in child processes, so that a bomb, a crash or an endless loop costs one file.

What a child does stands in pool_child.py.
"""

import json
import logging
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from documents import errors
from documents.errors import DocumentError, ReaderFailed
from documents.readers.time_limit import MOST_SECONDS
from documents.reading.members import OUR_NAME, Limits, Member
from documents.reading.pool_child import document_of, fields_of, received_blocks, sent_blocks, write_message
from documents.text.blocks import PackedBlocks
from documents.text.headings import Outline
from documents.text.passages import PassageSpan
from documents.types import RawDocument

logger = logging.getLogger(__name__)
_START_SECONDS = 60.0
_SECONDS_A_MEGABYTE = 3.0  # more for a large file: a text is split and looked through at about 1 MB a second
# -P keeps the working folder, which may hold any file named html.py, out of the child's imports.
_CHILD = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from documents.reading.pool_child import serve; serve(*sys.argv[2:])"
)


@dataclass(frozen=True, slots=True)
class TokenCounter:
    """What counts tokens, as another process finds it.

    `function` ("module:function") takes `data` and gives a function from texts to their numbers of tokens.
    """

    function: str
    data: str = ""


@dataclass(frozen=True, slots=True)
class Splitting:
    """How texts become passages: at most `size` of the counter's tokens."""

    size: int
    counter: TokenCounter


@dataclass(frozen=True, slots=True)
class Unpack:
    """Where the files go that are in a file, and what one file may hold."""

    folder: Path
    limits: Limits


@dataclass(frozen=True, slots=True)
class Prepared:
    """What became of a file: the reader's name and version, its document and that one's passages.

    `document` is None where the reader is the one that the asker knows; its blocks are beside it, packed.
    `caution` is for a person. `members` are the files in it, each after the one that it was in, without those
    `passed_over`; None where they were not asked for or could not be had. An `archive` has no document.
    """

    reader: str
    document: RawDocument | None
    spans: tuple[PassageSpan, ...] = ()
    caution: str | None = None
    blocks: tuple[PackedBlocks, ...] = ()
    members: tuple[Member, ...] | None = None
    passed_over: int = 0
    archive: bool = False


class ReaderPool:
    """Reads files in child processes, each file within `seconds` and each child within `megabytes`.

    A large file gets three seconds more for each megabyte, and a page whose text is recognised has time of
    its own (time_limit.py). A child starts with the first file it reads and is used again for the next.
    `choose` names the function that gives the reader of a file ("module:function"); `splitting` is asked when
    a child starts, and without it there are no passages.
    """

    def __init__(
        self,
        *,
        seconds: float,
        megabytes: int,
        workers: int = 2,
        choose: str = "documents.readers:reader_for",
        splitting: Callable[[], Splitting] | None = None,
    ) -> None:
        self._start: Callable[[], _Worker] = lambda: _Worker(
            seconds=seconds, megabytes=megabytes, choose=choose, splitting=splitting and splitting()
        )
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="reader")
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._all: set[_Worker] = set()
        self._closed = False

    def submit(
        self, path: Path, known: str | None = None, unpack: Unpack | None = None
    ) -> "Future[Prepared]":
        """The reading to come; its `result()` raises a DocumentError where the file cannot be read.

        A file whose reader is `known` (name and version) is not read. `unpack`: the files in it are taken
        out too.
        """
        return self._threads.submit(self._with_worker, lambda worker: worker.read(path, known, unpack))

    def split(self, document: RawDocument, blocks: Sequence[PackedBlocks]) -> tuple[PassageSpan, ...]:
        """The passages of a document that was read before. Raises DocumentError: too slow, too big."""
        work = self._threads.submit(self._with_worker, lambda worker: worker.split(document, blocks))
        return work.result().spans

    def close(self) -> None:
        """End all children, also those that are reading."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in list(self._all):
            worker.end()
        self._threads.shutdown(wait=True)

    def __enter__(self) -> "ReaderPool":
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def _waiting(self) -> "_Worker | None":
        """A child that waits for a file; one that was killed meanwhile is let go, not blamed on the file."""
        with suppress(queue.Empty):
            while not (worker := self._idle.get_nowait()).alive:
                self._all.discard(worker)
                worker.end()
            return worker
        return None

    def _with_worker(self, work: "Callable[[_Worker], Prepared]") -> Prepared:
        worker = self._waiting()
        if worker is None:
            worker = self._start()
            self._all.add(worker)
        if self._closed:  # closed while this worker started
            worker.end()
        try:
            return work(worker)
        finally:
            if worker.alive:
                self._idle.put(worker)
            else:
                self._all.discard(worker)


class _Worker:
    """One child process, reading one file at a time."""

    def __init__(self, *, seconds: float, megabytes: int, choose: str, splitting: Splitting | None) -> None:
        self._seconds, self._megabytes = seconds, megabytes
        root = str(Path(__file__).resolve().parents[2])
        counter = splitting.counter.function if splitting else ""
        command = [sys.executable, "-P", "-c", _CHILD, root, choose, counter, str(megabytes)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self._process.stdin is not None and self._process.stdout is not None  # pipes, as ordered
        self._into, self._out_of = self._process.stdin, self._process.stdout
        self._late = self._ready = False
        setup = {"size": splitting.size, "data": splitting.counter.data} if splitting else {}
        # A child that died does not become ready.
        with suppress(OSError), _Deadline(_START_SECONDS, self._time_out):
            self._into.write(json.dumps(setup).encode() + b"\n")
            self._into.flush()
            self._ready = self._out_of.readline() == b"ready\n"

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def read(self, path: Path, known: str | None, unpack: Unpack | None) -> Prepared:
        """What became of a file; the child is gone after a failure of its own."""
        size = path.stat().st_size if path.is_file() else 0
        request: dict[str, Any] = {"path": os.path.abspath(path), "known": known}
        if unpack is not None:
            request |= {"folder": os.path.abspath(unpack.folder), "limits": asdict(unpack.limits)}
        return self._ask(path.name, size, request)

    def split(self, document: RawDocument, blocks: Sequence[PackedBlocks]) -> Prepared:
        """A document's passages."""
        name = document.title or "The text"
        request = {"document": fields_of(document), "blocks": sent_blocks(blocks)}
        return self._ask(name, len(document.text), request, document)

    def end(self) -> None:
        """Kill the child and close its pipes."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._into, self._out_of):
            with suppress(OSError):  # what was not sent is lost with the child
                pipe.close()

    def _ask(
        self, name: str, size: int, request: dict[str, Any], document: RawDocument | None = None
    ) -> Prepared:
        """The answer to a request about `size` bytes. Raises what the child did, or what became of it."""
        seconds = self._seconds + _SECONDS_A_MEGABYTE * size / 1_000_000
        head: dict[str, Any] | None = None
        text = ""
        deadline = _Deadline(seconds, self._time_out)
        # The child died, or the pool was closed and the pipes with it: there is no answer.
        with suppress(OSError, ValueError), deadline:
            if self._ready and self.alive:
                write_message(self._into, {**request, "seconds": seconds}, document.text if document else "")
                self._into.flush()
                head, text = self._answer(deadline)
        if head is None:
            self.end()
            raise self._failure(name, deadline.seconds)
        return _received(head, text, document)

    def _answer(self, deadline: "_Deadline") -> tuple[dict[str, Any], str]:
        """What the child said. Raises ValueError for what it never says, such as more than it has memory."""
        most = self._megabytes * 1_000_000
        head = json.loads(self._out_of.readline(most))
        while isinstance(head, dict) and isinstance(more := head.get("more"), (int, float)):
            deadline.extend(more)
            head = json.loads(self._out_of.readline(most))
        if not isinstance(head, dict) or not isinstance(size := head.get("bytes"), int) or size > most:
            raise ValueError("no answer of ours")
        text = self._out_of.read(size)
        if len(text) < size:
            raise ValueError("an answer that was cut short")
        return head, text.decode()

    def _time_out(self) -> None:
        self._late = True
        self._process.kill()

    def _failure(self, name: str, seconds: float) -> DocumentError:
        if self._late:
            return ReaderFailed(
                f"{name} took longer than {round(seconds, 1):g} seconds to read.",
                "Split it into smaller files, or raise the setting read_seconds.",
            )
        return ReaderFailed(
            f"{name} crashed its reader: it is damaged, or needs over {self._megabytes} MB of memory.",
            "Open it in its own program, save it again and add the new copy.",
        )


class _Deadline:
    """Calls `late` where its block takes longer than `seconds`."""

    def __init__(self, seconds: float, late: Callable[[], None]) -> None:
        self.seconds = seconds
        self._late = late
        self._began = time.monotonic()
        self._most = seconds + MOST_SECONDS
        self._timer = threading.Timer(seconds, late)

    def extend(self, seconds: float) -> None:
        """Moves the end, up to the most that a file can be granted; below 0 back."""
        self._timer.cancel()
        self.seconds = min(self.seconds + seconds, self._most)
        self._timer = threading.Timer(max(0.0, self._began + self.seconds - time.monotonic()), self._late)
        self._timer.start()

    def __enter__(self) -> None:
        self._began = time.monotonic()
        self._timer.start()

    def __exit__(self, *raised: object) -> None:
        self._timer.cancel()


def _received(answer: dict[str, Any], text: str, sent: RawDocument | None) -> Prepared:
    if "error" in answer:
        if answer.get("trace"):
            logger.debug("%s\n%s", answer["message"], answer["trace"])
        kind = getattr(errors, answer["error"], ReaderFailed)
        raise kind(answer["message"], answer["next_step"])
    document = document_of(answer["document"], text) if "document" in answer else None
    known = document or sent
    outline = Outline(known.headings if known else ())
    spans = tuple(
        PassageSpan(start, end, page, outline.over(end - 1), *others)
        for start, end, page, *others in answer.get("spans", ())
    )
    blocks = received_blocks(answer.get("blocks", ()))
    return Prepared(
        reader=answer.get("reader", ""),
        document=document,
        spans=spans,
        caution=answer.get("caution"),
        blocks=blocks,
        members=tuple(map(_member, answer["members"])) if "members" in answer else None,
        passed_over=answer.get("passed_over", 0),
        archive=bool(answer.get("archive")),
    )


def _member(fields: dict[str, Any]) -> Member:
    """A member that came as JSON. Raises ValueError where its file is not one of the folder's."""
    if fields["file"] is not None and not OUR_NAME.fullmatch(fields["file"]):
        raise ValueError("no name of ours")
    return Member(**{**fields, "error": fields["error"] and tuple(fields["error"])})
