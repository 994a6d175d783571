"""Loading the models behind the page."""

import logging
import threading

from assistant.assistant import Assistant
from assistant.phrases import count
from assistant.settings import Settings
from assistant.ui import words
from documents.errors import FootnoteError

logger = logging.getLogger(__name__)


class Starting:
    """Loads the models in a thread, and again when other settings were saved; `status` says how far it is."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._trouble = ""
        self._tried: Settings | None = None
        self._lock = threading.Lock()
        self._working = False
        self._loaded = threading.Event()

    @property
    def done(self) -> bool:
        """Whether all that can be loaded was once loaded: from then on questions are taken."""
        return self._loaded.is_set()

    def begin(self) -> None:
        """Begins to load, unless that is under way or done for these settings; returns at once."""
        with self._lock:
            if self._working or self._tried is self._assistant.settings:
                return
            self._working, self._tried = True, self._assistant.settings
        threading.Thread(target=self._work, name="starting", daemon=True).start()

    def status(self, sources: int) -> str:
        """The status line: what is loading or amiss, else how many sources there are.

        Begins to load again where the settings are not those that were tried.
        """
        if self.done:
            self.begin()
        if self._working or not self.done:
            return words.STARTING
        ready = words.READY.format(sources=count(sources, "source")) if sources else words.READY_EMPTY
        return self._trouble or ready

    def _work(self) -> None:
        trouble = ""
        try:
            self._assistant.warm_up()
        except FootnoteError as error:
            trouble = str(error)
        except Exception as error:  # a bug: the page says so, and the log has the rest
            logger.exception("the models could not be loaded")
            trouble = words.BUG.format(error=error)
        finally:
            self._trouble, self._working = trouble, False
            self._loaded.set()
