"""Sources, their versions and the blocks of these, as they are read from the tables."""

from collections.abc import Collection

from documents.inputs import WITHIN, around, distinct_names
from documents.readers import is_outdated
from documents.storage.errors import stored_json
from documents.storage.facts import facts_of, headings_of, is_stated
from documents.storage.records import EVERYTHING, SourceOrder, View
from documents.storage.tables import GROUPED, LISTED, Row, Tables, listed, unknown_source
from documents.text.blocks import PackedBlocks, unpacked
from documents.types import Block, Heading, RawDocument, Removal, Source

_COLUMNS = {  # of a Source, `facts` and `reader` aside, from which others of its fields are made
    "id": "s.id",
    "uri": "s.uri",
    "uris": f"(SELECT {GROUPED} FROM uris u WHERE u.source_id = s.id)",
    "part_of": "(SELECT part_of FROM uris u WHERE u.uri = s.uri)",
    "added_at": "s.added_at",
    "flagged": "s.flagged",
    "version": "s.version",
    "title": "v.title",
    "media_type": "v.media_type",
    "sha256": "v.sha256",
    "date": "v.date",
    "pages": "length(v.page_starts) - length(replace(v.page_starts, ',', '')) + 1",  # of a JSON list
    "notes": "v.notes",
    "passages": "(SELECT count(*) FROM passages p WHERE p.source_id = s.id)",
    "facts": "v.facts",
    "reader": "v.reader",
}
_CURRENT = "sources s JOIN versions v ON v.source_id = s.id AND v.version = s.version"
_SOURCES = f"SELECT {', '.join(_COLUMNS.values())} FROM {_CURRENT}"
_ORDERS: dict[SourceOrder, str] = {
    "title": "lower(v.title)",
    "type": "v.media_type",
    "pages": _COLUMNS["pages"],
    "passages": _COLUMNS["passages"],
    "date": "v.date",
}
_BEYOND_TEXT = 1 << 30  # beyond any text's end
MOST_ALIKE = 1000  # sources of the same titles


