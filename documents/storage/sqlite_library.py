"""The library in one SQLite file."""

from pathlib import Path

from documents.storage.database import Database
from documents.storage.full_text import FullTextRows
from documents.storage.library_tables import LibraryTables
from documents.storage.passages import PassageTables


class SqliteLibrary(LibraryTables, PassageTables):
    """The Library protocol on SQLite; safe to use from several threads."""

    def __init__(self, home: Path) -> None:
        super().__init__(Database(home), FullTextRows())
