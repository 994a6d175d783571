"""Changes of tasks as SQL that both databases understand, each under a new revision.

For what tells of a change and whose clock is asked each database has its own way. Here these are SQLite's:
who waits looks again and again, and this process's clock.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from documents.queue.contract import TAKE_BACK, Task, Work
from documents.storage.errors import stored_json
from documents.storage.tables import Connection, Row, TableDatabase
from documents.types import IngestEntry

REVISION = "queue_revision"  # the key in `meta`
COLUMNS = (
    "id, kind, uri, sha256, size, day, tag, asked_by, state, revision, step, done, total, entries, message, "
    "result, attempts, stopping, dismissed, asked_at, taken_at, ended_at"
)
OPEN = "state IN ('waiting', 'working')"
ANEW = "step = '', done = 0, total = 0, message = '', entries = '[]', owner = '', stopping = 0, ended_at = ''"
LAST = "position = (SELECT max(o.position) + 1 FROM tasks o)"


class Changes:
    """Changes of tasks, each under a new revision; the part that each database has its own way for."""

    lock = ""  # what makes rows the transaction's own: in SQLite all are

    def __init__(self, database: TableDatabase) -> None:
        self._database = database

    def moment(self, statements: Connection, hours: float = 0.0) -> str:
        """The time by the clock that counts, so many hours later, ISO in UTC."""
        return (datetime.now(UTC) + timedelta(hours=hours)).isoformat(timespec="milliseconds")

    def begin(self, statements: Connection) -> tuple[int, str]:
        """The revision of what now changes, and the time. After it no other change comes in between."""
        row = statements.execute(
            "INSERT INTO meta VALUES (?, '1') "
            "ON CONFLICT (key) DO UPDATE SET value = CAST(CAST(meta.value AS bigint) + 1 AS text) "
            "RETURNING value",
            (REVISION,),
        ).fetchone()
        return int(row[0]), self.moment(statements)

    def change(
        self,
        statements: Connection,
        changes: str,
        which: str,
        *,
        values: Sequence[object] = (),
        which_values: Sequence[object] = (),
        skip: str = "",
    ) -> list[int]:
        """Changes the tasks of which `which` is true; their ids.

        `values` are those of the changes, in which `:now` is the time, `which_values` those of `which`. Rows
        are locked before the revision is counted, always by their ids: two changes never wait in a ring.
        """
        sql = f"SELECT id FROM tasks WHERE {which} ORDER BY id {self.lock and self.lock + skip}"
        ids = [int(row[0]) for row in statements.execute(sql, tuple(which_values)).fetchall()]
        if ids:
            revision, now = self.begin(statements)
            changes = changes.replace(":now", f"'{now}'")
            sql = f"UPDATE tasks SET revision = ?, {changes} WHERE {among(ids)}"
            statements.execute(sql, (revision, *values))
        return ids


def cancel(
    changes: Changes, statements: Connection, which: str, *which_values: object, skip: str = ""
) -> None:
    """Ends tasks before they are done."""
    ended = "state = 'cancelled', message = ?, owner = '', ended_at = :now"
    changes.change(statements, ended, which, values=(TAKE_BACK,), which_values=which_values, skip=skip)


def among(ids: Iterable[int]) -> str:
    """The condition that a task has one of these ids.

    >>> among([3, 5]), among([])
    ('id IN (3, 5)', '1 = 0')
    """
    numbers = ", ".join(str(int(task_id)) for task_id in ids)
    return f"id IN ({numbers})" if numbers else "1 = 0"


def task_of(row: Row) -> Task:
    """The task in a row of COLUMNS."""
    (task_id, *work), rest = row[:8], row[8:]
    state, revision, step, done, total, entries, message, result, attempts, stopping, dismissed, *times = rest
    return Task(
        task_id,
        Work(*work),
        state,
        revision,
        step,
        done,
        total,
        tuple(IngestEntry(**entry) for entry in stored_json(entries)),
        message,
        result,
        attempts,
        bool(stopping),
        bool(dismissed),
        *times,
    )