class SourceTables(Tables):
    """The part of a library that is about sources and their versions."""

    def sources(self, tag: str | None = None, view: View = EVERYTHING) -> list[Source]:
        """All sources, or those with `tag`, in the order they were added; or what a view of them shows."""
        chosen, values = _chosen(tag, view.words)
        ordered = _ordered(view)
        if view.limit is None and not view.offset:
            return [_source(row) for row in self._rows(f"{_SOURCES} {chosen} {ordered}", *values)]
        # Their ids first: all else is looked up only for those that are shown.
        limit = _BEYOND_TEXT if view.limit is None else view.limit
        query = f"SELECT s.id FROM {_CURRENT} {chosen} {ordered} LIMIT ? OFFSET ?"
        ids = [source_id for (source_id,) in self._rows(query, *values, limit, view.offset)]
        rows = {row[0]: row for row in self._rows(f"{_SOURCES} WHERE s.id {LISTED}", listed(ids))}
        return [_source(rows[source_id]) for source_id in ids if source_id in rows]

    def source_count(self, tag: str | None = None, words: str = "") -> int:
        """How many sources there are: all, or those with `tag`, or those that have these words (see View)."""
        if tag is None and not words:
            return int(self._rows("SELECT count(*) FROM sources")[0][0])
        chosen, values = _chosen(tag, words)
        return int(self._rows(f"SELECT count(*) FROM {_CURRENT} {chosen}", *values)[0][0])

    def source_ids(self) -> set[str]:
        """The ids of all sources."""
        return {source_id for (source_id,) in self._rows("SELECT id FROM sources")}

    def existing(self, source_ids: Collection[str]) -> set[str]:
        """Those of these ids that sources have."""
        rows = self._rows(f"SELECT id FROM sources WHERE id {LISTED}", listed(source_ids))
        return {source_id for (source_id,) in rows}

    def namesakes(self, source_id: str) -> list[Source]:
        """The sources whose titles are like this one's, itself among them, in the order of `sources`.

        None of an unknown id. Where there are very many, those that have most words of its title; here all.
        """
        return self.sources() if self.existing([source_id]) else []

    def files_of_namesakes(self, source_ids: Collection[str]) -> dict[str, str]:
        """The files of those of these sources whose title others have, too, by their ids (`distinct_names`).

        Of very many with these titles MOST_ALIKE are looked at.
        """
        own = f"SELECT v.title FROM {_CURRENT} WHERE s.id {LISTED}"
        alike = f"SELECT s.id, v.title, s.uri FROM {_CURRENT} WHERE v.title IN ({own})"
        ids = listed(source_ids)
        rows = self._rows(f"{alike} ORDER BY s.id {LISTED} DESC, s.id LIMIT ?", ids, ids, MOST_ALIKE)
        addresses: dict[str, dict[str, str]] = {}  # by titles and ids
        for source_id, title, uri in rows:
            addresses.setdefault(title, {})[source_id] = uri
        files: dict[str, str] = {}
        for same in addresses.values():
            if len(same) > 1:
                names = distinct_names(same.values())
                files |= {source_id: names[uri] for source_id, uri in same.items() if source_id in source_ids}
        return files

    def outdated(self) -> list[str]:
        """The ids of the sources whose reader has been made better since, in the order they were added."""
        readers = [reader for (reader,) in self._rows(f"SELECT DISTINCT v.reader FROM {_CURRENT}")]
        old = [reader for reader in readers if is_outdated(reader)]
        if not old:
            return []
        sql = f"SELECT s.id FROM {_CURRENT} WHERE v.reader {LISTED} {_ordered(EVERYTHING)}"
        return [source_id for (source_id,) in self._rows(sql, listed(old))]

    def source(self, source_id: str) -> Source:
        """One source. Raises UnknownSource."""
        row = self._row(f"{_SOURCES} WHERE s.id = ?", source_id)
        if row is None:
            raise unknown_source(source_id)
        return _source(row)

    def source_at(self, uri: str) -> Source | None:
        """The source that this address belongs to."""
        row = self._row(f"{_SOURCES} WHERE s.id = (SELECT source_id FROM uris WHERE uri = ?)", uri)
        return _source(row) if row else None

    def source_with(self, sha256: str) -> Source | None:
        """The source whose current version was made from these bytes; the first one added, of several."""
        sql = f"{_SOURCES} WHERE v.sha256 = ? ORDER BY s.added_at, s.rowid LIMIT 1"
        row = self._row(sql, sha256)
        return _source(row) if row else None

    def removed(self, source_id: str) -> tuple[str, str] | None:
        """Title and time (ISO, in UTC) of a removal, None where no source with this id was removed."""
        row = self._row("SELECT title, removed_at FROM removed WHERE source_id = ?", source_id)
        return (row[0], row[1]) if row else None

    def _sources(self, where: str, *values: object) -> list[Source]:
        """Those that meet a condition on `s` (sources) and `v` (their current versions), in their order."""
        rows = self._rows(f"{_SOURCES} {where} ORDER BY s.added_at, s.rowid", *values)
        return [_source(row) for row in rows]

    def removals(self) -> list[Removal]:
        """What is kept of the sources that were removed, the first one first."""
        sql = "SELECT source_id, uri, title, version, removed_at FROM removed ORDER BY removed_at, source_id"
        return [Removal(*row) for row in self._rows(sql)]

    def parts(self, uri: str) -> dict[str, str]:
        """What came in the archive or mail at this address, however deep in it: addresses with source ids."""
        begin = uri + WITHIN  # of the addresses of archives and mails in it; beyond these "after" follows
        after = begin[:-1] + chr(ord(begin[-1]) + 1)
        sql = """
            SELECT uri, source_id FROM uris WHERE part_of = ?
            UNION SELECT uri, source_id FROM uris WHERE part_of > ? AND part_of < ? ORDER BY uri
        """
        return dict(self._rows(sql, uri, begin, after))

    def archives(self) -> list[str]:
        """The addresses of the archives that sources came in; they are no sources themselves."""
        rows = self._rows("SELECT DISTINCT part_of FROM uris WHERE part_of IS NOT NULL")
        archives = {archive for (part_of,) in rows for archive in around(part_of)}
        own = f"SELECT uri FROM uris WHERE uri {LISTED}"
        return sorted(archives - {uri for (uri,) in self._rows(own, listed(archives))}) if archives else []

    def reader_of(self, source_id: str) -> str:
        """Name and version of the reader that made the current version. Raises UnknownSource."""
        return str(self._version(source_id, "reader")[0])

    def versions(self, source_id: str) -> dict[int, str]:
        """Each stored version of a source, the first one first, with the sha256 of its bytes."""
        sql = "SELECT version, sha256 FROM versions WHERE source_id = ? ORDER BY version"
        return dict(self._rows(sql, source_id))

    def hashes(self) -> set[str]:
        """The sha256 of the bytes of every version of every source."""
        return {sha256 for (sha256,) in self._rows("SELECT DISTINCT sha256 FROM versions")}

    def text(self, source_id: str, version: int | None = None) -> str:
        """The stored text of a version; None: the current one. Raises UnknownSource."""
        return str(self._version(source_id, "text", version)[0])

    def title(self, source_id: str, version: int) -> tuple[str, str | None]:
        """Title of a version, and the date that it states of itself (`facts.own_date`), or None.

        Raises UnknownSource.
        """
        title, date, facts, media_type = self._version(source_id, "title, date, facts, media_type", version)
        return str(title), date if is_stated(facts_of(facts).get("dated_by"), media_type) else None

    def media_type(self, source_id: str, version: int) -> str:
        """The media type of a version, as its reader gave it. Raises UnknownSource."""
        return str(self._version(source_id, "media_type", version)[0])

    def document(self, source_id: str, version: int | None = None) -> RawDocument:
        """A version as its reader returned it, under its title, without its blocks; None: the current one.

        Raises UnknownSource.
        """
        columns = "text, media_type, title, date, page_starts, headings, notes, facts"
        row = self._version(source_id, columns, version)
        text, media_type, title, date, page_starts, headings, notes, facts = row
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

    def headings(self, source_id: str, version: int | None = None) -> tuple[Heading, ...]:
        """The headings of a version, in order; None: of the current one. Raises UnknownSource."""
        return headings_of(self._version(source_id, "headings", version)[0])

    def blocks(
        self, source_id: str, version: int | None = None, start: int = 0, end: int | None = None
    ) -> list[Block]:
        """The blocks of a version that reach into `[start:end]` of its text, in order; None: to its end.

        Raises UnknownSource.
        """
        (number,) = self._version(source_id, "version", version)
        end = _BEYOND_TEXT if end is None else end
        sql = """
            SELECT data FROM blocks WHERE source_id = ? AND version = ? AND "end" > ? AND start < ?
            ORDER BY number
        """
        rows = self._rows(sql, source_id, number, start, end)
        blocks = (block for (data,) in rows for block in unpacked(data))
        return [block for block in blocks if block.end > start and block.start < end]

    def packed_blocks(self, source_id: str) -> list[PackedBlocks]:
        """All blocks of the current version, as they are stored; none of an unknown source."""
        sql = """
            SELECT b.number, b.start, b."end", b.data
            FROM sources s JOIN blocks b ON b.source_id = s.id AND b.version = s.version
            WHERE s.id = ? ORDER BY b.number
        """
        return [PackedBlocks(*row) for row in self._rows(sql, source_id)]


