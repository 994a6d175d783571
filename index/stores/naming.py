"""Which collection on a server is a library's: what the library notes of it, for all processes."""

import json
from typing import Any
from uuid import uuid4

from documents.library import Library
from index.stores.chroma import ChromaServer

NAME = "index_collection"  # the note with the collection's name
LEFT = "index_collections_left"  # with [address, name] of those that are to be deleted yet, as JSON
CHECKED = "index_checked"  # with [address, name, generation] that were found in step last, as JSON


class Collections:
    """The notes of one library on its collections on the server at `address`."""

    def __init__(self, library: Library, address: str) -> None:
        self._library = library
        self._address = address

    @property
    def known(self) -> str | None:
        """The name of the library's collection; None where none was made yet."""
        return self._library.note(NAME) or None

    @property
    def any_made(self) -> bool:
        """Whether some server may have passages of this library."""
        return bool(self.known or _listed(self._library.note(LEFT)))

    def name(self) -> str:
        """The name of the library's collection, chosen by the first process that writes."""
        return self.known or self._library.first_note(NAME, _new_name())

    def renew(self) -> None:
        """Chooses a new name; the collection of the old one is to be deleted."""
        if old := self.known:
            self._set_left([*_listed(self._library.note(LEFT)), [self._address, old]])
        self._library.set_note(NAME, _new_name())

    def left(self) -> list[str]:
        """The names of those that are to be deleted from this server."""
        return [str(name) for address, name in _listed(self._library.note(LEFT)) if address == self._address]

    def drop_left(self, server: ChromaServer) -> None:
        """Deletes those."""
        names = self.left()
        for name in names:
            server.drop(name)
        if names:
            rest = _listed(self._library.note(LEFT))
            self._set_left([entry for entry in rest if entry[0] != self._address or entry[1] not in names])

    def is_checked(self) -> bool:
        """Whether the collection was found in step with the library's present state."""
        return _listed(self._library.note(CHECKED)) == [self._address, self.known, self._library.generation]

    def set_checked(self, generation: int) -> None:
        """Notes that the collection has what the library had at this generation."""
        checked = json.dumps([self._address, self.known, generation])
        if self._library.note(CHECKED) != checked:
            self._library.set_note(CHECKED, checked)

    def _set_left(self, left: list[Any]) -> None:
        self._library.set_note(LEFT, json.dumps(left) if left else "")


def _new_name() -> str:
    return f"footnote-{uuid4().hex}"


def _listed(note: str | None) -> list[Any]:  # Any: JSON
    try:
        value = json.loads(note or "[]")
    except ValueError:
        return []
    return value if isinstance(value, list) else []
