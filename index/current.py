"""The dense index in use: Chroma for the one writer, exact search for everybody else."""

import logging
import threading
from collections.abc import Collection
from pathlib import Path

from documents.library import Change, Library, Vectors
from index.chroma import ChromaIndex, is_failure, open_chroma, set_mark
from index.dense import ExactIndex

logger = logging.getLogger(__name__)


class CurrentIndex:
    """Follows the library: `query` always answers from its present state.

    The library has every vector, so a failing Chroma costs nothing: it is left, exact search answers,
    and the next write makes Chroma's folder again.
    """

    def __init__(self, library: Library, folder: Path) -> None:
        self._library = library
        self._folder = folder
        self._chroma: ChromaIndex | None = None
        self._exact: tuple[int, ExactIndex] | None = None
        self._chosen: tuple[int, frozenset[str], ExactIndex] | None = None
        self._guard = threading.RLock()

    def use_chroma(self) -> None:
        """Opens Chroma, mended to the library's state; only for the holder of the write lock."""
        with self._guard:
            if self._chroma is not None:
                return
            try:
                self._chroma = open_chroma(self._folder, self._library)
                self._exact = None
            except BaseException as error:
                self._leave(error, None)

    @property
    def uses_chroma(self) -> bool:
        """Whether Chroma answers."""
        return self._chroma is not None

    def query(
        self, vector: Vectors, k: int, sources: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """The k nearest passage ids with their cosine, best first, ties by id.

        `sources`: only passages of the sources with these ids; these are compared exactly.
        """
        if sources is not None:
            return self._chosen_index(frozenset(sources)).query(vector, k)
        chroma = self._chroma
        if chroma is not None:
            try:
                return chroma.query(vector, k)
            except BaseException as error:
                self._leave(error, chroma)
        return self._exact_index().query(vector, k)

    def apply(self, change: Change) -> None:
        """Takes over what a write did to the library."""
        with self._guard:
            chroma = self._chroma
            if chroma is None:
                return
            try:
                chroma.delete(change.deleted)
                if change.added:
                    chroma.add(*self._library.vectors(change.added))
                set_mark(self._folder, self._library)
            except BaseException as error:
                self._leave(error, chroma)

    def close(self) -> None:
        """Lets go of Chroma; harmless when it is not open."""
        with self._guard:
            chroma, self._chroma = self._chroma, None
            if chroma is not None:
                chroma.close()

    def _leave(self, error: BaseException, failed: ChromaIndex | None) -> None:
        """Goes on without Chroma, which raises many kinds; what is no failure of Chroma's goes on up."""
        if not is_failure(error):
            raise error
        logger.warning("The search index failed (%s); searching without it.", error)
        with self._guard:
            if self._chroma is failed:  # else another thread has opened it anew
                self.close()

    def _chosen_index(self, sources: frozenset[str]) -> ExactIndex:
        """The vectors of these sources alone, kept for the next question: a choice is rarely for one."""
        with self._guard:
            generation = self._library.generation
            if self._chosen is None or self._chosen[:2] != (generation, sources):
                self._chosen = None  # two large choices at once would be one too many
                self._chosen = (generation, sources, ExactIndex(*self._library.vectors_of(sources)))
            return self._chosen[2]

    def _exact_index(self) -> ExactIndex:
        with self._guard:
            generation = self._library.generation
            if self._exact is None or self._exact[0] != generation:
                self._exact = (generation, ExactIndex(*self._library.vectors()))
            return self._exact[1]
