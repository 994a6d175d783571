"""The library: the truth about sources, their stored text, passages and vectors.

`Library` is the whole contract, with all that SQLite and PostgreSQL do alike; each passes the same tests
(`tests/test_documents_library.py`).
"""

import secrets
from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import replace

from documents.storage import writing
from documents.storage.passages import PassageTables
from documents.storage.records import EVERYTHING, Change, NewVersion, SourceOrder, Vectors, View
from documents.storage.sources import SourceTables
from documents.storage.tables import TableDatabase

__all__ = ["EVERYTHING", "Change", "Library", "NewVersion", "SourceOrder", "Vectors", "View"]

OWN_NAME = "own_name"  # the note; a library that is moved gets another one at its new place


class Library(SourceTables, PassageTables):
    """What the rest of Footnote asks of the place where documents live.

    A source has one or more addresses (`uris`), of which one (`uri`) stands for it, and versions that count
    from 1, also on after a removal. Texts are kept of all versions; passages, vectors and words only of the
    current one. Offsets count characters of the stored text.

    Every write is one transaction, and each method may be called from any thread. All of them raise
    StorageFailed where the library cannot be read or written. Nothing that was removed may be left where the
    data lies once `compact` has run.

    Here is what is written to it, and its notes; what is read from it is in `SourceTables` and in
    `PassageTables`.
    """

    def __init__(self, database: TableDatabase, rows_of_passages: writing.PassageRows) -> None:
        super().__init__(database)
        self.passage_rows = rows_of_passages

    @property
    def database(self) -> TableDatabase:
        """The database itself, for what is kept beside the documents."""
        return self._database

    # Writing

    def store(self, new: NewVersion) -> Change:
        """Makes `new` the current version of the source at its uri, a new source where there is none.

        The id of a new source follows from its uri: the same documents have the same ids in every library.
        """
        with self._database.transaction() as connection:
            source_id = writing.lock_source_at(connection, new.uri) or writing.insert_source(connection, new)
            writing.set_uri(connection, new.uri, source_id, new.part_of)
            version = writing.insert_version(connection, source_id, new)
            return writing.replace_passages(connection, self.passage_rows, source_id, version, new)

    def replace_passages(self, source_id: str, new: NewVersion) -> Change:
        """Splits and embeds the current version anew: same text, same version, other passages.

        Raises UnknownSource.
        """
        with self._database.transaction() as connection:
            version = writing.lock_source(connection, source_id)
            return writing.replace_passages(connection, self.passage_rows, source_id, version, new)

    def move_uri(self, uri: str, source_id: str, part_of: str | None = None) -> Change:
        """Adds the uri to a source; a source that keeps no uri is removed. Raises UnknownSource."""
        lost = Change("")
        with self._database.transaction() as connection:
            before = writing.source_at(connection, uri)
            for locked_id in sorted({source_id, before or source_id}):
                writing.lock_source(connection, locked_id)
            writing.set_uri(connection, uri, source_id, part_of)
            writing.flag_source(connection, source_id)
            if before is not None and before != source_id:
                lost = writing.lose_uri(connection, self.passage_rows, before)
        self._after_deleting(lost.deleted)
        return replace(lost, source_id=source_id)

    def detach_uri(self, uri: str) -> Change:
        """Takes the uri, and the tag that came with it, from its source; removes one that keeps no uri."""
        lost = Change("")
        with self._database.transaction() as connection:
            source_id = writing.lock_source_at(connection, uri)
            if source_id is not None:
                connection.execute("DELETE FROM uris WHERE uri = ?", (uri,))
                lost = writing.lose_uri(connection, self.passage_rows, source_id)
        self._after_deleting(lost.deleted)
        return lost

    def remove(self, source_id: str) -> Change:
        """Removes a source with its texts, passages and vectors. Raises UnknownSource."""
        with self._database.transaction() as connection:
            writing.lock_source(connection, source_id)
            deleted = writing.delete_source(connection, self.passage_rows, source_id)
        self._database.empty_log()
        return Change(source_id, deleted=deleted)

    def forget_names(self, source_id: str) -> None:
        """Empties address and title of a removed source; harmless where there is none."""
        with self._database.transaction() as connection:
            connection.execute("UPDATE removed SET uri = '', title = '' WHERE source_id = ?", (source_id,))

    def forget(self, source_id: str) -> None:
        """Forgets that a source was removed, and with it the number of its versions."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM removed WHERE source_id = ?", (source_id,))
        self._database.empty_log()

    def _after_deleting(self, deleted: tuple[str, ...]) -> None:
        if deleted:
            self._database.empty_log()

    # Notes

    @property
    def generation(self) -> int:
        """A number that grows with each change of passages."""
        return int(self.note("generation") or 0)

    def note(self, key: str) -> str | None:
        """A stored note, such as the embedder's identity."""
        row = self._row("SELECT value FROM meta WHERE key = ?", key)
        return str(row[0]) if row else None

    def set_note(self, key: str, value: str) -> None:
        """Stores a note."""
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )

    def first_note(self, key: str, value: str) -> str:
        """Stores a note where there is none, and gives the one that is there: one and the same to all."""
        with self._database.transaction() as connection:
            connection.execute("INSERT INTO meta VALUES (?, ?) ON CONFLICT (key) DO NOTHING", (key, value))
        return str(self.note(key))

    def own_name(self) -> str:
        """A name that no other library has, made where there is none yet; it stays with this place."""
        return self.note(OWN_NAME) or self.first_note(OWN_NAME, secrets.token_hex(8))

    # The place where the data lies

    @property
    def shared(self) -> bool:
        """Whether several processes may write at once."""
        return self._database.shared

    def exclusive(self, *names: str) -> AbstractContextManager[None]:
        """Keeps other processes from what they do under one of these names, such as an address, meanwhile.

        Nothing where one process alone writes. Within it no second one may be asked for: two that wait for
        each other would wait for ever.
        """
        return self._database.exclusive(names)

    def compact(self, tables: Collection[str] = ()) -> None:
        """Writes everything anew, so that nothing that was deleted is left where the data lies.

        `tables`: these alone, where each lies apart. What searches need is then made by `settle`.
        """
        self._database.compact(tables)

    def close(self) -> None:
        """Closes the library."""
        self._database.close()
