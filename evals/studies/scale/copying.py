"""A library in PostgreSQL filled by COPY, its indexes made at the end: faster than by its own writes.

The rows are made by the same functions as the library's.
"""

import hashlib
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from documents.library import NewVersion
from documents.storage.postgres.database import PostgresDatabase, Transaction
from documents.storage.postgres.library import PostgresLibrary
from documents.storage.postgres.passage_writing import (
    PASSAGE_COLUMNS,
    WORD_COLUMNS,
    WORDS_INDEX,
    headed,
    new_numbers,
    passage_rows,
    word_row,
)
from documents.storage.postgres.words import Tokenizer
from documents.storage.tables import Row
from documents.storage.writing import ID_LENGTH
from evals.studies.scale.invented import Passages, documents, uri

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]  # Any: rows of any columns

TOGETHER = 200  # documents a transaction
TIME = "2026-11-26T00:00:00.000+00:00"
_VERSIONS = "source_id, version, sha256, reader, media_type, title, headings, text, added_at"


def copy_in(address: str, real: Passages, numbers: Sequence[int]) -> None:
    """Adds the documents with these numbers that are not there yet."""
    database, tokenizer = PostgresDatabase(address), Tokenizer()
    try:
        there = {one for (one,) in database.rows("SELECT uri FROM uris")}
        coming = documents(real, [number for number in numbers if uri(number) not in there])
        while some := list(islice(coming, TOGETHER)):
            with database.transaction() as transaction:
                _copy_some(transaction, tokenizer, some)
    finally:
        database.close()


def begin(address: str) -> None:
    """Drops the index of the words, which would be brought up to date with every row."""
    _run(address, "DROP INDEX IF EXISTS footnote.words_stems")


def finish(address: str) -> None:
    """Makes what was left out: the index of the words, their counts, the index of the vectors."""
    _run(address, "SET maintenance_work_mem = '1GB'", WORDS_INDEX)
    library = PostgresLibrary(address)
    try:
        library.set_note("generation", "1")
        library.remake_search()
    finally:
        library.close()
    _run(address, "VACUUM (ANALYZE)")


def sizes(library: PostgresLibrary) -> list[tuple[str, str]]:
    """The tables and indexes of ours that are larger than a megabyte, in megabytes, the largest first."""
    sql = """
        SELECT relname, pg_relation_size(oid) + coalesce(pg_relation_size(nullif(reltoastrelid, 0)), 0)
        FROM pg_class WHERE relnamespace = 'footnote'::regnamespace AND relkind IN ('r', 'i') ORDER BY 2 DESC
    """
    found = [(name, int(size)) for name, size in library.database.rows(sql)]
    return [(name, f"{size / 1e6:,.0f}") for name, size in found if size > 1e6]


def _copy_some(transaction: Transaction, tokenizer: Tokenizer, some: Sequence[NewVersion]) -> None:
    connection = transaction.raw
    ids = [hashlib.sha256(new.uri.encode()).hexdigest()[:ID_LENGTH] for new in some]
    pairs = list(zip(ids, some, strict=True))
    sources = ((name, new.uri, 1, TIME, False) for name, new in pairs)
    _copy(connection, "sources (id, uri, version, added_at, flagged)", sources)
    _copy(connection, "uris (uri, source_id)", ((new.uri, name) for name, new in pairs))
    _copy(connection, f"versions ({_VERSIONS})", (_version(name, new) for name, new in pairs))
    texts = [headed(new) for new in some]
    numbers = iter(new_numbers(transaction, sum(map(len, texts))))
    words = iter(tokenizer.words([one for each in texts for one in each]))
    passages: list[Row] = []
    word_rows: list[Row] = []
    for (name, new), own in zip(pairs, texts, strict=True):
        given = list(islice(numbers, len(own)))
        passages += passage_rows(given, name, 1, new, own)
        word_rows += (word_row(number, name, next(words)) for number in given)
    _copy(connection, f"passages ({PASSAGE_COLUMNS})", passages)
    _copy(connection, f"words ({WORD_COLUMNS})", word_rows)


def _version(source_id: str, new: NewVersion) -> Row:
    text = new.document.text
    return source_id, 1, new.sha256, new.reader, new.document.media_type, new.title, "[]", text, TIME


def _copy(connection: "Connection", target: str, rows: Iterable[Row]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY footnote.{target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _run(address: str, *statements: str) -> None:
    database = PostgresDatabase(address)
    try:
        with database.connections.another() as connection:
            for sql in statements:
                connection.execute(sql)
    finally:
        database.close()
