"""The original bytes of every source, kept under their own hash."""

import hashlib
import os
import shutil
import threading
import time
from contextlib import suppress
from pathlib import Path

from documents.errors import StorageFailed
from documents.storage.errors import storage_errors

FOLDER = "files"  # in the data folder
BLOCK = 1 << 20  # bytes read at a time
PART = ".part"  # of a copy that is being made
COPYING = 600.0  # seconds after which a copy does not grow any longer


class Originals:
    """Where original bytes are kept: the folder `files/` of a data folder, or another `folder`.

    Every method raises StorageFailed where that place fails.
    """

    def __init__(self, home: Path, folder: Path | None = None) -> None:
        self._folder = folder or home / FOLDER
        self.place = str(self._folder)  # as it may be shown

    def has(self, sha256: str) -> bool:
        """Whether the bytes with this hash are kept."""
        return self.path(sha256).is_file()

    def path(self, sha256: str) -> Path:
        """Where the bytes with this hash lie on this computer, or would."""
        return self._folder / sha256

    def keep(self, path: Path, sha256: str) -> None:
        """Copies a file's bytes in; raises StorageFailed where the disk is full or read-only."""
        target = self.path(sha256)
        with storage_errors(self._folder):
            if target.exists():
                return
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = target.with_name(f"{sha256}.{os.getpid()}-{threading.get_ident()}{PART}")
            try:
                _copy(path, part)
                part.replace(target)
            finally:
                part.unlink(missing_ok=True)

    def drop(self, sha256: str) -> None:
        """Deletes the bytes with this hash; harmless when they are gone."""
        with storage_errors(self._folder):
            self.path(sha256).unlink(missing_ok=True)

    def names(self) -> list[str]:
        """Hashes that lie in the folder, and the names of copies that nobody can be making any longer.

        Not folders: in them are those of other libraries.
        """
        if not self._folder.is_dir():
            return []
        with os.scandir(self._folder) as entries:
            paths = [Path(entry.path) for entry in entries if entry.is_file()]
        return sorted(path.name for path in paths if path.suffix != PART or is_older(path, COPYING))


class NoOriginals(Originals):
    """No place yet: that of a library which has never kept any, and can only be read."""

    def __init__(self, home: Path, reason: StorageFailed) -> None:
        super().__init__(home, home / FOLDER / "none")  # which is never made
        self.place = "nowhere"
        self._reason = reason

    def keep(self, path: Path, sha256: str) -> None:
        """Raises StorageFailed with why the library can only be read."""
        raise self._reason


def sha256_of(path: Path) -> str:
    """The file's sha256 in hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def is_older(path: Path, seconds: float) -> bool:
    """Whether a file is there, and was written to so long ago."""
    with suppress(OSError):  # gone this moment
        return time.time() - path.stat().st_mtime > seconds
    return False


def _copy(source: Path, target: Path) -> None:
    with open(source, "rb") as reading, open(target, "wb") as writing:
        shutil.copyfileobj(reading, writing, BLOCK)
        writing.flush()
        os.fsync(writing.fileno())


def open_originals(place: str, home: Path, own: str = "") -> Originals:
    """The originals at a place: "" for the data folder `home`, another folder, or a URL of fsspec.

    `own` is the name of a folder in it, where several libraries may have the place: each deletes what it does
    not need itself.
    """
    if "://" not in place:
        folder = Path(place).expanduser().absolute() if place else home / FOLDER
        return Originals(home, folder / own)
    from documents.storage.remote_originals import RemoteOriginals

    return RemoteOriginals(f"{place.rstrip('/')}/{own}" if own else place, home)
