"""Nearest vectors by cosine: the contracts of what is searched and of a store."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np

from documents.library import Change, Vectors
from documents.storage.vectors import check_length


class Nearest(Protocol):
    """What a search needs."""

    def query(
        self, vector: Vectors, k: int, sources: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """The k nearest passage ids with their cosine, best first, ties by id.

        `sources`: only passages of the sources with these ids.
        """


@dataclass(frozen=True, slots=True)
class IndexState:
    """What `footnote doctor` says of an index: whether all is well, and what a person may do."""

    ok: bool
    message: str
    next_step: str = ""


class SearchIndex(Nearest, Protocol):
    """What is searched of one library: it follows the library's writes and can be made again from it.

    A fault of what keeps the vectors is no error: the search goes on another way, and `note` says so.
    """

    def use_store(self) -> None:
        """Opens what keeps the vectors, in the library's state; only for who may write."""

    def remake(self) -> None:
        """Makes it anew from the library; only for who may write. Raises StorageFailed."""

    def apply(self, change: Change) -> None:
        """Takes over what a write did to the library."""

    def settle(self) -> None:
        """Brings what was taken over to its place, after writes."""

    def check(self) -> IndexState:
        """How it is, for the doctor; nothing is mended by it. Raises PluginFailed where the store does."""

    def close(self) -> None:
        """Lets go of what keeps the vectors; harmless when it is not open."""

    @property
    def has_files(self) -> bool:
        """Whether what keeps the vectors may hold words of documents beside the library."""

    @property
    def elsewhere(self) -> bool:
        """Whether that is beside the library on a server, whose files cannot be looked into."""

    @property
    def note(self) -> str | None:
        """One sentence for who asks, where the search goes another way now; None: nothing is to be said."""


@dataclass(frozen=True, slots=True)
class VectorRecord:
    """A passage as a dense index takes it.

    `vector` is of unit length, (dimensions,). `text` and `metadata` are for who reads a store from outside:
    source_id, version, title, start, end, and where there are any page and headings ("Part › Section").
    """

    id: str
    vector: Vectors
    text: str = ""
    metadata: Mapping[str, str | int] = field(default_factory=dict)


class DenseIndex(Protocol):
    """Vectors of unit length under passage ids; all of it can be rebuilt from the library."""

    def query(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The k nearest ids with their cosine, best first, ties by id."""

    def add(self, records: Sequence[VectorRecord]) -> None:
        """Stores records; an id that is there already gets the new one."""

    def delete(self, ids: Iterable[str]) -> None:
        """Drops these ids; unknown ones are ignored."""

    def ids(self) -> set[str]:
        """All ids."""

    def __len__(self) -> int:
        """The number of vectors."""


class StoredIndex(DenseIndex, Protocol):
    """A dense index whose files are in a folder; they change while it is opened, in `add` and in `delete`."""

    def close(self) -> None:
        """Lets go of the folder without changing a file; a second time nothing."""


class Store(Protocol):
    """What keeps dense indexes in files: a module of two functions."""

    def version(self) -> str:
        """What its files depend on, such as "chromadb 1.5": those of another version are made again."""

    def open_index(self, folder: Path) -> StoredIndex:
        """The index in this folder, which is the store's own; a new one where it is empty.

        May raise anything: the folder is then emptied, and the index made again from the library.
        """


def cosines(vectors: Vectors, vector: Vectors) -> Vectors:
    """The cosine of each row with `vector`, all of unit length.

    Raises EmbedderChanged where they differ in length.
    """
    check_length(vectors.shape[1], vector)
    products: Vectors = vectors @ np.asarray(vector, dtype=np.float32)
    return products
