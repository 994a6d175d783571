"""Passages, as they are read from the tables in PostgreSQL."""

from collections.abc import Collection, Sequence

from documents.storage.facts import outline_of
from documents.storage.passages import PassageTables
from documents.storage.postgres.columns import from_halfvecs
from documents.storage.postgres.lexical import LexicalTables
from documents.storage.postgres.nearest import NearestTables
from documents.storage.records import Vectors
from documents.text.headings import Outline


class PostgresPassageTables(LexicalTables, NearestTables, PassageTables):
    """What is read of passages, their full text and their nearest vectors."""

    is_listed = "= ANY(?)"
    stored_vector = "halfvec_send(vector)"

    def headers(self, ids: Sequence[str]) -> dict[str, str]:
        """What each of these passages is filed under: "title › section › date › introduction"."""
        return dict(self._rows("SELECT id, header FROM passages WHERE id = ANY(?)", list(ids)))

    def _listed(self, values: Collection[str]) -> list[str]:
        return list(values)

    def _array(self, stored: Sequence[bytes]) -> Vectors:
        return from_halfvecs(stored)

    def _outlines(self, versions: Collection[tuple[str, int]]) -> dict[tuple[str, int], Outline]:
        if not versions:
            return {}
        sql = """SELECT v.source_id, v.version, v.headings FROM versions v
            JOIN unnest(?::text[], ?::integer[]) AS wanted(source_id, version) USING (source_id, version)"""
        found = self._rows(sql, [one for one, _ in versions], [one for _, one in versions])
        return {(source_id, version): outline_of(headings) for source_id, version, headings in found}
