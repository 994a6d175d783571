"""What may reach a terminal: text. Nothing in it may move the cursor, colour, clear or rename the window.

Titles, addresses and messages come from documents, servers and other people's pages, and much is printed by
libraries. So a command's output goes through one place, whoever prints it.
"""

import io
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any, TextIO

# Control characters, and marks that turn the reading direction
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
CLEAR = "\r\x1b[K"  # the present line


def harmless(text: str) -> str:
    """`text` with each character that would steer the terminal replaced by U+FFFD."""
    return STEERING.sub("\ufffd", text)


def json_text(value: Any, *, indent: int = 1) -> str:  # Any: JSON types
    r"""`value` as JSON, one item a line; what would steer a terminal is in it as `\u009b`, the same."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return STEERING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


class HarmlessStream(io.TextIOBase):
    """Writes to another stream what is harmless. It has no file number: nothing can write past it."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    @property
    def encoding(self) -> str:  # type: ignore[override]  # typeshed has an attribute
        """That of the stream behind it."""
        return self.stream.encoding

    def write(self, text: str) -> int:
        """Writes the text, and gives its length."""
        self.stream.write(harmless(text))
        return len(text)

    def writable(self) -> bool:
        """Always."""
        return True

    def flush(self) -> None:
        """Flushes the stream behind it."""
        self.stream.flush()

    def isatty(self) -> bool:
        """Whether a terminal is behind it."""
        return self.stream.isatty()


@contextmanager
def harmless_output() -> Iterator[None]:
    """Has all that is printed while the block runs pass through `harmless`."""
    streams = [_replacing(stream) for stream in (sys.stdout, sys.stderr)]
    with redirect_stdout(streams[0]), redirect_stderr(streams[1]):
        yield


def redraw(line: str) -> None:
    """Puts `line` in place of the present line of the terminal on standard error."""
    stream = sys.stderr.stream if isinstance(sys.stderr, HarmlessStream) else sys.stderr
    stream.write(CLEAR + harmless(line))
    stream.flush()


def _replacing(stream: TextIO) -> HarmlessStream:
    """The stream made harmless; what it cannot encode is replaced."""
    if isinstance(stream, HarmlessStream):
        return stream
    if isinstance(stream, io.TextIOWrapper):  # not so where a test or a program has put its own in place
        stream.reconfigure(errors="replace")
    return HarmlessStream(stream)
