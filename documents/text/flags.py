"""The flags of passages and sources, also of those that an earlier Footnote stored without any.

Those are looked at when they are read, in small pieces, and each write keeps some of what was found: a reader
never waits for the write lock, and a folder that cannot be written to is read all the same.
"""

import sqlite3
import time
from collections.abc import Callable, Sequence
from typing import Any

from documents.instructions import name_flagged, passage_flagged
from documents.text.headings import Outline, outline_of

LOOKING = 0.2  # seconds that one reading of sources spends on passages not looked at
LOOKED_AT = 100  # passages at once
KEPT = 200  # passages that one write looks at
Row = tuple[Any, ...]  # Any: the types of SQLite's columns
Query = Callable[[str, Sequence[Any]], list[Row]]


def of_passage(text: str, headings: Sequence[str], flagged: int | None) -> bool:
    """The stored flag, or that of a passage not looked at yet."""
    return passage_flagged(text, headings) if flagged is None else bool(flagged)


class SourceFlags:
    """The flags of sources that are not stored yet: what this process has seen of them so far."""

    def __init__(self, rows: Query) -> None:
        """`rows` runs a query."""
        self._rows = rows
        self._next: dict[tuple[str, int], int] = {}  # the passage from which nothing was looked at
        self._known: dict[tuple[str, int], bool] = {}  # what is settled

    def of_source(self, source_id: str, version: int, names: Sequence[str], until: float) -> bool:
        """Whether a name is flagged, or a passage among those looked at; looks at more `until` then.

        `until` is a time of `time.monotonic`; what is not seen until then counts as honest for now.
        """
        if any(map(name_flagged, names)):
            return True
        key = (source_id, version)
        while key not in self._known and time.monotonic() < until:
            self._look(key)
        return self._known.get(key, False)

    def _look(self, key: tuple[str, int]) -> None:
        rows = self._rows(
            'SELECT text, "end", flagged, number FROM passages '
            "WHERE source_id = ? AND number >= ? ORDER BY number LIMIT ?",
            (key[0], self._next.get(key, 0), LOOKED_AT),
        )
        outline = _outline(self._rows, key[0])
        if any(of_passage(text, outline.over(end - 1), flagged) for text, end, flagged, _ in rows):
            self._known[key] = True
        elif len(rows) < LOOKED_AT:
            self._known[key] = False
        else:
            self._next[key] = rows[-1][3] + 1


def keep_source(connection: sqlite3.Connection, source_id: str) -> None:
    """Stores the flag of a source: NULL where none is found and some passages are not looked at."""
    names = connection.execute(
        "SELECT v.title FROM sources s JOIN versions v ON v.source_id = s.id AND v.version = s.version "
        "WHERE s.id = :id UNION ALL SELECT uri FROM uris WHERE source_id = :id",
        {"id": source_id},
    ).fetchall()
    connection.execute(
        "UPDATE sources SET flagged = CASE "
        "WHEN :name OR EXISTS (SELECT 1 FROM passages WHERE source_id = :id AND flagged) THEN 1 "
        "WHEN EXISTS (SELECT 1 FROM passages WHERE source_id = :id AND flagged IS NULL) THEN NULL "
        "ELSE 0 END WHERE id = :id",
        {"id": source_id, "name": any(name_flagged(row[0]) for row in names)},
    )


def keep_some(connection: sqlite3.Connection) -> None:
    """Looks at a few passages of an earlier Footnote and stores their flags."""
    row = connection.execute("SELECT id FROM sources WHERE flagged IS NULL LIMIT 1").fetchone()
    if row is None:
        return
    found = connection.execute(
        'SELECT text, "end", number FROM passages WHERE source_id = ? AND flagged IS NULL LIMIT ?',
        (row[0], KEPT),
    ).fetchall()
    outline = _outline(lambda sql, values: connection.execute(sql, values).fetchall(), row[0])
    connection.executemany(
        "UPDATE passages SET flagged = ? WHERE number = ?",
        [(passage_flagged(text, outline.over(end - 1)), number) for text, end, number in found],
    )
    keep_source(connection, row[0])


def _outline(rows: Query, source_id: str) -> Outline:
    """The outline of a source's current version."""
    found = rows(
        "SELECT v.headings FROM sources s JOIN versions v ON v.source_id = s.id AND v.version = s.version "
        "WHERE s.id = ?",
        (source_id,),
    )
    return outline_of(found[0][0]) if found else Outline(())
