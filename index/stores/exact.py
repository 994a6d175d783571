"""Exact search through the library's own vectors, for where no store is opened."""

import threading
from collections.abc import Collection

from documents.library import Library, Vectors
from index.stores.dense import ExactIndex


class ExactSearch:
    """The Nearest contract on a library: always in its present state, and exact."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._all: tuple[int, ExactIndex] | None = None
        self._chosen: tuple[int, frozenset[str], ExactIndex] | None = None
        self._guard = threading.Lock()

    def query(
        self, vector: Vectors, k: int, sources: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """The k nearest passage ids with their cosine, best first, ties by id.

        `sources`: only passages of the sources with these ids.
        """
        index = self._whole() if sources is None else self._part(frozenset(sources))
        return index.query(vector, k)

    def forget(self) -> None:
        """Gives back the memory of the vectors of all passages."""
        with self._guard:
            self._all = None

    def _part(self, sources: frozenset[str]) -> ExactIndex:
        """The vectors of these sources alone, kept for the next question: a choice is rarely for one."""
        with self._guard:
            generation = self._library.generation
            if self._chosen is None or self._chosen[:2] != (generation, sources):
                self._chosen = None  # two large choices at once would be one too many
                self._chosen = (generation, sources, ExactIndex(*self._library.vectors_of(sources)))
            return self._chosen[2]

    def _whole(self) -> ExactIndex:
        with self._guard:
            generation = self._library.generation
            if self._all is None or self._all[0] != generation:
                self._all = None
                self._all = (generation, ExactIndex(*self._library.vectors()))
            return self._all[1]
