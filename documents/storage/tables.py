"""What reads the tables of the library file: rows as tuples, and lists of values as parameters."""

import json
from collections.abc import Collection, Sequence

from documents.errors import UnknownSource
from documents.storage.database import Database, Row

LISTED = "IN (SELECT value FROM json_each(?))"  # any number of values in one parameter: see `listed`


class Tables:
    """Queries on one library file. Each raises StorageFailed where the file cannot be read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def _rows(self, sql: str, *values: object) -> list[Row]:
        return self._database.rows(sql, values)

    def _row(self, sql: str, *values: object) -> Row | None:
        rows = self._rows(sql, *values)
        return rows[0] if rows else None

    def _version(self, source_id: str, columns: str, version: int | None = None) -> Row:
        """These columns of a version, None: the current one. Raises UnknownSource where there is none."""
        row = self._row(
            f"SELECT {columns} FROM versions WHERE source_id = ? AND version = "
            "coalesce(?, (SELECT version FROM sources WHERE id = ?))",
            source_id,
            version,
            source_id,
        )
        if row is None:
            raise unknown_source(source_id)
        return row


def unknown_source(source_id: str) -> UnknownSource:
    """The error for an id that no source has."""
    return UnknownSource(
        f"There is no source {source_id!r}.", "`footnote list` shows the ids of all sources."
    )


def listed(values: Collection[str]) -> str:
    """The values as the one parameter of LISTED."""
    return json.dumps(list(values))


def marks(values: Sequence[object]) -> str:
    """A question mark for each of the values.

    >>> marks("abc")
    '?, ?, ?'
    """
    return ", ".join("?" * len(values))
