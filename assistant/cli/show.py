"""What the commands list, as plain text for a terminal: sources, settings, findings of `doctor`, entries."""

from collections.abc import Sequence

from assistant.doctor import Check
from assistant.export.plain_text import table
from assistant.phrases import one_line
from assistant.settings import Setting
from documents.queue.contract import Task
from documents.reading.notes import count
from documents.types import IngestEntry, Source


class SourceListing:
    """A list of sources, some at a time, and what is said at its end of all of them."""

    def __init__(self) -> None:
        self._count = 0
        self._old = 0
        self._notes: list[str] = []

    def table(self, rows: Sequence[Source]) -> str:
        """A table of the next sources; the first one has the names of the columns."""
        heads = [] if self._count else [("ID", "PASSAGES", "ADDED", "TITLE", "FROM")]
        lines = [
            (source.id, str(source.passages), source.added_at[:10], one_line(source.title), source.uri)
            for source in rows
        ]
        self._count += len(rows)
        self._old += sum(source.outdated for source in rows)
        self._notes += [f"{source.id}  {one_line(note)}" for source in rows for note in source.notes]
        return table([*heads, *lines])

    def foot(self) -> str:
        """How many there are, and what there is to say of some."""
        old = count(self._old, "document")
        better = [f"{old} can be read better now: `footnote rebuild --reread`."] if self._old else []
        return "\n".join([count(self._count, "document"), *better, *self._notes])


def tasks(rows: Sequence[Task]) -> str:
    """A table of what was put into the queue: how far it is, or what went wrong."""
    lines = [
        (str(task.id), "cancelling" if task.cancelling else task.state, _far(task), one_line(task.work.uri))
        for task in rows
    ]
    return table([("ID", "STATE", "", "WHAT"), *lines])


def settings(rows: Sequence[Setting]) -> str:
    """A table of settings: name, value, where it came from."""
    return table([("SETTING", "VALUE", "FROM"), *((row.name, row.value, row.origin) for row in rows)])


def checks(rows: Sequence[Check]) -> str:
    """The findings of `doctor`, a line each."""
    return "\n".join(_check(row) for row in rows)


def entry_line(entry: IngestEntry) -> str:
    """One line about one source."""
    return f"{entry.status:<9}  {one_line(entry.uri)}: {one_line(entry.message)}"


def summary(entries: Sequence[IngestEntry]) -> str:
    """How many sources came to which end."""
    statuses = ("added", "replaced", "unchanged", "empty", "failed", "unpacked")
    numbers = [(sum(entry.status == status for entry in entries), status) for status in statuses]
    line = ", ".join(f"{number} {status}" for number, status in numbers if number) or "Nothing to add"
    passages = sum(entry.passages for entry in entries if entry.status in ("added", "replaced"))
    return f"{line}: {count(passages, 'new passage')}." if passages else f"{line}."


def _far(task: Task) -> str:
    if task.message or task.cancelling:
        return one_line(task.message)
    return f"{task.step} {task.done} of {task.total}" if task.total else task.step


def _check(row: Check) -> str:
    mark = "ok  " if row.ok else "MEND" if row.must_mend else "note"
    return f"{mark}  {row.name}: {one_line(' '.join(part for part in (row.message, row.next_step) if part))}"
