"""Passages as they are written to the library file, with their full text under the same number."""

from documents.storage.records import NewVersion
from documents.storage.tables import Connection, marks
from documents.storage.vectors import stored
from documents.storage.writing import passage_ids
from documents.text.passages import without_parts

_INSERT = (
    'INSERT INTO passages (id, source_id, version, start, "end", page, text, vector, flagged, furniture) '
    f"VALUES ({marks('0123456789')}) RETURNING number"
)


class FullTextRows:
    """`PassageRows` of SQLite: the table `passages`, and `full_text` of FTS5."""

    def insert(self, connection: Connection, source_id: str, version: int, new: NewVersion) -> list[str]:
        """Stores the passages of a version; returns their ids, in the order of its text."""
        ids = passage_ids(source_id, version, len(new.spans))
        for passage_id, span, header, vector in zip(ids, new.spans, new.headers, new.vectors, strict=True):
            text = new.document.text[span.start : span.end]
            place, flags = (span.start, span.end, span.page), (span.flagged, span.furniture)
            values = (passage_id, source_id, version, *place, text, stored(vector), *flags)
            row = connection.execute(_INSERT, values).fetchone()
            connection.execute(
                "INSERT INTO full_text (rowid, header, text) VALUES (?, ?, ?)", (row[0], header, text)
            )
        return ids

    def delete(self, connection: Connection, source_id: str) -> tuple[str, ...]:
        """Deletes all passages of a source; returns their ids."""
        rows = connection.execute(
            "DELETE FROM passages WHERE source_id = ? RETURNING number, id", (source_id,)
        ).fetchall()
        connection.executemany("DELETE FROM full_text WHERE rowid = ?", [(number,) for number, _ in rows])
        return tuple(passage_id for _, passage_id in rows)

    def retitle(self, connection: Connection, source_id: str, version: int, parts: list[str]) -> list[str]:
        """Takes these parts of a title out of the headers of a version's passages; returns their ids."""
        rows = connection.execute(
            "SELECT f.rowid, f.header, p.id FROM full_text f JOIN passages p ON p.number = f.rowid "
            "WHERE p.source_id = ? AND p.version = ?",
            (source_id, version),
        ).fetchall()
        connection.executemany(
            "UPDATE full_text SET header = ? WHERE rowid = ?",
            [(without_parts(header, parts), number) for number, header, _ in rows],
        )
        return [passage_id for _, _, passage_id in rows]

    def merge(self, connection: Connection) -> None:
        """Drops what the segments of the full-text index still hold of words that are gone."""
        connection.execute("INSERT INTO full_text (full_text) VALUES ('optimize')")
