"""Connections of one process to one database, kept for the next use.

Not psycopg's pool: that one tries in the background, so that a wrong password is a wait and a time-out
instead of the server's own words.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from documents.storage.postgres.errors import bad_address, may_come_back, need_psycopg, no_connection

if TYPE_CHECKING:
    import psycopg

MOST_CONNECTIONS = 16  # connections of one process at once; whoever needs one more waits
CONNECT_SECONDS = 10
COMES_BACK = 15.0  # seconds that a server which was there before may take to restart
RETRY_SECONDS = 0.25
# A server that vanished without a word is noticed within a minute.
KEEPALIVE: dict[str, Any] = {  # Any: psycopg takes many kinds
    "keepalives_idle": 20,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 45_000,
}
# Tables are found in our schema, and pgvector's types wherever the extension was put.
_SEARCH_PATH = """SELECT set_config('search_path', 'footnote, ' || coalesce((
    SELECT quote_ident(nspname) || ', ' FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'vector' AND nspname <> 'public'), '') || 'public', false)"""

# Compiling queries takes longer than they do, and so does starting other processes for them; a plan for any
# values is a bad one for words, which are rare or not; the index of vectors looks at so many, and at more
# where a filter leaves too few.
SESSION = {
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "plan_cache_mode": "force_custom_plan",
    "random_page_cost": "1.1",
    "hnsw.ef_search": "400",
    "hnsw.iterative_scan": "strict_order",
    # The server's side of KEEPALIVE: the locks of a computer that vanished go within a minute, too.
    "tcp_keepalives_idle": "20",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "45000",
}
# A process that froze while it held a lock loses it. Each change under the lock asks the connection anew.
_LETS_GO = "SET LOCAL idle_in_transaction_session_timeout = '10min'"
_SET = "SELECT set_config(name, value, false) FROM unnest(%s::text[], %s::text[]) AS given(name, value)"


class Connections:
    """What a process has open to the database at `address`; `place` is the address as it may be shown."""

    def __init__(self, address: str, place: str) -> None:
        need_psycopg()
        self.place = place
        self._address = address
        self._idle: list[psycopg.Connection[Any]] = []  # Any: rows of any columns
        self._guard = threading.Lock()
        self._room = threading.BoundedSemaphore(MOST_CONNECTIONS)
        self._was_there = False
        self._closed = False

    @contextmanager
    def connection(self) -> Iterator["psycopg.Connection[Any]"]:
        """A connection for one use, in autocommit; one that broke or is within a transaction is not kept."""
        with self._room:
            connection = self._take()
            try:
                yield connection
            finally:
                self._give(connection)

    @contextmanager
    def transaction(self) -> Iterator["psycopg.Connection[Any]"]:
        """A connection in a transaction, for one use."""
        with self.connection() as connection:
            connection.execute("BEGIN")
            yield connection

    @contextmanager
    def uncounted_transaction(self) -> Iterator["psycopg.Connection[Any]"]:
        """A transaction that is not counted: it stays open while the same thread uses other connections."""
        import psycopg

        connection = self._take()
        try:
            connection.execute("BEGIN")
            connection.execute(_LETS_GO)
            yield connection
            with suppress(psycopg.Error):  # lost meanwhile, and its locks with it: what was done is done
                connection.execute("ROLLBACK")
        finally:
            self._give(connection)

    @contextmanager
    def new_connection(self) -> Iterator["psycopg.Connection[Any]"]:
        """A new connection that is not counted, for what changes its settings or takes long."""
        connection = self.connect()
        try:
            yield connection
        finally:
            connection.close()

    def connect(self) -> "psycopg.Connection[Any]":
        """A new connection. A server that was there before is given some seconds to come back."""
        import psycopg

        deadline = time.monotonic() + (COMES_BACK if self._was_there else 0.0)
        while True:
            try:
                connection = self._connect()
            except psycopg.Error as error:
                if time.monotonic() < deadline and may_come_back(error):
                    time.sleep(RETRY_SECONDS)
                    continue
                self._was_there = False  # the next one is told at once
                if isinstance(error, psycopg.ProgrammingError):
                    raise bad_address() from None  # its words may hold the password
                raise no_connection(error, self.place) from error
            self._was_there = True
            return connection

    def drop_idle(self) -> None:
        """Closes what lies unused: after a restart all of these are dead."""
        with self._guard:
            idle, self._idle = self._idle, []
        for connection in idle:
            with suppress(OSError):
                connection.close()

    def close(self) -> None:
        """Closes all; one that is in use goes with its use."""
        with self._guard:
            self._closed = True
        self.drop_idle()

    def _connect(self) -> "psycopg.Connection[Any]":
        import psycopg

        connection: psycopg.Connection[Any] = psycopg.connect(
            self._address,
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            client_encoding="utf8",
            application_name="footnote",
            **KEEPALIVE,
        )
        try:
            connection.execute(_SEARCH_PATH)
            connection.execute(_SET, (list(SESSION), list(SESSION.values())))
        except BaseException:
            connection.close()
            raise
        return connection

    def _take(self) -> "psycopg.Connection[Any]":
        with self._guard:
            if self._idle:
                return self._idle.pop()
        return self.connect()

    def _give(self, connection: "psycopg.Connection[Any]") -> None:
        from psycopg.pq import TransactionStatus

        whole = not connection.closed and connection.info.transaction_status == TransactionStatus.IDLE
        with self._guard:
            keeps = whole and not self._closed
            if keeps:
                self._idle.append(connection)
        if not keeps:
            connection.close()
