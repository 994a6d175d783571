"""Passages, their vectors and their full text, as they are read from the library file."""

from collections.abc import Collection, Sequence

from documents.library import LONGEST, Vectors
from documents.storage.facts import outline_of
from documents.storage.tables import LISTED, Row, Tables, after, listed
from documents.storage.vectors import joined
from documents.text.headings import Outline
from documents.types import Passage

_PASSAGES = 'SELECT id, source_id, version, text, start, "end", page, flagged, furniture FROM passages'


class PassageTables(Tables):
    """The part of the Library protocol that is about passages of current versions."""

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """The passages with these ids, in this order; ids that are gone are left out."""
        rows = self._rows(f"{_PASSAGES} WHERE id {LISTED}", listed(ids))
        passages = {passage.id: passage for passage in self._with_headings(rows)}
        return [passages[passage_id] for passage_id in ids if passage_id in passages]

    def passages_of(self, source_id: str) -> list[Passage]:
        """The passages of the current version, in the order of its text."""
        return self._with_headings(self._rows(f"{_PASSAGES} WHERE source_id = ? ORDER BY start", source_id))

    def passage_count(self) -> int:
        """The number of all passages."""
        return int(self._rows("SELECT count(*) FROM passages")[0][0])

    def passage_ids(self) -> list[str]:
        """The ids of all passages."""
        return [passage_id for (passage_id,) in self._rows("SELECT id FROM passages ORDER BY number")]

    def headers(self, ids: Sequence[str]) -> dict[str, str]:
        """What each of these passages is filed under: "title › section › date › introduction"."""
        sql = f"""
            SELECT p.id, f.header FROM passages p JOIN full_text f ON f.rowid = p.number WHERE p.id {LISTED}
        """
        return dict(self._rows(sql, listed(ids)))

    # Vectors

    def vectors(self, ids: Sequence[str] | None = None) -> tuple[list[str], Vectors]:
        """Ids and stored vectors (n, dimensions) of these passages, or of all.

        Raises StorageFailed when they differ in length or are no numbers.
        """
        sql = "SELECT id, vector FROM passages"
        if ids is None:
            return _joined(self._rows(f"{sql} ORDER BY number"))
        return _joined(self._rows(f"{sql} WHERE id {LISTED}", listed(ids)))

    def vectors_of(self, source_ids: Collection[str]) -> tuple[list[str], Vectors]:
        """Ids and stored vectors of the passages of these sources; unknown ids are left out.

        Raises StorageFailed as `vectors` does.
        """
        sql = f"SELECT id, vector FROM passages WHERE source_id {LISTED} ORDER BY number"
        return _joined(self._rows(sql, listed(source_ids)))

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

    def _with_headings(self, rows: Sequence[Row]) -> list[Passage]:
        """Passages with the headings over them, which are stored once with each version."""
        outlines: dict[tuple[str, int], Outline] = {}
        for _, source_id, version, *_ in rows:
            if (source_id, version) not in outlines:
                outlines[source_id, version] = outline_of(self._version(source_id, "headings", version)[0])
        return [passage_of(row, outlines[row[1], row[2]]) for row in rows]


def passage_of(row: Row, outline: Outline) -> Passage:
    """A row of the passages, with the headings over it."""
    passage_id, source_id, version, text, start, end, page, flagged, furniture = row
    headings = outline.over(end - 1)
    return Passage(
        passage_id, source_id, version, text, start, end, page, headings, bool(flagged), bool(furniture)
    )


def _joined(rows: Sequence[Row]) -> tuple[list[str], Vectors]:
    """Rows of id and stored vector as ids and one array. Raises StorageFailed for what are no vectors."""
    return [row[0] for row in rows], joined([row[1] for row in rows])


def _quoted(word: str) -> str:
    """The word as an FTS5 string, in which no character is an operator. A NUL would end it."""
    return '"' + word.replace('"', '""').replace("\0", " ") + '"'
