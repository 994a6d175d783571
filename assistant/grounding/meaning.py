"""Words and sentences compared by meaning: the vectors that the embedder gives each word in its context."""

import logging
import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np

from documents.errors import FootnoteError
from documents.library import Vectors
from index.models.recent import Recent

logger = logging.getLogger(__name__)

Pieces = tuple[list[tuple[int, int]], Vectors]
_LONGEST = 1_200  # characters that are embedded of a sentence: more than the 256 pieces that are read
_KEPT = 300  # texts, some 50 KB each
MODEL = "all-MiniLM-L6-v2"  # the coefficients, and those of the confidence, hold for its vectors


@runtime_checkable
class TokenEmbedder(Protocol):
    """An Embedder that gives vectors of word pieces in their context too."""

    @property
    def identity(self) -> str:
        """What determines the vectors."""

    def token_vectors(self, texts: Sequence[str]) -> list[Pieces]:
        """For each text the offsets of its word pieces and their unit vectors, shape (pieces, dimensions)."""


def is_measured(identity: str) -> bool:
    """Whether the checker and the confidence were measured with the embedder of this identity."""
    return identity.startswith(MODEL)


def usable(embedder: object) -> TokenEmbedder | None:
    """The embedder itself when the checker's coefficients were made with its model, else None."""
    return embedder if isinstance(embedder, TokenEmbedder) and is_measured(embedder.identity) else None


def embedded() -> TokenEmbedder | None:
    """The embedded model, one for the process; None without its weights (it is never exported here)."""
    from assistant.settings import default_models

    models = Path(os.environ.get("FOOTNOTE_MODELS") or default_models())
    return _opened(models) if any(models.glob(f"{MODEL}-*")) else None


@lru_cache(maxsize=1)
def _opened(models: Path) -> TokenEmbedder:
    from index.models.embedded import EmbeddedEmbedder

    return EmbeddedEmbedder(models)


class Meaning:
    """Vectors of texts, each embedded once; with no embedder, or once it has failed, there are none.

    The last texts are kept for the whole process: the next check is often of the same passages.
    """

    def __init__(self, embedder: TokenEmbedder | None) -> None:
        self._embedder = embedder

    def pieces(self, texts: Sequence[str]) -> list[Pieces] | None:
        """Offsets and vectors of the word pieces of each text, or None where there is no model."""
        if self._embedder is None:
            return None
        wanted = list(dict.fromkeys(text[:_LONGEST] for text in texts))
        try:
            pieces_of = _recent_pieces(self._embedder, wanted)
        except FootnoteError as error:
            logger.info("The checker goes on without vectors: %s", error)
            self._embedder = None
            return None
        return [pieces_of[text[:_LONGEST]] for text in texts]


# By embedder and text; safe from any thread.
_RECENT = Recent[tuple[str, str], Pieces](_KEPT, lambda key, pieces: 1)


def _recent_pieces(embedder: TokenEmbedder, texts: Sequence[str]) -> dict[str, Pieces]:
    """Offsets and vectors of each text; the new ones are embedded together."""
    name = embedder.identity
    pieces_of = {text: pieces for (_, text), pieces in _RECENT.found((name, text) for text in texts).items()}
    missing = [text for text in texts if text not in pieces_of]
    if missing:
        pieces_of.update(zip(missing, embedder.token_vectors(missing), strict=True))
    _RECENT.keep({(name, text): pieces_of[text] for text in texts})
    return pieces_of


def text_vector(pieces: Pieces) -> Vectors:
    """The unit vector of a text, the mean of its pieces, shape (dimensions,); empty for no pieces."""
    _, vectors = pieces
    return _unit_mean(vectors) if len(vectors) else np.zeros(0, dtype=np.float32)


def word_vectors(pieces: Pieces, spans: Sequence[tuple[int, int]]) -> Vectors:
    """One unit vector for each word at these offsets, the mean of its pieces, shape (words, dimensions).

    Zeros where the word was cut off.
    """
    offsets, vectors = pieces
    width = vectors.shape[1] if vectors.ndim == 2 else 0
    rows = np.zeros((len(spans), width), dtype=np.float32)
    for row, (start, end) in enumerate(spans):
        inside = [place for place, (a, b) in enumerate(offsets) if a < end and b > start]
        if inside:
            rows[row] = _unit_mean(vectors[inside])
    return rows


def _unit_mean(vectors: Vectors) -> Vectors:
    mean: Vectors = vectors.mean(axis=0)
    return mean / max(float(np.linalg.norm(mean)), 1e-9)
