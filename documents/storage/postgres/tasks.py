"""The queue of work in PostgreSQL: any number of processes take tasks.

An owner is known to be alive by an advisory lock of its session, which goes with its connection, and by what
it has been heard of. All times are those of the server.
"""

import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from documents.errors import FootnoteError, ServerLost, StorageFailed
from documents.queue.changes import Changes, among
from documents.queue.contract import BATCH, HANGS_SECONDS, REMOVING_SECONDS, Task, TaskStep
from documents.queue.owner import TaskOwner
from documents.queue.tasks import Tasks
from documents.storage.postgres.database import PostgresDatabase
from documents.storage.postgres.errors import postgres_errors
from documents.storage.tables import Connection

if TYPE_CHECKING:
    import psycopg

OWNERS = 0x466E  # the class of the advisory locks that owners hold
CHANNEL = "footnote_queue"
ISO = """'YYYY-MM-DD"T"HH24:MI:SS.MS"+00:00"'"""
NOW = f"to_char(clock_timestamp() AT TIME ZONE 'UTC', {ISO})"
_QUIET = f"CASE kind WHEN 'add' THEN {HANGS_SECONDS:.0f} ELSE {REMOVING_SECONDS:.0f} END"
HANGING = f"to_char((clock_timestamp() - make_interval(secs => {_QUIET})) AT TIME ZONE 'UTC', {ISO})"
STARTED = f"to_char(pg_postmaster_start_time() AT TIME ZONE 'UTC', {ISO})"
LIVING = f"""SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
    WHERE l.locktype = 'advisory' AND l.classid = {OWNERS} AND l.objsubid = 2 AND l.granted
    AND d.datname = current_database()"""
ALIVE = f"EXISTS ({LIVING} AND CAST(l.objid AS text) = tasks.owner)"


class PostgresChanges(Changes):
    """Changes that all processes hear of."""

    lock = "FOR UPDATE"
    _database: PostgresDatabase

    def moment(self, statements: Connection, hours: float = 0.0) -> str:
        """The time by the server's clock."""
        sql = f"SELECT to_char((clock_timestamp() + make_interval(secs => ?)) AT TIME ZONE 'UTC', {ISO})"
        return str(statements.execute(sql, (hours * 3600.0,)).fetchone()[0])

    def begin(self, statements: Connection) -> tuple[int, str]:
        """The revision of what now changes, and the time; who waits is told when it is stored."""
        revision, now = super().begin(statements)
        statements.execute(f"SELECT pg_notify('{CHANNEL}', '')")
        return revision, now


class PostgresTasks(PostgresChanges, Tasks):
    """The queue in PostgreSQL."""

    def __init__(self, database: PostgresDatabase) -> None:
        super().__init__(database)
        self._local = threading.local()
        self._guard = threading.Lock()
        self._listening: list[psycopg.Connection[Any]] = []  # Any: rows of any columns

    def owner(self) -> "PostgresOwner":
        """One of any number that take tasks."""
        return PostgresOwner(self._database)

    @property
    def attended(self) -> bool:
        """Whether somebody works on the queue, or waits for tasks."""
        return bool(self._database.rows(f"{LIVING} LIMIT 1"))

    def wait(self, revision: int, seconds: float) -> int:
        """The revision, as soon as it is another one than this, at the latest after so many seconds."""
        self._listener()  # before the first look: what changes after it is heard
        return super().wait(revision, seconds)

    def doze(self, little: float, most: float) -> None:
        """Waits for a sign of a change, `most` seconds at most."""
        connection = self._listener()
        try:
            with postgres_errors(self._database.place):
                for _ in connection.notifies(timeout=most, stop_after=1):
                    pass
        except StorageFailed:  # lost: the next look says so, if no new connection can be had
            connection.close()

    def close(self) -> None:
        """Closes the connections that wait for changes; one that a thread waits on goes with its use."""
        with self._guard:
            listening, self._listening = self._listening, []
        for connection in listening:
            connection.close()

    def _listener(self) -> "psycopg.Connection[Any]":
        """The connection on which this thread hears of changes."""
        known: psycopg.Connection[Any] | None = getattr(self._local, "connection", None)
        if known is not None and not known.closed:
            return known
        connection = self._database.connections.connect()
        try:
            with postgres_errors(self._database.place):
                connection.execute(f"LISTEN {CHANNEL}")
        except BaseException:
            connection.close()
            raise
        self._local.connection = connection
        with self._guard:
            self._listening = [listener for listener in self._listening if not listener.closed] + [connection]
        return connection


class PostgresOwner(PostgresChanges, TaskOwner):
    """One of any number that take tasks from PostgreSQL."""

    lost = f"owner <> ? AND (NOT {ALIVE} OR heard_at < {HANGING})"

    def __init__(self, database: PostgresDatabase) -> None:
        super().__init__(database)
        self._alive: psycopg.Connection[Any] | None = None
        self._hold()

    def take(self, limit: int = BATCH) -> list[Task]:
        """The next tasks, from now on this owner's; none where nothing waits."""
        self._hold()
        return super().take(limit)

    def report(self, task_id: int, step: TaskStep, done: int = 0, total: int = 0) -> bool:
        """Says how far a task is. False: it was cancelled, or is no longer this owner's."""
        self._hold()
        return super().report(task_id, step, done, total)

    def close(self) -> None:
        """Hands back what it holds; where the server cannot be reached it finds out by itself."""
        with suppress(FootnoteError):
            super().close()
        if self._alive is not None:
            self._alive.close()

    def _show_life(self, statements: Connection) -> None:
        # All at once: one of a batch may wait for long while the others are worked on. Rows are locked
        # by their ids before the revision is counted, as in `change`.
        mine = f"SELECT id FROM tasks WHERE state = 'working' AND owner = ? ORDER BY id {self.lock}"
        ids = [int(row[0]) for row in statements.execute(mine, (self.name,)).fetchall()]
        statements.execute(f"UPDATE tasks SET heard_at = {NOW} WHERE {among(ids)}")

    def _take_from_the_dead(self, statements: Connection) -> None:
        # Whoever lost its connection because the server went down was not killed over its task.
        again = "attempts = attempts - 1, taken_at = :now"
        restarted = f"state = 'working' AND {self.lost} AND attempts > 0 AND taken_at < {STARTED}"
        self.change(statements, again, restarted, which_values=(self.name,), skip=" SKIP LOCKED")
        super()._take_from_the_dead(statements)

    def _hold(self) -> None:
        """Has the lock that says that this owner is alive, on a new connection where the last one broke."""
        import psycopg

        if self._alive is not None:
            try:
                self._alive.execute("SELECT 1")
                return
            except psycopg.Error:
                self._alive.close()
        connection = self._database.connections.connect()
        try:
            with postgres_errors(self._database.place):
                sql = "SELECT pg_try_advisory_lock(%s, %s)"
                (is_locked,) = connection.execute(sql, (OWNERS, int(self.name))).fetchone() or (False,)
            if not is_locked:
                raise ServerLost(
                    f"The server at {self._database.place} still holds a connection that broke.",
                    "It lets go of it within a minute.",
                )
        except BaseException:
            connection.close()
            raise
        self._alive = connection
