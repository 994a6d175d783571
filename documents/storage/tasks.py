"""The queue of work in the library's SQLite file: the holder of the write lock takes tasks, anybody puts them."""

import json
import secrets
import sqlite3
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from documents.queue import (
    ATTEMPTS,
    BATCH,
    BATCH_BYTES,
    GAVE_UP,
    KEPT_HOURS,
    TAKE_BACK,
    EndState,
    Task,
    TaskState,
    TaskStep,
    Work,
)
from documents.storage.database import Database, Row
from documents.storage.errors import stored_json
from documents.storage.tables import LISTED
from documents.types import IngestEntry, plain

LOOK_SECONDS = 0.1  # between two looks whether something has changed
REVISION = "queue_revision"  # the key in `meta`
COLUMNS = (
    "id, kind, uri, sha256, size, day, tag, asked_by, state, revision, step, done, total, entries, message, "
    "result, attempts, stopping, dismissed, asked_at, taken_at, ended_at"
)
# Of two with one address the later waits for the earlier: its bytes are the newer ones.
NEXT = f"""
    SELECT {COLUMNS} FROM tasks t WHERE state = 'waiting' AND NOT EXISTS (
        SELECT 1 FROM tasks o WHERE o.uri = t.uri AND o.id < t.id AND o.state IN ('waiting', 'working'))
    ORDER BY kind = 'add', position, id LIMIT ?
"""


class SqliteQueue:
    """The Queue protocol on SQLite; safe to use from several threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, works: Sequence[Work], *, before: Callable[[], None] = lambda: None) -> list[int]:
        """The ids of new tasks, in this order."""
        with self._database.transaction() as connection:
            before()
            revision = next_revision(connection)
            return [_insert(connection, work, revision) for work in works]

    def owner(self) -> "SqliteOwner":
        """One that takes tasks, for the holder of the write lock."""
        return SqliteOwner(self._database)

    def tasks(self, since: int = 0, ids: Collection[int] | None = None) -> list[Task]:
        """The tasks that changed after this revision, those that changed last at the end; or these alone."""
        if ids is not None:
            chosen = f"SELECT {COLUMNS} FROM tasks WHERE id {LISTED} ORDER BY revision, id"
            return [task_of(row) for row in self._database.rows(chosen, (_numbers(ids),))]
        sql = f"SELECT {COLUMNS} FROM tasks WHERE revision > ? ORDER BY revision, id"
        return [task_of(row) for row in self._database.rows(sql, (since,))]

    def count(self, state: TaskState) -> int:
        """How many tasks are in this state."""
        return int(self._database.rows("SELECT count(*) FROM tasks WHERE state = ?", (state,))[0][0])

    def cancel(self, ids: Collection[int]) -> None:
        """Ends these tasks where they wait, and has them stop at the next step where they are worked on."""
        self._change("stopping = 1", "state = 'working'", ids)
        self._change("state = 'cancelled', message = :take_back, ended_at = :now", "state = 'waiting'", ids)

    def retry(self, ids: Collection[int]) -> list[int]:
        """Has these tasks wait once more where they failed; the ids of those that do."""
        again = f"state = 'waiting', attempts = 0, dismissed = 0, {_ANEW}, position = {_LAST}"
        return self._change(again, "state = 'failed'", ids)

    def dismiss(self, ids: Collection[int]) -> None:
        """Says of those that have ended that nobody need see them any longer."""
        self._change("dismissed = 1", "state NOT IN ('waiting', 'working')", ids)

    def tidy(self, *, hours: float = KEPT_HOURS) -> None:
        """Deletes tasks that ended longer ago than this."""
        before = _now(-hours)
        old = "state NOT IN ('waiting', 'working') AND ended_at <= ?"
        if self._database.rows(f"SELECT 1 FROM tasks WHERE {old} LIMIT 1", (before,)):
            with self._database.transaction() as connection:
                connection.execute(f"DELETE FROM tasks WHERE {old}", (before,))
            self._database.empty_log()

    @property
    def revision(self) -> int:
        """That of the last change."""
        rows = self._database.rows("SELECT value FROM meta WHERE key = ?", (REVISION,))
        return int(rows[0][0]) if rows else 0

    def wait(self, revision: int, seconds: float) -> int:
        """The revision, as soon as it is another one than this, at the latest after so many seconds."""
        until = time.monotonic() + seconds
        while (now := self.revision) == revision and (left := until - time.monotonic()) > 0:
            time.sleep(min(LOOK_SECONDS, left))
        return now

    def close(self) -> None:
        """Nothing: the library closes its file."""

    def _change(self, changes: str, which: str, ids: Collection[int]) -> list[int]:
        """Changes those of these tasks of which `which` is true; their ids."""
        with self._database.transaction() as connection:
            return change(connection, changes, f"{which} AND {_THESE}", ids=_numbers(ids))


class SqliteOwner:
    """The Owner protocol: there is one at a time, so that whatever others held is nobody's."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._name = secrets.token_hex(8)

    def take(self, limit: int = BATCH) -> list[Task]:
        """The next tasks, from now on this owner's; none where nothing waits."""
        lost = "state = 'working' AND owner <> :owner"
        waiting = "SELECT 1 FROM tasks WHERE state = 'waiting' OR state = 'working' AND owner <> ? LIMIT 1"
        if not self._database.rows(waiting, (self._name,)):
            return []  # without a write: this is asked for twice a second
        with self._database.transaction() as connection:
            self._give_up(connection, lost)
            change(connection, f"state = 'waiting', {_ANEW}, position = {_LAST}", lost, owner=self._name)
            tasks = together([task_of(row) for row in connection.execute(NEXT, (limit,))])
            begun = "state = 'working', owner = :owner, attempts = attempts + 1, taken_at = :now"
            ids = _numbers([task.id for task in tasks])
            change(connection, begun, _THESE, owner=self._name, ids=ids)
        return [replace(task, state="working", attempts=task.attempts + 1) for task in tasks]

    def tell(self, task_id: int, step: TaskStep, done: int = 0, total: int = 0) -> bool:
        """Says how far a task is. False: it was cancelled, or is no longer this owner's."""
        values = {"id": task_id, "owner": self._name, "step": step, "done": done, "total": total}
        with self._database.transaction() as connection:
            told = change(
                connection,
                "step = :step, done = :done, total = :total",
                f"{_MINE} AND NOT stopping",
                **values,
            )
        return bool(told)

    def finish(
        self,
        task_id: int,
        state: EndState,
        *,
        message: str = "",
        entries: Sequence[IngestEntry] = (),
        result: str = "",
    ) -> bool:
        """Ends a task. False: it is no longer this owner's."""
        with self._database.transaction() as connection:
            ended = change(
                connection,
                "state = :state, message = :message, entries = :entries, result = :result, step = '', "
                "ended_at = :now",
                _MINE,
                id=task_id,
                owner=self._name,
                state=state,
                message=message,
                entries=json.dumps(plain(tuple(entries))),
                result=result,
            )
        return bool(ended)

    def hand_back(self, ids: Collection[int]) -> None:
        """Has these tasks of this owner wait again, as if they had not been begun."""
        self._hand_back(_THESE, ids=_numbers(ids))

    def close(self) -> None:
        """Hands back what it holds."""
        self._hand_back("1")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _hand_back(self, which: str, **values: object) -> None:
        mine = f"{which} AND state = 'working' AND owner = :owner"
        with self._database.transaction() as connection:
            cancelled = "state = 'cancelled', message = :take_back, ended_at = :now"
            change(connection, cancelled, f"{mine} AND stopping", owner=self._name, **values)
            again = f"state = 'waiting', attempts = attempts - 1, {_ANEW}"
            change(connection, again, mine, owner=self._name, **values)

    def _give_up(self, connection: sqlite3.Connection, lost: str) -> None:
        """Ends what was lost too often, or was cancelled before it was lost."""
        cancelled = "state = 'cancelled', message = :take_back, ended_at = :now"
        change(connection, cancelled, f"{lost} AND stopping", owner=self._name)
        failed = "state = 'failed', message = :gave_up, ended_at = :now"
        change(connection, failed, f"{lost} AND attempts >= {ATTEMPTS}", owner=self._name)


