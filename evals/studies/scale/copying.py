"""A library in PostgreSQL filled by COPY, its indexes made at the end: faster than by its own writes.

The rows are made by the same functions as the library's.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from documents.library import NewVersion
from documents.storage.postgres.bm25 import stored_weights
from documents.storage.postgres.columns import halfvec, sparsevec, tsvector
from documents.storage.postgres.database import PostgresDatabase
from documents.storage.postgres.library import PostgresLibrary
from documents.storage.postgres.passage_writing import WORDS_INDEX
from documents.storage.postgres.words import Tokenizer
from documents.storage.writing import ID_LENGTH, passage_ids
from evals.studies.scale.invented import Passages, documents, uri

if TYPE_CHECKING:
    import psycopg

    Connection = psycopg.Connection[Any]  # Any: rows of any columns

TOGETHER = 200  # documents a transaction
TIME = "2026-11-26T00:00:00.000+00:00"
_VERSIONS = "source_id, version, sha256, reader, media_type, title, headings, text, added_at"
_PASSAGES = 'number, id, source_id, version, start, "end", text, header, vector, flagged, furniture'
_WORDS = "number, source_id, length, weights, stems"
Row = tuple[object, ...]


def copy_in(address: str, real: Passages, numbers: Sequence[int]) -> None:
    """Adds the documents with these numbers that are not there yet."""
    database, tokenizer = PostgresDatabase(address), Tokenizer()
    try:
        there = {one for (one,) in database.rows("SELECT uri FROM uris")}
        coming = documents(real, [number for number in numbers if uri(number) not in there])
        while some := list(islice(coming, TOGETHER)):
            with database.transaction() as transaction:
                _copy_some(transaction.raw, tokenizer, some)
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


def _copy_some(connection: "Connection", tokenizer: Tokenizer, some: Sequence[NewVersion]) -> None:
    ids = [hashlib.sha256(new.uri.encode()).hexdigest()[:ID_LENGTH] for new in some]
    pairs = list(zip(ids, some, strict=True))
    sources = ((name, new.uri, 1, TIME, False) for name, new in pairs)
    _copy(connection, "sources (id, uri, version, added_at, flagged)", sources)
    _copy(connection, "uris (uri, source_id)", ((new.uri, name) for name, new in pairs))
    _copy(connection, f"versions ({_VERSIONS})", (_version(name, new) for name, new in pairs))
    passages = [row for name, new in pairs for row in _passages(name, new)]
    sql = "SELECT nextval('footnote.passages_number_seq') FROM generate_series(1, %s)"
    numbers = [number for (number,) in connection.execute(sql, (len(passages),))]
    numbered = [(number, *row) for number, row in zip(numbers, passages, strict=True)]
    _copy(connection, f"passages ({_PASSAGES})", numbered)
    texts = [(header, text) for new in some for header, text in zip(new.headers, _texts(new), strict=True)]
    words = (
        (number, name, one.length, sparsevec(stored_weights(one)), tsvector(one))
        for (number, _, name, *_), one in zip(numbered, tokenizer.words(texts), strict=True)
    )
    _copy(connection, f"words ({_WORDS})", words)


def _version(source_id: str, new: NewVersion) -> Row:
    text = new.document.text
    return source_id, 1, new.sha256, new.reader, new.document.media_type, new.title, "[]", text, TIME


def _passages(source_id: str, new: NewVersion) -> Iterator[Row]:
    ids = passage_ids(source_id, 1, len(new.spans))
    each = zip(ids, new.spans, _texts(new), new.headers, new.vectors, strict=True)
    for name, span, text, header, vector in each:
        yield name, source_id, 1, span.start, span.end, text, header, halfvec(vector), False, False


def _texts(new: NewVersion) -> list[str]:
    return [new.document.text[span.start : span.end] for span in new.spans]


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
