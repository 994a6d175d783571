"""A folder for one process alone, that is cleared when the process has ended, by whichever comes next."""

import secrets
import shutil
from pathlib import Path
from typing import IO

from filelock import lock_descriptor

from documents.storage.errors import storage_errors

LOCK = ".lock"
_held: list[IO[bytes]] = []  # the operating system drops a lock when the file is closed


def own_folder(place: Path) -> Path:
    """A new folder in `place`, this process's until its end; those of ended processes are deleted.

    Whether one has ended is told by a lock on a file beside its folder: process numbers repeat, and mean
    nothing to a container beside this one. Raises StorageFailed.
    """
    with storage_errors(place):
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        for lock in place.glob(f"*{LOCK}"):
            _clear(lock)
        name = secrets.token_hex(8)
        new = place / f"{name}.new"
        file = new.open("ab")
        lock_descriptor(file.fileno(), blocking=False)
        _held.append(file)
        new.rename(place / f"{name}{LOCK}")  # only now others look at it: it is locked already
        folder = place / name
        folder.mkdir(mode=0o700)
    return folder


def _clear(lock: Path) -> None:
    """Deletes the folder beside a lock that nobody holds."""
    try:
        with lock.open("ab") as file:
            if not lock_descriptor(file.fileno(), blocking=False):
                return
            shutil.rmtree(lock.with_suffix(""), ignore_errors=True)
            lock.unlink(missing_ok=True)
    except FileNotFoundError:
        return  # another has just cleared it
