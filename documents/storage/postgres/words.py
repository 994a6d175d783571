"""Words of texts and queries as stems, by the tokenizer of the SQLite library itself.

So the same words are alike in both libraries, and BM25 gives the same scores: it is asked of an FTS5 table in
memory, which takes some 8,000 passages a second.
"""

import hashlib
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

GAP = 1000  # positions between header and text: no phrase reaches over them
# Characters; a tsvector takes 2,046 bytes. Of a longer one the beginning is kept and a hash.
LONGEST_STEM = 400


@dataclass(slots=True)
class PassageStems:
    """The stems of one passage: how often each comes, where (from 1), and the number of all words."""

    length: int = 0
    places: dict[str, list[int]] = field(default_factory=dict)


class Tokenizer:
    """Stems as FTS5's `porter unicode61` makes them; safe from any thread."""

    def __init__(self) -> None:
        self._local = threading.local()

    def words(self, texts: Sequence[tuple[str, str]]) -> list[PassageStems]:
        """The words of each passage, given as header and text."""
        of_texts = [PassageStems() for _ in texts]
        for stem, number, column, offset in self._tokens(texts):
            passage = of_texts[number]
            passage.length += 1
            passage.places.setdefault(_short(stem), []).append(offset + 1 + GAP * (column == "text"))
        return of_texts

    def stems(self, queries: Sequence[str]) -> list[tuple[str, ...]]:
        """The stems of each word or phrase, in order; none of what has no letter and no digit."""
        of_queries: list[dict[int, str]] = [{} for _ in queries]
        for stem, number, _, offset in self._tokens([(query, "") for query in queries]):
            of_queries[number][offset] = _short(stem)
        return [tuple(places[place] for place in sorted(places)) for places in of_queries]

    def _tokens(self, texts: Sequence[tuple[str, str]]) -> Iterable[tuple[str, int, str, int]]:
        """Stem, number of the text, column and place (from 0) of each word."""
        connection = self._connection()
        connection.execute("INSERT INTO full_text (full_text) VALUES ('delete-all')")
        connection.executemany(
            "INSERT INTO full_text (rowid, header, text) VALUES (?, ?, ?)",
            ((number, header, text) for number, (header, text) in enumerate(texts)),
        )
        return connection.execute("SELECT term, doc, col, offset FROM places")

    def _connection(self) -> sqlite3.Connection:
        if not hasattr(self._local, "connection"):
            connection = sqlite3.connect(":memory:", isolation_level=None)
            connection.executescript("""
                CREATE VIRTUAL TABLE full_text
                    USING fts5(header, text, content = '', tokenize = 'porter unicode61');
                CREATE VIRTUAL TABLE places USING fts5vocab(full_text, instance);
            """)
            self._local.connection = connection
        open_connection: sqlite3.Connection = self._local.connection
        return open_connection


def _short(stem: str) -> str:
    if len(stem) <= LONGEST_STEM:
        return stem
    return stem[:LONGEST_STEM] + hashlib.sha256(stem.encode()).hexdigest()
