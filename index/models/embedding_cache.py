"""An embedder that remembers the vectors of texts: people ask of the same documents again."""

from collections.abc import Callable, Sequence

import numpy as np

from documents.library import Vectors
from documents.reading.pool import TokenCounter
from index.models.embeddings import Embedder
from index.models.recent import Recent

KEPT = 16 * 1024 * 1024  # bytes that are remembered: some 7,000 sentences
MOST_TEXTS = 256  # of one call: more are an ingest's, and none of them comes again


class CachingEmbedder:
    """The Embedder protocol on another embedder; `kept` bytes are remembered. Safe from any thread.

    It gives vectors of word pieces where the embedder does, and remembers none: whoever needs these keeps
    them himself (assistant/grounding/meaning.py).
    """

    def __init__(self, embedder: Embedder, *, kept: int = KEPT) -> None:
        self._embedder = embedder
        if hasattr(embedder, "token_vectors"):
            self.token_vectors = embedder.token_vectors
        self._recent = Recent[str, Vectors](kept, _size)

    def keep(self, size: int) -> None:
        """Remembers up to so many bytes from now on."""
        self._recent.most = size

    @property
    def identity(self) -> str:
        """What determines the vectors."""
        return self._embedder.identity

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return self._embedder.dimensions

    @property
    def max_tokens(self) -> int:
        """Word pieces that are read; what is longer is cut."""
        return self._embedder.max_tokens

    @property
    def counter(self) -> TokenCounter:
        """What counts word pieces, in any process."""
        return self._embedder.counter

    def embed_query(self, query: str) -> Vectors:
        """The vector of what is searched for, float32 of shape (dimensions,)."""
        return self._embedder.embed_query(query)

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """One row a text, float32 of shape (n, dimensions); `progress` gets the number done so far."""
        if progress is not None or len(texts) > MOST_TEXTS or not texts:
            return self._embedder.embed(texts, progress)
        vectors = self._recent.found(texts)
        missing = [text for text in dict.fromkeys(texts) if text not in vectors]
        if missing:
            made = (vector.copy() for vector in self._embedder.embed(missing))  # not views of the whole batch
            vectors |= dict(zip(missing, made, strict=True))
        self._recent.keep(vectors)
        rows: Vectors = np.stack([vectors[text] for text in texts]).astype(np.float32)
        return rows


def _size(text: str, vector: Vectors) -> int:
    """Bytes, about."""
    return vector.nbytes + 2 * len(text) + 200
