"""The wait for the first quotes, and a model that has something else to do meanwhile."""

import threading
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from assistant.assistant import Assistant
from assistant.llm.model import ChatModel, Message
from assistant.types import Evidence
from documents.errors import ModelError


class BusyModel:
    """Keeps the model reading and writing while the block runs."""

    def __init__(self, model: ChatModel, texts: Sequence[str]) -> None:
        self._model = model
        self._texts = texts
        self._begun, self._stop = threading.Event(), threading.Event()
        self._error: ModelError | None = None
        self._thread = threading.Thread(target=self._work, name="busy-model", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._begun.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()
        if self._error is not None and kind is None:
            raise self._error

    def _work(self) -> None:
        number = 0
        try:
            while not self._stop.is_set():
                self._write(number)
                number += 1
        except ModelError as error:
            self._error = error
        finally:
            self._begun.set()

    def _write(self, number: int) -> None:
        text = self._texts[number % len(self._texts)]
        excerpt = text[number * 100 : number * 100 + 1500]
        for _ in self._model.stream([Message("user", f"Explain at length:\n{excerpt}")], max_tokens=200):
            self._begun.set()
            if self._stop.is_set():
                break


def time_to_evidence(assistant: Assistant, question: str) -> float:
    """The seconds until the first quotes are there; the model is not asked."""
    began = time.perf_counter()
    events = assistant.stream(question)
    for event in events:
        if isinstance(event, Evidence):
            break
    seconds = time.perf_counter() - began
    events.close()
    return seconds
