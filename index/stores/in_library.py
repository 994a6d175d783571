"""The search index of a library that knows its nearest vectors itself: that in PostgreSQL."""

import logging
from collections.abc import Collection

from documents.errors import StorageFailed
from documents.library import Change, Vectors
from documents.storage.postgres.library import PostgresLibrary
from index.stores.dense import IndexState

logger = logging.getLogger(__name__)


class LibraryIndex:
    """The SearchIndex contract on the library's own vectors: no copy of them is anywhere else."""

    has_files = False
    elsewhere = False
    note: str | None = None

    def __init__(self, library: PostgresLibrary) -> None:
        self._library = library

    def query(
        self, vector: Vectors, k: int, sources: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """As `Nearest.query` has it."""
        return self._library.nearest(vector, k, sources)

    def use_store(self) -> None:
        """Nothing: the library is open."""

    def remake(self) -> None:
        """Makes the library's index of vectors anew. Raises StorageFailed."""
        self._library.remake_search()

    def apply(self, change: Change) -> None:
        """Nothing: the write that did it did this too."""

    def settle(self) -> None:
        """Brings what searches need into order, after writes."""
        try:
            self._library.settle_search()
        except StorageFailed as error:
            logger.warning("%s Until then searching is slower, and as right.", error)

    def check(self) -> IndexState:
        """How it is, for the doctor."""
        how = "by an index" if self._library.has_index() else "one by one"
        return IndexState(True, f"The library's own; {self._library.passage_count():,} passages, {how}.")

    def close(self) -> None:
        """Nothing: who opened the library closes it."""
