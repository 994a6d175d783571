"""The library in one SQLite file."""

import hashlib
import json
import sqlite3
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from documents.errors import UnknownSource
from documents.inputs import WITHIN, around
from documents.library import Change, NewVersion, Vectors
from documents.readers import is_outdated
from documents.storage.database import Database, Row
from documents.storage.errors import stored_json
from documents.storage.facts import facts_of, is_stated, stored_facts
from documents.storage.vectors import joined, stored
from documents.text.blocks import PackedBlocks, unpacked
from documents.text.flags import LOOKING, SourceFlags, keep_some, keep_source, of_passage
from documents.text.headings import Outline, headings_of, outline_of
from documents.text.passages import ATTACHED, without_parts
from documents.types import Block, Passage, RawDocument, Removal, Source

SOURCE_COLUMNS = """
    SELECT s.id, s.uri, v.title, v.media_type, v.sha256, s.version, s.added_at, v.date, v.page_starts,
        (SELECT count(*) FROM passages p WHERE p.source_id = s.id) AS passages,
        (SELECT json_group_array(uri) FROM uris u WHERE u.source_id = s.id) AS uris, s.flagged, v.notes,
        v.facts, (SELECT u.part_of FROM uris u WHERE u.uri = s.uri) AS part_of, v.reader
    FROM sources s JOIN versions v ON v.source_id = s.id AND v.version = s.version
"""
PASSAGE_COLUMNS = 'SELECT id, source_id, version, text, start, "end", page, flagged, furniture FROM passages'
_FLAGGED = 11  # its place in a row of these columns
LISTED = "IN (SELECT value FROM json_each(?))"  # any number of values in one parameter
ID_LENGTH = 12  # hexadecimal digits of a source id
_FAR = 1 << 62  # beyond any text's end
_SET_URI = "INSERT OR REPLACE INTO uris (uri, source_id, part_of) VALUES (?, ?, ?)"
BATCH = 500  # SQLite takes at most 999 parameters on old builds