def _chosen(tag: str | None, words: str) -> tuple[str, list[str]]:
    """The condition that sources have this tag and these words, and its values."""
    has = "instr(lower(v.title || ' ' || s.uri), ?) > 0"
    conditions, values = (["s.tag = ?"], [tag]) if tag is not None else ([], [])
    for word in words.split():
        conditions.append(has)
        values.append(_lower(word))
    return f"WHERE {' AND '.join(conditions)}" if conditions else "", values


def _lower(word: str) -> str:
    """As `lower` of the databases: letters of ASCII alone."""
    return "".join(letter.lower() if letter.isascii() else letter for letter in word)


def _ordered(view: View) -> str:
    """What orders a view; equal ones as they were added."""
    way = "DESC" if view.descending else "ASC"
    if view.order == "added":
        return f"ORDER BY s.added_at {way}, s.rowid {way}"
    column = _ORDERS[view.order]
    return f"ORDER BY {column} IS NULL, {column} {way}, s.added_at, s.rowid"


def _source(row: Row) -> Source:
    """The source in a row of _SOURCES."""
    fields = dict(zip(_COLUMNS, row, strict=True))
    facts = facts_of(fields.pop("facts"))
    reader, others = fields.pop("reader"), set(stored_json(fields["uris"])) - {fields["uri"]}
    computed = {
        "uris": (fields["uri"], *sorted(others)),
        "flagged": bool(fields["flagged"]),
        "notes": tuple(stored_json(fields["notes"])),
        "outdated": is_outdated(reader),
    }
    return Source(**{**fields, **facts, **computed})
