"""A language model that remembers what it wrote, so that a change in what is made of it costs seconds."""

import time
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from assistant.assistant import Assistant
from assistant.llm.model import ChatModel, OpenAIChatModel, Stoppable
from assistant.llm.protocol import Message, Piece
from assistant.settings import Settings
from assistant.types import Wait
from documents.errors import ModelError
from documents.types import plain
from evals.keeping.fingerprint import digest, model_identity
from evals.keeping.store import JsonStore

Entry = dict[str, Any]  # Any: the JSON of one remembered answer, see `_entry`


class CachingChatModel:
    """A ChatModel that replays what `inner` wrote for the same messages, limit and `identity`.

    An answer that its reader stopped is kept as far as it went; should a reader want more the next time, the
    model is asked again and what was replayed is passed over. Without `read` nothing is replayed, but all is
    kept. `asked` and `replayed` count answers; `error` is the model's last failure, which is never kept.
    """

    def __init__(self, inner: ChatModel, path: Path, *, identity: str = "", read: bool = True) -> None:
        self.asked = 0
        self.replayed = 0
        self.error: ModelError | None = None
        self.last_finish: str | None = None
        self.last_prompt_tokens: int | None = None
        self._inner = inner
        self._identity = identity or inner.name
        self._store = JsonStore(path, "model")
        self._read = read

    @property
    def name(self) -> str:
        """The inner model's name."""
        return self._inner.name

    @property
    def measured(self) -> bool:
        """Whether the inner model is the one that was measured."""
        return self._inner.measured

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Generator[Piece | Wait, None, None]:
        """The answer as it was written, or as it is written now. Raises ModelError."""
        key = digest([self._identity, plain(list(messages)), max_tokens], length=64)
        entry: Entry | None = self._store.get(key) if self._read else None
        pieces = [_piece(values) for values in entry["pieces"]] if entry else []
        if entry:
            self.replayed += 1
        yield from pieces
        if entry and entry["complete"]:
            self._finish(entry["finish"], entry["prompt_tokens"])
            return
        yield from self._ask(key, messages, max_tokens, known=len(pieces))

    def check(self) -> None:
        """Nothing when the inner model can answer; raises ModelError."""
        self._inner.check()

    def close(self) -> None:
        """Closes the inner model."""
        self._inner.close()

    def stop(self, thread: int | None = None) -> None:
        """Stops the inner model's answers, if they can be stopped."""
        if isinstance(self._inner, Stoppable):
            self._inner.stop(thread)

    # From Python 3.12 on a protocol's isinstance does not see what comes from here.
    def __getattr__(self, name: str) -> Any:  # Any: what else the inner model offers, such as warm_up()
        return getattr(self._inner, name)

    def _ask(
        self, key: str, messages: Sequence[Message], max_tokens: int, *, known: int
    ) -> Generator[Piece | Wait, None, None]:
        """The inner model's pieces after the first `known`, kept when it ends and when it is stopped."""
        self.asked += 1
        started, first, pieces, complete = time.perf_counter(), None, list[Piece](), False
        stream = self._inner.stream(messages, max_tokens=max_tokens)
        try:
            for item in stream:
                if isinstance(item, Wait):
                    yield item
                    continue
                first = first or time.perf_counter() - started
                pieces.append(item)
                if len(pieces) > known:
                    yield item
            complete = True
            self._finish(
                getattr(self._inner, "last_finish", None), getattr(self._inner, "last_prompt_tokens", None)
            )
        except ModelError as error:
            self.error, pieces = error, []
            raise
        finally:
            stream.close()
            if pieces or complete:
                timings = (first, time.perf_counter() - started)
                self._store.put(key, self._entry(pieces, timings, complete=complete))

    def _finish(self, reason: str | None, prompt_tokens: int | None) -> None:
        self.last_finish, self.last_prompt_tokens = reason, prompt_tokens

    def _entry(self, pieces: list[Piece], timings: tuple[float | None, float], *, complete: bool) -> Entry:
        return {
            "pieces": [[piece.text, piece.logprob, piece.top] for piece in pieces],
            "complete": complete,
            "finish": self.last_finish if complete else None,
            "prompt_tokens": self.last_prompt_tokens if complete else None,
            "first_token": timings[0],
            "seconds": timings[1],
        }


def _piece(values: Sequence[Any]) -> Piece:  # Any: JSON
    text, logprob, top = values
    return Piece(text, logprob, tuple((token, float(value)) for token, value in top))


def remember_model(
    assistant: Assistant, settings: Settings, path: Path, *, read: bool = True
) -> CachingChatModel | None:
    """Puts a memory in the file `path` before the assistant's model; None where there is no model.

    Call it before anything is asked.
    """
    wrapped: list[CachingChatModel] = []

    def wrap(model: ChatModel) -> CachingChatModel:
        if isinstance(model, OpenAIChatModel):
            model.cache_prompt = False  # what was asked before must not change an answer
        identity = model_identity(settings, model.name)
        wrapped.append(CachingChatModel(model, path, identity=identity, read=read))
        return wrapped[-1]

    assistant.wrap_model(wrap)
    assistant.describe_model()  # a model is opened, and so wrapped, on first use
    return wrapped[-1] if wrapped else None
