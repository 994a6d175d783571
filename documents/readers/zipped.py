"""The members of a ZIP file, read with limits: a bomb must not fill memory."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from documents.errors import DocumentTooLarge, ReaderFailed

MEMBER, ALL = 64_000_000, 512_000_000  # bytes that one member, and all together, may have unpacked
_PIECE = 1 << 20
AGAIN = "Get the file again and add the new copy."


class Archive:
    """An open ZIP file. `names` are those of its members."""

    def __init__(self, file: zipfile.ZipFile, path: Path) -> None:
        self._file, self._path = file, path
        self._left = ALL
        self.names = frozenset(file.namelist())

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator["Archive"]:
        """The archive at `path`. Raises ReaderFailed where it is none."""
        try:
            file = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise ReaderFailed(f"{path.name} is damaged or was not copied whole.", AGAIN) from error
        with file:
            yield cls(file, path)

    def read(self, name: str) -> bytes:
        """A member. Raises KeyError for none, DocumentTooLarge for a bomb, ReaderFailed for a damaged one."""
        parts: list[bytes] = []
        try:
            with self._file.open(name) as member:
                while part := member.read(_PIECE):
                    parts.append(part)
                    self._left -= len(part)
                    if len(parts) > MEMBER // _PIECE or self._left < 0:
                        raise DocumentTooLarge(
                            f"{self._path.name} is many times larger unpacked than it may be.",
                            "Add the part of it that you need.",
                        )
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise ReaderFailed(
                f"A part of {self._path.name} is damaged or locked ({name}).", AGAIN
            ) from error
        return b"".join(parts)
