"""Loading the models behind the page."""

import threading

from assistant.assistant import Assistant
from assistant.show import count
from assistant.ui import words
from documents.errors import FootnoteError


class Starting:
    """Loads the models in a thread; `status` says how far it is, in one line."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._trouble = ""
        self._tried = assistant.settings
        self._loaded = threading.Event()
        self._thread = threading.Thread(target=self._work, name="starting", daemon=True)

    @property
    def done(self) -> bool:
        """Whether all that can be loaded is."""
        return self._loaded.is_set()

    def begin(self) -> None:
        """Begins to load; returns at once."""
        self._thread.start()

    def status(self, sources: int) -> str:
        """The status line: what is loading or amiss, else how many sources there are."""
        if not self.done:
            return words.STARTING
        ready = words.READY.format(sources=count(sources, "source")) if sources else words.READY_EMPTY
        mended = self._assistant.settings is not self._tried  # saved on the page since
        return ready if mended else self._trouble or ready

    def _work(self) -> None:
        try:
            self._assistant.warm_up()
        except FootnoteError as error:
            self._trouble = str(error)
        finally:
            self._loaded.set()
