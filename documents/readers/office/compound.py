"""Compound files, as old Office programs and Outlook write them: how they are opened, and their kinds."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from documents.errors import ReaderFailed
from documents.readers.office.packages import stated

OLD_WORD, OLD_SLIDES = "an old Word document", "an old PowerPoint presentation"
LOCKED = "an Office file with a password"
_KINDS = {  # by the stream that only such a file has: the name of its reader, or what it is
    "__properties_version1.0": "msg",
    "Workbook": "xls",
    "Book": "xls",
    "WordDocument": OLD_WORD,
    "PowerPoint Document": OLD_SLIDES,
    "EncryptedPackage": LOCKED,
}


def compound_kind(path: Path) -> str | None:
    """The name of the reader of a compound file, or what it is; None where that cannot be told."""
    try:
        with opened(path, "") as file:
            return next((kind for name, kind in _KINDS.items() if file.exists(name)), None)
    except ReaderFailed:
        return None


@contextmanager
def opened(path: Path, next_step: str) -> Iterator[Any]:  # Any: olefile has no types
    """The file, open. Raises ReaderFailed with this next step where it is broken, also while it is read."""
    import olefile

    try:
        with olefile.OleFileIO(path) as file:
            yield file
    except (OSError, IndexError, ValueError, struct.error, RecursionError) as error:  # the library's
        raise ReaderFailed(f"{path.name} is broken.", next_step) from error


def stated_in(file: Any) -> dict[str, str]:
    """Title, author and date that a compound file states of itself, as fields of a RawDocument."""
    metadata = file.get_metadata()
    title, author = (_decoded(text, metadata.codepage) for text in (metadata.title, metadata.author))
    times = (time.isoformat() for time in (metadata.create_time, metadata.last_saved_time) if time)
    return stated(title, author, times)


def _decoded(title: bytes | str | None, page: int | None) -> str:
    if not isinstance(title, bytes):
        return (title or "").strip("\0 ")
    name = {65001: "utf-8", -535: "utf-8"}.get(page or 0, f"cp{page}")  # -535 is 65001 as a signed number
    try:
        return title.decode(name, "replace").strip("\0 ")
    except LookupError:
        return title.decode("cp1252", "replace").strip("\0 ")
