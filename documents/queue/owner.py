"""An owner takes tasks and reports what becomes of them; tasks of an owner that died are taken back."""

import json
import secrets
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Self

from documents.queue.changes import ANEW, COLUMNS, LAST, Changes, among, cancel, task_of
from documents.queue.contract import ATTEMPTS, BATCH, BATCH_BYTES, GAVE_UP, EndState, Task, TaskStep
from documents.storage.tables import Connection, TableDatabase
from documents.types import IngestEntry, plain

# In the order of an index of those that wait, so that it costs the same however many do. Of two with one
# address the later waits for the earlier: its bytes are the newer ones.
_NEXT = f"""
    SELECT {COLUMNS} FROM tasks t WHERE state = 'waiting' AND {{which}} AND NOT EXISTS (
        SELECT 1 FROM tasks o WHERE o.uri = t.uri AND o.id < t.id AND o.state IN ('waiting', 'working'))
    ORDER BY position, id LIMIT ?
"""
NEXT = tuple(_NEXT.format(which=f"kind {by} 'add'") for by in ("<>", "="))  # removals come first
_MINE = "id = ? AND state = 'working' AND owner = ?"


class TaskOwner(Changes):
    """One that works on tasks, from one thread. What it holds goes back when it closes, or is killed.

    In SQLite there is one at a time, so that whatever others held is nobody's.
    """

    lost = "owner <> ?"  # which of the tasks that are being worked on are nobody's: by this owner's name

    def __init__(self, database: TableDatabase) -> None:
        super().__init__(database)
        self.name = str(1 + secrets.randbelow((1 << 31) - 1))

    def take(self, limit: int = BATCH) -> list[Task]:
        """The next tasks, from now on this owner's; none where nothing waits.

        Removals come first and alone, and so does what somebody was killed over before; of two with one
        address the later waits for the earlier. Tasks of owners that are gone wait again at the end, and
        fail when they have been begun ATTEMPTS times.
        """
        # Without a write where there is nothing: this is asked again and again.
        some = "EXISTS (SELECT 1 FROM tasks WHERE state ="
        sql = f"SELECT 1 WHERE {some} 'waiting') OR {some} 'working' AND {self.lost})"
        if not self._database.rows(sql, (self.name,)):
            return []
        with self._database.transaction() as statements:
            self._take_from_the_dead(statements)
            tasks = next_batch(self._next(statements, limit))
            begun = "state = 'working', owner = ?, attempts = attempts + 1, taken_at = :now, heard_at = :now"
            self.change(statements, begun, among([task.id for task in tasks]), values=(self.name,))
        return [replace(task, state="working", attempts=task.attempts + 1) for task in tasks]

    def _next(self, statements: Connection, limit: int) -> list[Task]:
        """What comes next, from now on this transaction's: removals, or what is to be added."""
        for sql in NEXT:
            rows = statements.execute(
                f"{sql} {self.lock and self.lock + ' SKIP LOCKED'}", (limit,)
            ).fetchall()
            if rows:
                return [task_of(row) for row in rows]
        return []

    def report(self, task_id: int, step: TaskStep, done: int = 0, total: int = 0) -> bool:
        """Says how far a task is. False: it was cancelled, or is no longer this owner's."""
        changes = "step = ?, done = ?, total = ?, heard_at = :now"
        mine = f"{_MINE} AND stopping = 0"
        with self._database.transaction() as statements:
            self._show_life(statements)
            changed = self.change(
                statements, changes, mine, values=(step, done, total), which_values=(task_id, self.name)
            )
        return bool(changed)

    def finish(
        self,
        task_id: int,
        state: EndState,
        *,
        message: str = "",
        entries: Sequence[IngestEntry] = (),
        result: str = "",
    ) -> bool:
        """Ends a task. False: it is no longer this owner's, and another says what becomes of it."""
        changes = "state = ?, message = ?, entries = ?, result = ?, step = '', owner = '', ended_at = :now"
        values = (state, message, json.dumps(plain(tuple(entries))), result)
        with self._database.transaction() as statements:
            return bool(
                self.change(statements, changes, _MINE, values=values, which_values=(task_id, self.name))
            )

    def hand_back(self, ids: Collection[int]) -> None:
        """Has these tasks of this owner wait again, as if they had not been begun."""
        self._hand_back(among(ids))

    def close(self) -> None:
        """Hands back what it holds."""
        self._hand_back("id > 0")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def _show_life(self, statements: Connection) -> None:
        """Has all tasks of this owner count as worked on now; in SQLite its lock says so."""

    def _hand_back(self, which: str) -> None:
        mine = f"{which} AND state = 'working' AND owner = ?"
        with self._database.transaction() as statements:
            cancel(self, statements, f"{mine} AND stopping = 1", self.name)
        with self._database.transaction() as statements:
            again = f"state = 'waiting', attempts = attempts - 1, {ANEW}"
            self.change(statements, again, mine, which_values=(self.name,))

    def _take_from_the_dead(self, statements: Connection) -> None:
        """What owners held that are gone waits again, unless it was cancelled or begun too often."""
        lost = f"state = 'working' AND {self.lost}"
        cancel(self, statements, f"{lost} AND stopping = 1", self.name, skip=" SKIP LOCKED")
        failed = "state = 'failed', message = ?, owner = '', ended_at = :now"
        often = f"{lost} AND attempts >= {ATTEMPTS}"
        self.change(
            statements, failed, often, values=(GAVE_UP,), which_values=(self.name,), skip=" SKIP LOCKED"
        )
        again = f"state = 'waiting', {ANEW}, {LAST}"
        self.change(statements, again, lost, which_values=(self.name,), skip=" SKIP LOCKED")


def next_batch(tasks: Sequence[Task]) -> list[Task]:
    """Those of the next tasks that are taken together: the first alone, or first attempts of one tag."""
    taken = list(tasks[:1])
    size = sum(task.work.size for task in taken)
    alone = bool(taken) and (taken[0].work.kind != "add" or taken[0].attempts > 0)
    for task in [] if alone else tasks[1:]:
        size += task.work.size
        same = task.work.kind == "add" and not task.attempts and task.work.tag == taken[0].work.tag
        if not same or size > BATCH_BYTES:
            break
        taken.append(task)
    return taken
