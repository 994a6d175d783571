"""One thread that does jobs one after the other, whatever becomes of the tabs that asked for them."""

import logging
import threading
from collections import deque
from collections.abc import Callable

logger = logging.getLogger(__name__)
Job = Callable[[], None]


class Worker:
    """Does jobs in the order they come, those that are `first` before all others. Ends with the process."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: deque[Job] = deque()
        self._left = 0  # jobs that are not done, the present one among them
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        """Whether a job waits or is being done."""
        with self._wake:
            return self._left > 0

    def do(self, job: Job, *, first: bool = False) -> None:
        """Takes a job; returns at once."""
        with self._wake:
            self._left += 1
            if first:
                self._jobs.appendleft(job)
            else:
                self._jobs.append(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()
            self._wake.notify()

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._jobs)
                job = self._jobs.popleft()
            try:
                job()
            except Exception:  # a bug; the thread must live for the next job
                logger.exception("%s failed", self._name)
            with self._wake:
                self._left -= 1
