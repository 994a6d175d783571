"""Jobs that run behind the page, whatever becomes of the tabs that asked for them.

A job waits, runs, and is in the end done, stopped or failed. What it reports on its way is kept: listeners
may come late, go and come back, and the job goes on.
"""

import logging
import secrets
import threading
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, Generic, Literal, TypeVar

from assistant.ui import words
from documents.errors import FootnoteError

logger = logging.getLogger(__name__)
Stage = Literal["queued", "running", "stopping", "stopped", "done", "failed"]
News = TypeVar("News")
HEARTBEAT = 0.2  # seconds between two signs of life


class Job(Generic[News]):
    """Work that is done once, in a thread of its own or in a runner's. Safe between threads.

    `work` gets the job: it reports how far it is, and may look whether it is to stop. `closed` is called at
    the end, whatever the end was. `error` says in a sentence why the work failed, also after a stop.
    """

    def __init__(
        self,
        name: str,
        work: Callable[["Job[News]"], object],
        closed: Callable[["Job[News]"], object] = lambda job: None,
    ) -> None:
        self.id = secrets.token_hex(16)
        self.name = name
        self.stage: Stage = "queued"
        self.error = ""
        self.failure = ""  # the kind of the error: its class
        self.thread: int | None = None  # the id of the thread that does the work
        self._work = work
        self._closed = closed
        self._news: list[News] = []
        self._changed = threading.Condition()

    @property
    def ended(self) -> bool:
        """Whether the work has come to its end, or was stopped before it began."""
        return self.stage in ("stopped", "done", "failed")

    @property
    def stopping(self) -> bool:
        """Whether it was told to stop, and is about to or has."""
        return self.stage in ("stopping", "stopped")

    @property
    def over(self) -> bool:
        """Whether nobody need wait for it any longer."""
        return self.ended or self.stopping

    def start(self) -> None:
        """Runs it in a thread of its own; returns at once."""
        threading.Thread(target=self.run, name=self.name, daemon=True).start()

    def run(self) -> None:
        """Runs it in this thread, unless it was stopped before. A bug is logged, and said as `error`."""
        with self._changed:
            if self.stage == "queued":
                self.stage, self.thread = "running", threading.get_ident()
        error = "" if self.ended else self._attempt()
        with self._changed:
            self.error = error
            self.stage = "stopped" if self.stopping else "failed" if error else "done"
            self._changed.notify_all()
        self._closed(self)

    def stop(self) -> None:
        """Has the work stop where it next looks; returns at once."""
        with self._changed:
            if not self.ended:
                self.stage = "stopped" if self.stage == "queued" else "stopping"
                self._changed.notify_all()

    def report(self, *news: News, late: bool = True) -> None:
        """Reports how far the work is; not `late`: nothing where it was stopped meanwhile."""
        with self._changed:
            if late or not self.stopping:
                self._news.extend(news)
                self._changed.notify_all()

    def news(self) -> list[News]:
        """All the news so far."""
        with self._changed:
            return list(self._news)

    def listen(self) -> Iterator[News | None]:
        """All the news, from the first on, and None while nothing happens; ends when the job is over."""
        seen = 0
        while not self.stopping:
            with self._changed:
                if not self.over and len(self._news) == seen:
                    self._changed.wait(HEARTBEAT)
                news, last = self._news[seen:], self.over
            if news:
                yield from news
            else:
                yield None
            seen += len(news)
            if last:
                return

    def wait(self, seconds: float) -> bool:
        """Whether it has ended, by now or within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self.ended, seconds)

    def _attempt(self) -> str:
        """Does the work; why it failed, empty where it did not."""
        try:
            self._work(self)
        except FootnoteError as error:
            self.failure = type(error).__name__
            return str(error)
        except BaseException as error:  # also a panic of Rust code, which is no Exception: the job must end
            self.failure = type(error).__name__
            logger.exception("%s failed", self.name)
            return words.BUG.format(error=error)
        return ""


class Runner:
    """One thread that runs jobs in the order they come, those that are `first` before all others."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: deque[Job[Any]] = deque()  # Any: whatever they tell
        self._left = 0  # jobs that have not ended, the present one among them
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        """Whether a job waits or runs."""
        with self._wake:
            return self._left > 0

    def add(self, job: Job[News], *, first: bool = False) -> Job[News]:
        """Takes a job and gives it back; returns at once."""
        with self._wake:
            self._left += 1
            if first:
                self._jobs.appendleft(job)
            else:
                self._jobs.append(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            self._wake.notify()
        return job

    def _run(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._jobs)
                job = self._jobs.popleft()
            try:
                job.run()
            except BaseException:  # a bug in what closes it; the thread must live for the next job
                logger.exception("%s failed", self._name)
            finally:
                with self._wake:
                    self._left -= 1
