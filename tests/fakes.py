"""Stand-ins for the models: deterministic, and they record what they were asked."""

import zlib
from collections import deque
from collections.abc import Callable, Generator, Sequence

import numpy as np

from assistant.llm.protocol import Message, Piece
from assistant.types import Wait
from documents.errors import ModelUnreachable
from documents.library import Vectors
from documents.reading.pool import TokenCounter
from index.words import STOP_WORDS, stem, words

DIMENSIONS = 256


class WordHashEmbedder:
    """Each stem is an axis, so that texts are as near as the words they share. Records its texts."""

    identity = "word-hash"
    dimensions = DIMENSIONS
    max_tokens = 256
    counter = TokenCounter("tests.counting:counter")

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        self.embedded.extend(texts)
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in words(text):
                if word not in STOP_WORDS:
                    vectors[row, zlib.crc32(stem(word).encode()) % DIMENSIONS] += 1.0
            vectors[row] /= np.linalg.norm(vectors[row]) or 1.0
        if progress is not None:
            progress(len(texts))
        return vectors

    def embed_query(self, query: str) -> Vectors:
        return self.embed([query])[0]


class FakeLLM:
    """Answers from a queue of scripts and keeps every prompt.

    A script is a list of pieces and of what is waited for; an exception in it is raised at its place. With an
    empty queue it declines. Probes of a few tokens are answered as by a model that is sure of its draft, and
    kept in `probes`.
    """

    name = "fake-model"
    measured = True  # as the embedded model: most tests are about what is made of its drafts

    def __init__(self) -> None:
        self.prompts: list[list[Message]] = []
        self.probes: list[list[Message]] = []
        self.fail_probes = False
        self.closed_early = 0
        self._scripts: deque[list[str | Wait | Exception]] = deque()

    def enqueue(self, *pieces: str | Wait | Exception) -> None:
        self._scripts.append(list(pieces))

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Generator[Piece | Wait, None, None]:
        if max_tokens < 8:
            self.probes.append(list(messages))
            if self.fail_probes:
                raise ModelUnreachable("The model server stopped.", "Ask again.")
            yield Piece("answered", -0.05, (("answered", -0.05), ("else", -3.0), ("The", -4.0)))
            return
        self.prompts.append(list(messages))
        script = self._scripts.popleft() if self._scripts else ["The documents do not say."]
        try:
            for piece in script:
                if isinstance(piece, Exception):
                    raise piece
                yield piece if isinstance(piece, Wait) else Piece(piece, -0.1, ((piece, -0.1),))
        except GeneratorExit:
            self.closed_early += 1
            raise

    def check(self) -> None:
        return None

    def close(self) -> None:
        return None
