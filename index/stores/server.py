"""A library's collection on a Chroma server, which several processes search and fill at once.

The library is the truth here too: what the collection lacks is added from it and what it has too much is
deleted, by whoever may write, in the background. Until then, and while the server fails, another search of
the library itself answers.
"""

import logging
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

import numpy as np

from documents.errors import FootnoteError, StorageFailed
from documents.library import Change, Library, Vectors
from documents.storage.errors import storage_errors
from index.servers.retries import Backoff
from index.stores.chroma import ChromaCollection, ChromaServer
from index.stores.dense import IndexState, Nearest
from index.stores.folder import drop_others, is_failure
from index.stores.in_library import LibraryIndex
from index.stores.naming import Collections
from index.stores.records import batches, extent, net_changes, records
from index.stores.remote import NEXT_STEP, OTHERWISE, reason, state_of, without

logger = logging.getLogger(__name__)

PENDING_PASSAGES = 256  # passages that come or go before the server hears of them
BATCH = 1000  # records a request
STANDS_SECONDS = 180.0  # that the numbers may differ while others write
# Chosen sources up to which their vectors are compared exactly, not filtered by Chroma: in memory, or by
# the library (1,000 of 100,000 sources in PostgreSQL: a hybrid search in 52 ms, not 407).
FEW_SOURCES, FEW_SOURCES_BY_LIBRARY = 256, 2_000
CLOSE_SECONDS = 30.0  # that closing waits for what is being added; the next start goes on with it


