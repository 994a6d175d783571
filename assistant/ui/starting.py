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
        self._model = ""
        self._trouble = ""
        self._thread = threading.Thread(target=self._work, name="starting", daemon=True)

    @property
    def done(self) -> bool:
        """Whether all that can be loaded is."""
        return bool(self._model or self._trouble)

    def begin(self) -> None:
        """Begins to load; returns at once."""
        self._thread.start()

    def status(self) -> str:
        """The status line: what is loading or amiss, else documents and model."""
        if not self.done:
            return words.STARTING
        documents = count(len(self._assistant.sources()), "document")
        return self._trouble or words.READY.format(documents=documents, model=self._model)

    def _work(self) -> None:
        try:
            self._assistant.warm_up()
        except FootnoteError as error:
            self._trouble = str(error)
            return
        self._model = self._assistant.describe_model()
