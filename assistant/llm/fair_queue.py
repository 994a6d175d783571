"""A fair queue before the language model: a fixed number at a time, the others in the order they came."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class FairQueue:
    """A queue of which `places` callers are served at once; safe from any thread."""

    def __init__(self, places: int) -> None:
        self._free = max(1, places)
        self._waiting: deque[QueuePlace] = deque()
        self._guard = threading.Lock()

    def join(self, *, ahead: bool = False) -> "QueuePlace":
        """A place, granted at once or when those before it have left. `ahead`: before all that wait."""
        place = QueuePlace(self)
        with self._guard:
            if self._free and not self._waiting:
                self._free -= 1
                place.grant()
            elif ahead:
                self._waiting.appendleft(place)
            else:
                self._waiting.append(place)
        return place

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Waits for a place, and has it while the block runs."""
        place = self.join()
        try:
            place.wait()
            yield
        finally:
            place.leave()

    def leave(self, place: "QueuePlace") -> None:
        """Frees a place, or gives up waiting for it; leaving a second time changes nothing."""
        with self._guard:
            if place.left:
                return
            place.left = True
            if not place.granted:
                self._waiting.remove(place)
                place.grant()  # wakes who waits for it
            elif self._waiting:
                self._waiting.popleft().grant()
            else:
                self._free += 1


class QueuePlace:
    """The place of one caller, in the queue or at the model."""

    def __init__(self, queue: FairQueue) -> None:
        self.left = False
        self._queue = queue
        self._granted = threading.Event()

    @property
    def granted(self) -> bool:
        """Whether it may ask, or has left."""
        return self._granted.is_set()

    def grant(self) -> None:
        """It may ask."""
        self._granted.set()

    def wait(self) -> bool:
        """Waits for the place; whether it was granted, and not left meanwhile."""
        self._granted.wait()
        return not self.left

    def leave(self) -> None:
        """Lets the next one ask."""
        self._queue.leave(self)
