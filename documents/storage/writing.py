"""What a write to the library is made of: each function takes the connection of one transaction.

A source is its rows in `sources`, `uris` and `versions` (with `blocks`); the passages of its current version
are in `passages` and, under the same number, in `full_text`.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime

from documents.inputs import WITHIN
from documents.library import Change, NewVersion
from documents.storage.facts import stored_facts
from documents.storage.schema import SOURCE_FLAG
from documents.storage.tables import marks
from documents.storage.vectors import stored
from documents.text.blocks import PackedBlocks
from documents.text.passages import ATTACHED, without_parts

ID_LENGTH = 12  # hexadecimal digits of a source id


def source_at(connection: sqlite3.Connection, uri: str) -> str | None:
    """The id of the source that this address belongs to."""
    row = connection.execute("SELECT source_id FROM uris WHERE uri = ?", (uri,)).fetchone()
    return row[0] if row else None


def insert_source(connection: sqlite3.Connection, new: NewVersion) -> str:
    """A source without any version yet; returns its id."""
    source_id = _free_id(connection, new.uri)
    connection.execute(
        "INSERT INTO sources (id, uri, version, tag, added_at) VALUES (?, ?, 0, ?, ?)",
        (source_id, new.uri, new.tag, _now()),
    )
    return source_id


def set_uri(connection: sqlite3.Connection, uri: str, source_id: str, part_of: str | None) -> None:
    """Gives the address to the source, whichever it belonged to."""
    connection.execute(
        "INSERT OR REPLACE INTO uris (uri, source_id, part_of) VALUES (?, ?, ?)", (uri, source_id, part_of)
    )


def insert_version(connection: sqlite3.Connection, source_id: str, new: NewVersion) -> int:
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


def replace_passages(connection: sqlite3.Connection, source_id: str, version: int, new: NewVersion) -> Change:
    """The passages of this version, instead of those that the source had."""
    deleted = _delete_passages(connection, source_id)
    added = []
    for number, (span, header, vector) in enumerate(zip(new.spans, new.headers, new.vectors, strict=True)):
        text = new.document.text[span.start : span.end]
        passage_id = f"{source_id}-{version}-{number}"
        place = (span.start, span.end, span.page)
        flags = (span.flagged, span.furniture)
        values = (passage_id, source_id, version, *place, text, stored(vector), *flags)
        row = connection.execute(
            "INSERT INTO passages "
            '(id, source_id, version, start, "end", page, text, vector, flagged, furniture) '
            f"VALUES ({marks(values)}) RETURNING number",
            values,
        ).fetchone()
        connection.execute(
            "INSERT INTO full_text (rowid, header, text) VALUES (?, ?, ?)", (row[0], header, text)
        )
        added.append(passage_id)
    flag_source(connection, source_id)
    next_generation(connection)
    return Change(source_id, tuple(added), deleted)


def flag_source(connection: sqlite3.Connection, source_id: str) -> None:
    """Stores whether a passage of the source, its title or an address of it speaks to the assistant."""
    connection.execute(f"UPDATE sources AS s SET flagged = {SOURCE_FLAG} WHERE id = ?", (source_id,))


def lose_uri(connection: sqlite3.Connection, source_id: str) -> Change:
    """What becomes of a source that an address was taken from; one that has no other is deleted."""
    retitled = _promote_uri(connection, source_id)
    if retitled is None:
        return Change(source_id, deleted=delete_source(connection, source_id))
    flag_source(connection, source_id)  # the name of its file went with the address
    return Change(source_id, added=retitled)


def delete_source(connection: sqlite3.Connection, source_id: str) -> tuple[str, ...]:
    """Deletes all of a source, and keeps its title, address and last version in `removed`.

    Returns the ids of its passages.
    """
    deleted = _delete_passages(connection, source_id)
    connection.execute(
        "INSERT OR REPLACE INTO removed SELECT s.id, s.uri, v.title, s.version, ? FROM sources s "
        "JOIN versions v ON v.source_id = s.id AND v.version = s.version WHERE s.id = ?",
        (_now(), source_id),
    )
    connection.execute("DELETE FROM sources WHERE id = ?", (source_id,))
    _merge_full_text(connection)
    next_generation(connection)
    return deleted


def next_generation(connection: sqlite3.Connection) -> None:
    """Notes that passages have changed."""
    connection.execute(
        "INSERT INTO meta VALUES ('generation', '1') "
        "ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _free_id(connection: sqlite3.Connection, uri: str) -> str:
    """An id made from the uri, so that the same documents get the same ids in every data folder."""
    name = uri
    while True:
        source_id = hashlib.sha256(name.encode()).hexdigest()[:ID_LENGTH]
        if connection.execute("SELECT 1 FROM sources WHERE id = ?", (source_id,)).fetchone() is None:
            return source_id
        name += "#"


def _next_version(connection: sqlite3.Connection, source_id: str) -> int:
    """One more than the last, also after a removal: a saved citation never points at another text."""
    row = connection.execute(
        "SELECT max(version) FROM (SELECT version FROM versions WHERE source_id = :id "
        "UNION ALL SELECT version FROM removed WHERE source_id = :id)",
        {"id": source_id},
    ).fetchone()
    return (row[0] or 0) + 1


def _insert_blocks(
    connection: sqlite3.Connection, source_id: str, version: int, blocks: Iterable[PackedBlocks]
) -> None:
    connection.executemany(
        "INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?)",
        ((source_id, version, chunk.number, chunk.start, chunk.end, chunk.data) for chunk in blocks),
    )


def _delete_passages(connection: sqlite3.Connection, source_id: str) -> tuple[str, ...]:
    rows = connection.execute(
        "DELETE FROM passages WHERE source_id = ? RETURNING number, id", (source_id,)
    ).fetchall()
    connection.executemany("DELETE FROM full_text WHERE rowid = ?", [(number,) for number, _ in rows])
    return tuple(passage_id for _, passage_id in rows)


def _promote_uri(connection: sqlite3.Connection, source_id: str) -> tuple[str, ...] | None:
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
    retitled = _forget_mail(connection, source_id) if from_mail else ()
    connection.execute(
        "UPDATE sources SET tag = CASE WHEN uri = :uri THEN tag END, uri = :uri WHERE id = :id",
        {"uri": row[0], "id": source_id},
    )
    return retitled


def _forget_mail(connection: sqlite3.Connection, source_id: str) -> tuple[str, ...]:
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
        rows = connection.execute(
            "SELECT f.rowid, f.header, p.id FROM full_text f JOIN passages p ON p.number = f.rowid "
            "WHERE p.source_id = ? AND p.version = ?",
            (source_id, version),
        ).fetchall()
        retitled += [passage_id for _, _, passage_id in rows]
        connection.executemany(
            "UPDATE full_text SET header = ? WHERE rowid = ?",
            [(without_parts(header, mail), number) for number, header, _ in rows],
        )
    _merge_full_text(connection)
    return tuple(retitled)


def _merge_full_text(connection: sqlite3.Connection) -> None:
    """Drops what the segments of the full-text index still hold of words that are gone."""
    connection.execute("INSERT INTO full_text (full_text) VALUES ('optimize')")
