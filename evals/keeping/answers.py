"""Answers kept from run to run, each under everything that it depends on."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.types import Answer
from documents.errors import ModelUnreachable
from documents.types import Record
from evals.cases import Case
from evals.errors import ModelLost
from evals.gold import Place
from evals.keeping.cache import CachingChatModel
from evals.keeping.fingerprint import digest
from evals.keeping.store import JsonStore
from index.types import Hit

KEPT = "Then run the eval again: the answers so far are kept."
RANKED = 10  # hits kept for the ranking figures, which go to 10


@dataclass(frozen=True, slots=True)
class TimedAnswer(Record):
    """An answer with the ranking of its question, best first, and its seconds by stage.

    `cached`: not asked anew in this run. `timed`: the seconds are of the model at work, not of a replay.
    """

    answer: Answer
    ranking: tuple[Place, ...]
    seconds: dict[str, float]
    timed: bool
    cached: bool = False


class Asker:
    """Asks cases, and remembers the answers under the case's question and `context`.

    `context` is a hash of everything else that an answer depends on. Without `read`, nothing is taken
    from memory, but all is kept. `model` is None where answers are made without one.
    """

    def __init__(
        self,
        assistant: Assistant,
        path: Path,
        *,
        context: str,
        model: CachingChatModel | None,
        read: bool = True,
    ) -> None:
        self._assistant = assistant
        self._store = JsonStore(path, "answers")
        self._context = context
        self._model = model
        self._read = read

    def answer(self, case: Case) -> TimedAnswer:
        """The answer to a case, from memory where it is there; raises ModelLost when the model fails."""
        if (record := self._stored(case)) is not None:
            return replace(TimedAnswer.from_dict(record), cached=True)
        timed = self._ask(case)
        self._store.put(self._key(case), timed.to_dict())
        return timed

    def knows(self, case: Case) -> bool:
        """Whether the answer to the case is in memory and may be taken from there."""
        return self._stored(case) is not None

    def _stored(self, case: Case) -> Any:  # Any: JSON
        return self._store.get(self._key(case)) if self._read else None

    def _key(self, case: Case) -> str:
        return digest([self._context, case.question, case.history], length=64)

    def _ask(self, case: Case) -> TimedAnswer:
        replayed = self._model.replayed if self._model else 0
        started = time.perf_counter()
        answer = self._assistant.ask(case.question, case.history)
        if self._model and isinstance(self._model.error, ModelUnreachable):
            # A server that another process started ends with that one; a question starts a new one.
            self._model.error, started = None, time.perf_counter()
            answer = self._assistant.ask(case.question, case.history)
        total = time.perf_counter() - started
        if self._model and (error := self._model.error):
            raise ModelLost(
                f"The model failed at case {case.id}: {error.message}", f"{error.next_step} {KEPT}"
            )
        timed = self._model is None or self._model.replayed == replayed
        hits = self._assistant.search(answer.standalone_question or case.question, k=RANKED)
        return TimedAnswer(answer, places(hits), {**answer.timings, "total": total}, timed)


def places(hits: Sequence[Hit]) -> tuple[Place, ...]:
    """Where the passages of the hits lie, best first."""
    return tuple(Place(hit.passage.source_id, hit.passage.start, hit.passage.end) for hit in hits)
