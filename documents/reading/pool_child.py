"""What runs in a reader's own process: all that looks at a file's content, within its limits.

It chooses the reader, reads, splits into passages and looks for text that speaks to the assistant. It talks
with its parent (pool.py) in JSON, a line each way, never in pickle: a child that a hostile file has taken
over must not be able to make the parent run anything. A document's text follows its line as UTF-8, so that it
is not in memory once more, escaped.
"""

import base64
import json
import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from pkgutil import resolve_name
from typing import IO, Any

from documents import errors
from documents.plugins import plugin_failed
from documents.readers import Reader, plugin_of, read_with
from documents.readers.time_limit import on_more_time
from documents.reading.describing import described, with_kept_share
from documents.reading.languages import warning
from documents.reading.members import Limits, Unpacking
from documents.text.blocks import PackedBlocks, packed, unpacked
from documents.text.passages import CountTokens, PassageSpan, split
from documents.types import RawDocument, plain

GRACE = 5  # seconds after which a child whose parent is gone ends itself
_Message = tuple[dict[str, Any], bytes]  # Any: JSON types; the bytes are a text in UTF-8
_IN_TIME = 0.4  # share of the time for a file within which it must be read for the reading to be measured
_PIECE = 1 << 20  # characters that are encoded at once


def serve(choose: str, counter: str, megabytes: str) -> None:
    """The child's loop: a request in, an answer out, until the input ends.

    `choose` and `counter` name functions as "module:function": the one gives the reader of a file, the other
    (empty: nothing is split) makes what counts tokens.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not reach the parent as an answer
    setup = json.loads(sys.stdin.buffer.readline() or "{}")
    choosing = resolve_name(choose)
    make = resolve_name(counter) if counter else None
    # The folder that this package is in was first for these imports; what else lies there shadows nothing.
    sys.path.append(sys.path.pop(0))
    _limit_memory(int(megabytes))
    work = _Work(choosing, make(setup["data"]) if make else None, setup.get("size", 0), megabytes)
    requests: queue.Queue[_Message] = queue.Queue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    on_more_time(lambda seconds: _ask_for_time(out, seconds))
    out.write(b"ready\n")
    while True:
        out.flush()
        request, text = requests.get()
        _alarm(request["seconds"] + GRACE)
        write_message(out, *work.answer(request, text))
        _alarm(0)


def write_message(out: IO[bytes], head: dict[str, Any], text: str) -> None:
    """Sends a line and a text behind it, piece by piece: encoded whole it would be in memory twice."""
    size = sum(len(text[start : start + _PIECE].encode()) for start in range(0, len(text), _PIECE))
    out.write(json.dumps({**head, "bytes": size}).encode() + b"\n")
    for start in range(0, len(text), _PIECE):
        out.write(text[start : start + _PIECE].encode())


def document_of(fields: dict[str, Any], text: str) -> RawDocument:
    """The document whose fields, but for the text, came as JSON."""
    return RawDocument.from_dict({**fields, "text": text})


def fields_of(document: RawDocument) -> dict[str, Any]:
    """The document as JSON types, without its text and its blocks, which go packed."""
    return {
        field.name: plain(getattr(document, field.name))
        for field in fields(document)
        if field.name not in ("text", "blocks")
    }


def sent_blocks(blocks: Iterable[PackedBlocks]) -> list[tuple[int, int, int, str]]:
    """Packed blocks as JSON types."""
    return [(chunk.number, chunk.start, chunk.end, base64.b64encode(chunk.data).decode()) for chunk in blocks]


def received_blocks(sent: Iterable[tuple[int, int, int, str]]) -> tuple[PackedBlocks, ...]:
    """Packed blocks that came as JSON; they are opened where they are needed, not before."""
    return tuple(
        PackedBlocks(number, start, end, base64.b64decode(data)) for number, start, end, data in sent
    )


class _Work:
    """What one child does with one request after the other."""

    def __init__(
        self, choose: Callable[[Path], Reader], count: CountTokens | None, size: int, megabytes: str
    ) -> None:
        self._choose, self._count, self._size, self._megabytes = choose, count, size, megabytes

    def answer(self, request: dict[str, Any], text: bytes) -> tuple[dict[str, Any], str]:
        """The answer to a request and the text that goes with it; what goes wrong is an answer too."""
        name = Path(request["path"]).name if "path" in request else "The text"
        reader: Reader | None = None
        try:
            if "path" in request:
                reader = self._choose(Path(request["path"]))
                return self._read(Path(request["path"]), reader, request)
            document = document_of(request["document"], text.decode())
            chunks = received_blocks(request["blocks"])
            document = replace(
                document, blocks=tuple(block for part in chunks for block in unpacked(part.data))
            )
            return {"spans": self._spans(document)}, ""
        except errors.FootnoteError as error:
            return {"error": type(error).__name__, "message": error.message, "next_step": error.next_step}, ""
        except (Exception, SystemExit) as error:  # a parser's failure, whatever its class, is this file's
            large = isinstance(error, MemoryError) or _at_limit(int(self._megabytes))
            trace = "" if large else traceback.format_exc()
            failure = _failure(name, reader, error)
        if large:
            failure = errors.ReaderFailed(
                f"{name} needs more than {self._megabytes} MB of memory to read.",
                "Split it into smaller files, or raise the setting read_megabytes.",
            )
        message, step = failure.message, failure.next_step
        return {"error": "ReaderFailed", "message": message, "next_step": step, "trace": trace}, ""

    def _read(self, path: Path, reader: Reader, request: dict[str, Any]) -> tuple[dict[str, Any], str]:
        answer: dict[str, Any] = {"reader": reader.label}
        if "folder" in request:
            answer |= self._members(path, reader, request)
        if answer.get("archive") or reader.label == request["known"]:
            return answer, ""
        began = time.monotonic()
        document = described(read_with(reader, path), path)
        # Measuring must not cost the document; what a plugin's reader takes of its format is its own choice.
        if plugin_of(reader) is None and time.monotonic() - began < _IN_TIME * request["seconds"]:
            document = with_kept_share(document, path)
        cautions = filter(None, [warning(document.text), answer.get("caution")])
        answer |= {
            "document": fields_of(document),
            "blocks": sent_blocks(packed(document.blocks)),
            "spans": self._spans(document),
            "caution": " ".join(cautions) or None,
        }
        return answer, document.text

    def _members(self, path: Path, reader: Reader, request: dict[str, Any]) -> dict[str, Any]:
        """What is in the file. A mail whose attachments cannot be had is read, and a caution says so."""
        if reader.members is None:
            return {"members": []}
        folder = Path(request["folder"])
        folder.mkdir(exist_ok=True)
        unpacking = Unpacking(folder, Limits(**request["limits"]), self._choose)
        try:
            passed_over = unpacking.take(path, reader.members)
        except errors.DocumentError as error:
            if reader.archive:
                raise
            return {"caution": str(error)}
        members = [member.to_dict() for member in unpacking.members]
        return {"members": members, "passed_over": passed_over, "archive": reader.archive}

    def _spans(self, document: RawDocument) -> list[tuple[int, int, int | None, bool, bool, str]]:
        """Each passage's fields but its headings, which follow from the document's."""
        if self._count is None:
            return []
        spans: list[PassageSpan] = split(document, count_tokens=self._count, size=self._size)
        return [
            (span.start, span.end, span.page, span.flagged, span.furniture, span.introduction)
            for span in spans
        ]


def _failure(name: str, reader: Reader | None, error: BaseException) -> errors.FootnoteError:
    """What is said of a file whose reader raised `error`: a plugin's is a bug of its own."""
    if plugin := reader and plugin_of(reader):
        return plugin_failed(f"{name} cannot be read: the plugin {plugin} failed", error)
    return errors.ReaderFailed(
        f"{name} cannot be read: it is broken ({type(error).__name__}).",
        "Open it in its own program, save it again and add the new copy.",
    )


def _listen(requests: "queue.Queue[_Message]") -> None:
    """Passes on the requests; when the parent is gone, ends at once, also in the middle of a file."""
    for line in sys.stdin.buffer:
        head = json.loads(line)
        requests.put((head, sys.stdin.buffer.read(head["bytes"])))
    os._exit(0)


def _alarm(seconds: float) -> None:
    """Ends this process after `seconds`, where the platform can: a parser may hold every thread."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _ask_for_time(out: IO[bytes], seconds: float) -> None:
    """Asks the parent for more time, and takes it."""
    out.write(json.dumps({"more": seconds}).encode() + b"\n")
    out.flush()
    if hasattr(signal, "getitimer"):
        _alarm(max(0.1, signal.getitimer(signal.ITIMER_REAL)[0] + seconds))


def _at_limit(megabytes: int) -> bool:
    """Whether memory ran out: some libraries then fail with an error of their own."""
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:  # not Linux
        return False
    peak = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmPeak")), 0)
    return peak > 0.95 * megabytes * 1024


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    size = megabytes * 1024 * 1024
    with suppress(ValueError, OSError):  # a lower limit is already set
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
