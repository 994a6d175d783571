"""The library in one SQLite file."""

from pathlib import Path

from documents.storage.library_tables import LibraryTables
from documents.storage.sqlite.database import Database
from documents.storage.sqlite.full_text import FullTextRows
from documents.storage.sqlite.passages import SqlitePassageTables


class SqliteLibrary(LibraryTables, SqlitePassageTables):
    """The Library protocol on SQLite; safe to use from several threads."""

    def __init__(self, home: Path) -> None:
        super().__init__(Database(home), FullTextRows())
