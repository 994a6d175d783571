"""The tables of the library file, how those of an earlier version become these, and what their SQL calls."""

from collections.abc import Callable
from typing import Any

from documents.errors import StorageFailed
from documents.instructions import name_flagged, passage_flagged
from documents.queue.table import TASKS
from documents.storage.facts import outline_of
from documents.storage.turns import turn_sources, turn_text
from documents.storage.vectors import half

# Whether a passage `p`, and a source `s`, speaks to the assistant.
PASSAGE_FLAG = """passage_flagged(p.text, p."end",
        (SELECT headings FROM versions v WHERE v.source_id = p.source_id AND v.version = p.version))"""
SOURCE_FLAG = """(
        EXISTS (SELECT 1 FROM passages p WHERE p.source_id = s.id AND p.flagged)
        OR EXISTS (SELECT 1 FROM uris u WHERE u.source_id = s.id AND name_flagged(u.uri))
        OR EXISTS (
            SELECT 1 FROM versions v
            WHERE v.source_id = s.id AND v.version = s.version AND name_flagged(v.title)
        ))"""

OLDEST_READ = 2  # the first version that can be read where it cannot be migrated

# Each entry brings the schema from version n to n + 1. An entry that has been released never changes.
MIGRATIONS = (
    """
    CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE sources (
        id TEXT PRIMARY KEY,
        uri TEXT NOT NULL,
        version INTEGER NOT NULL,
        tag TEXT,
        added_at TEXT NOT NULL
    );
    CREATE TABLE uris (
        uri TEXT PRIMARY KEY,
        source_id TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE
    ) WITHOUT ROWID;
    CREATE INDEX uris_source ON uris(source_id);
    CREATE TABLE versions (
        source_id TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
        version INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        reader TEXT NOT NULL,
        media_type TEXT NOT NULL,
        title TEXT NOT NULL,
        date TEXT,
        page_starts TEXT,
        headings TEXT NOT NULL,
        text TEXT NOT NULL,
        added_at TEXT NOT NULL,
        PRIMARY KEY (source_id, version)
    );
    CREATE INDEX versions_sha256 ON versions(sha256, reader);
    -- Passages, their vectors and their full text exist for the current version of a source only.
    CREATE TABLE passages (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        source_id TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
        version INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        page INTEGER,
        headings TEXT NOT NULL,
        text TEXT NOT NULL,
        vector BLOB NOT NULL
    );
    CREATE INDEX passages_source ON passages(source_id);
    CREATE VIRTUAL TABLE full_text USING fts5(header, text, tokenize = 'porter unicode61');
    CREATE TABLE removed (
        source_id TEXT PRIMARY KEY,
        uri TEXT NOT NULL,
        title TEXT NOT NULL,
        version INTEGER NOT NULL,
        removed_at TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE conversations (
        id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        created_at TEXT NOT NULL,
        updated_at TEXT NOT NULL
    );
    CREATE TABLE turns (
        conversation_id TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        question TEXT NOT NULL,
        answer TEXT NOT NULL,
        created_at TEXT NOT NULL,
        PRIMARY KEY (conversation_id, number)
    );
    """,
    # Kept apart from the turns: whole answers are long, and a search would have to pass over them.
    """
    CREATE TABLE turn_texts (
        conversation_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        folded TEXT NOT NULL,
        PRIMARY KEY (conversation_id, number),
        FOREIGN KEY (conversation_id, number) REFERENCES turns(conversation_id, number) ON DELETE CASCADE
    ) WITHOUT ROWID;
    CREATE TABLE turn_sources (
        conversation_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        source_id TEXT NOT NULL,
        PRIMARY KEY (conversation_id, number, source_id),
        FOREIGN KEY (conversation_id, number) REFERENCES turns(conversation_id, number) ON DELETE CASCADE
    ) WITHOUT ROWID;
    CREATE INDEX turn_sources_source ON turn_sources(source_id);
    INSERT INTO turn_texts SELECT conversation_id, number, turn_text(question, answer) FROM turns;
    INSERT INTO turn_sources
        SELECT conversation_id, number, cited.value FROM turns, json_each(turn_sources(answer)) AS cited;
    """,
    # What speaks to the assistant. Kept with the source too: a passage's row is long, with its vector.
    """
    ALTER TABLE passages ADD COLUMN flagged INTEGER;
    ALTER TABLE sources ADD COLUMN flagged INTEGER;
    """,
    # Headings are stored once, with their version, and vectors in half the room (vectors.py). What could not
    # be read whole is noted with the version.
    """
    ALTER TABLE passages DROP COLUMN headings;
    UPDATE passages SET vector = half(vector);
    ALTER TABLE versions ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';
    UPDATE versions SET title = substr(title, 1, 200) WHERE length(title) > 200;
    """,
    # The structure of a text: its blocks (blocks.py), what else is known of it (facts.py), what of it stands
    # around the text or on every page, and the address of the archive or mail that an address is within.
    """
    CREATE TABLE blocks (
        source_id TEXT NOT NULL,
        version INTEGER NOT NULL,
        number INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (source_id, version, number),
        FOREIGN KEY (source_id, version) REFERENCES versions(source_id, version) ON DELETE CASCADE
    ) WITHOUT ROWID;
    ALTER TABLE versions ADD COLUMN facts TEXT NOT NULL DEFAULT '{}';
    ALTER TABLE passages ADD COLUMN furniture INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE uris ADD COLUMN part_of TEXT;
    CREATE INDEX uris_part_of ON uris(part_of) WHERE part_of IS NOT NULL;
    """,
    # Passages and sources of a time before there were flags, or whose flags were not looked for yet.
    f"""
    UPDATE passages AS p SET flagged = {PASSAGE_FLAG} WHERE flagged IS NULL;
    UPDATE sources AS s SET flagged = {SOURCE_FLAG} WHERE flagged IS NULL;
    """,
    # What is to be added or removed by whichever process has the time (documents/queue).
    TASKS.format(
        key="INTEGER PRIMARY KEY AUTOINCREMENT",
        text="TEXT",
        compared="TEXT",
        whole="INTEGER",
        short="INTEGER",
        options="",
    ),
)

