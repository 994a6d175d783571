"""The library in one SQLite file: how its passages and their full text are read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate
from pathlib import Path

from documents.library import Library
from documents.storage.passages import rarest_first
from documents.storage.records import LONGEST_WORD, Vectors
from documents.storage.sqlite.database import Database
from documents.storage.sqlite.full_text import FullTextRows
from documents.storage.tables import LISTED, after, listed
from documents.storage.vectors import joined
from documents.text.headings import Outline

# Passages that are scored for a question's words. Of 226 questions to 100,000 passages all got the same fifty
# as by scoring every passage that has a word, in 25 ms instead of 88 at the 95th percentile.
SCORED_PASSAGES = 10_000


class SqliteLibrary(Library):
    """The library on SQLite; safe to use from several threads."""

    is_listed = LISTED
    stored_vector = "vector"

    def __init__(self, home: Path) -> None:
        super().__init__(Database(home), FullTextRows())

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
        chosen, values = "", [_any(words)]
        if sources is not None:
            chosen = f"AND +rowid IN (SELECT number FROM passages WHERE source_id {LISTED})"
            values.append(listed(sources))
        elif some := _telling(self.passages_with(words)):
            chosen = "AND +rowid IN (SELECT rowid FROM full_text WHERE full_text MATCH ?)"
            values.append(_any(some))
        # Only the best are joined with their ids: those of all that have a word took longer than the scores.
        sql = f"""
            WITH scored AS MATERIALIZED (
                SELECT rowid AS number, -bm25(full_text) AS score FROM full_text
                WHERE full_text MATCH ? {chosen}
            )
            SELECT p.id, score FROM scored JOIN passages p USING (number)
            WHERE score >= coalesce((SELECT score FROM scored ORDER BY score DESC LIMIT 1 OFFSET ?), score)
            ORDER BY score DESC, p.id LIMIT ?
        """
        return [(row[0], row[1]) for row in self._rows(sql, *values, k - 1, k)]

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

    def vocabulary(self, first: str = "", shortest: int = 0, longest: int = LONGEST_WORD) -> dict[str, int]:
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
        return {key: self.outline(*key) for key in versions}


def _telling(counts: Mapping[str, int]) -> list[str]:
    """The rarest of the words, until enough passages have one; empty where these are all the words there are.

    Only these passages are scored, by all the words: one that has none of them is not among the best.

    >>> _telling({"ferry": 40_000, "sail": 9_000, "petrel": 2_000, "osprey": 0})
    ['petrel', 'sail']
    >>> _telling({"ferry": 40_000, "petrel": 2_000})
    []
    """
    rarest = rarest_first(counts)
    before = accumulate((counts[word] for word in rarest), initial=0)
    telling = [word for word, passages in zip(rarest, before, strict=False) if passages < SCORED_PASSAGES]
    return telling if len(telling) < len(rarest) else []


def _any(words: Iterable[str]) -> str:
    return " OR ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    """The word as an FTS5 string, in which no character is an operator. A NUL would end it."""
    return '"' + word.replace('"', '""').replace("\0", " ") + '"'
