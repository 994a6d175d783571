"""What a queue of work holds: works and tasks, and the limits that all keep to."""

from dataclasses import dataclass
from typing import Literal

from documents.types import IngestEntry, Record

TaskKind = Literal["add", "remove", "erase", "examples"]  # the last one removes the example documents
TaskState = Literal["waiting", "working", "done", "failed", "cancelled"]
EndState = Literal["done", "failed", "cancelled"]
TaskStep = Literal["", "reading", "embedding", "saving"]
ENDED: tuple[TaskState, ...] = ("done", "failed", "cancelled")
ATTEMPTS = 3  # times that a task is begun: twice more after whoever worked on it was killed
BATCH = 16  # tasks that are taken together, if nobody was killed over one of them: removals wait no longer
BATCH_BYTES = 20_000_000
KEPT_HOURS = 24  # for which a task that has ended is kept
HANGS_SECONDS = 900.0  # without a sign of life: longer than any file may be read or fetched
REMOVING_SECONDS = 6 * 3600.0  # the same of a removal, which says nothing while it writes the tables anew
GAVE_UP = (
    f"Whoever worked on it was killed {ATTEMPTS} times. Add it alone and watch the memory, or leave it out."
)
TAKE_BACK = "It was cancelled before it was added."


@dataclass(frozen=True, slots=True)
class Work(Record):
    """What is asked for.

    `uri` is the address that something is added as; of a removal the id of the source, or the address of the
    archive. `sha256` and `size` (bytes) are of the file, which is kept with the originals; "" and 0 for an
    address of the web. `day` is the file's own (ISO), where that says something. `asked_by` names the process
    for a person.
    """

    kind: TaskKind
    uri: str
    sha256: str = ""
    size: int = 0
    day: str | None = None
    tag: str | None = None
    asked_by: str = ""


@dataclass(frozen=True, slots=True)
class Task(Record):
    """A piece of work and how far it is: `done` of `total` passages in this `step`.

    `entries` are what became of it at its end: of a file its own and those of what was in it. `result` is
    what else there is to say of it, as JSON. `stopping`: it is being worked on and somebody cancelled it.
    `dismissed`: nobody need see it any longer. Times are ISO in UTC, by the clock of the database.
    `revision` grows over all tasks with each change of one.
    """

    id: int
    work: Work
    state: TaskState
    revision: int
    step: TaskStep = ""
    done: int = 0
    total: int = 0
    entries: tuple[IngestEntry, ...] = ()
    message: str = ""
    result: str = ""
    attempts: int = 0
    stopping: bool = False
    dismissed: bool = False
    asked_at: str = ""
    taken_at: str = ""
    ended_at: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it, unless it is tried again."""
        return self.state in ENDED

    @property
    def cancelling(self) -> bool:
        """Whether it was cancelled and is worked on for a moment yet."""
        return self.stopping and not self.ended
