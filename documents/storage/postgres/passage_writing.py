"""Passages, their vectors and their words on their way into the tables and out of them.

How many passages have a word is in `word_counts`. Writers only append to `word_changes`, so that two of them
never wait for each other over a common word; whoever comes by later adds these up (`fold`).
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from documents.storage.postgres import bm25
from documents.storage.postgres.columns import halfvec, sparsevec, tsvector
from documents.storage.postgres.words import PassageStems, Tokenizer
from documents.storage.records import NewVersion
from documents.storage.tables import Connection
from documents.storage.writing import passage_ids
from documents.text.passages import without_parts

PASSAGES, WORDS = "", " "  # where `word_counts` has the number of all passages and of the words in them

TABLES = """
    CREATE TABLE words (
        number bigint PRIMARY KEY REFERENCES passages(number) ON DELETE CASCADE,
        source_id text COLLATE "C" NOT NULL,
        length integer NOT NULL,
        weights sparsevec NOT NULL,
        stems tsvector NOT NULL
    );
    ALTER TABLE words ALTER weights SET STORAGE MAIN;  -- read with every search, unlike the stems
    CREATE INDEX words_source ON words(source_id);
    CREATE INDEX words_stems ON words USING gin(stems) WITH (gin_pending_list_limit = 1024);
    CREATE TABLE word_counts (stem text COLLATE "C" PRIMARY KEY, passages bigint NOT NULL);
    CREATE TABLE word_changes (stem text COLLATE "C" NOT NULL, passages integer NOT NULL);
    CREATE INDEX word_changes_stem ON word_changes(stem);
"""
LOCK = 0x466F6C64  # of whoever adds up
FOLD_EVERY = 200  # sources that one process adds: some 20,000 rows, which take a third of a second
_INSERT = """
    INSERT INTO passages
        (number, id, source_id, version, start, "end", page, text, header, vector, flagged, furniture)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::halfvec, ?, ?)
"""
_INSERT_WORDS = """
    INSERT INTO words (number, source_id, length, weights, stems) VALUES (?, ?, ?, ?::sparsevec, ?::tsvector)
"""


class PostgresPassageRows:
    """`PassageRows` of PostgreSQL: the tables `passages` and `words`."""

    def __init__(self) -> None:
        self._tokenizer = Tokenizer()
        self._inserted = 0  # since the counts were added up

    def insert(self, connection: Connection, source_id: str, version: int, new: NewVersion) -> list[str]:
        """Stores the passages of a version; returns their ids, in the order of its text."""
        numbers = _new_numbers(connection, len(new.spans))
        ids = passage_ids(source_id, version, len(new.spans))
        texts = [new.document.text[span.start : span.end] for span in new.spans]
        rows = []
        passages = zip(numbers, ids, new.spans, texts, new.headers, new.vectors, strict=True)
        for number, name, span, text, header, vector in passages:
            place, flags = (span.start, span.end, span.page), (span.flagged, span.furniture)
            rows.append((number, name, source_id, version, *place, text, header, halfvec(vector), *flags))
        connection.executemany(_INSERT, rows)
        self._insert_words(connection, source_id, numbers, list(zip(new.headers, texts, strict=True)))
        self._inserted += 1
        if self._inserted >= FOLD_EVERY:
            self._inserted = 0
            fold(connection)
        return ids

    def delete(self, connection: Connection, source_id: str) -> tuple[str, ...]:
        """Deletes all passages of a source; returns their ids."""
        _delete_words(connection, "source_id = ?", source_id)
        sql = "DELETE FROM passages WHERE source_id = ? RETURNING number, id"
        return tuple(name for _, name in sorted(connection.execute(sql, (source_id,)).fetchall()))

    def retitle(self, connection: Connection, source_id: str, version: int, parts: list[str]) -> list[str]:
        """Takes these parts of a title out of the headers of a version's passages; returns their ids."""
        sql = (
            "SELECT number, id, header, text FROM passages WHERE source_id = ? AND version = ? ORDER BY start"
        )
        rows = connection.execute(sql, (source_id, version)).fetchall()
        headers = {number: without_parts(header, parts) for number, _, header, _ in rows}
        connection.executemany(
            "UPDATE passages SET header = ? WHERE number = ?",
            [(header, number) for number, header in headers.items()],
        )
        _delete_words(connection, "number = ANY(?)", list(headers))
        texts = [(headers[number], text) for number, _, _, text in rows]
        self._insert_words(connection, source_id, list(headers), texts)
        return [name for _, name, _, _ in rows]

    def merge(self, connection: Connection) -> None:
        """Forgets words that no passage has any more, where no other process is at it."""
        fold(connection)

    def _insert_words(
        self,
        connection: Connection,
        source_id: str,
        numbers: Sequence[int],
        texts: Sequence[tuple[str, str]],
    ) -> None:
        """Stores the words of these passages, given as header and text."""
        words = self._tokenizer.words(texts)
        connection.executemany(
            _INSERT_WORDS,
            [
                (
                    number,
                    source_id,
                    text_words.length,
                    sparsevec(bm25.stored_weights(text_words)),
                    tsvector(text_words),
                )
                for number, text_words in zip(numbers, words, strict=True)
            ],
        )
        counts = _counted(words)
        connection.execute(
            "INSERT INTO word_changes (stem, passages) SELECT * FROM unnest(?::text[], ?::integer[])",
            (list(counts), list(counts.values())),
        )


