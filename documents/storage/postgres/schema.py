"""The tables in PostgreSQL, in the schema `footnote`, and how those of an earlier version become these."""

from typing import TYPE_CHECKING, Any

from documents.errors import LibraryTooNew, StorageFailed
from documents.queue.table import TASKS
from documents.storage.postgres.passage_writing import TABLES as WORDS

if TYPE_CHECKING:
    import psycopg

OLDEST_SERVER = 14
OLDEST_VECTOR = (0, 8)  # the first with iterative scans, without which a filtered search loses results
LOCK = 0x466F6F74  # of whoever makes the tables

# Texts are compared by their bytes, as SQLite does it: an order that depends on the server's language would
# not be the one that ids and addresses within archives are looked up by.
SOURCES = """
    CREATE TABLE meta (key text COLLATE "C" PRIMARY KEY, value text NOT NULL);
    CREATE TABLE sources (
        id text COLLATE "C" PRIMARY KEY,
        uri text COLLATE "C" NOT NULL,
        version integer NOT NULL,
        tag text COLLATE "C",
        added_at text COLLATE "C" NOT NULL,
        flagged boolean,
        rowid bigserial
    );
    CREATE INDEX sources_added ON sources(added_at, rowid);
    CREATE TABLE uris (
        uri text COLLATE "C" PRIMARY KEY,
        source_id text COLLATE "C" NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
        part_of text COLLATE "C"
    );
    CREATE INDEX uris_source ON uris(source_id);
    CREATE INDEX uris_part_of ON uris(part_of) WHERE part_of IS NOT NULL;
    CREATE TABLE versions (
        source_id text COLLATE "C" NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
        version integer NOT NULL,
        sha256 text COLLATE "C" NOT NULL,
        reader text COLLATE "C" NOT NULL,
        media_type text NOT NULL,
        title text COLLATE "C" NOT NULL,
        date text,
        page_starts text,
        headings text NOT NULL,
        text text NOT NULL,
        added_at text NOT NULL,
        notes text NOT NULL DEFAULT '[]',
        facts text NOT NULL DEFAULT '{}',
        PRIMARY KEY (source_id, version)
    );
    CREATE INDEX versions_sha256 ON versions(sha256, reader);
    CREATE INDEX versions_title ON versions USING gin(to_tsvector('english', title));
    CREATE TABLE blocks (
        source_id text COLLATE "C" NOT NULL,
        version integer NOT NULL,
        number integer NOT NULL,
        start integer NOT NULL,
        "end" integer NOT NULL,
        data bytea NOT NULL,
        PRIMARY KEY (source_id, version, number),
        FOREIGN KEY (source_id, version) REFERENCES versions(source_id, version) ON DELETE CASCADE
    );
    CREATE TABLE removed (
        source_id text COLLATE "C" PRIMARY KEY,
        uri text COLLATE "C" NOT NULL,
        title text NOT NULL,
        version integer NOT NULL,
        removed_at text COLLATE "C" NOT NULL
    );
"""
# Passages, with their vectors and words, exist for the current version of a source only.
PASSAGES = """
    CREATE TABLE passages (
        number bigserial PRIMARY KEY,
        id text COLLATE "C" NOT NULL UNIQUE,
        source_id text COLLATE "C" NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
        version integer NOT NULL,
        start integer NOT NULL,
        "end" integer NOT NULL,
        page integer,
        text text NOT NULL,
        header text NOT NULL,
        vector halfvec NOT NULL,
        flagged boolean NOT NULL,
        furniture boolean NOT NULL
    );
    CREATE INDEX passages_source ON passages(source_id, start);
"""
CONVERSATIONS = """
    CREATE TABLE conversations (
        id text COLLATE "C" PRIMARY KEY,
        title text NOT NULL,
        created_at text COLLATE "C" NOT NULL,
        updated_at text COLLATE "C" NOT NULL
    );
    CREATE TABLE turns (
        conversation_id text COLLATE "C" NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
        number integer NOT NULL,
        question text NOT NULL,
        answer text NOT NULL,
        created_at text NOT NULL,
        PRIMARY KEY (conversation_id, number)
    );
    CREATE TABLE turn_texts (
        conversation_id text COLLATE "C" NOT NULL,
        number integer NOT NULL,
        folded text COLLATE "C" NOT NULL,
        PRIMARY KEY (conversation_id, number),
        FOREIGN KEY (conversation_id, number) REFERENCES turns(conversation_id, number) ON DELETE CASCADE
    );
    CREATE TABLE turn_sources (
        conversation_id text COLLATE "C" NOT NULL,
        number integer NOT NULL,
        source_id text COLLATE "C" NOT NULL,
        PRIMARY KEY (conversation_id, number, source_id),
        FOREIGN KEY (conversation_id, number) REFERENCES turns(conversation_id, number) ON DELETE CASCADE
    );
    CREATE INDEX turn_sources_source ON turn_sources(source_id);
"""
# As SQLite has it, for the SQL that both share.
FUNCTIONS = """
    CREATE FUNCTION instr(text, text) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
        AS 'SELECT strpos($1, $2)';
"""

