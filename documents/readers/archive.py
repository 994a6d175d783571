"""ZIP archives: no documents themselves, but full of them."""

import lzma
import stat
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from documents.errors import EmptyDocument, ReaderFailed
from documents.reading.members import Packed, hidden, last_part
from documents.types import RawDocument

MEDIA_TYPE = "application/zip"
_PIECE = 1 << 20  # bytes that are unpacked at once
_UNPACK = "Unpack it with its own program and add the folder."


def read(path: Path) -> RawDocument:
    """Raises EmptyDocument: the texts of an archive are those of its members."""
    raise EmptyDocument(f"{path.name} is an archive, which has no text of its own.", _UNPACK)


def members(path: Path) -> Iterator[Packed]:
    """The files in the archive, in its order.

    Raises ReaderFailed where it is broken or all of it has a password, EmptyDocument where it has no files.
    """
    try:
        archive = ZipFile(path)
    except (BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise ReaderFailed(
            f"{path.name} is broken: its files cannot be listed.", "Get it again and add the new copy."
        ) from error
    with archive:
        files = [info for info in archive.infolist() if not info.is_dir()]
        if not files:
            raise EmptyDocument(f"{path.name} has no files in it.", "Check that it is the right archive.")
        if all(map(_locked, files)):
            raise ReaderFailed(f"{path.name} needs a password.", _UNPACK)
        for info in files:
            yield _packed(archive, info)


def _packed(archive: ZipFile, info: ZipInfo) -> Packed:
    name = _name(info)
    if hidden(name) or stat.S_ISLNK(info.external_attr >> 16):  # a link's content is where it leads to
        return Packed(name, passed_over=True)
    if _locked(info):
        return Packed(name, error=ReaderFailed(f"{last_part(name)} needs a password.", _UNPACK))
    return Packed(name, _pieces(archive, info, last_part(name)))


def _pieces(archive: ZipFile, info: ZipInfo, name: str) -> Iterator[bytes]:
    try:
        with archive.open(info) as part:
            while piece := part.read(_PIECE):
                yield piece
    except NotImplementedError as error:
        raise ReaderFailed(f"{name} is packed in a way that cannot be undone here.", _UNPACK) from error
    except (
        BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, RuntimeError, struct.error
    ) as error:  # fmt: skip
        raise ReaderFailed(f"{name} is broken in its archive.", "Get the archive again.") from error


def _locked(info: ZipInfo) -> bool:
    return bool(info.flag_bits & 0x1)


def _name(info: ZipInfo) -> str:
    """The path in the archive: many programs write UTF-8 and do not say so, which reads as an old code page.

    >>> _name(ZipInfo("F├ñhre.txt"))
    'Fähre.txt'
    """
    name = info.filename
    if info.flag_bits & 0x800 or name.isascii():
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name