class SqliteLibrary:
    """The Library protocol on SQLite; safe to use from several threads."""

    def __init__(self, home: Path) -> None:
        self._database = Database(home)
        self._flags = SourceFlags(self._all)

    @property
    def database(self) -> Database:
        """The file itself, for what is kept beside the documents."""
        return self._database

    def check(self) -> None:
        """Nothing when the file is sound; raises StorageFailed with what is wrong."""
        self._database.check()

    def close(self) -> None:
        """Closes the library."""
        self._database.close()

    # Sources and their text

    def sources(self, tag: str | None = None) -> list[Source]:
        """All sources, or those with `tag`, in the order they were added."""
        where, values = (" WHERE s.tag = ?", (tag,)) if tag is not None else ("", ())
        rows = self._all(f"{SOURCE_COLUMNS}{where} ORDER BY s.added_at, s.rowid", values)
        until = time.monotonic() + LOOKING
        return [self._source(row, until) for row in rows]

    def source_ids(self) -> set[str]:
        """The ids of all sources."""
        return {row[0] for row in self._all("SELECT id FROM sources")}

    def removed(self, source_id: str) -> tuple[str, str] | None:
        """Title and time (ISO, in UTC) of a removal, None where no source with this id was removed."""
        row = self._one("SELECT title, removed_at FROM removed WHERE source_id = ?", (source_id,))
        return (str(row[0]), str(row[1])) if row else None

    def removals(self) -> list[Removal]:
        """What is kept of the sources that were removed, the first one first."""
        sql = "SELECT source_id, uri, title, version, removed_at FROM removed ORDER BY removed_at, source_id"
        return [Removal(*row) for row in self._all(sql)]

    def source(self, source_id: str) -> Source:
        """One source."""
        row = self._one(f"{SOURCE_COLUMNS} WHERE s.id = ?", (source_id,))
        if row is None:
            raise _unknown(source_id)
        return self._source(row)

    def source_at(self, uri: str) -> Source | None:
        """The source that this address belongs to."""
        row = self._one(f"{SOURCE_COLUMNS} WHERE s.id = (SELECT source_id FROM uris WHERE uri = ?)", (uri,))
        return self._source(row) if row else None

    def source_with(self, sha256: str) -> Source | None:
        """The source whose current version was made from these bytes."""
        row = self._one(f"{SOURCE_COLUMNS} WHERE v.sha256 = ? ORDER BY s.added_at LIMIT 1", (sha256,))
        return self._source(row) if row else None

    def parts(self, uri: str) -> dict[str, str]:
        """What came in the archive or mail at this address, however deep in it: addresses with source ids."""
        begin = uri + WITHIN  # of the addresses of archives and mails in it; beyond these "after" follows
        after = begin[:-1] + chr(ord(begin[-1]) + 1)
        sql = (
            "SELECT uri, source_id FROM uris WHERE part_of = ? "
            "UNION SELECT uri, source_id FROM uris WHERE part_of > ? AND part_of < ? ORDER BY uri"
        )
        return dict(self._all(sql, (uri, begin, after)))

    def archives(self) -> list[str]:
        """The addresses of the archives that sources came in; they are no sources themselves."""
        rows = self._all("SELECT DISTINCT part_of FROM uris WHERE part_of IS NOT NULL")
        found = {one for row in rows for one in around(row[0])}
        return sorted(found - {row[0] for row in self._all("SELECT uri FROM uris")})

    def reader_of(self, source_id: str) -> str:
        """Name and version of the reader that made the current version."""
        return str(self._current(source_id, "reader")[0])

    def versions(self, source_id: str) -> dict[int, str]:
        """Each stored version of a source, the first one first, with the sha256 of its bytes."""
        sql = "SELECT version, sha256 FROM versions WHERE source_id = ? ORDER BY version"
        return dict(self._all(sql, (source_id,)))

    def text(self, source_id: str, version: int | None = None) -> str:
        """The stored text of a version; None: the current one."""
        return str(self._current(source_id, "text", version)[0])

    def title(self, source_id: str, version: int) -> tuple[str, str | None]:
        """Title of a version, and the date that it states of itself, or None."""
        columns = "title, date, json_extract(facts, '$.dated_by'), media_type"
        title, date, dated_by, media_type = self._current(source_id, columns, version)
        return str(title), date if is_stated(dated_by, media_type) else None

    def media_type(self, source_id: str, version: int) -> str:
        """The media type of a version, as its reader gave it."""
        return str(self._current(source_id, "media_type", version)[0])

    def document(self, source_id: str, version: int | None = None) -> RawDocument:
        """A version as its reader returned it, under its title, without its blocks; None: the current one."""
        columns = "text, media_type, title, date, page_starts, headings, notes, facts"
        text, media_type, title, date, page_starts, headings, notes, facts = self._current(
            source_id, columns, version
        )
        return RawDocument(
            text=text,
            media_type=media_type,
            title=title,
            date=date,
            page_starts=tuple(stored_json(page_starts)) if page_starts else None,
            headings=headings_of(headings),
            notes=tuple(stored_json(notes)),
            **facts_of(facts),
        )

    def blocks(
        self, source_id: str, version: int | None = None, start: int = 0, end: int | None = None
    ) -> list[Block]:
        """The blocks of a version that reach into `[start:end]` of its text, in order; None: to its end."""
        (known,) = self._current(source_id, "version", version)
        rows = self._all(
            'SELECT data FROM blocks WHERE source_id = ? AND version = ? AND "end" > ? AND start < ? '
            "ORDER BY number",
            (source_id, known, start, _FAR if end is None else end),
        )
        found = (block for row in rows for block in unpacked(row[0]))
        return [block for block in found if block.end > start and (end is None or block.start < end)]

    def packed_blocks(self, source_id: str) -> list[PackedBlocks]:
        """All blocks of the current version, as they are stored."""
        rows = self._all(
            'SELECT number, start, "end", data FROM blocks WHERE source_id = ? '
            "AND version = (SELECT version FROM sources WHERE id = ?) ORDER BY number",
            (source_id, source_id),
        )
        return [PackedBlocks(*row) for row in rows]

    # Passages

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """The passages with these ids, in this order; ids that are gone are left out."""
        found: dict[str, Passage] = {}
        for batch in _batches(ids):
            rows = self._all(f"{PASSAGE_COLUMNS} WHERE id IN ({_marks(batch)})", batch)
            found |= {one.id: one for one in self._passages(rows)}
        return [found[passage_id] for passage_id in ids if passage_id in found]

    def passages_of(self, source_id: str) -> list[Passage]:
        """The passages of the current version, in the order of its text."""
        rows = self._all(f"{PASSAGE_COLUMNS} WHERE source_id = ? ORDER BY start", (source_id,))
        return self._passages(rows)

    def passage_count(self) -> int:
        """The number of all passages."""
        return int(self._all("SELECT count(*) FROM passages")[0][0])

    def passage_ids(self) -> list[str]:
        """The ids of all passages."""
        return [row[0] for row in self._all("SELECT id FROM passages ORDER BY number")]

    def vectors(self, ids: Sequence[str] | None = None) -> tuple[list[str], Vectors]:
        """Ids and stored vectors (n, dimensions) of these passages, or of all.

        Raises StorageFailed when they differ in length or are no numbers.
        """
        if ids is None:
            rows = self._all("SELECT id, vector FROM passages ORDER BY number")
        else:
            sql = "SELECT id, vector FROM passages WHERE id IN ({})"
            rows = [row for batch in _batches(ids) for row in self._all(sql.format(_marks(batch)), batch)]
        return _joined(rows)

    def vectors_of(self, source_ids: Collection[str]) -> tuple[list[str], Vectors]:
        """Ids and stored vectors of the passages of these sources; unknown ids are left out.

        Raises StorageFailed as `vectors` does.
        """
        sql = f"SELECT id, vector FROM passages WHERE source_id {LISTED} ORDER BY number"
        return _joined(self._all(sql, (_list(source_ids),)))

    def lexical(
        self, words: Sequence[str], k: int, sources: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Ids of the k best passages by BM25 over any of the words, best first, with scores.

        `sources`: only passages of the sources with these ids.
        """
        if not words:
            return []
        chosen, values = ("", ()) if sources is None else (f"AND +p.source_id {LISTED}", (_list(sources),))
        sql = f"""
            SELECT p.id, -bm25(full_text) AS score
            FROM full_text JOIN passages p ON p.number = full_text.rowid
            WHERE full_text MATCH ? {chosen} ORDER BY score DESC, p.id LIMIT ?
        """
        return [(row[0], row[1]) for row in self._all(sql, (_any_of(words), *values, k))]

    def passages_with(self, words: Sequence[str], sources: Collection[str] | None = None) -> dict[str, int]:
        """For each word the number of passages that have it, after stemming, headers included.

        `sources`: only passages of the sources with these ids.
        """
        sql = "SELECT count(*) FROM full_text WHERE full_text MATCH ?"
        if sources is None:
            return {word: int(self._all(sql, (_quoted(word),))[0][0]) for word in words}
        # The plus has SQLite look up the word first: the sources' passages may be nearly all there are.
        sql += f" AND +rowid IN (SELECT number FROM passages WHERE source_id {LISTED})"
        listed = _list(sources)
        return {word: int(self._all(sql, (_quoted(word), listed))[0][0]) for word in words}

    def headers(self, ids: Sequence[str]) -> dict[str, str]:
        """What each of these passages is filed under: "title › section › date › introduction"."""
        sql = (
            "SELECT p.id, f.header FROM passages p JOIN full_text f ON f.rowid = p.number WHERE p.id IN ({})"
        )
        return dict(row for batch in _batches(ids) for row in self._all(sql.format(_marks(batch)), batch))

    def vocabulary(self) -> dict[str, int]:
        """The stems of all words, without accents, each with the number of passages that have it."""
        # A view of the full-text index; each connection has its own, and nothing is stored.
        self._all("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, full_text, row)")
        return dict(self._all("SELECT term, doc FROM temp.vocabulary"))

    # Writing

    def store(self, new: NewVersion) -> Change:
        """Makes `new` the current version of the source at its uri, a new source where there is none."""
        with self._database.transaction() as connection:
            row = connection.execute("SELECT source_id FROM uris WHERE uri = ?", (new.uri,)).fetchone()
            source_id = row[0] if row else _free_id(connection, new.uri)
            version = _next_version(connection, source_id)
            if row:
                connection.execute("UPDATE sources SET version = ? WHERE id = ?", (version, source_id))
            else:
                values = (source_id, new.uri, version, new.tag, _now())
                connection.execute(
                    "INSERT INTO sources (id, uri, version, tag, added_at) VALUES (?, ?, ?, ?, ?)", values
                )
            connection.execute(_SET_URI, (new.uri, source_id, new.part_of))
            _insert_version(connection, source_id, version, new)
            _insert_blocks(connection, source_id, version, new.blocks)
            deleted = _delete_passages(connection, source_id)
            added = _insert_passages(connection, source_id, version, new)
            keep_source(connection, source_id)
            keep_some(connection)
            _next_generation(connection)
        return Change(source_id, added=added, deleted=deleted)

    def replace_passages(self, source_id: str, new: NewVersion) -> Change:
        """Splits and embeds the current version anew: same text, same version, other passages."""
        version = self.source(source_id).version
        with self._database.transaction() as connection:
            deleted = _delete_passages(connection, source_id)
            added = _insert_passages(connection, source_id, version, new)
            keep_source(connection, source_id)
            _next_generation(connection)
        return Change(source_id, added=added, deleted=deleted)

    def move_uri(self, uri: str, source_id: str, part_of: str | None = None) -> Change:
        """Adds the uri to a source; a source that keeps no uri is removed."""
        self.source(source_id)
        with self._database.transaction() as connection:
            row = connection.execute("SELECT source_id FROM uris WHERE uri = ?", (uri,)).fetchone()
            connection.execute(_SET_URI, (uri, source_id, part_of))
            keep_source(connection, source_id)
            deleted: tuple[str, ...] = ()
            if row and row[0] != source_id and not _promote_uri(connection, row[0]):
                deleted = _delete_source(connection, row[0])
            elif row:  # the name of its file went with the uri
                keep_source(connection, row[0])
        if deleted:
            self._database.empty_log()
        return Change(source_id, deleted=deleted)

    def detach_uri(self, uri: str) -> Change:
        """Takes the uri, and the tag that came with it, from its source; removes one that keeps no uri."""
        deleted: tuple[str, ...] = ()
        with self._database.transaction() as connection:
            row = connection.execute("DELETE FROM uris WHERE uri = ? RETURNING source_id", (uri,)).fetchone()
            if row and not _promote_uri(connection, row[0]):
                deleted = _delete_source(connection, row[0])
            elif row:
                keep_source(connection, row[0])
        if deleted:
            self._database.empty_log()
        return Change(row[0] if row else "", deleted=deleted)

    def remove(self, source_id: str) -> Change:
        """Removes a source with its texts, passages and vectors."""
        self.source(source_id)
        with self._database.transaction() as connection:
            deleted = _delete_source(connection, source_id)
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

    def hashes(self) -> set[str]:
        """The sha256 of the bytes of every version of every source."""
        return {row[0] for row in self._all("SELECT DISTINCT sha256 FROM versions")}

    def check_room(self) -> None:
        """Nothing where `compact` has room; raises StorageFailed where it has not."""
        self._database.check_room()

    def compact(self) -> None:
        """Writes the library's file anew, so that nothing that was deleted is left in it."""
        self._database.compact()

    # Notes

    @property
    def generation(self) -> int:
        """A number that grows with each change of passages."""
        return int(self.note("generation") or 0)

    def note(self, key: str) -> str | None:
        """A stored note, such as the embedder's identity."""
        row = self._one("SELECT value FROM meta WHERE key = ?", (key,))
        return str(row[0]) if row else None

    def set_note(self, key: str, value: str) -> None:
        """Stores a note."""
        with self._database.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # Reading rows

    def _source(self, row: Row, until: float | None = None) -> Source:
        source = _source(row)
        if row[_FLAGGED] is not None:
            return source
        names = [source.title, *source.uris]
        until = until or time.monotonic() + LOOKING
        return replace(source, flagged=self._flags.of_source(source.id, source.version, names, until))

    def _passages(self, rows: Sequence[Row]) -> list[Passage]:
        """Passages with the headings over them, which are stored once with each version."""
        outlines: dict[tuple[str, int], Outline] = {}
        for _, source_id, version, *_ in rows:
            if (source_id, version) not in outlines:
                outlines[source_id, version] = outline_of(self._current(source_id, "headings", version)[0])
        return [_passage(row, outlines[row[1], row[2]]) for row in rows]

    def _all(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        return self._database.rows(sql, values)

    def _one(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        rows = self._all(sql, values)
        return rows[0] if rows else None

    def _current(self, source_id: str, columns: str, version: int | None = None) -> Row:
        row = self._one(
            f"SELECT {columns} FROM versions WHERE source_id = ? AND version = "
            "coalesce(?, (SELECT version FROM sources WHERE id = ?))",
            (source_id, version, source_id),
        )
        if row is None:
            raise _unknown(source_id)
        return row


def _unknown(source_id: str) -> UnknownSource:
    return UnknownSource(
        f"There is no source {source_id!r}.", "`footnote list` shows the ids of all sources."
    )


def _source(row: Row) -> Source:
    (
        source_id,
        uri,
        title,
        media_type,
        sha256,
        version,
        added_at,
        date,
        page_starts,
        passages,
        uris,
        flagged,
        notes,
        stored,
        part_of,
        reader,
    ) = row
    facts = facts_of(stored)
    facts.pop("page_labels", None)
    others = sorted(other for other in stored_json(uris) if other != uri)
    return Source(
        id=source_id,
        uri=uri,
        uris=(uri, *others),
        title=title,
        media_type=media_type,
        sha256=sha256,
        version=version,
        added_at=added_at,
        date=date,
        pages=len(stored_json(page_starts)) if page_starts else None,
        passages=passages,
        flagged=bool(flagged),
        notes=tuple(stored_json(notes)),
        part_of=part_of,
        outdated=is_outdated(reader),
        **facts,
    )


def _passage(row: Row, outline: Outline) -> Passage:
    passage_id, source_id, version, text, start, end, page, flagged, furniture = row
    headings = outline.over(end - 1)
    spoken = of_passage(text, headings, flagged)
    return Passage(passage_id, source_id, version, text, start, end, page, headings, spoken, bool(furniture))


def _joined(rows: Sequence[Row]) -> tuple[list[str], Vectors]:
    """Rows of id and stored vector as ids and one array. Raises StorageFailed for what are no vectors."""
    return [row[0] for row in rows], joined([row[1] for row in rows])


def _list(values: Collection[str]) -> str:
    """The values as SQLite's `json_each` takes them."""
    return json.dumps(list(values))


def _any_of(words: Sequence[str]) -> str:
    return " OR ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    """The word as an FTS5 string, in which no character is an operator. A NUL would end it."""
    return '"' + word.replace('"', '""').replace("\0", " ") + '"'


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _batches(ids: Sequence[str]) -> list[Sequence[str]]:
    return [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]


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


def _insert_version(connection: sqlite3.Connection, source_id: str, version: int, new: NewVersion) -> None:
    document = new.document
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
    connection.execute(f"INSERT INTO versions VALUES ({_marks(values)})", values)


def _insert_blocks(
    connection: sqlite3.Connection, source_id: str, version: int, blocks: Iterable[PackedBlocks]
) -> None:
    connection.executemany(
        "INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?)",
        ((source_id, version, one.number, one.start, one.end, one.data) for one in blocks),
    )


def _insert_passages(
    connection: sqlite3.Connection, source_id: str, version: int, new: NewVersion
) -> tuple[str, ...]:
    ids = []
    for number, (span, header, vector) in enumerate(zip(new.spans, new.headers, new.vectors, strict=True)):
        text = new.document.text[span.start : span.end]
        passage_id = f"{source_id}-{version}-{number}"
        place = (span.start, span.end, span.page)
        marks = (span.flagged, span.furniture)
        values = (passage_id, source_id, version, *place, text, stored(vector), *marks)
        row = connection.execute(
            "INSERT INTO passages "
            '(id, source_id, version, start, "end", page, text, vector, flagged, furniture) '
            f"VALUES ({_marks(values)}) RETURNING number",
            values,
        ).fetchone()
        connection.execute(
            "INSERT INTO full_text (rowid, header, text) VALUES (?, ?, ?)", (row[0], header, text)
        )
        ids.append(passage_id)
    return tuple(ids)


def _delete_passages(connection: sqlite3.Connection, source_id: str) -> tuple[str, ...]:
    rows = connection.execute(
        "DELETE FROM passages WHERE source_id = ? RETURNING number, id", (source_id,)
    ).fetchall()
    connection.executemany("DELETE FROM full_text WHERE rowid = ?", [(row[0],) for row in rows])
    return tuple(row[1] for row in rows)


def _delete_source(connection: sqlite3.Connection, source_id: str) -> tuple[str, ...]:
    deleted = _delete_passages(connection, source_id)
    connection.execute(
        "INSERT OR REPLACE INTO removed SELECT s.id, s.uri, v.title, s.version, ? FROM sources s "
        "JOIN versions v ON v.source_id = s.id AND v.version = s.version WHERE s.id = ?",
        (_now(), source_id),
    )
    connection.execute("DELETE FROM sources WHERE id = ?", (source_id,))
    # Merging the segments drops what the full-text index still holds of the removed words.
    connection.execute("INSERT INTO full_text (full_text) VALUES ('optimize')")
    _next_generation(connection)
    return deleted


def _promote_uri(connection: sqlite3.Connection, source_id: str) -> bool:
    """Lets another uri stand for the source where its own is gone; False where none is left.

    The tag goes with the uri that it came with, and the name of the mail with an attachment's.
    """
    row = connection.execute(
        "SELECT u.uri, s.uri FROM uris u JOIN sources s ON s.id = u.source_id WHERE s.id = ? "
        "ORDER BY u.uri = s.uri DESC, u.uri",
        (source_id,),
    ).fetchone()
    if row is None:
        return False
    if row[0] != row[1] and WITHIN in row[1]:
        _forget_mail(connection, source_id)
    connection.execute(
        "UPDATE sources SET tag = CASE WHEN uri = :uri THEN tag END, uri = :uri WHERE id = :id",
        {"uri": row[0], "id": source_id},
    )
    return True


def _forget_mail(connection: sqlite3.Connection, source_id: str) -> None:
    """Takes the name of the mail that a source came with out of its titles and of its passages' headers.

    It is the mail's subject, which must not outlive the mail.
    """
    sql = "SELECT version, title FROM versions WHERE source_id = ?"
    for version, title in connection.execute(sql, (source_id,)).fetchall():
        own, *mail = title.split(ATTACHED)
        if not mail:
            continue
        connection.execute(
            "UPDATE versions SET title = ? WHERE source_id = ? AND version = ?", (own, source_id, version)
        )
        rows = connection.execute(
            "SELECT rowid, header FROM full_text WHERE rowid IN "
            "(SELECT number FROM passages WHERE source_id = ? AND version = ?)",
            (source_id, version),
        ).fetchall()
        connection.executemany(
            "UPDATE full_text SET header = ? WHERE rowid = ?",
            [(without_parts(header, mail), number) for number, header in rows],
        )
    connection.execute("INSERT INTO full_text (full_text) VALUES ('optimize')")


def _next_generation(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO meta VALUES ('generation', '1') "
        "ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
    )
