"""The dense index in use: Chroma for the one writer, exact search for everybody else."""

import logging
import threading
from pathlib import Path

from documents.library import Change, Library, Vectors
from index.chroma import ChromaIndex, open_chroma, set_mark
from index.dense import DenseIndex, ExactIndex

logger = logging.getLogger(__name__)


class CurrentIndex:
    """Follows the library: `query` always answers from its present state."""

    def __init__(self, library: Library, folder: Path) -> None:
        self._library = library
        self._folder = folder
        self._chroma: ChromaIndex | None = None
        self._exact: tuple[int, ExactIndex] | None = None
        self._guard = threading.RLock()

    def use_chroma(self) -> None:
        """Opens Chroma, mended to the library's state; only for the holder of the write lock."""
        with self._guard:
            if self._chroma is None:
                self._chroma = open_chroma(self._folder, self._library)
                self._exact = None

    @property
    def uses_chroma(self) -> bool:
        """Whether Chroma answers."""
        return self._chroma is not None

    def query(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The k nearest passage ids with their cosine, best first."""
        return self._index().query(vector, k)

    def apply(self, change: Change) -> None:
        """Takes over what a write did to the library.

        The library has it already, so a failing Chroma costs nothing: it is left, and made again at
        the next opening.
        """
        with self._guard:
            if self._chroma is None:
                return
            try:
                self._chroma.delete(change.deleted)
                if change.added:
                    self._chroma.add(*self._library.vectors(change.added))
                set_mark(self._folder, self._library)
            # Chroma raises many kinds, and none of them may undo what the library holds.
            except Exception as error:
                logger.warning("The search index failed (%s); searching without it.", error)
                self.close()

    def close(self) -> None:
        """Lets go of Chroma; harmless when it is not open."""
        with self._guard:
            if self._chroma is not None:
                self._chroma.close()
                self._chroma = None

    def _index(self) -> DenseIndex:
        with self._guard:
            if self._chroma is not None:
                return self._chroma
            generation = self._library.generation
            if self._exact is None or self._exact[0] != generation:
                self._exact = (generation, ExactIndex(*self._library.vectors()))
            return self._exact[1]
