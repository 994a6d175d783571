"""The texts in a file of the data folder, whatever holds them: plain, JSON, SQLite or packed."""

import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from documents.storage.json_texts import texts_of_json

SQLITE = b"SQLite format 3\0"
JSON = (".json", ".jsonl")
UNPACKED = 1 << 28  # bytes that are unpacked of one file: what is packed may be a trap
MEMBERS = 10_000  # of one file
PIECE = 1 << 20  # bytes that are unpacked at once


def texts_in(path: Path) -> Iterator[str]:
    """Every text of a file, for reading what it says; of a file of bytes what looks like text.

    Raises OSError for a file that cannot be read.
    """
    if is_sqlite(path):
        for value in values_in(path):
            yield from texts_of_json(value)
        return
    data = path.read_bytes()
    text = data.decode(encoding_of(data), errors="replace")
    lines = text.splitlines() if path.suffix == ".jsonl" else [text]
    for line in lines:
        yield from texts_of_json(line) if path.suffix in JSON else (line,)


def encoding_of(data: bytes) -> str:
    """UTF-16, where every other byte is nothing; else UTF-8, which need not be whole."""
    beginning = data[:2000]
    for name, odd in (("utf-16-le", 1), ("utf-16-be", 0)):
        half = beginning[odd::2]
        if len(half) > 2 and half.count(0) > len(half) / 2:
            return name
    return "utf-8"


def is_sqlite(path: Path) -> bool:
    """Whether it is a SQLite file."""
    with open(path, "rb") as file:
        return file.read(len(SQLITE)) == SQLITE


def values_in(path: Path) -> Iterator[str]:
    """Every text in the tables of a SQLite file: of a long one the pieces lie apart in the file.

    Of a damaged file as far as it can be read.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            for table in _tables(connection):
                for row in connection.execute(f'SELECT * FROM "{table}"'):
                    yield from (value for value in row if isinstance(value, str))
    except sqlite3.DatabaseError:  # its bytes are searched all the same
        return


class TooMuchPacked(OSError):
    """A file has more packed in it than is unpacked."""


def members_of(path: Path) -> Iterator[bytes]:
    """The members of a packed file such as a Word document, unpacked piece by piece; nothing for others.

    An empty piece ends a member. Raises TooMuchPacked where some of it was not unpacked.
    """
    if not zipfile.is_zipfile(path):
        return
    left = UNPACKED
    try:
        with zipfile.ZipFile(path) as packed:
            for name in packed.namelist()[:MEMBERS]:
                with packed.open(name) as member:
                    while left > 0 and (piece := member.read(PIECE)):
                        left -= len(piece)
                        yield piece
                yield b""
            if left <= 0 or len(packed.namelist()) > MEMBERS:
                raise TooMuchPacked("too much is packed in it")
    except TooMuchPacked:
        raise
    # Encrypted, damaged (a place before the file's beginning: OSError) or packed in another way: then nobody
    # finds plain text in it either.
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError):
        return


def _tables(connection: sqlite3.Connection) -> list[str]:
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    return [row[0] for row in connection.execute(sql)]
