"""What another package may bring that loads, and then fails."""

import sys
from pathlib import Path

from documents.readers import Reader
from documents.types import RawDocument


def crash(path: Path) -> RawDocument:
    raise RuntimeError("kaboom\nin the second line")


def text(path: Path) -> str:
    return path.read_text()


CRASH = Reader("crash", 1, "text/x-crash", (".crash",), crash)
TEXT = Reader("as-text", 1, "text/x-text", (".astext",), text)  # type: ignore[arg-type]
GONE = Reader("gone", 1, "text/x-gone", (".gone",), lambda path: sys.exit("gone"))
