"""What a write to the library is made of: each function takes the connection of one transaction.

A source is its rows in `sources`, `uris` and `versions` (with `blocks`); how the passages of its current
version are kept with their vectors and words is each database's own (`PassageRows`).
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Protocol

from documents.inputs import WITHIN
from documents.instructions import name_flagged
from documents.storage.facts import stored_facts
from documents.storage.records import Change, NewVersion
from documents.storage.tables import Connection, marks, unknown_source
from documents.text.blocks import PackedBlocks
from documents.text.passages import ATTACHED

ID_LENGTH = 12  # hexadecimal digits of a source id


class PassageRows(Protocol):
    """How a database keeps passages with their headers, vectors and words."""

    def insert(self, connection: Connection, source_id: str, version: int, new: NewVersion) -> list[str]:
        """Stores the passages of a version; returns their ids, in the order of its text."""

    def delete(self, connection: Connection, source_id: str) -> tuple[str, ...]:
        """Deletes all passages of a source; returns their ids."""

    def retitle(self, connection: Connection, source_id: str, version: int, parts: list[str]) -> list[str]:
        """Takes these parts of a title out of the headers of a version's passages; returns their ids."""

    def merge(self, connection: Connection) -> None:
        """Drops what is still held of words that are gone."""


def passage_ids(source_id: str, version: int, count: int) -> list[str]:
    """The ids of the passages of a version.

    >>> passage_ids("a1", 2, 3)
    ['a1-2-0', 'a1-2-1', 'a1-2-2']
    """
    return [f"{source_id}-{version}-{number}" for number in range(count)]


def lock_source(connection: Connection, source_id: str) -> int:
    """The current version of a source, which no other process changes until this transaction ends.

    Raises UnknownSource.
    """
    # An update that changes nothing: it locks the row, and both databases have it.
    sql = "UPDATE sources SET version = version WHERE id = ? RETURNING version"
    row = connection.execute(sql, (source_id,)).fetchone()
    if row is None:
        raise unknown_source(source_id)
    return int(row[0])


def lock_source_at(connection: Connection, uri: str) -> str | None:
    """The id of the source that this address belongs to, locked as `lock_source` does it."""
    sql = (
        "UPDATE sources SET version = version WHERE id = (SELECT source_id FROM uris WHERE uri = ?) "
        "RETURNING id"
    )
    row = connection.execute(sql, (uri,)).fetchone()
    return row[0] if row else None


def source_at(connection: Connection, uri: str) -> str | None:
    """The id of the source that this address belongs to."""
    row = connection.execute("SELECT source_id FROM uris WHERE uri = ?", (uri,)).fetchone()
    return row[0] if row else None


def insert_source(connection: Connection, new: NewVersion) -> str:
    """A source without any version yet; returns its id."""
    source_id = _free_id(connection, new.uri)
    connection.execute(
        "INSERT INTO sources (id, uri, version, tag, added_at) VALUES (?, ?, 0, ?, ?)",
        (source_id, new.uri, new.tag, _now()),
    )
    return source_id


def set_uri(connection: Connection, uri: str, source_id: str, part_of: str | None) -> None:
    """Gives the address to the source, whichever it belonged to."""
    connection.execute(
        "INSERT INTO uris (uri, source_id, part_of) VALUES (?, ?, ?) ON CONFLICT (uri) "
        "DO UPDATE SET source_id = excluded.source_id, part_of = excluded.part_of",
        (uri, source_id, part_of),
    )


def insert_version(connection: Connection, source_id: str, new: NewVersion) -> int:
    """The source's text and its blocks, as the current version; returns its number."""
    version, document = _next_version(connection, source_id), new.document
    values = (
        source_id,
        version,
        new.sha256,
        new.reader,
        document.media_type,
        new.title,
        document.date,
        json.dumps(document.page_starts) if document.page_starts else None,
        json.dumps([(heading.level, heading.text, heading.start) for heading in document.headings]),
        document.text,
        _now(),
        json.dumps(document.notes),
        stored_facts(document),
    )
    connection.execute(f"INSERT INTO versions VALUES ({marks(values)})", values)
    connection.execute("UPDATE sources SET version = ? WHERE id = ?", (version, source_id))
    _insert_blocks(connection, source_id, version, new.blocks)
    return version


def replace_passages(
    connection: Connection, rows: PassageRows, source_id: str, version: int, new: NewVersion
) -> Change:
    """The passages of this version, instead of those that the source had."""
    deleted = rows.delete(connection, source_id)
    added = rows.insert(connection, source_id, version, new)
    flag_source(connection, source_id)
    next_generation(connection)
    return Change(source_id, tuple(added), deleted)