TASK_COLUMNS = (
    "id kind uri sha256 size day tag asked_by state position owner attempts stopping dismissed step done "
    "total entries message result asked_at taken_at heard_at ended_at revision"
)
JSON_COLUMNS = (
    ("turns", "answer"),
    ("versions", "facts"),
    ("versions", "headings"),
    ("versions", "notes"),
    ("versions", "page_starts"),  # NULL is valid: json_valid(NULL) is NULL
)


def views_of(version: int) -> str:
    """What makes a file of an earlier version, OLDEST_READ or later, look as if it were migrated.

    For a folder that cannot be written to, which keeps its version.
    """
    vector = "half(p.vector)" if version < 4 else "p.vector"
    flag = PASSAGE_FLAG if version < 3 else f"coalesce(p.flagged, {PASSAGE_FLAG})"
    furniture = "0" if version < 5 else "p.furniture"
    views = f"""
    CREATE TEMP VIEW passages AS SELECT p.number, p.id, p.source_id, p.version, p.start, p."end", p.page,
        p.text, {vector} AS vector, {flag} AS flagged, {furniture} AS furniture FROM main.passages p;
    CREATE TEMP VIEW sources AS SELECT s.rowid, s.id, s.uri, s.version, s.tag, s.added_at,
        {SOURCE_FLAG} AS flagged FROM main.sources s;
    """
    if version < 5:
        notes = "'[]' AS notes, " if version < 4 else ""
        views += f"""
        CREATE TEMP VIEW versions AS SELECT *, {notes}'{{}}' AS facts FROM main.versions;
        CREATE TEMP VIEW uris AS SELECT *, NULL AS part_of FROM main.uris;
        CREATE TEMP VIEW blocks AS
            SELECT NULL AS source_id, NULL AS version, 0 AS number, 0 AS start, 0 AS "end", NULL AS data
            WHERE 0;
        """
    if version < 7:
        columns = ", ".join(f"NULL AS {name}" for name in TASK_COLUMNS.split())
        views += f"CREATE TEMP VIEW tasks AS SELECT {columns} WHERE 0;"
    return views


def _passage_flagged(text: str, end: int, headings: str) -> bool:
    """Whether a passage is flagged that ends at `end` of its text; `headings` are the text's, as stored."""
    try:
        over = outline_of(headings).over(end - 1)
    except (StorageFailed, TypeError):  # damaged: `check` says so, and the rest of the library must open
        over = ()
    return passage_flagged(text, over)


FUNCTIONS: dict[str, tuple[int, Callable[..., Any]]] = {  # Any: the types of SQLite's columns
    "half": (1, half),
    "name_flagged": (1, name_flagged),
    "passage_flagged": (3, _passage_flagged),
    "turn_sources": (1, turn_sources),
    "turn_text": (2, turn_text),
}