class ServerIndex:
    """The SearchIndex contract on a server at `address`, which is shown to people.

    `nearest` answers where the server cannot. `alone`: no other process writes to the library meanwhile.
    `home`: the data folder, from which the folders of stores that were used before are deleted.
    """

    def __init__(
        self,
        library: Library,
        connect: Callable[[], ChromaServer],
        *,
        address: str,
        nearest: Nearest,
        alone: bool,
        home: Path | None = None,
        backoff: Backoff | None = None,
    ) -> None:
        self._library = library
        self._connect = connect
        self._address = address
        self._collections = Collections(library, address)
        self._nearest = nearest
        self._alone = alone
        self._home = home
        self._backoff = backoff or Backoff()
        self._guard = threading.RLock()
        # Taken before the guard, by who sends changes: one at a time, in order.
        self._sends = threading.Lock()
        self._server: ChromaServer | None = None
        self._collection: ChromaCollection | None = None  # that answers questions
        self._opened: str | None = None  # the name of the collection that was opened last
        self._writes = False
        self._tried = False
        self._waiting: list[Change] = []  # what the library has and the server does not yet
        self._sending: list[Change] = []  # of these, what is on its way
        self._sender: threading.Thread | None = None
        self._mending: threading.Thread | None = None
        self._stop = threading.Event()
        self._note: str | None = None
        self._differs: float | None = None  # since when the collection has not as many as the library

    @property
    def has_files(self) -> bool:
        """Whether a collection was made, which has the texts of passages."""
        return self._collections.any_made

    @property
    def elsewhere(self) -> bool:
        """True: the files are the server's."""
        return True

    @property
    def note(self) -> str | None:
        """Why the library itself is searched now, in one sentence; None: it is not."""
        return self._note

    def use_store(self) -> None:
        """Connects, and from now on keeps the collection in the library's state."""
        with self._guard:
            begins, self._writes = not self._writes, True
            self._drop_folders()
            # Who only asked until now has not compared the collection.
            if (self._collection is None or begins) and self._backoff.due and not self._is_mending():
                self._open()

    def remake(self) -> None:
        """Makes a new collection and deletes the old one.

        Raises StorageFailed where the old one cannot be deleted now; that is then done as soon as it can be.
        """
        self._end_mending(0.0)
        with self._guard:
            self._drop_folders()
            self._collections.renew()
            self._let_go()
            self._open()
            if self._collections.left():
                raise StorageFailed(
                    f"The search server at {self._address} does not answer: what it has is not deleted yet.",
                    "Start it, and do this again.",
                )

    def query(
        self, vector: Vectors, k: int, sources: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """As `Nearest.query` has it."""
        most = FEW_SOURCES_BY_LIBRARY if isinstance(self._nearest, LibraryIndex) else FEW_SOURCES
        few = sources is not None and len(sources) <= most
        collection = None if few else self._usable()
        if collection is not None:
            try:
                nearest = collection.query(vector, k, sources)
                if len(nearest) >= k or sources is not None or not self._lacks(collection):
                    return nearest
                self._doubt(collection)
            except BaseException as error:
                self._go_without(error, collection)
        return self._nearest.query(vector, k, sources)

    def apply(self, change: Change) -> None:
        """Takes over what a write did to the library."""
        with self._guard:
            if self._collection is None and not self._is_mending():
                return  # compared when the server is connected to
            self._waiting.append(change)
            many = extent(self._waiting) >= PENDING_PASSAGES
        if many:
            self._catch_up()

    def settle(self) -> None:
        """Sends what is waiting; where the numbers differ then, all is compared with the library.

        Where others write too only if they differ for some minutes: what another has stored in the library
        it has not always sent yet.
        """
        with self._guard:
            if self._collection is None and self._writes and self._backoff.due and not self._is_mending():
                self._open()
        self._catch_up()
        collection, generation = self._collection, self._library.generation
        if collection is None or self._is_mending() or not self._writes:
            return
        try:
            differs = self._lacks(collection)
            with self._guard:
                if self._collection is collection and not self._is_behind():
                    self._judge(differs, generation)
        except BaseException as error:
            self._go_without(error, collection)

    def _judge(self, differs: bool, generation: int) -> None:
        if differs and self._stands():
            self._mend_in_background()
        elif not differs:
            self._differs = None
            if self._alone:
                self._collections.set_checked(generation)

    def _stands(self) -> bool:
        """Whether a difference that was just found is to be mended, and not one that goes by itself."""
        now = time.monotonic()
        since = self._differs = now if self._differs is None else self._differs
        if not self._alone and now - since < STANDS_SECONDS:
            return False
        self._differs = None
        return True

    def wait(self) -> None:
        """Waits for what is done in the background, such as filling a new collection."""
        for name in ("_sender", "_mending"):
            while (thread := getattr(self, name)) is not None and thread.is_alive():
                thread.join()

    def check(self) -> IndexState:
        """Whether the server answers and has as many passages as the library; nothing is changed there."""
        count, name = self._library.passage_count(), self._collections.known
        return state_of(self._connect, self._address, name, count)

    def close(self) -> None:
        """Sends what is waiting, and lets go of the server; harmless when it is not connected."""
        self.settle()
        self._end_mending(CLOSE_SECONDS)
        self._catch_up()
        with self._guard:
            self._let_go()

    def _drop_folders(self) -> None:
        if self._home is not None:
            with storage_errors(self._home):
                drop_others(self._home, None)

    # The connection

    def _usable(self) -> ChromaCollection | None:
        """The collection, if it may answer and has all; a question neither sends changes nor waits."""
        if self._collection is not None and not self._is_behind():
            return self._collection
        if self._guard.acquire(blocking=False):
            try:
                self._go_on()
            finally:
                self._guard.release()
        return None if self._is_behind() else self._collection

    def _go_on(self) -> None:
        """Has the collection asked for again after a failure, or what waits sent, beside the questions."""
        if self._collection is not None:
            if self._waiting and not self._sends.locked():
                self._sender = self._run(self._catch_up)
        elif self._backoff.due and not self._is_mending():
            if self._tried:
                self._mend_with(self._open)
            else:
                self._open()

    def _is_behind(self) -> bool:
        """Whether the server has not all changes that this process knows of."""
        return bool(self._waiting or self._sending)

    def _open(self) -> None:
        """Connects; whoever may write brings the collection in step where it is not."""
        with self._guard:
            self._tried = True
            self._let_go()
            self._opened = self._collections.name() if self._writes else self._collections.known
            try:
                server = self._server = self._connect()
                if self._writes:
                    self._collections.drop_left(server)
                collection = self._existing_collection(server)
                if collection is None or not self._is_like(collection):
                    if self._writes:
                        what = f"The search server at {self._address} is being brought up to date"
                        self._note = f"{what}: {OTHERWISE}"
                        self._mend_in_background()
                    else:
                        self._backoff.failed()  # who writes is at it: looked at again in a moment
                    return
                self._use(collection)
                if self._writes and not self._collections.is_checked():
                    self._mend_in_background()
            except BaseException as error:
                self._go_without(error, None)

    def _existing_collection(self, server: ChromaServer) -> ChromaCollection | None:
        if self._writes:
            return server.collection(self._opened or "")
        return server.existing(self._opened) if self._opened else None

    def _is_like(self, collection: ChromaCollection) -> bool:
        """Whether it has as many vectors as the library, and one of them is the library's."""
        return not self._lacks(collection) and self._has_our_vectors(collection)

    def _lacks(self, collection: ChromaCollection) -> bool:
        return len(collection) != self._library.passage_count()

    def _has_our_vectors(self, collection: ChromaCollection) -> bool:
        sample = collection.sample()
        if sample is None:
            return True
        ids, vectors = self._library.vectors([sample[0]])
        if not ids:
            return True  # one too many, which tells nothing of the others
        return vectors.shape[1] == len(sample[1]) and bool(np.dot(vectors[0], sample[1]) > 0.99)

    def _use(self, collection: ChromaCollection) -> None:
        if self._backoff.failing:
            logger.info("The search server at %s answers again.", self._address)
        self._collection, self._note = collection, None
        self._backoff.succeeded()

    def _let_go(self) -> None:
        server, self._server, self._collection, self._waiting = self._server, None, None, []
        if server is not None:
            with suppress(Exception):  # of a client whose server is gone
                server.close()

    def _go_without(self, error: BaseException, failed: ChromaCollection | None) -> None:
        """Goes on without the server, whose client raises many kinds; what is no failure goes on up."""
        if not is_failure(error) or isinstance(error, FootnoteError):
            raise error
        with self._guard:
            if failed is not None and self._collection is not failed:  # another thread has left it
                return
            self._let_go()
            if self._opened != self._collections.known:  # another process has made a new one
                self._tried = False
                return
            if not self._backoff.failing:
                logger.warning(
                    "The search server at %s %s; searching without it. %s",
                    *(self._address, reason(error), NEXT_STEP),
                )
            self._backoff.failed()
            self._note = without(self._address, error)

    def _doubt(self, collection: ChromaCollection) -> None:
        """The collection has other passages than the library: it is compared, or tried again later."""
        with self._guard:
            if self._collection is collection:
                self._collection = None
                self._backoff.failed()
                if self._writes:
                    self._mend_in_background()

    # What the collection is to have

    def _catch_up(self) -> None:
        """Sends what is waiting, not under the guard: the library answers however long it takes."""
        with self._sends:
            with self._guard:
                collection, changes = self._collection, self._waiting
                if collection is None or not changes:
                    return
                self._sending, self._waiting = changes, []
            try:
                added, deleted = net_changes(changes)
                collection.delete(deleted)
                collection.add(records(self._library, added))
            except BaseException as error:
                with self._guard:
                    if self._collection is collection:  # else it is compared when it is opened again
                        self._waiting = [*changes, *self._waiting]
                self._go_without(error, collection)
            finally:
                self._sending = []

    def _mend_in_background(self) -> None:
        server = self._server
        if server is not None and not self._is_mending():
            self._mend_with(lambda: self._mend(server))

    def _mend(self, server: ChromaServer) -> None:
        """Gives the collection what it lacks and takes what it has too much; then it answers."""
        try:
            name, generation = self._collections.name(), self._library.generation
            collection = server.collection(name)
            if not self._has_our_vectors(collection):  # of another embedder, or not made by Footnote
                server.drop(name)
                collection = server.collection(name)
            # In this order: what another process adds meanwhile is in the library before it is there.
            present = collection.ids()
            ours = self._library.passage_ids()
            collection.delete(present.difference(ours))
            for some in batches(
                self._library, [passage_id for passage_id in ours if passage_id not in present], BATCH
            ):
                if self._stop.is_set():
                    return
                collection.add(some)
            with self._guard:
                if self._server is server and self._collections.name() == name:
                    self._collections.set_checked(generation)
                    self._use(collection)
        except BaseException as error:
            if self._server is server and not self._stop.is_set():
                self._go_without(error, self._collection)

    def _mend_with(self, work: Callable[[], None]) -> None:
        self._stop.clear()
        self._mending = self._run(work)

    def _run(self, work: Callable[[], None]) -> threading.Thread:
        def run() -> None:
            try:
                work()
            except FootnoteError as error:  # the library's own, which the next question meets too
                logger.warning("The search server at %s was not brought up to date: %s", self._address, error)
                self._backoff.failed()

        thread = threading.Thread(target=run, name="search-server", daemon=True)
        thread.start()
        return thread

    def _is_mending(self) -> bool:
        thread = self._mending
        return thread is not None and thread.is_alive() and thread is not threading.current_thread()

    def _end_mending(self, seconds: float) -> None:
        """Waits so long for what is being added, then has it stop at its next batch."""
        thread = self._mending
        if thread is not None:
            thread.join(seconds)
            self._stop.set()
            thread.join()
