"""Loading the models behind the page."""

import threading

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.ui import words
from assistant.ui.jobs.runner import Job
from documents.reading.notes import count


class ModelLoading:
    """Loads the models in a thread, and again when other settings were saved; `status` says how far it is."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._job: Job[None] | None = None
        self._tried: Settings | None = None
        self._loaded = threading.Event()

    @property
    def done(self) -> bool:
        """Whether all that can be loaded was once loaded: from then on questions are taken."""
        return self._loaded.is_set()

    def begin(self) -> None:
        """Begins to load, unless that is under way or done for these settings; returns at once."""
        with self._lock:
            settings = self._assistant.settings
            if self._tried is settings or (self._job and not self._job.ended):
                return
            self._tried = settings
            self._job = Job(
                "loading the models",
                lambda job: self._assistant.warm_up(),
                closed=lambda job: self._loaded.set(),
            )
            self._job.start()

    def status(self, sources: int) -> str:
        """The status line: what is loading or amiss, else how many sources there are.

        Begins to load again where the settings are not those that were tried.
        """
        if self.done:
            self.begin()
        if self._job is None or not (self.done and self._job.ended):
            return words.STARTING
        ready = words.READY.format(sources=count(sources, "source")) if sources else words.READY_EMPTY
        return self._job.error or ready
