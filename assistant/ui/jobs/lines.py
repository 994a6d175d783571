"""The lines of what is being added: one for each document that was handed over."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from documents.types import IngestStatus

LineStatus = (
    Literal["waiting", "reading", "embedding", "saving", "cancelling", "erased", "cancelled"] | IngestStatus
)
ENDED: tuple[LineStatus, ...] = (
    "added", "replaced", "unchanged", "unpacked", "empty", "failed", "erased", "cancelled",
)  # fmt: skip
KEPT = 2_000  # lines of documents that are done


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one document, or how far it is: `done` of `total` passages, `seconds` in all.

    `began` is the clock's reading when its turn came, None before. `again` says whether it can be retried,
    `stoppable` whether it can be cancelled.
    """

    number: int
    name: str
    status: LineStatus = "waiting"
    message: str = ""
    done: int = 0
    total: int = 0
    began: float | None = None
    seconds: float | None = None
    again: bool = False
    stoppable: bool = False

    @property
    def ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.status in ENDED

    @property
    def bad(self) -> bool:
        """Whether the document could not be taken."""
        return self.status in ("failed", "empty")

    def took(self, now: float) -> float | None:
        """Seconds that it took, or has taken until `now`; None before its turn."""
        if self.seconds is not None or self.began is None:
            return self.seconds
        return now - self.began


class Lines:
    """Lines by number, in the order they came; `revision` grows with each change. Safe between threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._lines: dict[int, Line] = {}
        self._last = 0
        self.revision = 0

    def all(self) -> tuple[Line, ...]:
        """All lines."""
        with self._guard:
            return tuple(self._lines.values())

    def get(self, number: int) -> Line | None:
        """The line with this number, None where it was dismissed."""
        with self._guard:
            return self._lines.get(number)

    def add(self, names: Sequence[str]) -> list[int]:
        """The numbers of new lines with these names; the oldest that ended well make room."""
        with self._guard:
            numbers = list(range(self._last + 1, self._last + 1 + len(names)))
            self._last += len(names)
            self._lines |= {number: Line(number, name) for number, name in zip(numbers, names, strict=True)}
            old = [line.number for line in self._lines.values() if line.ended and not line.bad]
            for number in old[: max(0, len(old) - KEPT)]:
                del self._lines[number]
            self.revision += 1
            return numbers

    def change(self, number: int, **changes: Any) -> None:  # Any: the fields of Line
        """Changes a line; harmless where it was dismissed."""
        with self._guard:
            if number in self._lines:
                self._lines[number] = replace(self._lines[number], **changes)
                self.revision += 1

    def retry(self, number: int) -> bool:
        """Has a line wait once more; False where it cannot be retried. Of two calls at once one gets True."""
        with self._guard:
            line = self._lines.get(number)
            if line is None or not line.again:
                return False
            self._lines[number] = Line(number, line.name)
            self.revision += 1
            return True

    def add_ended(self, name: str, status: LineStatus, message: str) -> None:
        """Adds a line that has ended already."""
        (number,) = self.add([name])
        self.change(number, status=status, message=message)

    def drop(self, number: int) -> bool:
        """Takes a line away that has ended; False where it has not, or is gone."""
        with self._guard:
            line = self._lines.get(number)
            if line is None or not line.ended:
                return False
            del self._lines[number]
            self.revision += 1
            return True

    def touch(self) -> None:
        """Tells of a change beside the lines."""
        with self._guard:
            self.revision += 1
