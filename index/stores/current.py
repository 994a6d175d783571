"""The dense index in use: Chroma for the one writer, exact search for everybody else."""

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from pathlib import Path

from documents.errors import StorageFailed
from documents.library import Change, Library, Vectors
from documents.storage.errors import storage_errors
from index.stores.chroma import ChromaIndex, forget, is_failure, make_chroma, open_chroma
from index.stores.dense import ExactIndex
from index.stores.seal import break_seal, changed, seal

logger = logging.getLogger(__name__)

ENOUGH = (
    256  # passages that come or go before Chroma hears of them: each call costs it some 6 ms, however few
)


class CurrentIndex:
    """Follows the library: `query` always answers from its present state.

    The library has every vector, so a failing Chroma costs nothing: it is left, exact search answers,
    and the next write makes Chroma's folder again. It takes over changes several at a time, at the latest
    when somebody asks.
    """

    def __init__(self, library: Library, folder: Path) -> None:
        self._library = library
        self._folder = folder
        self._chroma: ChromaIndex | None = None
        self._exact: tuple[int, ExactIndex] | None = None
        self._chosen: tuple[int, frozenset[str], ExactIndex] | None = None
        self._sealed = False
        self._waiting: list[Change] = []  # what the library has and Chroma does not yet
        self._guard = threading.RLock()

    def use_chroma(self) -> None:
        """Opens Chroma in the library's state; only for the holder of the write lock."""
        with self._guard:
            if self._chroma is None:
                self._use(open_chroma)

    def remake(self) -> None:
        """Makes Chroma's folder anew; only for the holder of the write lock.

        Raises StorageFailed where what lies in the folder cannot be deleted.
        """
        with self._guard:
            self._drop()
            with storage_errors(self._folder):
                forget(self._folder)
            self._use(make_chroma)

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
        if self._waiting:
            self._catch_up()
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
                self._unseal()
            except BaseException as error:
                self._leave(error, chroma)
                return
            self._waiting.append(change)
            if sum(len(one.added) + len(one.deleted) for one in self._waiting) >= ENOUGH:
                self._catch_up()

    def settle(self) -> None:
        """Seals Chroma's folder after writes, if it holds what the library does: else it is made again."""
        with self._guard:
            self._catch_up()
            chroma = self._chroma
            if chroma is None or self._sealed:
                return
            try:
                # A write that was broken off may have reached the library alone.
                if chroma.ids() == set(self._library.passage_ids()):
                    seal(self._folder, self._library)
                    self._sealed = True
            except BaseException as error:
                self._leave(error, chroma)

    def close(self) -> None:
        """Lets go of Chroma; harmless when it is not open."""
        with self._guard:
            self.settle()
            self._drop()

    def _catch_up(self) -> None:
        with self._guard:
            chroma, changes = self._chroma, self._waiting
            if chroma is None or not changes:
                return
            try:
                added, deleted = _together(changes)
                chroma.delete(deleted)
                if added:
                    chroma.add(*self._library.vectors(added))
                self._waiting = []  # broken off, all of it is done again; until then others wait
            except BaseException as error:
                self._leave(error, chroma)

    def _use(self, opener: Callable[[Path, Library], ChromaIndex]) -> None:
        try:
            self._chroma = opener(self._folder, self._library)
            self._exact, self._sealed, self._waiting = None, True, []
        except BaseException as error:
            self._leave(error, None)

    def _unseal(self) -> None:
        """Looks at the files before they change, so that what was damaged meanwhile is not sealed after."""
        if self._sealed:
            self._sealed = False
            reason = changed(self._folder, self._library)
            if reason is not None:
                raise ValueError(f"it {reason}")

    def _drop(self) -> None:
        chroma, self._chroma, self._sealed, self._waiting = self._chroma, None, False, []
        if chroma is not None:
            chroma.close()

    def _leave(self, error: BaseException, failed: ChromaIndex | None) -> None:
        """Goes on without Chroma, which raises many kinds; what is no failure of Chroma's goes on up."""
        if not is_failure(error):
            raise error
        logger.warning("The search index failed (%s); searching without it.", error)
        with self._guard:
            if failed is None or self._chroma is not failed:  # another thread has opened it anew
                return
            self._drop()
            with suppress(StorageFailed):  # on a full disk; the files are compared at the next start
                break_seal(self._library)

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


def _together(changes: Sequence[Change]) -> tuple[list[str], list[str]]:
    """The ids that came and that went by all changes, to be deleted first and added then.

    >>> _together([Change("a", added=("1", "2")), Change("a", added=("3",), deleted=("1",))])
    (['2', '3'], ['1'])
    """
    added: dict[str, None] = {}
    deleted: dict[str, None] = {}
    for change in changes:
        for gone in change.deleted:
            added.pop(gone, None)
        deleted.update(dict.fromkeys(change.deleted))
        added.update(dict.fromkeys(change.added))
    return list(added), list(deleted)
