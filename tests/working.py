"""A worker in a thread of its own, as a page has one."""

import threading

from assistant.assistant import Assistant
from assistant.tasks.worker import Worker

SOON = 20.0  # seconds


class Running:
    """A worker in a thread of its own, as in a page."""

    def __init__(self, assistant: Assistant) -> None:
        self.worker = Worker(assistant)
        self.error: Exception | None = None
        assistant.take_write_lock()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.worker.run()
        except Exception as error:
            self.error = error

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *_: object) -> None:
        self.worker.stop()
        self._thread.join(SOON)
        assert not self._thread.is_alive()
        assert self.error is None
