"""The SQLite file under the library: connections, schema version and transactions."""

import logging
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from documents.errors import LibraryLocked, LibraryTooNew, StorageFailed
from documents.storage.errors import damaged, storage_errors
from documents.storage.lock import WriteLock
from documents.storage.searching import turn_sources, turn_text
from documents.storage.vectors import half

logger = logging.getLogger(__name__)

FILE_NAME = "library.db"
MIGRATION_WAIT = 10.0  # seconds that an opener waits for another process that makes the schema

# Each entry brings the schema from version n to n + 1. An entry that has been released never changes.
MIGRATIONS = (
    """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE sources (
        id TEXT PRIMARY KEY,
        uri TEXT NOT NULL,
        version INTEGER NOT NULL,
        tag TEXT,
        added_at TEXT NOT NULL
    );
    CREATE TABLE uris (
        uri TEXT PRIMARY KEY,
        source_id TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE
    ) WITHOUT ROWID;
    CREATE INDEX uris_source ON uris(source_id);
    CREATE TABLE versions (
        source_id TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
        version INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        reader TEXT NOT NULL,
        media_type TEXT NOT NULL,
        title TEXT NOT NULL,
        date TEXT,
        page_starts TEXT,
        headings TEXT NOT NULL,
        text TEXT NOT NULL,
        added_at TEXT NOT NULL,
        PRIMARY KEY (source_id, version)
    );
    CREATE INDEX versions_sha256 ON versions(sha256, reader);
    -- Passages, their vectors and their full text exist for the current version of a source only.
    CREATE TABLE passages (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        source_id TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
        version INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        page INTEGER,
        headings TEXT NOT NULL,
        text TEXT NOT NULL,
        vector BLOB NOT NULL
    );
    CREATE INDEX passages_source ON passages(source_id);
    CREATE VIRTUAL TABLE full_text USING fts5(header, text, tokenize = 'porter unicode61');
    CREATE TABLE removed (
        source_id TEXT PRIMARY KEY,
        uri TEXT NOT NULL,
        title TEXT NOT NULL,
        version INTEGER NOT NULL,
        removed_at TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE conversations (
        id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL
    );
    CREATE TABLE turns (
        conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        question TEXT NOT NULL,
        answer TEXT NOT NULL,
        created_at TEXT NOT NULL,
        PRIMARY KEY (conversation_id, number)
    );
    """,
    # Kept apart from the turns: whole answers are long, and a search would have to pass over them.
    """
    CREATE TABLE turn_texts (
        conversation_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        folded TEXT NOT NULL,
        PRIMARY KEY (conversation_id, number),
        FOREIGN KEY (conversation_id, number) REFERENCES turns(conversation_id, number) ON DELETE CASCADE
    ) WITHOUT ROWID;
    CREATE TABLE turn_sources (
        conversation_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        source_id TEXT NOT NULL,
        PRIMARY KEY (conversation_id, number, source_id),
        FOREIGN KEY (conversation_id, number) REFERENCES turns(conversation_id, number) ON DELETE CASCADE
    ) WITHOUT ROWID;
    CREATE INDEX turn_sources_source ON turn_sources(source_id);
    INSERT INTO turn_texts SELECT conversation_id, number, turn_text(question, answer) FROM turns;
    INSERT INTO turn_sources
        SELECT conversation_id, number, cited.value FROM turns, json_each(turn_sources(answer)) AS cited;
    """,
    # What speaks to the assistant; NULL: not looked at yet, which is done when it is read (flags.py).
    # Kept with the source too: a passage's row is long, with its vector.
    """
    ALTER TABLE passages ADD COLUMN flagged INTEGER;
    ALTER TABLE sources ADD COLUMN flagged INTEGER;
    """,
    # Headings are stored once, with their version, and vectors in half the room (vectors.py). What could not
    # be read whole is noted with the version.
    """
    ALTER TABLE passages DROP COLUMN headings;
    UPDATE passages SET vector = half(vector);
    ALTER TABLE versions ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';
    UPDATE versions SET title = substr(title, 1, 200) WHERE length(title) > 200;
    """,
    # The structure of a text: its blocks (blocks.py), what else is known of it (facts.py), what of it stands
    # around the text or on every page, and the address of the archive or mail that an address is within.
    """
    CREATE TABLE blocks (
        source_id TEXT NOT NULL,
        version INTEGER NOT NULL,
        number INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (source_id, version, number),
        FOREIGN KEY (source_id, version) REFERENCES versions(source_id, version) ON DELETE CASCADE
    ) WITHOUT ROWID;
    ALTER TABLE versions ADD COLUMN facts TEXT NOT NULL DEFAULT '{}';
    ALTER TABLE passages ADD COLUMN furniture INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE uris ADD COLUMN part_of TEXT;
    CREATE INDEX uris_part_of ON uris(part_of) WHERE part_of IS NOT NULL;
    """,
)

