"""What a queue of work is, and what one does who takes tasks from it; and the records of both."""

from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Protocol, Self

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


class Owner(Protocol):
    """One that works on tasks, from one thread. What it holds goes back when it closes, or is killed."""

    def take(self, limit: int = BATCH) -> list[Task]:
        """The next tasks, from now on this owner's; none where nothing waits.

        Removals come first and alone, and so does what somebody was killed over before; of two with one
        address the later waits for the earlier. Tasks of owners that are gone wait again at the end, and
        fail when they have been begun ATTEMPTS times.
        """

    def tell(self, task_id: int, step: TaskStep, done: int = 0, total: int = 0) -> bool:
        """Says how far a task is. False: it was cancelled, or is no longer this owner's."""

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

    def hand_back(self, ids: Collection[int]) -> None:
        """Has these tasks of this owner wait again, as if they had not been begun."""

    def close(self) -> None:
        """Hands back what it holds."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Queue(Protocol):
    """The tasks of one library. Each method may be called from any thread and raises StorageFailed."""

    def put(self, works: Sequence[Work], *, before: Callable[[], None] = lambda: None) -> list[int]:
        """The ids of new tasks, in this order.

        `before` runs at a moment from which on nobody deletes originals that these tasks need: it looks
        whether they are still there. If it raises, nothing is put.
        """

    def owner(self) -> Owner:
        """One that takes tasks; for the holder of the library's write lock, where there is one."""

    def tasks(self, since: int = 0, ids: Collection[int] | None = None) -> list[Task]:
        """The tasks that changed after this revision, those that changed last at the end; or these alone."""

    def unfinished(self, limit: int, *, failed: bool = False) -> list[Task]:
        """So many of those worked on, then those that wait, with `failed` the last that failed: of each."""

    def count(self, state: TaskState) -> int:
        """How many tasks are in this state."""

    def cancel(self, ids: Collection[int]) -> None:
        """Ends these tasks where they wait, and has them stop at the next step where they are worked on."""

    def retry(self, ids: Collection[int]) -> list[int]:
        """Has these tasks wait once more where they failed; the ids of those that do."""

    def dismiss(self, ids: Collection[int]) -> None:
        """Says of those that have ended that nobody need see them any longer."""

    def forget(self, names: Collection[str]) -> None:
        """Empties tasks that have ended and have one of these in what they say, in any case of letters.

        They stay, so that whoever waits for one hears that it ended.
        """

    def tidy(self, *, hours: float = KEPT_HOURS) -> None:
        """Deletes tasks that ended longer ago than this."""

    def unused(self, hashes: Collection[str]) -> AbstractContextManager[set[str]]:
        """Those of these originals that no version needs and no task that may still be worked on.

        While the block runs no task comes to need one; `exclusive` of the library sees to the versions.
        """

    @property
    def revision(self) -> int:
        """That of the last change; it grows, and never with a change that came before."""

    def wait(self, revision: int, seconds: float) -> int:
        """The revision, as soon as it is another one than this, at the latest after so many seconds."""

    def close(self) -> None:
        """Lets go of what waits for changes."""
