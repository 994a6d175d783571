"""Readers that misbehave, for the pool's tests; they run in its child processes."""

import os
import time
from contextlib import suppress
from pathlib import Path

from documents.errors import EmptyDocument
from documents.readers import Reader
from documents.types import Heading, RawDocument


def choose(path: Path) -> Reader:
    return Reader("bad", 1, "text/plain", (".txt",), read)


def read(path: Path) -> RawDocument:
    """Does what the file's text says: sleep, crash, grow, raise, empty, print; else returns the text."""
    text = path.read_text()
    if text == "sleep":
        time.sleep(600)
    if text == "crash":
        os.abort()
    if text == "grow":
        bytearray(8_000_000_000)
    if text == "raise":
        raise ZeroDivisionError("a parser's own trouble")
    if text == "empty":
        raise EmptyDocument("No text: 3 scanned pages.", "Run OCR.")
    if text.startswith("lie "):
        for descriptor in range(3, 20):  # the one that the parent listens to is among them
            with suppress(OSError):
                os.write(descriptor, text[4:].encode("latin-1") + b"\n")
    if text == "print":
        print('{"document": "from a chatty library"}', flush=True)
    return RawDocument(
        f"{text} {os.getpid()}", "text/plain", page_starts=(0,), headings=(Heading(1, "H", 0),)
    )
