"""The queue in the library's database: what is asked for, told and cancelled."""

import re
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager

from documents.queue.changes import ANEW, COLUMNS, LAST, OPEN, REVISION, Changes, among, cancel, task_of
from documents.queue.contract import KEPT_HOURS, Task, TaskState, Work
from documents.queue.owner import TaskOwner
from documents.storage.json_texts import texts_of_json
from documents.storage.tables import LISTED, Connection, listed

NEEDED = f"""
    SELECT sha256 FROM versions WHERE sha256 {LISTED}
    UNION SELECT sha256 FROM tasks WHERE sha256 {LISTED}
        AND ({OPEN} OR state = 'failed' AND dismissed = 0)
"""
AT_ONCE = 5_000  # hashes that are asked for together
LOOK_SECONDS = 0.2  # between two looks whether something has changed


class Tasks(Changes):
    """The tasks of one library; safe to use from several threads and processes.

    Each method raises StorageFailed where the library cannot be used.
    """

    def put(self, works: Sequence[Work], *, before: Callable[[], None] = lambda: None) -> list[int]:
        """The ids of new tasks, in this order.

        `before` runs at a moment from which on nobody deletes originals that these tasks need: it looks
        whether they are still there. If it raises, nothing is put.
        """
        with self._database.transaction() as statements:
            revision, now = self.begin(statements)
            before()
            return [_insert(statements, work, revision, now) for work in works]

    def owner(self) -> TaskOwner:
        """One that takes tasks; for the holder of the library's write lock, where there is one."""
        return TaskOwner(self._database)

    def tasks(self, since: int = 0, ids: Collection[int] | None = None) -> list[Task]:
        """The tasks that changed after this revision, those that changed last at the end; or these alone."""
        which = "revision > ?" if ids is None else f"id >= ? AND {among(ids)}"
        sql = f"SELECT {COLUMNS} FROM tasks WHERE {which} ORDER BY revision, id"
        return [task_of(row) for row in self._database.rows(sql, (since if ids is None else 0,))]

    def unfinished(self, limit: int, *, failed: bool = False) -> list[Task]:
        """So many of those worked on, then those that wait, with `failed` the last that failed: of each."""
        first = "state = '{}' ORDER BY position, id LIMIT ?".format
        wanted = [first("working"), first("waiting")]
        wanted += ["state = 'failed' AND dismissed = 0 ORDER BY revision DESC LIMIT ?"] if failed else []
        return [
            task_of(row)
            for which in wanted
            for row in self._database.rows(f"SELECT {COLUMNS} FROM tasks WHERE {which}", (limit,))
        ]

    def count(self, state: TaskState) -> int:
        """How many tasks are in this state."""
        return int(self._database.rows("SELECT count(*) FROM tasks WHERE state = ?", (state,))[0][0])

    @property
    def attended(self) -> bool:
        """Whether somebody is known to work on the queue; in SQLite one that waits for tasks is not."""
        return self.count("working") > 0

    def cancel(self, ids: Collection[int]) -> None:
        """Ends these tasks where they wait, and has them stop at the next step where they are worked on."""
        with self._database.transaction() as statements:
            self.change(statements, "stopping = 1", f"state = 'working' AND {among(ids)}")
        with self._database.transaction() as statements:  # another one: see `change`
            cancel(self, statements, f"state = 'waiting' AND {among(ids)}")

    def retry(self, ids: Collection[int]) -> list[int]:
        """Has these tasks wait once more where they failed; the ids of those that do."""
        again = f"state = 'waiting', attempts = 0, dismissed = 0, {ANEW}, {LAST}"
        with self._database.transaction() as statements:
            return self.change(statements, again, f"state = 'failed' AND {among(ids)}")

    def dismiss(self, ids: Collection[int]) -> None:
        """Says of those that have ended that nobody need see them any longer."""
        seen = "dismissed = 1, message = '', entries = '[]', result = ''"
        with self._database.transaction() as statements:
            self.change(statements, seen, f"NOT {OPEN} AND {among(ids)}")

    def forget(self, names: Collection[str]) -> None:
        """Empties tasks that have ended and have one of these in what they say, in any case of letters.

        They stay, so that whoever waits for one hears that it ended.
        """
        names = sorted(re.escape(name.casefold()) for name in names if name)
        wanted = re.compile("|".join(rf"(?<!\w){name}(?!\w)" for name in names) or "(?!)")
        query = f"SELECT id, uri, sha256, message, result, entries FROM tasks WHERE NOT {OPEN}"
        ids = [
            int(task_id)
            for task_id, *texts, result, entries in self._database.rows(query)
            if any(
                wanted.search(text.casefold())
                for text in (*texts, *texts_of_json(result), *texts_of_json(entries))
            )
        ]
        empty = "uri = '', sha256 = '', size = 0, day = NULL, tag = NULL, dismissed = 1, "
        empty += "message = '', entries = '[]', result = ''"
        with self._database.transaction() as statements:
            self.change(statements, empty, f"NOT {OPEN} AND {among(ids)}")
        if ids:
            self._database.empty_log()

    def tidy(self, *, hours: float = KEPT_HOURS) -> None:
        """Deletes tasks that ended longer ago than this."""
        old = f"NOT {OPEN} AND ended_at <= ?"
        with self._database.transaction() as statements:
            before = self.moment(statements, -hours)
            gone = statements.execute(f"DELETE FROM tasks WHERE {old}", (before,)).rowcount
        if gone:
            self._database.empty_log()

    @contextmanager
    def unused(self, hashes: Collection[str]) -> Iterator[set[str]]:
        """Those of these originals that no version needs and no task that may still be worked on.

        While the block runs no task comes to need one; `exclusive` of the library sees to the versions.
        """
        with self._database.transaction() as statements:
            self.begin(statements)  # from here on nothing is put
            needed = {
                sha256
                for some in _some(hashes)
                for (sha256,) in statements.execute(NEEDED, (some, some)).fetchall()
            }
            yield set(hashes) - needed

    @property
    def revision(self) -> int:
        """That of the last change; it grows, and never with a change that came before."""
        rows = self._database.rows("SELECT value FROM meta WHERE key = ?", (REVISION,))
        return int(rows[0][0]) if rows else 0

    def wait(self, revision: int, seconds: float) -> int:
        """The revision, as soon as it is another one than this, at the latest after so many seconds."""
        until = time.monotonic() + seconds
        while (now := self.revision) == revision and (left := until - time.monotonic()) > 0:
            self.doze(min(LOOK_SECONDS, left), left)
        return now

    def doze(self, little: float, most: float) -> None:
        """Waits for a sign of a change, `most` seconds at most; where there are no signs, a little."""
        time.sleep(little)

    def close(self) -> None:
        """Lets go of what waits for changes: here nothing, as the library closes its file."""


def _insert(statements: Connection, work: Work, revision: int, now: str) -> int:
    values = (work.kind, work.uri, work.sha256, work.size, work.day, work.tag, work.asked_by)
    row = statements.execute(
        "INSERT INTO tasks (kind, uri, sha256, size, day, tag, asked_by, asked_at, revision, position) "
        "SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, coalesce(max(position), 0) + 1 FROM tasks RETURNING id",
        (*values, now, revision),
    ).fetchone()
    return int(row[0])


def _some(hashes: Collection[str]) -> Iterator[str]:
    """The hashes, so many at a time, each lot as the parameter of LISTED."""
    ordered = sorted(hashes)
    for start in range(0, len(ordered), AT_ONCE):
        yield listed(ordered[start : start + AT_ONCE])
