"""Any `LLM` of LlamaIndex as the language model."""

import math
from collections.abc import Generator, Sequence
from contextlib import closing
from typing import Any

from assistant.llm.protocol import Message, Piece
from assistant.types import Wait
from documents.errors import ModelError
from index.models.telemetry import disable_telemetry
from index.models.tokens import PIECES_A_WORD


class LlamaChatModel:
    """A ChatModel on an `LLM` of LlamaIndex, whose settings are its own.

    It tells no log-probabilities, so that its drafts are believed as far as the checker finds them.
    """

    measured = False

    def __init__(self, llm: Any) -> None:  # Any: LlamaIndex is imported late
        self._llm = llm
        name = llm.metadata.model_name
        self.name = name if name and name != "unknown" else type(llm).__name__

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Generator[Piece | Wait, None, None]:
        """The answer as it is written; it is ended after about `max_tokens`. Raises ModelError."""
        written = ""
        with closing(self._deltas(messages)) as deltas:
            for text in deltas:
                yield Piece(text)
                written += text
                if math.ceil(len(written.split()) * PIECES_A_WORD) >= max_tokens:
                    return

    def check(self) -> None:
        """Nothing when the model can answer; raises ModelError with what is wrong and what to do."""
        with closing(self.stream([Message("user", "Say yes.")], max_tokens=1)) as pieces:
            next(pieces, None)

    def close(self) -> None:
        """Nothing is kept open between answers."""

    def _deltas(self, messages: Sequence[Message]) -> Generator[str, None, None]:
        disable_telemetry()
        from llama_index.core.llms import ChatMessage

        try:
            chat = [ChatMessage(role=message.role, content=message.text) for message in messages]
            written = ""
            for response in self._llm.stream_chat(chat):
                # Some models tell only the text so far.
                if delta := response.delta or (response.message.content or "")[len(written) :]:
                    yield delta
                    written += delta
        except Exception as error:  # each model has kinds of its own
            reason = " ".join(str(error).split()) or type(error).__name__
            raise ModelError(
                f"{self.name} failed ({reason}).", "Look at that model, and ask again."
            ) from error
