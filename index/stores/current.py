"""The dense index in use: a store's for the one writer, exact search for everybody else."""

import logging
import threading
from collections.abc import Callable, Collection
from contextlib import suppress

from documents.errors import StorageFailed
from documents.library import Change, Library, Vectors
from documents.storage.errors import storage_errors
from documents.storage.lock import LOCK_NAME, is_held
from index.stores.dense import IndexState, StoredIndex
from index.stores.exact import ExactSearch
from index.stores.folder import REMADE, StoreFolder, is_failure
from index.stores.integrity import NOTE, break_seal
from index.stores.records import extent, net_changes, records

logger = logging.getLogger(__name__)
AGAIN = "It is made again at the next start of the page or the next change of documents."

# Passages that come or go before the store hears of them: each call costs Chroma some 6 ms, however few.
PENDING_PASSAGES = 256


class CurrentIndex:
    """The SearchIndex contract on a store's folder: `query` always answers from the library's present state.

    The library has every vector, so a failing store costs nothing: it is left, exact search answers, and the
    next write makes its folder again. It takes over changes several at a time, at the latest when somebody
    asks.
    """

    def __init__(self, library: Library, folder: StoreFolder) -> None:
        self._library = library
        self._folder = folder
        self._stored: StoredIndex | None = None
        self._exact = ExactSearch(library)
        self._sealed = False
        self._waiting: list[Change] = []  # what the library has and the store does not yet
        self._guard = threading.RLock()

    def use_store(self) -> None:
        """Opens the store in the library's state; only for the holder of the write lock."""
        with self._guard:
            if self._stored is None:
                self._use(self._folder.open)

    def remake(self) -> None:
        """Makes the store's folder anew; only for the holder of the write lock.

        Raises StorageFailed where what lies in it, or in that of a store chosen before, cannot be deleted.
        """
        with self._guard:
            self._drop()
            with storage_errors(self._folder.path):
                self._folder.empty()
            self._use(self._folder.make)

    @property
    def has_files(self) -> bool:
        """Whether the store's folder is there."""
        return self._folder.path.is_dir()

    @property
    def elsewhere(self) -> bool:
        """False: the files are in the data folder."""
        return False

    @property
    def note(self) -> str | None:
        """None: the exact search is as right as the store's."""
        return None

    def check(self) -> IndexState:
        """Whether the folder is whole and has the library's present state; the store is not opened.

        Raises PluginFailed where the store does not load.
        """
        before = self._library.note(NOTE)
        if before is None and not self._library.passage_count():
            return IndexState(True, "No search index is needed yet.")
        reason = self._folder.fault()
        if reason is None:
            made = self._library.note(REMADE)
            again = f" It was made again on {made}." if made else ""
            return IndexState(True, f"The search index has the library's present state.{again}")
        if is_held(self._folder.home / LOCK_NAME) and (not before or self._library.note(NOTE) != before):
            return IndexState(True, "The search index is in use by a Footnote that is running.")
        return IndexState(
            False,
            f"The search index cannot be used: it {reason}. {AGAIN}",
            "Nothing to do: until then searching is exact, only slower on large libraries.",
        )

    def query(
        self, vector: Vectors, k: int, sources: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """As `Nearest.query` has it; passages of chosen sources are compared exactly."""
        if sources is not None:
            return self._exact.query(vector, k, sources)
        if self._waiting:
            self._catch_up()
        stored = self._stored
        if stored is not None:
            try:
                return stored.query(vector, k)
            except BaseException as error:
                self._go_without(error, stored)
        return self._exact.query(vector, k)

    def apply(self, change: Change) -> None:
        """Takes over what a write did to the library."""
        with self._guard:
            stored = self._stored
            if stored is None:
                return
            try:
                self._unseal()
            except BaseException as error:
                self._go_without(error, stored)
                return
            self._waiting.append(change)
            if extent(self._waiting) >= PENDING_PASSAGES:
                self._catch_up()

    def settle(self) -> None:
        """Seals the store's folder after writes, if it holds what the library does: else it is made again."""
        with self._guard:
            self._catch_up()
            stored = self._stored
            if stored is None or self._sealed:
                return
            try:
                # A write that was broken off may have reached the library alone.
                if stored.ids() == set(self._library.passage_ids()):
                    self._folder.seal()
                    self._sealed = True
            except BaseException as error:
                self._go_without(error, stored)

    def close(self) -> None:
        """Lets go of the store; harmless when it is not open."""
        with self._guard:
            self.settle()
            self._drop()

    def _catch_up(self) -> None:
        with self._guard:
            stored, changes = self._stored, self._waiting
            if stored is None or not changes:
                return
            try:
                added, deleted = net_changes(changes)
                stored.delete(deleted)
                if added:
                    stored.add(records(self._library, added))
                self._waiting = []  # broken off, all of it is done again; until then others wait
            except BaseException as error:
                self._go_without(error, stored)

    def _use(self, opener: Callable[[], StoredIndex]) -> None:
        try:
            self._stored = opener()
            self._exact.forget()
            self._sealed, self._waiting = True, []
        except BaseException as error:
            self._go_without(error, None)

    def _unseal(self) -> None:
        """Looks at the files before they change, so that what was damaged meanwhile is not sealed after."""
        if self._sealed:
            self._sealed = False
            reason = self._folder.changed()
            if reason is not None:
                raise ValueError(f"it {reason}")

    def _drop(self) -> None:
        stored, self._stored, self._sealed, self._waiting = self._stored, None, False, []
        if stored is not None:
            stored.close()

    def _go_without(self, error: BaseException, failed: StoredIndex | None) -> None:
        """Goes on without the store, which raises many kinds; what is no failure of it goes on up."""
        if not is_failure(error):
            raise error
        logger.warning("The search index failed (%s); searching without it. %s", error, AGAIN)
        with self._guard:
            if failed is None or self._stored is not failed:  # another thread has opened it anew
                return
            self._drop()
            with suppress(StorageFailed):  # on a full disk; the files are compared at the next start
                break_seal(self._library)
