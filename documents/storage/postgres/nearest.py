"""Nearest vectors in PostgreSQL: exactly among few passages, by an HNSW index of pgvector among many."""

from collections.abc import Collection

from documents.errors import EmbedderChanged
from documents.library import Vectors
from documents.storage.postgres.chosen import ChosenTables
from documents.storage.postgres.columns import halfvec
from documents.storage.postgres.database import PostgresDatabase
from documents.storage.postgres.errors import postgres_errors

MANY = 10_000  # passages from which an index is made: fewer are compared in some 10 milliseconds
LONGEST = 4_000  # numbers of a vector that pgvector's index takes
LOCK = 0x4E656172  # of whoever makes the index
_INDEX = "passages_nearest_{dimensions}"
_MAKE = """CREATE INDEX CONCURRENTLY passages_nearest_{dimensions} ON passages
    USING hnsw ((vector::halfvec({dimensions})) halfvec_ip_ops) WITH (m = 16, ef_construction = 64)
    WHERE vector_dims(vector) = {dimensions}"""
_PER_VECTOR = 1_000  # bytes of memory that making the index takes, beside the vector
_MOST_MEMORY = 2_000_000  # kilobytes


class NearestTables(ChosenTables):
    """What the dense search asks of the library itself."""

    def nearest(
        self, vector: Vectors, k: int, sources: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """The k nearest passage ids with their cosine, best first, ties by id.

        `sources`: only passages of the sources with these ids. Vectors are of unit length. Raises
        EmbedderChanged where those of the library are of another length.
        """
        if k < 1 or (sources is not None and not sources):
            return []
        exact = sources is not None and self._are_few(sources)
        found = self._nearest(vector, k, sources, exact=exact)
        if len(found) < k and sources is not None and not exact:
            # The index gave up before it had met enough passages of these sources.
            found = self._nearest(vector, k, sources, exact=True)
        if not found:
            self._check_length(len(vector))
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def _nearest(
        self, vector: Vectors, k: int, sources: Collection[str] | None, *, exact: bool
    ) -> list[tuple[str, float]]:
        # Only with its own cast is an expression the index's, and a search by it.
        column = "vector" if exact else f"vector::halfvec({len(vector)})"
        distance = f"{column} <#> ?::halfvec({len(vector)})"
        where, chosen = ("", []) if sources is None else ("AND source_id = ANY(?)", [list(sources)])
        sql = f"""SELECT id, -({distance}) FROM passages WHERE vector_dims(vector) = {len(vector)} {where}
            ORDER BY {distance}, id LIMIT ?"""
        asked = halfvec(vector)
        return self._rows(sql, asked, *chosen, asked, k)

    def _check_length(self, length: int) -> None:
        row = self._row("SELECT vector_dims(vector) FROM passages LIMIT 1")
        if row is not None and row[0] != length:
            raise EmbedderChanged(
                f"The stored vectors have {row[0]} numbers, those of the search model {length}.",
                "Run `footnote rebuild`.",
            )


def make_index(database: PostgresDatabase, passages: int) -> None:
    """Makes the index of the vectors where passages are many and there is none; one process at a time.

    Everybody may read and write meanwhile. Raises StorageFailed.
    """
    rows = database.rows("SELECT vector_dims(vector) FROM passages ORDER BY number DESC LIMIT 1")
    if passages < MANY or not rows or not 0 < rows[0][0] <= LONGEST:
        return
    name = _INDEX.format(dimensions=rows[0][0])
    if _is_whole(database, name):
        return
    with database.connections.another() as connection, postgres_errors(database.place):
        if connection.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,)).fetchone() != (True,):
            return
        if _is_whole(database, name):  # another process was first
            return
        connection.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")  # one that was broken off
        memory = min(passages * (2 * rows[0][0] + _PER_VECTOR) // 1000 + 65_536, _MOST_MEMORY)
        connection.execute(f"SET maintenance_work_mem = {memory}")
        connection.execute(_MAKE.format(dimensions=rows[0][0]))


def _is_whole(database: PostgresDatabase, name: str) -> bool:
    """Whether there is an index of this name that is used: one whose making was broken off is not."""
    sql = "SELECT 1 FROM pg_index WHERE indexrelid = to_regclass(?) AND indisvalid"
    return bool(database.rows(sql, (f"footnote.{name}",)))
