"""The original bytes of every source in a place that fsspec knows: a bucket, a share, another machine."""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from documents.errors import BadValue, MissingExtra, StorageFailed, pip_install
from documents.storage.errors import storage_errors
from documents.storage.originals import COPYING, PART, Originals
from documents.storage.postgres.address import displayed_address

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

BUCKETS = ("s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss")
ROOM = 1_000_000_000  # bytes of fetched files that lie in the data folder at most, the newest aside


class RemoteOriginals(Originals):
    """Originals at a URL of fsspec. What is read lies in a folder of the data folder, too, for a while.

    Raises BadValue for a URL that fsspec does not know and MissingExtra where its package is not installed.
    """

    def __init__(self, url: str, home: Path) -> None:
        super().__init__(home, home / "fetched")
        self.place = displayed_address(url)
        self._files, self._root = _opened(url, self.place)
        self._is_bucket = url.partition("://")[0] in BUCKETS

    def path(self, sha256: str) -> Path:
        """Where the bytes with this hash lie on this computer, fetched if need be; else where they would."""
        local = self._folder / sha256
        if not local.is_file() and self.has(sha256):
            self._fetch(sha256, local)
        return local

    def has(self, sha256: str) -> bool:
        """Whether the bytes with this hash are kept."""
        with self._errors():
            return bool(self._files.exists(self._at(sha256)))

    def keep(self, path: Path, sha256: str) -> None:
        """Copies a file's bytes in; raises StorageFailed where that cannot be done."""
        if self.has(sha256):
            return
        part = self._at(f"{sha256}.{int(time.time())}.{secrets.token_hex(4)}{PART}")
        with self._errors():
            if not self._is_bucket:  # it has no folders, and one with a wrong name must not be made
                self._files.makedirs(self._root, exist_ok=True)
            try:
                self._files.put_file(str(path), part)
                self._files.mv(part, self._at(sha256))
            except BaseException:
                with suppress(Exception):  # what failed may have left nothing
                    self._files.rm_file(part)
                raise

    def drop(self, sha256: str) -> None:
        """Deletes the bytes with this hash; harmless when they are gone."""
        with storage_errors(self._folder):
            (self._folder / sha256).unlink(missing_ok=True)
        with self._errors(), suppress(FileNotFoundError):
            self._files.rm_file(self._at(sha256))

    def names(self) -> list[str]:
        """Hashes that lie there, and the names of copies that nobody can be making any longer."""
        with self._errors():
            if not self._files.exists(self._root):
                return []
            paths = self._files.ls(self._root, detail=False)
        names = (str(path).rpartition("/")[2] for path in paths)
        return sorted(name for name in names if not name.endswith(PART) or _is_left(name))

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _fetch(self, sha256: str, local: Path) -> None:
        part = local.with_name(f"{sha256}.{os.getpid()}.{secrets.token_hex(4)}{PART}")
        with storage_errors(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._make_room()
        try:
            with self._errors():
                self._files.get_file(self._at(sha256), str(part))
            with storage_errors(self._folder):
                part.replace(local)
        finally:
            part.unlink(missing_ok=True)

    def _make_room(self) -> None:
        """Deletes the oldest fetched files where they are many, never the newest: they may be in use."""
        files = sorted(self._folder.iterdir(), key=lambda file: file.stat().st_mtime, reverse=True)
        size = 0
        for number, file in enumerate(files):
            size += file.stat().st_size
            if size > ROOM and number > 8:
                file.unlink(missing_ok=True)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Turns what any of fsspec's places raises into StorageFailed."""
        try:
            yield
        except StorageFailed:
            raise
        except Exception as error:  # each place has errors of its own
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            raise StorageFailed(
                f"The place of the original files, {self.place}, failed ({reason}); nothing was stored.",
                "Look at the setting originals and at the rights there, then try again.",
            ) from error


def _is_left(part: str) -> bool:
    """Whether an unfinished copy, which has the time of its beginning in its name, was broken off."""
    began = part.split(".")[1]
    return not began.isdigit() or time.time() - int(began) > COPYING


def _opened(url: str, place: str) -> "tuple[AbstractFileSystem, str]":
    try:
        from fsspec.core import url_to_fs

        # What other processes bring and take has to be seen at once.
        files, root = url_to_fs(url, use_listings_cache=False)
    except ImportError as error:
        raise MissingExtra(
            f"What reads and writes {place.partition('://')[0]}:// is not installed.",
            f"For a bucket run {pip_install('s3')}; for another place install fsspec's package for it.",
        ) from error
    except ValueError as error:
        raise BadValue(
            f"The setting originals cannot be {place!r}.",
            "Give a folder, or a URL such as s3://bucket/folder.",
        ) from error
    return files, str(root).rstrip("/")
