"""Readers run in child processes, so that a bomb, a crash or an endless loop costs one file.

Parent and child speak JSON, a line each way: a child that a hostile file has taken over must not
be able to make the parent run anything, as a pickle could.
"""

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import documents
from documents import errors
from documents.errors import DocumentError, ReaderFailed
from documents.types import Heading, RawDocument

_START_SECONDS = 60.0
_GRACE = 5  # seconds after which a child whose parent is gone ends itself
# -P keeps the working folder, which may hold any file named html.py, out of the child's imports.
_CHILD = (
    "import sys; sys.path.insert(0, sys.argv[1]); import documents; sys.path.append(sys.path.pop(0)); "
    "from documents.pool import serve; serve(*sys.argv[2:])"
)


class ReaderPool:
    """Reads files in child processes, each file within `seconds` and each child within `megabytes`.

    A child starts with the first file it reads and is used again for the next. `reader` names the
    function that reads, as "module:function".
    """

    def __init__(
        self, *, seconds: float, megabytes: int, workers: int = 2, reader: str = "documents.readers:read"
    ) -> None:
        self._start: Callable[[], _Worker] = lambda: _Worker(
            seconds=seconds, megabytes=megabytes, reader=reader
        )
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="reader")
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._all: set[_Worker] = set()
        self._closed = False

    def submit(self, path: Path) -> "Future[RawDocument]":
        """The document to come; its `result()` raises a DocumentError where the file cannot be read."""
        return self._threads.submit(self._read, path)

    def read(self, path: Path) -> RawDocument:
        """The document in a file. Raises DocumentError: unsupported, empty, broken, too slow, too big."""
        return self.submit(path).result()

    def close(self) -> None:
        """End all children, also those that are reading."""
        self._closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in list(self._all):
            worker.end()
        self._threads.shutdown(wait=True)

    def __enter__(self) -> "ReaderPool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(self, path: Path) -> RawDocument:
        try:
            worker = self._idle.get_nowait()
        except queue.Empty:
            worker = self._start()
            self._all.add(worker)
        if self._closed:  # closed while this worker started
            worker.end()
        try:
            return worker.read(path)
        finally:
            if worker.alive:
                self._idle.put(worker)
            else:
                self._all.discard(worker)


class _Worker:
    """One child process, reading one file at a time."""

    def __init__(self, *, seconds: float, megabytes: int, reader: str) -> None:
        self._seconds, self._megabytes = seconds, megabytes
        root = str(Path(documents.__file__).resolve().parent.parent)
        command = [sys.executable, "-P", "-c", _CHILD, root, reader, str(seconds), str(megabytes)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._late = False
        if self._line(_START_SECONDS) != b"ready\n":
            self.end()

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def read(self, path: Path) -> RawDocument:
        """The document that the child read; the child is gone after a failure of its own."""
        answer = b""
        if self.alive and self._process.stdin:
            with suppress(OSError):  # the child died: there is no answer
                self._process.stdin.write(json.dumps(os.path.abspath(path)).encode() + b"\n")
                self._process.stdin.flush()
                answer = self._line(self._seconds)
        if not answer.endswith(b"\n"):
            self.end()
            raise self._failure(path)
        return _received(json.loads(answer))

    def end(self) -> None:
        """Kill the child and close its pipes."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):  # what was not sent is lost with the child
                    pipe.close()

    def _line(self, seconds: float) -> bytes:
        """What the child says within `seconds`; after that it is killed, and the line ends short."""
        timer = threading.Timer(seconds, self._time_out)
        timer.start()
        try:
            return self._process.stdout.readline() if self._process.stdout else b""
        except ValueError:  # the pool was closed and the pipe with it
            return b""
        finally:
            timer.cancel()

    def _time_out(self) -> None:
        self._late = True
        self._process.kill()

    def _failure(self, path: Path) -> DocumentError:
        if self._late:
            return ReaderFailed(
                f"{path.name} took longer than {self._seconds:g} seconds to read.",
                "Split it into smaller files, or raise the setting for reading time.",
            )
        return ReaderFailed(
            f"{path.name} crashed its reader: it is damaged, or needs over {self._megabytes} MB of memory.",
            "Open it in its own program, save it again and add the new copy.",
        )


def _received(answer: Any) -> RawDocument:
    if "error" in answer:
        kind = getattr(errors, answer["error"], ReaderFailed)
        raise kind(answer["message"], answer["next_step"])
    fields = answer["document"]
    fields["headings"] = tuple(Heading(**heading) for heading in fields["headings"])
    fields["page_starts"] = None if fields["page_starts"] is None else tuple(fields["page_starts"])
    return RawDocument(**fields)


def serve(reader: str, seconds: str, megabytes: str) -> None:
    """The child's loop: a path a line in, a document or an error a line out, until the input ends."""
    import importlib
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not reach the parent as an answer
    module, _, name = reader.partition(":")
    read = getattr(importlib.import_module(module), name)
    _limit_memory(int(megabytes))
    paths: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_listen, args=(paths,), daemon=True).start()
    out.write(b"ready\n")
    while True:
        out.flush()
        path = Path(paths.get())
        _alarm(float(seconds) + _GRACE)
        out.write(json.dumps(_answer(read, path, megabytes)).encode() + b"\n")
        _alarm(0)


def _answer(read: Callable[[Path], RawDocument], path: Path, megabytes: str) -> dict[str, Any]:
    try:
        return {"document": read(path).to_dict()}
    except errors.FootnoteError as error:
        return {"error": type(error).__name__, "message": error.message, "next_step": error.next_step}
    except MemoryError:
        message = f"{path.name} needs more than {megabytes} MB of memory to read."
        step = "Split it into smaller files, or raise the setting for reading memory."
    except Exception as error:  # a third-party parser's failure, whatever its class, is this file's
        message = f"{path.name} cannot be read: it is broken ({type(error).__name__})."
        step = "Open it in its own program, save it again and add the new copy."
    return {"error": "ReaderFailed", "message": message, "next_step": step}


def _listen(paths: "queue.Queue[str]") -> None:
    """Pass on the paths; when the parent is gone, end at once, also in the middle of a file."""
    for line in sys.stdin.buffer:
        paths.put(json.loads(line))
    os._exit(0)


def _alarm(seconds: float) -> None:
    """End this process after `seconds`, where the platform can: a parser may hold every thread."""
    import signal

    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    size = megabytes * 1024 * 1024
    with suppress(ValueError, OSError):  # a lower limit is already set
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
