"""What the tables of a library are read with, in SQLite and in PostgreSQL alike.

The SQL that stands on this is of the kind that both understand: `?` for a value, `ON CONFLICT`, no function
that one of them lacks but `instr`, LISTED and GROUPED.
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from documents.errors import UnknownSource

Row = tuple[Any, ...]  # Any: the types of the columns
GROUPED = "json_group_array(uri)"  # the addresses of a group of rows, as JSON
LISTED = "IN (SELECT value FROM json_each(?))"  # any number of values in one parameter: see `listed`


class Cursor(Protocol):
    """The rows of one statement."""

    @property
    def rowcount(self) -> int: ...  # noqa: D102
    def fetchone(self) -> Any: ...  # noqa: D102  # Any: the row, or None
    def fetchall(self) -> list[Any]: ...  # noqa: D102


class Connection(Protocol):
    """What one transaction is written through."""

    def execute(self, sql: str, values: Sequence[Any] = ..., /) -> Cursor:
        """Runs one statement."""

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> object:
        """Runs one statement with each of the rows."""


class TableDatabase(Protocol):
    """A database with a library's tables. Every method raises StorageFailed where it cannot be used."""

    @property
    def shared(self) -> bool:
        """Whether several processes may write at once."""

    @property
    def description(self) -> str:
        """What it is and that it is sound, in a sentence, for after a `check`."""

    def transaction(self) -> AbstractContextManager[Connection]:
        """All or nothing."""

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """What a query finds."""

    def exclusive(self, names: Iterable[str]) -> AbstractContextManager[None]:
        """Keeps every other process from what it does under one of these names."""

    def check(self) -> None:
        """Nothing when all can be read."""

    def empty_log(self) -> None:
        """Called after a deletion: lets go of copies of what was deleted, where that is cheap."""

    def check_room(self) -> None:
        """Nothing where `compact` has room."""

    def compact(self, tables: Collection[str] = ()) -> None:
        """Writes everything anew, so that nothing that was deleted is left; these tables alone, if it can."""

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text that lies in no file of the data folder, each behind the name of its table."""

    def close(self) -> None:
        """Closes the connections."""


class Tables:
    """Queries on one library. Each raises StorageFailed where it cannot be read."""

    def __init__(self, database: TableDatabase) -> None:
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
        if row is None and self._row("SELECT id FROM sources WHERE id = ?", source_id) is not None:
            raise UnknownSource(
                f"The source {source_id!r} has no version {version}.", "Leave it out for the current one."
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


def after(first: str) -> str:
    """What comes after every text that begins with this letter.

    >>> after("p"), after("") > "\U0010fffe"
    ('q', True)
    """
    return chr(ord(first) + 1) if first and first < "\U0010ffff" else "\U0010ffff"


def marks(values: Sequence[object]) -> str:
    """A question mark for each of the values.

    >>> marks("abc")
    '?, ?, ?'
    """
    return ", ".join("?" * len(values))
