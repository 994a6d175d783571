"""Looks for phrases in every file of a folder, in whatever way they may be written there."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path

from assistant.erasing.contents import TooMuchPacked, is_sqlite, members_of, values_in
from documents.storage.turns import folded

BLOCK = 1 << 22  # bytes read at a time
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "latin-1")


class Finder:
    """Finds phrases in bytes: as UTF-8, UTF-16 or Latin-1, escaped as in JSON, in upper or lower case."""

    def __init__(self, phrases: Sequence[str]) -> None:
        self._forms = {phrase: _forms(phrase) for phrase in phrases}
        self._longest = max((len(form) for forms in self._forms.values() for form in forms), default=1)

    def in_file(self, path: Path) -> set[str]:
        """The phrases in a file's name and bytes, in the rows of a library, in what is packed in it.

        Raises OSError for a file that cannot be read, or not all of it, where none was found in the rest.
        """
        remaining = self.in_bytes(path.name.encode("utf-8", "replace"))
        parts: list[Iterator[bytes]] = [_blocks(path), members_of(path)]
        if is_sqlite(path):
            parts.append(_as_bytes(values_in(path)))
        try:
            for data in self._overlapping(chain(*parts)):
                remaining |= self.in_bytes(data)
        except TooMuchPacked:
            if not remaining:
                raise
        return remaining

    def in_texts(self, texts: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
        """The phrases in the texts of each table, given table by table."""
        return {
            table: set[str]().union(
                *map(self.in_bytes, self._overlapping(_as_bytes(text for _, text in group)))
            )
            for table, group in groupby(texts, key=itemgetter(0))
        }

    def in_bytes(self, data: bytes) -> set[str]:
        """The phrases in these bytes."""
        lower = data.lower()
        return {phrase for phrase, forms in self._forms.items() if any(form in lower for form in forms)}

    def _overlapping(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces, each with the end of the one before: a phrase may lie across."""
        end = b""
        for piece in pieces:
            yield end + piece
            end = (end + piece)[-self._longest :] if piece else b""


def _forms(phrase: str) -> set[bytes]:
    plain = {phrase, folded(phrase)}
    written = plain | {json.dumps(text)[1:-1] for text in plain} | {_json(text) for text in plain}
    return {form.lower() for text in written for name in ENCODINGS if (form := _encoded(text, name))}


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _encoded(text: str, name: str) -> bytes:
    """The text in an encoding; nothing where it cannot be written in it."""
    try:
        return text.encode(name)
    except UnicodeEncodeError:
        return b""


def _blocks(path: Path) -> Iterator[bytes]:
    with open(path, "rb") as file:
        while block := file.read(BLOCK):
            yield block
    yield b""


def _as_bytes(values: Iterable[str]) -> Iterator[bytes]:
    """Texts as bytes, short ones together and long ones in pieces: a search costs as much as a short one."""
    some, size = list[bytes](), 0
    for value in values:
        for start in range(0, len(value), BLOCK):
            some.append(value[start : start + BLOCK].encode("utf-8", "replace"))
            size += len(some[-1])
            if size > BLOCK:
                yield b"".join(some)
                some, size = [], 0
        some.append(b"\0")
    yield b"".join(some)
