"""Nearest vectors in PostgreSQL: exactly among few passages, by an HNSW index of pgvector among many."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from documents.storage.postgres.chosen import ChosenTables
from documents.storage.postgres.columns import from_halfvecs, halfvec
from documents.storage.postgres.database import PostgresDatabase
from documents.storage.postgres.errors import postgres_errors
from documents.storage.records import Vectors
from documents.storage.vectors import check_length

if TYPE_CHECKING:
    import psycopg

MANY_PASSAGES = 25_000  # passages from which an index is made: fewer are compared in some 20 milliseconds
MOST_DIMENSIONS = 4_000  # numbers of a vector that pgvector's index takes
LOCK = 0x4E656172  # of whoever makes the index
MORE = 8  # passages that are compared again, beyond those asked for
_INDEX = "passages_nearest_"  # and the length of the vectors
_MAKE = """CREATE INDEX CONCURRENTLY passages_nearest_{dimensions} ON passages
    USING hnsw ((vector::halfvec({dimensions})) halfvec_ip_ops) WITH (m = 16, ef_construction = 128)
    WHERE vector_dims(vector) = {dimensions}"""
# Kilobytes, unless the administrator allows more: a graph that does not fit is made many times more slowly.
_RAISE = """SELECT set_config('maintenance_work_mem', greatest(setting::bigint, %s)::text, false)
    FROM pg_settings WHERE name = 'maintenance_work_mem'"""
_PER_VECTOR = 1_200  # bytes of memory that making the index takes, beside the vector
_MOST_MEMORY = 2_000_000  # kilobytes


class NearestTables(ChosenTables):
    """What the dense search asks of the library itself."""

    def nearest(
        self, vector: Vectors, k: int, sources: Collection[str] | None = None, *, exact: bool = False
    ) -> list[tuple[str, float]]:
        """The k nearest passage ids with their cosine, best first, ties by id.

        `sources`: only passages of the sources with these ids; `exact`: all are compared, however many.
        Vectors are of unit length. Raises EmbedderChanged where those of the library are of another length.
        """
        if k < 1 or (sources is not None and not sources):
            return []
        exact = exact or (sources is not None and self._are_few(sources))
        scores = self._nearest(vector, k, sources, exact=exact)
        if len(scores) < k and sources is not None and not exact:
            # The index gave up before it had met enough passages of these sources.
            scores = self._nearest(vector, k, sources, exact=True)
        if not scores:
            row = self._row("SELECT vector_dims(vector) FROM passages LIMIT 1")
            if row is not None:
                check_length(row[0], vector)
        return sorted(scores, key=lambda pair: (-pair[1], pair[0]))[:k]

    def _nearest(
        self, vector: Vectors, k: int, sources: Collection[str] | None, *, exact: bool
    ) -> list[tuple[str, float]]:
        # Only with its own cast is an expression the index's, and a search by it.
        column = "vector" if exact else f"vector::halfvec({len(vector)})"
        distance = f"{column} <#> ?::halfvec({len(vector)})"
        where, chosen = ("", []) if sources is None else ("AND source_id = ANY(?)", [list(sources)])
        sql = f"""SELECT id, halfvec_send(vector) FROM passages
            WHERE vector_dims(vector) = {len(vector)} {where} ORDER BY {distance}, id LIMIT ?"""
        rows = self._rows(sql, *chosen, halfvec(vector), k + MORE)
        # The server compares with a vector of half precision; so compared, they are in SQLite's order.
        if not rows:
            return []
        near = from_halfvecs([stored for _, stored in rows]) @ vector
        return [(name, float(cosine)) for (name, _), cosine in zip(rows, near, strict=True)]


def make_index(database: PostgresDatabase, passages: int) -> None:
    """Makes the index of the vectors where passages are many and there is none; one process at a time.

    Everybody may read and write meanwhile. Raises StorageFailed.
    """
    dimensions = _dimensions(database)
    if passages < MANY_PASSAGES or not 0 < dimensions <= MOST_DIMENSIONS or _is_whole(database, dimensions):
        return
    with _alone(database) as connection:
        if connection is None or _is_whole(database, dimensions):  # another process is at it, or was first
            return
        connection.execute(f"DROP INDEX CONCURRENTLY IF EXISTS passages_nearest_{dimensions}")  # broken off
        memory = min(passages * (2 * dimensions + _PER_VECTOR) // 1000 + 65_536, _MOST_MEMORY)
        connection.execute(_RAISE, (memory,))
        _make(connection, dimensions)


def drop_index(database: PostgresDatabase) -> None:
    """Drops the indexes of vectors, also those of an embedder that was used before. Raises StorageFailed."""
    sql = "SELECT indexname FROM pg_indexes WHERE schemaname = 'footnote' AND starts_with(indexname, ?)"
    with _alone(database) as connection:
        if connection is not None:
            for (name,) in database.rows(sql, (_INDEX,)):
                connection.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")


def has_index(database: PostgresDatabase) -> bool:
    """Whether the vectors that are in the library now have an index."""
    return _is_whole(database, _dimensions(database))


def _make(connection: "psycopg.Connection[Any]", dimensions: int) -> None:
    from psycopg.errors import DiskFull, OutOfMemory

    try:
        connection.execute(_MAKE.format(dimensions=dimensions))
    except (DiskFull, OutOfMemory):  # containers have little of the memory that processes share
        connection.execute(f"DROP INDEX CONCURRENTLY IF EXISTS passages_nearest_{dimensions}")
        connection.execute("SET max_parallel_maintenance_workers = 0")
        connection.execute(_MAKE.format(dimensions=dimensions))


@contextmanager
def _alone(database: PostgresDatabase) -> "Iterator[psycopg.Connection[Any] | None]":
    """A connection of the one process that changes the index; None where another one does."""
    with database.connections.new_connection() as connection, postgres_errors(database.place):
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,)).fetchone()
        yield connection if row == (True,) else None


def _dimensions(database: PostgresDatabase) -> int:
    """The length of the vectors that came last, 0 where there are none."""
    rows = database.rows("SELECT vector_dims(vector) FROM passages ORDER BY number DESC LIMIT 1")
    return int(rows[0][0]) if rows else 0


def _is_whole(database: PostgresDatabase, dimensions: int) -> bool:
    """Whether there is an index for this length that is used: one whose making was broken off is not."""
    sql = "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(?) AND indisvalid"
    return bool(database.rows(sql, (f"footnote.{_INDEX}{dimensions}",)))
