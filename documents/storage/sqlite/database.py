"""The SQLite file under the library: connections, schema version and transactions."""

import logging
import shutil
import sqlite3
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from documents.errors import LibraryLocked, LibraryTooNew, StorageFailed
from documents.storage.errors import damaged, storage_errors
from documents.storage.lock import WriteLock
from documents.storage.sqlite.schema import FUNCTIONS, JSON_COLUMNS, MIGRATIONS, OLDEST_READ, views_of
from documents.storage.tables import Row

logger = logging.getLogger(__name__)

FILE_NAME = "library.db"
MIGRATION_WAIT = 10.0  # seconds that an opener waits for another process that makes the schema


class Database:
    """Connections to one library file: one a thread, closed together.

    Raises LibraryTooNew when a later Footnote wrote the file and StorageFailed when it cannot be
    opened.
    """

    shared = False
    description = "The library's file is sound."

    def __init__(self, home: Path) -> None:
        self.path = home / FILE_NAME
        self._local = threading.local()
        self._connections: list[tuple[threading.Thread, sqlite3.Connection]] = []
        self._guard = threading.Lock()
        self._read_only = False
        self._read_as = ""  # what makes an earlier version look like this one
        self._functions = FUNCTIONS
        with storage_errors(self.path):
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._migrate(home)

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection of the calling thread."""
        existing: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if existing is not None:
            return existing
        with storage_errors(self.path):
            connection = self._connect()
        self._local.connection = connection
        with self._guard:
            self._connections = [
                *self._close_those_of_ended_threads(),
                (threading.current_thread(), connection),
            ]
        return connection

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; raises StorageFailed where the disk is full or read-only."""
        connection = self.connection
        with storage_errors(self.path):
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # a full disk may have ended it already
                    connection.execute("ROLLBACK")
                raise

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """What a query finds. Raises StorageFailed where the file cannot be read."""
        with storage_errors(self.path):
            return self.connection.execute(sql, tuple(values)).fetchall()

    @contextmanager
    def exclusive(self, names: Iterable[str]) -> Iterator[None]:
        """Nothing: one process writes, by its WriteLock, and one thread of it at a time."""
        yield

    def check(self) -> None:
        """Reads the whole file; raises StorageFailed where it is damaged."""
        result = self.rows("PRAGMA quick_check(1)")[0][0]
        if result != "ok":
            raise damaged(self.path, result)
        for table, column in JSON_COLUMNS:
            if self.rows(f"SELECT 1 FROM {table} WHERE NOT json_valid({column}) LIMIT 1"):
                raise damaged(self.path, f"the {column} of the {table}")

    def empty_log(self) -> None:
        """Empties the write-ahead log, which keeps removed text until it is overwritten.

        What was removed is removed all the same, so a log that cannot be emptied is a warning.
        """
        try:
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.Error as error:
            logger.warning("Removed text stays in %s-wal for now (%s).", self.path, error)

    def check_room(self) -> None:
        """Nothing where `compact` has the room it needs; raises StorageFailed where the disk is too full."""
        with storage_errors(self.path):
            needed = 2 * self.path.stat().st_size  # the copy, and the log through which it comes back
            free = shutil.disk_usage(self.path.parent).free
        if free < needed:
            raise StorageFailed(
                f"To rewrite the library takes {_megabytes(needed)}, and the disk that holds "
                f"{self.path.parent} has {_megabytes(free)} free; nothing was changed.",
                "Free some space and try again.",
            )

    def compact(self, tables: Collection[str] = ()) -> None:
        """Writes the whole file anew, whatever `tables`, so that it holds what is stored and nothing else.

        What was deleted is overwritten at once, but not the copies that SQLite leaves in a page's free part
        when it moves rows to another. Raises StorageFailed where the disk is full, and where another
        process reads.
        """
        with storage_errors(self.path):
            self.connection.execute("PRAGMA temp_store = MEMORY")  # no copy in the system's temporary folder
            self.connection.execute("VACUUM")
            busy = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise StorageFailed(
                f"Another process reads the library at {self.path.parent}, so its log could not be emptied.",
                "Close that one and try again.",
            )

    def texts(self) -> Iterator[tuple[str, str]]:
        """None: all are in the file."""
        return iter(())

    def close(self) -> None:
        """Closes the connections, but for those of other threads that still run: each goes with its last use.

        Closed under a query that another thread waits for, SQLite would take the whole process down.
        """
        with self._guard:
            for thread, connection in self._connections:
                if thread is threading.current_thread() or not thread.is_alive():
                    connection.close()
            self._connections.clear()
        self._local = threading.local()

    def _close_those_of_ended_threads(self) -> list[tuple[threading.Thread, sqlite3.Connection]]:
        """Closes what ended threads have left (each question has one of its own); returns the others."""
        ended = [connection for thread, connection in self._connections if not thread.is_alive()]
        for connection in ended:
            connection.close()
        return [pair for pair in self._connections if pair[0].is_alive()]

    def _connect(self) -> sqlite3.Connection:
        if self._read_only:
            # `immutable` reads without the lock files that a read-only folder cannot hold.
            uri = f"{self.path.absolute().as_uri()}?immutable=1"
            connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
            self._add_functions(connection)
            connection.executescript(self._read_as)
            return connection
        connection = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)
        self._add_functions(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # removed text is overwritten, not only unlinked
        connection.execute("PRAGMA synchronous = FULL")  # what was reported as added survives a power cut
        return connection

    def _add_functions(self, connection: sqlite3.Connection) -> None:
        for name, (parameters, function) in self._functions.items():
            connection.create_function(name, parameters, function)

    def _migrate(self, home: Path) -> None:
        version = self._version() if self.path.exists() else 0
        if version == 0 and self.path.exists() and any(home.glob("files/*")):
            raise damaged(self.path, "it is empty")  # made anew, it would lose its documents' originals too
        if version == len(MIGRATIONS):
            return
        if self._read_only and version >= OLDEST_READ:
            self._read_as = views_of(version)
            # A source's flag is that of all its passages, and is asked for with every list of sources.
            parameters, flagged = FUNCTIONS["passage_flagged"]
            self._functions = {**FUNCTIONS, "passage_flagged": (parameters, cache(flagged))}
            return
        lock = WriteLock(home)
        deadline = time.monotonic() + MIGRATION_WAIT
        while True:
            try:
                lock.acquire()
                break
            except LibraryLocked:
                if self.path.exists() and self._version() == len(MIGRATIONS):
                    return
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
        try:
            self._run_migrations()
        finally:
            lock.release()

    def _version(self) -> int:
        try:
            return self._read_version()
        except sqlite3.OperationalError as error:
            if "readonly" not in str(error) and "unable to open" not in str(error):
                raise
            self._read_only = True
            return self._read_version()

    def _read_version(self) -> int:
        connection = self._connect()
        try:
            version: int = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        finally:
            connection.close()
        self._refuse_later(version)
        return version

    def _refuse_later(self, version: int) -> None:
        if version > len(MIGRATIONS):
            raise LibraryTooNew(
                f"The library at {self.path.parent} was written by a later Footnote.",
                "Install that version, or choose another folder with FOOTNOTE_HOME.",
            )

    def _run_migrations(self) -> None:
        connection = self._connect()
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            done: int = connection.execute("PRAGMA user_version").fetchone()[0]
            self._refuse_later(done)  # one that held the lock until now
            if done < len(MIGRATIONS):
                steps = ";\n".join(MIGRATIONS[done:])
                connection.executescript(
                    f"BEGIN IMMEDIATE; {steps}; PRAGMA user_version = {len(MIGRATIONS)}; COMMIT;"
                )
        finally:
            connection.close()
        self.path.chmod(0o600)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
