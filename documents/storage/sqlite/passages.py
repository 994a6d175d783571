"""Passages and their full text, as they are read from the library file."""

from collections.abc import Collection, Sequence

from documents.library import LONGEST, Vectors
from documents.storage.facts import outline_of
from documents.storage.passages import PassageTables
from documents.storage.tables import LISTED, after, listed
from documents.storage.vectors import joined
from documents.text.headings import Outline


class SqlitePassageTables(PassageTables):
    """The part of the Library protocol that is about passages of current versions."""

    is_listed = LISTED
    stored_vector = "vector"

    def passage_count(self) -> int:
        """The number of all passages."""
        return int(self._rows("SELECT count(*) FROM passages")[0][0])

    def headers(self, ids: Sequence[str]) -> dict[str, str]:
        """What each of these passages is filed under: "title › section › date › introduction"."""
        sql = f"""
            SELECT p.id, f.header FROM passages p JOIN full_text f ON f.rowid = p.number WHERE p.id {LISTED}
        """
        return dict(self._rows(sql, listed(ids)))

    # Full text

    def lexical(
        self, words: Sequence[str], k: int, sources: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """Ids of the k best passages by BM25 over any of the words, best first, with scores.

        `sources`: only passages of the sources with these ids.
        """
        if not words:
            return []
        chosen, values = ("", ()) if sources is None else (f"AND +p.source_id {LISTED}", (listed(sources),))
        sql = f"""
            SELECT p.id, -bm25(full_text) AS score
            FROM full_text JOIN passages p ON p.number = full_text.rowid
            WHERE full_text MATCH ? {chosen} ORDER BY score DESC, p.id LIMIT ?
        """
        return [(row[0], row[1]) for row in self._rows(sql, " OR ".join(map(_quoted, words)), *values, k)]

    def passages_with(self, words: Sequence[str], sources: Collection[str] | None = None) -> dict[str, int]:
        """For each word the number of passages that have it, after stemming, headers included.

        `sources`: only passages of the sources with these ids.
        """
        sql = "SELECT count(*) FROM full_text WHERE full_text MATCH ?"
        values: list[str] = []
        if sources is not None:
            # The plus has SQLite look up the word first: the sources' passages may be nearly all there are.
            sql += f" AND +rowid IN (SELECT number FROM passages WHERE source_id {LISTED})"
            values.append(listed(sources))
        return {word: int(self._rows(sql, _quoted(word), *values)[0][0]) for word in words}

    def vocabulary(self, first: str = "", shortest: int = 0, longest: int = LONGEST) -> dict[str, int]:
        """The stems of all words, without accents, each with the number of passages that have it.

        `first`: only those that begin with this letter; `shortest` and `longest`: of so many characters.
        """
        # A view of the full-text index; each connection has its own, and nothing is stored.
        self._rows("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, full_text, row)")
        sql = """SELECT term, doc FROM temp.vocabulary
            WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?"""
        return dict(self._rows(sql, first, after(first), shortest, longest))

    def _listed(self, values: Collection[str]) -> str:
        return listed(values)

    def _array(self, stored: Sequence[object]) -> Vectors:
        return joined(stored)

    def _outlines(self, versions: Collection[tuple[str, int]]) -> dict[tuple[str, int], Outline]:
        return {
            (source_id, version): outline_of(self._version(source_id, "headings", version)[0])
            for source_id, version in versions
        }


def _quoted(word: str) -> str:
    """The word as an FTS5 string, in which no character is an operator. A NUL would end it."""
    return '"' + word.replace('"', '""').replace("\0", " ") + '"'
