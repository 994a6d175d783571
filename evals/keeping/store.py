"""A small table of JSON values by key, in one SQLite file that several runs and threads may use."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from documents.errors import StorageFailed


class JsonStore:
    """JSON values by key; a value put again replaces the old one."""

    def __init__(self, path: Path, table: str) -> None:
        self._path = path
        self._table = table
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._open() as connection:
            connection.execute(
                f"CREATE TABLE IF NOT EXISTS {table} (key TEXT PRIMARY KEY, value TEXT NOT NULL)"
            )

    def get(self, key: str) -> Any:  # Any: JSON
        """The value, or None."""
        with self._open() as connection:
            row = connection.execute(f"SELECT value FROM {self._table} WHERE key = ?", (key,)).fetchone()
        return json.loads(row[0]) if row else None

    def put(self, key: str, value: Any) -> None:  # Any: JSON
        """Keep the value; raises StorageFailed."""
        with self._open() as connection:
            text = json.dumps(value, ensure_ascii=False)
            connection.execute(f"INSERT OR REPLACE INTO {self._table} VALUES (?, ?)", (key, text))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        # A connection each time: model calls are made in threads of their own.
        try:
            with closing(sqlite3.connect(self._path, timeout=30)) as connection, connection:
                yield connection
        except sqlite3.Error as error:
            raise StorageFailed(
                f"The store of eval answers {self._path} cannot be used ({error}).",
                "Free some disk space, or delete that file: the next run makes a new one.",
            ) from error
