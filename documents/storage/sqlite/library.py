"""The library in one SQLite file."""

from pathlib import Path

from documents.library import Library
from documents.storage.sqlite.database import Database
from documents.storage.sqlite.full_text import FullTextRows
from documents.storage.sqlite.passages import SqlitePassageTables


class SqliteLibrary(SqlitePassageTables, Library):
    """The library on SQLite; safe to use from several threads."""

    def __init__(self, home: Path) -> None:
        super().__init__(Database(home), FullTextRows())
