"""One question on its way in a thread of its own, so that it can be stopped at any moment."""

import queue
import threading
from collections.abc import Collection, Iterator
from contextlib import closing, suppress
from typing import Protocol, runtime_checkable

from assistant.assistant import Assistant
from assistant.pipeline.followup import History
from assistant.types import Event
from documents.errors import ModelError

HEARTBEAT = 0.2  # seconds between two signs of life
AGAIN = 0.1  # seconds until stopping is tried again: the model's call may not have begun yet


@runtime_checkable
class Stoppable(Protocol):
    """A model whose answers can be stopped from another thread."""

    def stop(self, thread: int | None = None) -> None:
        """Stops the answers that this thread reads."""


class Asking:
    """Use once: `events()` in one thread, `stop()` from any."""

    def __init__(
        self,
        assistant: Assistant,
        question: str,
        history: History,
        *,
        sources: Collection[str] | None = None,
    ) -> None:
        self._assistant = assistant
        self._question = question
        self._history = history
        self._sources = sources
        self._queue: queue.SimpleQueue[Event | Exception | None] = queue.SimpleQueue()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work, name="question", daemon=True)

    @property
    def stopped(self) -> bool:
        """Whether it was stopped, not finished."""
        return self._stopped.is_set()

    @property
    def running(self) -> bool:
        """Whether the thread that reads the model is still at work."""
        return self._thread.is_alive()

    def events(self) -> Iterator[Event | None]:
        """The answer's events, and None while nothing happens; ends early when stopped.

        Closing the generator stops the model. Raises what the answer's own stream raises.
        """
        if not self.stopped:
            self._thread.start()
        ended = False
        try:
            while not self.stopped:
                try:
                    item = self._queue.get(timeout=HEARTBEAT)
                except queue.Empty:
                    yield None
                    continue
                if item is None:
                    ended = True
                    return
                if isinstance(item, Exception):
                    raise item
                yield item
        finally:
            if self.running and not ended:  # the thread may take a moment to go after its last word
                self.stop()

    def stop(self) -> None:
        """Stops the model; returns at once."""
        if not self._stopped.is_set():
            self._stopped.set()
            threading.Thread(target=self._halt, name="stopping", daemon=True).start()

    def _work(self) -> None:
        try:
            with closing(self._assistant.stream(self._question, self._history, self._sources)) as stream:
                for event in stream:
                    if self.stopped:
                        break
                    self._queue.put(event)
        except Exception as error:  # raised again in the thread that shows the answer
            self._queue.put(error)
        finally:
            self._queue.put(None)

    def _halt(self) -> None:
        """The generator can only be closed by its own thread: so the model's call is broken under it."""
        with suppress(ModelError):
            model = self._assistant.model()
            while self.running and isinstance(model, Stoppable):
                model.stop(self._thread.ident)
                self._thread.join(AGAIN)
