"""The library in one PostgreSQL database."""

from collections.abc import Collection, Sequence

from documents.library import Library
from documents.storage.facts import outline_of
from documents.storage.postgres import nearest
from documents.storage.postgres.columns import from_halfvecs
from documents.storage.postgres.database import PostgresDatabase
from documents.storage.postgres.lexical import LexicalTables
from documents.storage.postgres.nearest import NearestTables
from documents.storage.postgres.passage_writing import PostgresPassageRows, fold, recount
from documents.storage.records import Vectors
from documents.text.headings import Outline
from documents.types import Source

NAMESAKES = 500  # sources whose titles are compared with one's


class PostgresLibrary(LexicalTables, NearestTables, Library):
    """The library on PostgreSQL, for any number of processes; it also knows its nearest vectors.

    Raises as `PostgresDatabase` does.
    """

    is_listed = "= ANY(?)"
    stored_vector = "halfvec_send(vector)"

    def __init__(self, address: str) -> None:
        self._postgres = PostgresDatabase(address)
        super().__init__(self._postgres, PostgresPassageRows())

    def namesakes(self, source_id: str) -> list[Source]:
        """Sources whose titles share a word with this one's, itself among them; of many the most alike."""
        sql = """
            SELECT s.id FROM (
                SELECT to_tsquery('english', string_agg(quote_literal(lexeme), ' | ')) AS query
                FROM versions v JOIN sources s ON s.id = v.source_id AND s.version = v.version,
                    unnest(to_tsvector('english', v.title))
                WHERE s.id = ? AND lexeme !~ '[0-9]'
            ) asked, versions v JOIN sources s ON s.id = v.source_id AND s.version = v.version
            WHERE to_tsvector('english', v.title) @@ asked.query
            ORDER BY ts_rank(to_tsvector('english', v.title), asked.query) DESC, s.id LIMIT ?
        """
        alike = {name for (name,) in self._rows(sql, source_id, NAMESAKES)}
        return self._sources("WHERE s.id = ANY(?)", list(alike | self.existing([source_id])))

    def settle_search(self) -> None:
        """After writes: adds up the counts of words, and makes the index of vectors where there are many."""
        with self._postgres.transaction() as connection:
            fold(connection)
        nearest.make_index(self._postgres, self.passage_count())

    def remake_search(self) -> None:
        """Counts the words anew, and makes the index of vectors anew where there are many."""
        with self._postgres.transaction() as connection:
            recount(connection)
        nearest.drop_index(self._postgres)
        nearest.make_index(self._postgres, self.passage_count())

    def compact(self, tables: Collection[str] = ()) -> None:
        """Writes everything anew, or these tables; the index of vectors is dropped where all are.

        It would be made anew while nobody may read. Whoever calls this has it made after.
        """
        if not tables:
            nearest.drop_index(self._postgres)
        super().compact(tables)

    def has_index(self) -> bool:
        """Whether vectors are looked up in an index, and not all compared."""
        return nearest.has_index(self._postgres)

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
        source_ids, numbers = [source_id for source_id, _ in versions], [version for _, version in versions]
        rows = self._rows(sql, source_ids, numbers)
        return {(source_id, version): outline_of(headings) for source_id, version, headings in rows}