_ANEW = (
    "step = '', done = 0, total = 0, message = '', entries = '[]', owner = '', stopping = 0, ended_at = ''"
)
_THESE = f"id {LISTED.replace('?', ':ids')}"
_LAST = "(SELECT max(position) + 1 FROM tasks)"
_WORDS = {"gave_up": GAVE_UP, "take_back": TAKE_BACK}
_MINE = "id = :id AND state = 'working' AND owner = :owner"


def change(connection: sqlite3.Connection, changes: str, which: str, **values: object) -> list[int]:
    """Changes the tasks of which `which` is true, under a new revision; their ids."""
    number = "(SELECT CAST(value AS INTEGER) + 1 FROM meta WHERE key = 'queue_revision')"
    sql = f"UPDATE tasks SET revision = {number}, {changes} WHERE {which} RETURNING id"
    ids = [task_id for (task_id,) in connection.execute(sql, {**_WORDS, **values, "now": _now()}).fetchall()]
    if ids:
        next_revision(connection)
    return ids


def next_revision(connection: sqlite3.Connection) -> int:
    """One more than the revision so far, from now on the last one."""
    row = connection.execute(
        "INSERT INTO meta VALUES (?, '1') "
        "ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1 RETURNING value",
        (REVISION,),
    ).fetchone()
    return int(row[0])


def together(tasks: Sequence[Task]) -> list[Task]:
    """Those of the next tasks that are taken together: the first alone, or first attempts of one kind."""
    first, size, taken = tasks[:1], 0, list(tasks[:1])
    alone = bool(first) and (first[0].work.kind != "add" or first[0].attempts > 0)
    for task in [] if alone else tasks[1:]:
        size += taken[-1].work.size
        same = task.work.kind == "add" and not task.attempts and task.work.tag == taken[0].work.tag
        if not same or size >= BATCH_BYTES:
            break
        taken.append(task)
    return taken


def task_of(row: Row) -> Task:
    """The task in a row of COLUMNS."""
    (task_id, *asked), rest = row[:8], row[8:]
    state, revision, step, done, total, entries, message, result, attempts, stopping, dismissed, *times = rest
    return Task(
        task_id,
        Work(*asked),
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


def _insert(connection: sqlite3.Connection, work: Work, revision: int) -> int:
    values = (work.kind, work.uri, work.sha256, work.size, work.day, work.tag, work.asked_by)
    row = connection.execute(
        "INSERT INTO tasks (kind, uri, sha256, size, day, tag, asked_by, asked_at, revision, position) "
        "SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(max(position), 0) + 1 FROM tasks RETURNING id",
        (*values, _now(), revision),
    ).fetchone()
    return int(row[0])


def _numbers(ids: Collection[int]) -> str:
    return json.dumps([int(one) for one in ids])


def _now(hours: float = 0.0) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat(timespec="milliseconds")
