"""What a person waits for: first quotes, an answer while another program asks, one without a model."""

import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Self

from assistant.assistant import Assistant
from assistant.llm.model import ChatModel
from assistant.llm.protocol import Message
from assistant.types import Answer, Evidence
from documents.errors import ModelError
from documents.reading.notes import count
from evals.metrics.percentiles import percentile
from evals.studies.bench.clock import Say, timed
from evals.studies.bench.rows import Comparison

AT_MOST = 2.3  # times what the questions of a program take where nobody else asks
VERBATIM = ("list", "steps", "table")  # forms of answers that code takes from the documents


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

    def __exit__(self, *raised: object) -> None:
        self._stop.set()
        self._thread.join()
        if self._error is not None and not any(raised):
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


def shared_row(programs: Sequence[Assistant], questions: Sequence[str], say: Say) -> Comparison:
    """How many times longer each program's own questions take while the others ask theirs: the worst.

    The programs have each a model of its own at one server. Each asks at least two questions, so that no
    prompt continues the one before it.
    """
    sides = [(assistant, questions[number :: len(programs)]) for number, assistant in enumerate(programs)]
    alone = [timed(partial(_ask_all, *side)) for side in sides]
    say(f"alone: {_listed(alone)}")
    with ThreadPoolExecutor(len(sides)) as pool:
        together = list(pool.map(lambda side: timed(partial(_ask_all, *side)), sides))
    say(f"at once: {_listed(together)}")
    worst = max(both / assistant for both, assistant in zip(together, alone, strict=True))
    what = f"{len(sides)} programs at once, {len(questions)} questions, against each alone"
    return Comparison(what, "times as long", worst, below=AT_MOST)


def quoting_rows(assistant: Assistant, questions: Sequence[str]) -> list[Comparison]:
    """Seconds of a whole answer without a language model, and of one whose form is taken from the text."""
    answers = [assistant.ask(question) for question in questions]
    lists = [answer for answer in answers if answer.form in VERBATIM and answer.outcome != "declined"]
    rows = [_p95("answer without a model", answers)]
    return [*rows, _p95("lists, steps and tables among them", lists)] if lists else rows


def _p95(what: str, answers: Sequence[Answer]) -> Comparison:
    seconds = percentile([answer.timings["total"] for answer in answers], 95) or 0.0
    return Comparison(f"{what}, {count(len(answers), 'question')}, p95", "s", seconds, below=1.0)


def _ask_all(assistant: Assistant, questions: Sequence[str]) -> None:
    for question in questions:
        assistant.ask(question)


def _listed(seconds: Sequence[float]) -> str:
    return ", ".join(f"{value:.1f} s" for value in seconds)
