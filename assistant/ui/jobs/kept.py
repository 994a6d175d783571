"""What the lines are made of, kept while it may be needed: temporary copies of uploads among it."""

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

from documents.inputs import Given, Upload

REMEMBERED = 20_000  # uploads that are known again; a page sends one twice within minutes, if at all


class Kept:
    """Things to be added, by the numbers of their lines. Safe between threads."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._given: dict[int, Given] = {}
        self._taken: dict[Path, None] = {}  # the latest, in the order they came

    def fresh(self, items: Sequence[Given]) -> list[Given]:
        """Without uploads that come twice, as when the page was loaded anew before it had the answer."""
        with self._guard:
            needed = {upload.path for upload in self._given.values() if isinstance(upload, Upload)}
            uploads = [upload for upload in items if isinstance(upload, Upload)]
            again = [upload for upload in uploads if upload.path in self._taken]
            self._taken |= {upload.path: None for upload in uploads}
            for path in list(self._taken)[:-REMEMBERED]:
                del self._taken[path]
        for upload in again:
            if upload.path not in needed:
                upload.path.unlink(missing_ok=True)
        return [item for item in items if item not in again]

    def put(self, numbers: Sequence[int], items: Sequence[Given]) -> None:
        """Keeps what these lines are made of."""
        with self._guard:
            self._given |= dict(zip(numbers, items, strict=True))

    def has(self, number: int) -> bool:
        """Whether what this line is made of is still there."""
        with self._guard:
            return number in self._given

    def get(self, number: int) -> Given | None:
        """What a line is made of; None where it was dropped."""
        with self._guard:
            return self._given.get(number)

    def drop(self, numbers: Iterable[int]) -> None:
        """Lets go of what the lines were made of, and deletes temporary copies."""
        with self._guard:
            gone = [self._given.pop(number, None) for number in numbers]
        for item in gone:
            if isinstance(item, Upload):
                item.path.unlink(missing_ok=True)
