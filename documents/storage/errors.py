"""What SQLite and the system say about the disk, as one plain sentence that is true."""

import errno
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from documents.errors import StorageFailed

ROOM = 100_000_000  # bytes; with so much free, a disk is not full, whatever SQLite calls it
Kind = Literal["full", "limited", "refused", "damaged", "other"]
BY_ERRNO: dict[int, Kind] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "limited",
    errno.EFBIG: "limited",
    errno.EACCES: "refused",
    errno.EEXIST: "refused",
    errno.EISDIR: "refused",
    errno.ENAMETOOLONG: "refused",
    errno.ENOENT: "refused",
    errno.ENOTDIR: "refused",
    errno.EPERM: "refused",
    errno.EROFS: "refused",
}
BY_CODE: dict[int, Kind] = {
    sqlite3.SQLITE_CANTOPEN: "refused",
    sqlite3.SQLITE_CORRUPT: "damaged",
    sqlite3.SQLITE_NOTADB: "damaged",
    sqlite3.SQLITE_PERM: "refused",
    sqlite3.SQLITE_READONLY: "refused",
}
# What SQLite says of a file whose pages were changed.
DAMAGED = ("no such table", "no such column", "could not decode", "malformed")


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turns complaints about the file or folder `path` of a data folder into StorageFailed."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise _storage_failed(path, error) from error
    except UnicodeDecodeError as error:  # SQLite's own words on a damaged file hold pieces of it
        raise damaged(path, "it has text that is none") from error


def damaged(path: Path, reason: str) -> StorageFailed:
    """The error for a library file that cannot be read."""
    return StorageFailed(
        f"The library file {path} is damaged ({reason}).",
        "Restore it from a backup, or move the data folder away and add your documents again.",
    )


def stored_json(text: str) -> Any:  # Any: JSON types
    """What a stored text says; raises StorageFailed where it is no JSON."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise StorageFailed(
            f"A part of the library is damaged ({error}).", "Run `footnote doctor`."
        ) from error


def _storage_failed(path: Path, error: sqlite3.Error | OSError) -> StorageFailed:
    home, reason, kind = path.parent, _reason(error), _kind(path.parent, error)
    if kind == "damaged":
        return damaged(path, reason)
    if kind == "full":
        return StorageFailed(
            f"The disk that holds {home} is full{_megabytes(home)}; nothing was changed.",
            "Free some space and try again.",
        )
    if kind == "limited":
        return StorageFailed(
            f"The disk that holds {home} refused to store or read something ({reason}), but is not full"
            f"{_megabytes(home)}; nothing was changed.",
            "Look for a limit on the size of files (`ulimit -f`), a quota, or a failing disk.",
        )
    if kind == "refused":
        return StorageFailed(
            f"The data folder {home} cannot be written to ({reason}).",
            "Make it writable, move away what is in its way, or choose another with FOOTNOTE_HOME.",
        )
    return StorageFailed(f"The library at {home} failed ({reason}).", "Run `footnote doctor`.")


def _kind(home: Path, error: sqlite3.Error | OSError) -> Kind:
    if isinstance(error, OSError):
        return BY_ERRNO.get(error.errno or 0, "other")
    code = getattr(error, "sqlite_errorcode", 0)  # the sqlite3 module's own errors have none
    if code == sqlite3.SQLITE_IOERR_SHORT_READ:
        return "damaged"  # the file ends before its pages do
    if code & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        # For SQLite a file at its size limit is a full disk.
        return "full" if (_free(home) or 0) < ROOM else "limited"
    if any(sign in str(error).lower() for sign in DAMAGED):
        return "damaged"
    return BY_CODE.get(code & 0xFF, "other")


def _reason(error: sqlite3.Error | OSError) -> str:
    if not isinstance(error, OSError):
        return str(error)
    reason = error.strerror or str(error)
    return f"{reason}: {error.filename}" if error.errno in (errno.EEXIST, errno.ENOTDIR) else reason


def _free(folder: Path) -> int | None:
    """The bytes that are free, or None where the folder itself is gone."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def _megabytes(folder: Path) -> str:
    free = _free(folder)
    return "" if free is None else f" ({free // 1_000_000} MB free)"