def flag_source(connection: Connection, source_id: str) -> None:
    """Stores whether a passage of the source, its title or an address of it speaks to the assistant."""
    sql = "SELECT 1 FROM passages WHERE source_id = ? AND flagged LIMIT 1"
    flagged = connection.execute(sql, (source_id,)).fetchone() is not None
    names = connection.execute(
        "SELECT uri FROM uris WHERE source_id = ? UNION ALL SELECT v.title FROM sources s JOIN versions v "
        "ON v.source_id = s.id AND v.version = s.version WHERE s.id = ?",
        (source_id, source_id),
    ).fetchall()
    flagged = flagged or any(name_flagged(name) for (name,) in names)
    connection.execute("UPDATE sources SET flagged = ? WHERE id = ?", (flagged, source_id))


def lose_uri(connection: Connection, rows: PassageRows, source_id: str) -> Change:
    """What becomes of a source that an address was taken from; one that has no other is deleted."""
    retitled = _promote_uri(connection, rows, source_id)
    if retitled is None:
        return Change(source_id, deleted=delete_source(connection, rows, source_id))
    flag_source(connection, source_id)  # the name of its file went with the address
    return Change(source_id, added=retitled)


def delete_source(connection: Connection, rows: PassageRows, source_id: str) -> tuple[str, ...]:
    """Deletes all of a source, and keeps its title, address and last version in `removed`.

    Returns the ids of its passages.
    """
    deleted = rows.delete(connection, source_id)
    connection.execute("DELETE FROM removed WHERE source_id = ?", (source_id,))
    connection.execute(
        "INSERT INTO removed SELECT s.id, s.uri, v.title, s.version, ? FROM sources s "
        "JOIN versions v ON v.source_id = s.id AND v.version = s.version WHERE s.id = ?",
        (_now(), source_id),
    )
    connection.execute("DELETE FROM sources WHERE id = ?", (source_id,))
    rows.merge(connection)
    next_generation(connection)
    return deleted


def next_generation(connection: Connection) -> None:
    """Notes that passages have changed; the last step of a transaction.

    From here to its end other writers wait, so that generations grow in the order in which changes are seen:
    whoever has read number n has seen every change up to it.
    """
    connection.execute(
        "INSERT INTO meta VALUES ('generation', '1') "
        "ON CONFLICT (key) DO UPDATE SET value = CAST(meta.value AS INTEGER) + 1"
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _free_id(connection: Connection, uri: str) -> str:
    """An id made from the uri, so that the same documents get the same ids in every data folder."""
    name = uri
    while True:
        source_id = hashlib.sha256(name.encode()).hexdigest()[:ID_LENGTH]
        if connection.execute("SELECT 1 FROM sources WHERE id = ?", (source_id,)).fetchone() is None:
            return source_id
        name += "#"


def _next_version(connection: Connection, source_id: str) -> int:
    """One more than the last, also after a removal: a saved citation never points at another text."""
    row = connection.execute(
        "SELECT max(version) FROM (SELECT version FROM versions WHERE source_id = ? "
        "UNION ALL SELECT version FROM removed WHERE source_id = ?) AS known",
        (source_id, source_id),
    ).fetchone()
    return (row[0] or 0) + 1


def _insert_blocks(
    connection: Connection, source_id: str, version: int, blocks: Iterable[PackedBlocks]
) -> None:
    connection.executemany(
        "INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?)",
        ((source_id, version, chunk.number, chunk.start, chunk.end, chunk.data) for chunk in blocks),
    )


def _promote_uri(connection: Connection, rows: PassageRows, source_id: str) -> tuple[str, ...] | None:
    """Lets another uri stand for the source where its own is gone; None where none is left.

    The tag goes with the uri that it came with, and the name of the mail with an attachment's: returns the
    ids of the passages that have another title for it.
    """
    row = connection.execute(
        "SELECT u.uri, s.uri FROM uris u JOIN sources s ON s.id = u.source_id WHERE s.id = ? "
        "ORDER BY u.uri = s.uri DESC, u.uri",
        (source_id,),
    ).fetchone()
    if row is None:
        return None
    from_mail = row[0] != row[1] and WITHIN in row[1]
    retitled = _forget_mail(connection, rows, source_id) if from_mail else ()
    connection.execute(
        "UPDATE sources SET tag = CASE WHEN uri = ? THEN tag END, uri = ? WHERE id = ?",
        (row[0], row[0], source_id),
    )
    return retitled


def _forget_mail(connection: Connection, rows: PassageRows, source_id: str) -> tuple[str, ...]:
    """Takes the name of the mail that a source came with out of its titles and of its passages' headers.

    It is the mail's subject, which must not outlive the mail. Returns the ids of these passages.
    """
    retitled: list[str] = []
    sql = "SELECT version, title FROM versions WHERE source_id = ?"
    for version, title in connection.execute(sql, (source_id,)).fetchall():
        own, *mail = title.split(ATTACHED)
        if not mail:
            continue
        connection.execute(
            "UPDATE versions SET title = ? WHERE source_id = ? AND version = ?", (own, source_id, version)
        )
        retitled += rows.retitle(connection, source_id, version, mail)
    rows.merge(connection)
    return tuple(retitled)