JSON_COLUMNS = (
    ("turns", "answer"),
    ("versions", "facts"),
    ("versions", "headings"),
    ("versions", "notes"),
    ("versions", "page_starts"),  # NULL is valid: json_valid(NULL) is NULL
)

# A folder that cannot be written to keeps its version: the last ones are read as if they were this one.
_NO_STRUCTURE = """
    CREATE TEMP VIEW uris AS SELECT *, NULL AS part_of FROM main.uris;
    CREATE TEMP VIEW blocks AS
        SELECT NULL AS source_id, NULL AS version, 0 AS number, 0 AS start, 0 AS "end", NULL AS data WHERE 0;
"""
READ_AS = {
    2: f"""
    CREATE TEMP VIEW passages AS SELECT
        number, id, source_id, version, start, "end", page, text, half(vector) AS vector, NULL AS flagged,
        0 AS furniture FROM main.passages;
    CREATE TEMP VIEW sources AS SELECT rowid, *, NULL AS flagged FROM main.sources;
    CREATE TEMP VIEW versions AS SELECT *, '[]' AS notes, '{{}}' AS facts FROM main.versions;
    {_NO_STRUCTURE}""",
    3: f"""
    CREATE TEMP VIEW passages AS
        SELECT number, id, source_id, version, start, "end", page, text, half(vector) AS vector, flagged,
        0 AS furniture FROM main.passages;
    CREATE TEMP VIEW versions AS SELECT *, '[]' AS notes, '{{}}' AS facts FROM main.versions;
    {_NO_STRUCTURE}""",
    4: f"""
    CREATE TEMP VIEW passages AS SELECT *, 0 AS furniture FROM main.passages;
    CREATE TEMP VIEW versions AS SELECT *, '{{}}' AS facts FROM main.versions;
    {_NO_STRUCTURE}""",
}


Row = tuple[Any, ...]  # Any: the types of SQLite's columns


class Database:
    """Connections to one library file: one a thread, closed together.

    Raises LibraryTooNew when a later Footnote wrote the file and StorageFailed when it cannot be
    opened.
    """

    def __init__(self, home: Path) -> None:
        self.path = home / FILE_NAME
        self._local = threading.local()
        self._connections: list[tuple[threading.Thread, sqlite3.Connection]] = []
        self._guard = threading.Lock()
        self._read_only = False
        self._read_as = ""  # what makes an earlier version look like this one
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

    def check(self) -> None:
        """Reads the whole file; raises StorageFailed where it is damaged."""
        found = self.rows("PRAGMA quick_check(1)")[0][0]
        if found != "ok":
            raise damaged(self.path, found)
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

    def compact(self) -> None:
        """Writes the whole file anew, so that it holds what is stored and nothing else.

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
            connection.create_function("half", 1, half)
            connection.executescript(self._read_as)
            return connection
        connection = sqlite3.connect(self.path, timeout=30, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")  # removed text is overwritten, not only unlinked
        connection.execute("PRAGMA synchronous = FULL")  # what was reported as added survives a power cut
        return connection

    def _migrate(self, home: Path) -> None:
        version = self._version() if self.path.exists() else 0
        if version == 0 and self.path.exists() and any(home.glob("files/*")):
            raise damaged(self.path, "it is empty")  # made anew, it would lose its documents' originals too
        if version == len(MIGRATIONS):
            return
        if self._read_only and version in READ_AS:
            self._read_as = READ_AS[version]
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
        if version > len(MIGRATIONS):
            raise LibraryTooNew(
                f"The library at {self.path.parent} was written by a later Footnote.",
                "Install that version, or choose another folder with FOOTNOTE_HOME.",
            )
        return version

    def _run_migrations(self) -> None:
        connection = self._connect()
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.create_function("turn_text", 2, turn_text)
            connection.create_function("turn_sources", 1, turn_sources)
            connection.create_function("half", 1, half)
            done: int = connection.execute("PRAGMA user_version").fetchone()[0]
            for number in range(done, len(MIGRATIONS)):
                connection.executescript(
                    f"BEGIN IMMEDIATE; {MIGRATIONS[number]}; PRAGMA user_version = {number + 1}; COMMIT;"
                )
        finally:
            connection.close()
        self.path.chmod(0o600)


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
