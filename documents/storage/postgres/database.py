"""The PostgreSQL database under the library: queries, transactions and locks of the calling thread.

SQL is written as for SQLite, with `?` for a value; what both understand otherwise is translated here.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from documents.errors import StorageFailed
from documents.storage.postgres.address import displayed_address
from documents.storage.postgres.connections import Connections
from documents.storage.postgres.errors import NOTHING, is_lost, postgres_errors
from documents.storage.postgres.schema import migrate, version_of
from documents.storage.tables import GROUPED, LISTED, Row

if TYPE_CHECKING:
    import psycopg

LOCK_SECONDS = 60  # that `compact` waits for others who use a table
UNKNOWN = "whether it was stored is not known, and done again it is not stored twice"


class Transaction:
    """One transaction, or one read: `execute` as sqlite3's connection has it."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self.raw = connection

    def execute(self, sql: str, values: Sequence[object] = ()) -> "psycopg.Cursor[Any]":
        """Runs one statement; the cursor has its rows."""
        return self.raw.execute(translated(sql), storable(values))

    def executemany(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Runs one statement with each of the rows."""
        storable_rows = [storable(values) for values in rows]
        if storable_rows:
            with self.raw.cursor() as cursor:
                cursor.executemany(translated(sql), storable_rows)


class PostgresDatabase:
    """One library's database. Each method may be called from any thread, in any number of processes.

    Raises LibraryTooNew when a later Footnote made the schema, BadValue for an address that is none and
    StorageFailed when the database cannot be used.
    """

    shared = True

    def __init__(self, address: str) -> None:
        self.place = displayed_address(address)
        self.connections = Connections(address, self.place)
        self._local = threading.local()
        try:
            with self.connections.connection() as connection, postgres_errors(self.place):
                migrate(connection, self.place)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """All or nothing; raises StorageFailed, which says that nothing was stored."""
        if getattr(self._local, "current", None) is not None:
            raise StorageFailed("A change of the library began within another one.", "Run `footnote doctor`.")
        with self._living(self.connections.transaction) as connection:
            try:
                self._check_guard()  # after BEGIN: a server that restarts later takes this transaction along
            except BaseException:
                _roll_back(connection)
                raise
            self._local.current = Transaction(connection)
            try:
                with postgres_errors(self.place, NOTHING):
                    yield self._local.current
            except BaseException:
                _roll_back(connection)
                raise
            finally:
                self._local.current = None
            with postgres_errors(self.place, UNKNOWN):
                connection.execute("COMMIT")

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """What a query finds; within a transaction of this thread, what that one sees.

        A read whose connection broke is done once more on a new one. Raises StorageFailed.
        """
        import psycopg

        current: Transaction | None = getattr(self._local, "current", None)
        if current is not None:
            return current.execute(sql, values).fetchall()
        try:
            with self.connections.connection() as connection:
                return Transaction(connection).execute(sql, values).fetchall()
        except psycopg.Error as error:
            with postgres_errors(self.place):
                if not is_lost(error):
                    raise
                self.connections.drop_idle()
                with self.connections.connection() as connection:
                    return Transaction(connection).execute(sql, values).fetchall()

    @contextmanager
    def exclusive(self, names: Iterable[str]) -> Iterator[None]:
        """Holds a lock on each of the names against all other processes and threads; they wait."""
        with self._living(self.connections.uncounted_transaction) as connection:
            with postgres_errors(self.place, NOTHING):
                # Always in this order: two that want both never wait in a ring.
                for key in sorted(set(names)):
                    connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 14))", (key,))
            self._local.guard = connection
            try:
                yield
            finally:
                self._local.guard = None

    def _check_guard(self) -> None:
        """Raises ServerLost where this thread's lock went with its connection: others may have it."""
        guard: psycopg.Connection[Any] | None = getattr(self._local, "guard", None)
        if guard is not None:
            with postgres_errors(self.place, NOTHING):
                guard.execute("SELECT 1")

    def check(self) -> None:
        """Nothing when each table can be read; raises StorageFailed with what is wrong."""
        with self.connections.connection() as connection, postgres_errors(self.place):
            version_of(connection, self.place)
            for table in self._tables():
                connection.execute(f'SELECT * FROM footnote."{table}" LIMIT 1')

    @property
    def description(self) -> str:
        """Which server it is, in a sentence."""
        sql = (
            "SELECT current_setting('server_version'), extversion FROM pg_extension WHERE extname = 'vector'"
        )
        ((server, vector),) = self.rows(sql)
        return f"Its tables are whole at {self.place} (PostgreSQL {server.split()[0]}, pgvector {vector})."

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text in the tables, each behind the name of its table."""
        sql = """SELECT table_name, string_agg(quote_ident(column_name) || '::text', ', ') FROM
            information_schema.columns WHERE table_schema = 'footnote' AND data_type IN
            ('text', 'tsvector', 'ARRAY', 'json', 'jsonb') GROUP BY table_name ORDER BY table_name"""
        for table, columns in self.rows(sql):
            with self.connections.new_connection() as connection, postgres_errors(self.place):
                # A cursor of the server's: all texts together may be large.
                with connection.transaction(), connection.cursor(name="texts") as cursor:
                    cursor.execute(f'SELECT {columns} FROM footnote."{table}"')
                    for row in cursor:
                        yield from ((table, value) for value in row if value)

    def empty_log(self) -> None:
        """Nothing: what was deleted stays in the server's files until a vacuum; `compact` asks for one."""

    def check_room(self) -> None:
        """Nothing: a server does not tell how full its disk is; a full one stops `compact`, harmlessly."""

    def compact(self, tables: Collection[str] = ()) -> None:
        """Writes all tables or these anew: nothing that was deleted is left in the server's table files.

        Raises StorageFailed where the server's disk is full.
        """
        with self.connections.new_connection() as connection, postgres_errors(self.place):
            connection.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")
            for table in tables or self._tables():
                connection.execute(f'VACUUM (FULL) footnote."{table}"')

    def close(self) -> None:
        """Closes the connections."""
        self.connections.close()

    @contextmanager
    def _living(
        self, begun: "Callable[[], AbstractContextManager[psycopg.Connection[Any]]]"
    ) -> "Iterator[psycopg.Connection[Any]]":
        """A connection in a transaction; one that turns out to be dead is replaced first."""
        import psycopg

        with ExitStack() as stack:
            try:
                connection = stack.enter_context(begun())
            except psycopg.Error as error:
                with postgres_errors(self.place, NOTHING):
                    if not is_lost(error):
                        raise
                self.connections.drop_idle()
                with postgres_errors(self.place, NOTHING):
                    connection = stack.enter_context(begun())
            yield connection

    def _tables(self) -> list[str]:
        sql = "SELECT tablename FROM pg_tables WHERE schemaname = 'footnote' ORDER BY tablename"
        return [table for (table,) in self.rows(sql)]


def _roll_back(connection: "psycopg.Connection[Any]") -> None:
    import psycopg

    try:
        connection.rollback()
    except psycopg.Error:  # the connection is gone, and the transaction with it
        connection.close()


@lru_cache(maxsize=512)
def translated(sql: str) -> str:
    """SQL with `?` for each value, as psycopg wants it.

    >>> translated("SELECT 1 FROM uris WHERE uri = ? AND uri LIKE 'a%'")
    "SELECT 1 FROM uris WHERE uri = %s AND uri LIKE 'a%%'"
    >>> translated("SELECT 1 FROM sources WHERE id IN (SELECT value FROM json_each(?))")
    'SELECT 1 FROM sources WHERE id IN (SELECT json_array_elements_text(CAST(%s AS json)))'
    """
    sql = sql.replace(GROUPED, "CAST(json_agg(uri) AS text)")
    sql = sql.replace(LISTED, "IN (SELECT json_array_elements_text(CAST(? AS json)))")
    return sql.replace("%", "%%").replace("?", "%s")


def storable(values: Sequence[object]) -> tuple[object, ...]:
    r"""Values without the one character that PostgreSQL stores in no text; as many characters as before.

    >>> storable(["a\0b", 1])
    ('a�b', 1)
    """
    return tuple(
        value.replace("\0", "\ufffd") if isinstance(value, str) and "\0" in value else value
        for value in values
    )