def _new_numbers(connection: Connection, count: int) -> list[int]:
    """Numbers for so many passages."""
    sql = "SELECT nextval('passages_number_seq') FROM generate_series(1, ?)"
    return [number for (number,) in connection.execute(sql, (count,)).fetchall()]


def fold(connection: Connection) -> None:
    """Adds up how many passages have each word, where no other process is at it; forgets what none has."""
    if connection.execute("SELECT pg_try_advisory_xact_lock(?)", (LOCK,)).fetchone() != (True,):
        return
    connection.execute("""
        WITH gone AS (DELETE FROM word_changes RETURNING stem, passages)
        INSERT INTO word_counts AS kept
            SELECT stem, sum(passages) FROM gone GROUP BY stem HAVING sum(passages) <> 0
            ON CONFLICT (stem) DO UPDATE SET passages = kept.passages + excluded.passages
    """)
    connection.execute("DELETE FROM word_counts WHERE passages = 0")


def recount(connection: Connection) -> None:
    """Counts anew how many passages have each word; writers wait meanwhile."""
    connection.execute("LOCK TABLE words IN SHARE MODE")
    connection.execute("SELECT pg_advisory_xact_lock(?)", (LOCK,))
    connection.execute("DELETE FROM word_changes")
    connection.execute("DELETE FROM word_counts")
    connection.execute(
        """
        INSERT INTO word_counts (stem, passages)
            SELECT stem, count(*) FROM (SELECT unnest(tsvector_to_array(stems)) AS stem FROM words) one
                GROUP BY stem
            UNION ALL SELECT ?, count(*) FROM words HAVING count(*) > 0
            UNION ALL SELECT ?, sum(length) FROM words HAVING count(*) > 0
        """,
        (PASSAGES, WORDS),
    )


def _counted(words: Sequence[PassageStems]) -> dict[str, int]:
    """How many of these passages have each stem; their own number, and that of all their words."""
    counts: Mapping[str, int] = Counter(stem for text_words in words for stem in text_words.places)
    return {**counts, PASSAGES: len(words), WORDS: sum(text_words.length for text_words in words)}


def _delete_words(connection: Connection, where: str, value: object) -> None:
    sql = f"""
        WITH gone AS (DELETE FROM words WHERE {where} RETURNING length, stems)
        INSERT INTO word_changes (stem, passages)
            SELECT stem, -count(*) FROM (SELECT unnest(tsvector_to_array(stems)) AS stem FROM gone) one
                GROUP BY stem
            UNION ALL SELECT ?, -count(*) FROM gone HAVING count(*) > 0
            UNION ALL SELECT ?, -sum(length) FROM gone HAVING count(*) > 0
    """
    connection.execute(sql, (value, PASSAGES, WORDS))
