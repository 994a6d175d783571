"""Passages and their vectors, as they are read from the tables in PostgreSQL."""

from collections.abc import Collection, Sequence

from documents.library import Vectors
from documents.storage.facts import outline_of
from documents.storage.postgres.columns import from_halfvecs
from documents.storage.postgres.lexical import LexicalTables
from documents.storage.postgres.nearest import NearestTables
from documents.storage.sqlite.passages import passage_of
from documents.storage.tables import Row
from documents.text.headings import Outline
from documents.types import Passage

_PASSAGES = 'SELECT id, source_id, version, text, start, "end", page, flagged, furniture FROM passages'


class PostgresPassageTables(LexicalTables, NearestTables):
    """The part of the Library protocol that is about passages of current versions."""

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """The passages with these ids, in this order; ids that are gone are left out."""
        rows = self._rows(f"{_PASSAGES} WHERE id = ANY(?)", list(ids))
        passages = {passage.id: passage for passage in self._with_headings(rows)}
        return [passages[passage_id] for passage_id in ids if passage_id in passages]

    def passages_of(self, source_id: str) -> list[Passage]:
        """The passages of the current version, in the order of its text."""
        return self._with_headings(self._rows(f"{_PASSAGES} WHERE source_id = ? ORDER BY start", source_id))

    def passage_ids(self) -> list[str]:
        """The ids of all passages."""
        return [passage_id for (passage_id,) in self._rows("SELECT id FROM passages ORDER BY number")]

    def headers(self, ids: Sequence[str]) -> dict[str, str]:
        """What each of these passages is filed under: "title › section › date › introduction"."""
        return dict(self._rows("SELECT id, header FROM passages WHERE id = ANY(?)", list(ids)))

    def vectors(self, ids: Sequence[str] | None = None) -> tuple[list[str], Vectors]:
        """Ids and stored vectors (n, dimensions) of these passages, or of all.

        Raises StorageFailed when they differ in length or are no numbers.
        """
        sql = "SELECT id, halfvec_send(vector) FROM passages"
        if ids is None:
            return _joined(self._rows(f"{sql} ORDER BY number"))
        return _joined(self._rows(f"{sql} WHERE id = ANY(?)", list(ids)))

    def vectors_of(self, source_ids: Collection[str]) -> tuple[list[str], Vectors]:
        """Ids and stored vectors of the passages of these sources; unknown ids are left out.

        Raises StorageFailed as `vectors` does.
        """
        sql = "SELECT id, halfvec_send(vector) FROM passages WHERE source_id = ANY(?) ORDER BY number"
        return _joined(self._rows(sql, list(source_ids)))

    def _with_headings(self, rows: Sequence[Row]) -> list[Passage]:
        """Passages with the headings over them, which are stored once with each version."""
        versions = {(row[1], row[2]) for row in rows}
        sql = """SELECT v.source_id, v.version, v.headings FROM versions v
            JOIN unnest(?::text[], ?::integer[]) AS wanted(source_id, version) USING (source_id, version)"""
        found = self._rows(sql, [one for one, _ in versions], [one for _, one in versions]) if rows else []
        outlines: dict[tuple[str, int], Outline] = {
            (source_id, version): outline_of(headings) for source_id, version, headings in found
        }
        # A source that was removed a moment ago has no version any more.
        return [passage_of(row, outlines[row[1], row[2]]) for row in rows if (row[1], row[2]) in outlines]


def _joined(rows: Sequence[Row]) -> tuple[list[str], Vectors]:
    """Rows of id and vector as ids and one array. Raises StorageFailed for what are no vectors."""
    return [row[0] for row in rows], from_halfvecs([row[1] for row in rows])