# Each entry brings the schema from version n to n + 1. An entry that has been released never changes.
MIGRATIONS = (
    SOURCES + PASSAGES + WORDS + CONVERSATIONS + FUNCTIONS,
    # What is to be added or removed by whichever process has the time (documents/queue).
    TASKS.format(
        key="bigserial PRIMARY KEY",
        text="text",
        compared='text COLLATE "C"',
        whole="bigint",
        short="integer",
        options=" WITH (fillfactor = 70)",
    ),
)


def migrate(connection: "psycopg.Connection[Any]", place: str) -> None:  # Any: rows of any columns
    """Makes the tables, or brings those of an earlier Footnote to this one's, once, whoever comes first.

    Raises LibraryTooNew for those of a later one, StorageFailed for a server that cannot hold a library.
    """
    _check_server(connection, place)
    if version_of(connection, place) == len(MIGRATIONS):
        return
    _check_writable(connection, place)
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        done = version_of(connection, place)  # another process may have been first
        if done == 0:
            _make_schema(connection, place)
        for number in range(done, len(MIGRATIONS)):
            connection.execute(MIGRATIONS[number])
            connection.execute("INSERT INTO footnote.migrations VALUES (%s)", (number + 1,))


def version_of(connection: "psycopg.Connection[Any]", place: str) -> int:
    """The version of the schema, 0 where there is none. Raises LibraryTooNew."""
    # Not to_regclass: within a transaction it may remember that there was none before another made it.
    sql = "SELECT 1 FROM pg_tables WHERE schemaname = 'footnote' AND tablename = 'migrations'"
    if connection.execute(sql).fetchone() is None:
        return 0
    row = connection.execute("SELECT coalesce(max(version), 0) FROM footnote.migrations").fetchone()
    version = int(row[0]) if row else 0
    if version > len(MIGRATIONS):
        raise LibraryTooNew(
            f"The library at {place} was written by a later Footnote.",
            "Install that version, or choose another database with FOOTNOTE_LIBRARY.",
        )
    return version


def _check_server(connection: "psycopg.Connection[Any]", place: str) -> None:
    if connection.info.server_version < OLDEST_SERVER * 10_000:
        raise StorageFailed(
            f"The server at {place} is PostgreSQL {connection.info.server_version // 10_000}, "
            f"and Footnote needs {OLDEST_SERVER} or later.",
            "Update the server, or choose another one with FOOTNOTE_LIBRARY.",
        )
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise StorageFailed(
            f"The database at {place} keeps text as {encoding}, which cannot hold every character.",
            "Create one with ENCODING 'UTF8' TEMPLATE template0.",
        )


def _check_writable(connection: "psycopg.Connection[Any]", place: str) -> None:
    if connection.execute("SHOW transaction_read_only").fetchone() == ("on",):
        raise StorageFailed(
            f"The database at {place} can only be read, and its tables are not yet those of this Footnote.",
            "Open it once at the primary server, or without default_transaction_read_only.",
        )


def _make_schema(connection: "psycopg.Connection[Any]", place: str) -> None:
    """The schema with nothing in it, and pgvector, which it needs."""
    from psycopg.errors import InsufficientPrivilege

    database, user = connection.info.dbname, connection.info.user
    _need_vector(connection, place)
    try:
        connection.execute("CREATE SCHEMA IF NOT EXISTS footnote")
    except InsufficientPrivilege as error:
        raise StorageFailed(
            f"The user {user} may not make tables in the database {database} at {place}.",
            f'Let an administrator run there: GRANT CREATE ON DATABASE "{database}" TO "{user}";',
        ) from error
    connection.execute("CREATE TABLE footnote.migrations (version integer PRIMARY KEY)")


def _need_vector(connection: "psycopg.Connection[Any]", place: str) -> None:
    """Has the extension pgvector in the database, new enough."""
    from psycopg.errors import InsufficientPrivilege

    sql = """SELECT a.default_version, e.extversion FROM pg_available_extensions a
        LEFT JOIN pg_extension e ON e.extname = a.name WHERE a.name = 'vector'"""
    row = connection.execute(sql).fetchone()
    if row is None:
        raise StorageFailed(
            f"The server at {place} has no pgvector.", "Install it there (Debian: postgresql-17-pgvector)."
        )
    if _number(row[1] or row[0]) < OLDEST_VECTOR:
        newer = "run ALTER EXTENSION vector UPDATE" if _number(row[0]) >= OLDEST_VECTOR else "update pgvector"
        raise StorageFailed(
            f"The server at {place} has pgvector {row[1] or row[0]}, and Footnote needs 0.8 or later.",
            f"Let an administrator {newer} there.",
        )
    if row[1] is None:
        try:
            connection.execute("CREATE EXTENSION IF NOT EXISTS vector SCHEMA public")
        except InsufficientPrivilege as error:
            raise StorageFailed(
                f"The user {connection.info.user} may not add pgvector to the database at {place}.",
                f"Let an administrator run in {connection.info.dbname}: CREATE EXTENSION vector;",
            ) from error


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdigit())
