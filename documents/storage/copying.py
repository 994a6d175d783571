"""Sources and conversations as they go from one library into another, row by row, and how they are compared.

Of what both have the same hash of all rows; vectors are of half precision in both, so they arrive exactly.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass

import numpy as np

from documents.library import Library, NewVersion, Vectors
from documents.storage.tables import Connection, Row, marks
from documents.text.passages import PassageSpan
from documents.types import Passage, RawDocument, Removal

_SOURCE = "id, uri, version, tag, added_at, flagged"
_URI = "uri, source_id, part_of"
_VERSION = (
    "source_id, version, sha256, reader, media_type, title, date, page_starts, headings, text, added_at, "
    "notes, facts"
)
_BLOCK = 'source_id, version, number, start, "end", data'
_CONVERSATION = "id, title, created_at, updated_at"
_OF_CONVERSATION = {  # each with what its rows are ordered by
    "turns": ("conversation_id, number, question, answer, created_at", "number"),
    "turn_texts": ("conversation_id, number, folded", "number"),
    "turn_sources": ("conversation_id, number, source_id", "number, source_id"),
}
_REMOVED = "source_id, uri, title, version, removed_at"


@dataclass(frozen=True, slots=True)
class SourceRows:
    """All that a library has of one source."""

    source: Row
    uris: Sequence[Row]
    versions: Sequence[Row]
    blocks: Sequence[Row]
    passages: Sequence[Passage]
    headers: Mapping[str, str]
    vectors: Vectors  # of the passages, in their order

    @property
    def id(self) -> str:
        """The source's id."""
        return str(self.source[0])

    def fingerprint(self) -> str:
        """A hash of everything in it, the same in every library that has the same."""
        digest = hashlib.sha256()
        places = [
            (
                passage.id,
                passage.version,
                passage.start,
                passage.end,
                passage.page,
                passage.text,
                self.headers[passage.id],
                passage.flagged,
            )
            for passage in self.passages
        ]
        furniture = [(passage.furniture,) for passage in self.passages]
        for rows in ([self.source], self.uris, self.versions, self.blocks, places, furniture):
            _add(digest, rows)
        digest.update(np.ascontiguousarray(self.vectors, dtype="<f2").tobytes())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class ConversationRows:
    """All that a library has of one conversation."""

    conversation: Row
    others: Mapping[str, Sequence[Row]]  # by table

    def fingerprint(self) -> str:
        """A hash of everything in it."""
        digest = hashlib.sha256()
        for rows in ([self.conversation], *self.others.values()):
            _add(digest, rows)
        return digest.hexdigest()


def ordered_sources(library: Library) -> list[str]:
    """The ids of all sources, in the order they were added."""
    return [
        source_id for (source_id,) in library.database.rows("SELECT id FROM sources ORDER BY added_at, rowid")
    ]


def source_rows(library: Library, source_id: str) -> SourceRows | None:
    """What the library has of a source; None where it has none of this id."""
    rows, key = library.database.rows, (source_id,)
    sources = rows(f"SELECT {_SOURCE} FROM sources WHERE id = ?", key)
    if not sources:
        return None
    passages = library.passages_of(source_id)
    ids, vectors = library.vectors_of([source_id])
    place = {passage_id: number for number, passage_id in enumerate(ids)}
    *values, flagged = sources[0]
    return SourceRows(
        (*values, bool(flagged)),
        rows(f"SELECT {_URI} FROM uris WHERE source_id = ? ORDER BY uri", key),
        rows(f"SELECT {_VERSION} FROM versions WHERE source_id = ? ORDER BY version", key),
        rows(f"SELECT {_BLOCK} FROM blocks WHERE source_id = ? ORDER BY version, number", key),
        passages,
        library.headers([passage.id for passage in passages]),
        vectors[[place[passage.id] for passage in passages]] if passages else vectors,
    )


def put_source(library: Library, connection: Connection, rows: SourceRows) -> None:
    """Stores a source as it is, in place of the one that has its id. Part of a transaction."""
    drop_source(library, connection, rows.id)
    for table, columns, values in (
        ("sources", _SOURCE, [rows.source]),
        ("uris", _URI, rows.uris),
        ("versions", _VERSION, rows.versions),
        ("blocks", _BLOCK, rows.blocks),
    ):
        _insert(connection, table, columns, values)
    current = next(row for row in rows.versions if row[1] == rows.source[2])
    library.passage_rows.insert(connection, rows.id, int(rows.source[2]), _as_new(rows, current))


def drop_source(library: Library, connection: Connection, source_id: str) -> None:
    """Deletes a source and keeps nothing of it. Part of a transaction."""
    library.passage_rows.delete(connection, source_id)
    connection.execute("DELETE FROM sources WHERE id = ?", (source_id,))


def conversation_rows(library: Library, conversation_id: str) -> ConversationRows | None:
    """What the library has of a conversation; None where it has none of this id."""
    rows, key = library.database.rows, (conversation_id,)
    conversations = rows(f"SELECT {_CONVERSATION} FROM conversations WHERE id = ?", key)
    if not conversations:
        return None
    others = {
        table: rows(f"SELECT {columns} FROM {table} WHERE conversation_id = ? ORDER BY {order}", key)
        for table, (columns, order) in _OF_CONVERSATION.items()
    }
    return ConversationRows(conversations[0], others)


def put_conversation(connection: Connection, rows: ConversationRows) -> None:
    """Stores a conversation as it is, in place of the one that has its id. Part of a transaction."""
    connection.execute("DELETE FROM conversations WHERE id = ?", (rows.conversation[0],))
    _insert(connection, "conversations", _CONVERSATION, [rows.conversation])
    for table, (columns, _) in _OF_CONVERSATION.items():
        _insert(connection, table, columns, rows.others[table])


def put_removals(connection: Connection, removals: Iterable[Removal]) -> None:
    """Stores what is kept of removed sources. Part of a transaction."""
    connection.execute("DELETE FROM removed")
    _insert(connection, "removed", _REMOVED, [astuple(removal) for removal in removals])


def _insert(connection: Connection, table: str, columns: str, rows: Sequence[Row]) -> None:
    if rows:
        sql = f"INSERT INTO {table} ({columns}) VALUES ({marks(rows[0])})"
        connection.executemany(sql, rows)


def _as_new(rows: SourceRows, current: Row) -> NewVersion:
    """The current version as one that is stored anew, with the passages that it has."""
    _, _, sha256, reader, media_type, title, _, _, _, text, *_ = current
    spans = [PassageSpan.of(passage) for passage in rows.passages]
    document = RawDocument(text=text, media_type=media_type, title=title)
    headers = [rows.headers[passage.id] for passage in rows.passages]
    return NewVersion(str(rows.source[1]), sha256, reader, title, document, spans, headers, rows.vectors)


def _add(digest: "hashlib._Hash", rows: Iterable[Sequence[object]]) -> None:
    for row in rows:
        for value in row:
            written = value if isinstance(value, bytes) else b"\0" if value is None else _written(value)
            digest.update(f"{len(written)}:".encode())
            digest.update(written)


def _written(value: object) -> bytes:
    # PostgreSQL keeps no NUL in a text: it is replaced on the way there.
    return str(value).replace("\0", "\ufffd").encode("utf-8", "surrogatepass")
