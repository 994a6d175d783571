"""One writer for a data folder, by a lock that the operating system drops when its process dies."""

import contextlib
import os
from pathlib import Path
from typing import IO

from filelock import lock_descriptor, unlock_descriptor

from documents.errors import LibraryLocked, StorageFailed

LOCK_NAME = "write.lock"


class NoLock:
    """No lock: the library keeps several processes apart by itself."""

    def acquire(self) -> None:
        """Succeeds: any number of processes may write."""

    def release(self) -> None:
        """Does nothing."""


class WriteLock:
    """The right to write to one data folder; held from `acquire` to `release` or the process's end."""

    def __init__(self, home: Path) -> None:
        self._path = home / LOCK_NAME
        self._file: IO[str] | None = None

    def acquire(self) -> None:
        """Takes the lock, or raises LibraryLocked at once. Taking it twice is harmless."""
        if self._file is not None:
            return
        try:
            file = open(self._path, "a+", encoding="utf-8")
        except OSError as error:
            raise StorageFailed(
                f"The data folder {self._path.parent} cannot be written to ({error.strerror}).",
                "Make it writable, or choose another with FOOTNOTE_HOME.",
            ) from error
        if not lock_descriptor(file.fileno(), blocking=False):
            holder = _holder(file)
            file.close()
            raise _locked(self._path.parent, holder)
        with contextlib.suppress(OSError):  # on a full disk nobody learns who holds the lock, but it is held
            os.ftruncate(file.fileno(), 0)
            os.write(file.fileno(), str(os.getpid()).encode())
        self._file = file

    def release(self) -> None:
        """Gives the lock back; harmless when it is not held."""
        if self._file is not None:
            # Closing the file is not enough: a child that just starts has it too.
            unlock_descriptor(self._file.fileno())
            self._file.close()
            self._file = None


def is_held(path: Path) -> bool:
    """Whether some process, or this one, holds the lock on `path`; it is not kept from it."""
    # There may be no such file yet, or one that only its writer may read.
    with contextlib.suppress(OSError), open(path, "rb") as file:
        if not lock_descriptor(file.fileno(), blocking=False):
            return True
        unlock_descriptor(file.fileno())
    return False


def _locked(home: Path, holder: int | None) -> LibraryLocked:
    if holder == os.getpid():
        return LibraryLocked(
            f"Another Assistant of this process is writing to {home}.", "Use that one, or close it first."
        )
    process = f" (process {holder})" if holder is not None else ""
    return LibraryLocked(
        f"Another Footnote{process} is writing to {home}.",
        "Add or remove documents on its page, or stop it and try again.",
    )


def _holder(file: IO[str]) -> int | None:
    """The process that holds the lock; None where nobody knows."""
    with contextlib.suppress(OSError):  # on Windows nobody else may read what is locked
        file.seek(0)
        pid = file.read(20).strip()
        return int(pid) if pid.isdigit() else None
    return None
