"""The embedded search model: all-MiniLM-L6-v2 as int8 ONNX, by onnxruntime alone.

sentence-transformers gives the same vectors, and makes the file (onnx_export.py); but it loads torch, which
costs every process six seconds and 300 MB.
"""

import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from documents.library import Vectors
from documents.reading.pool import TokenCounter
from index.models.embeddings import in_batches, loading, of_unit_length
from index.models.gloss import in_english
from index.models.onnx_export import NAME, cpu_flavour, export_embedder, file_name
from index.models.packaged import Pieces, model_inputs, open_session, open_tokenizer

DIMENSIONS = 384
TOKENS = 256  # word pieces that it reads, its two marks included


class EmbeddedEmbedder:
    """The Embedder protocol on the weights that are installed with Footnote, always on the CPU.

    Loaded on first use, from any thread. It knows English alone: of other languages it reads a gloss (see
    gloss.py). Raises MissingExtra when the weights or a package are not there.
    """

    dimensions = DIMENSIONS
    max_tokens = TOKENS

    def __init__(self, models: Path, *, threads: int = 0) -> None:
        self._models = models
        self._threads = threads or os.cpu_count() or 1
        self._loading = threading.Lock()
        self._running = threading.Lock()  # one step at a time: more would share the same cores
        self._loaded: tuple[Any, Any] | None = None  # Any: classes of tokenizers and onnxruntime

    @property
    def identity(self) -> str:
        """What determines the vectors."""
        return f"{NAME}-onnx-int8-{cpu_flavour()}"

    @property
    def counter(self) -> TokenCounter:
        """What counts word pieces, in any process; the model is not loaded for it."""
        tokenizer = (export_embedder(self._models) / "tokenizer.json").read_text(encoding="utf-8")
        return TokenCounter("index.models.tokens:counter", tokenizer)

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """One row a text, float32 of shape (n, DIMENSIONS); `progress` gets the number done so far."""
        return in_batches(
            texts,
            dimensions=DIMENSIONS,
            encode=self._encode,
            lengths_of=lambda texts: [0] * len(texts),  # each is read by itself
            progress=progress,
        )

    def embed_query(self, query: str) -> Vectors:
        """The vector of what is searched for, float32 of shape (DIMENSIONS,)."""
        vector: Vectors = self._encode([query])[0]
        return vector

    def token_vectors(self, texts: Sequence[str]) -> list[tuple[list[tuple[int, int]], Vectors]]:
        """For each text the offsets (start, end) of its word pieces and their unit vectors in context."""
        words = []
        for encoding in self._open()[0].encode_batch(list(texts)):
            pieces = slice(1, len(encoding.ids) - 1)  # the first and the last are marks
            words.append((encoding.offsets[pieces], of_unit_length(self._run(encoding)[pieces])))
        return words

    def _encode(self, texts: Sequence[str]) -> Vectors:
        encodings = self._open()[0].encode_batch_fast(list(map(in_english, texts)))
        return of_unit_length(np.stack([self._run(encoding).mean(axis=0) for encoding in encodings]))

    def _run(self, encoding: Any) -> Vectors:
        """The vectors of the word pieces of a text, shape (pieces, DIMENSIONS).

        One text at a time: in a batch the int8 model scales what it multiplies by the largest value of all
        texts, so that a text would have another vector beside others (cosines of 0.98), and an answer could
        depend on what was asked before. A batch is 10 to 20 % quicker.
        """
        inputs = model_inputs([Pieces(encoding.ids, encoding.type_ids)])
        with self._running:
            vectors: Vectors = self._open()[1].run(None, inputs)[0][0]
        return vectors

    def _open(self) -> tuple[Any, Any]:
        """Its tokenizer and its session."""
        with self._loading:
            if self._loaded is None:
                step = f"Delete the folder {NAME}-{cpu_flavour()} in {self._models}: it is made anew."
                with loading("The built-in search model", step):
                    folder = export_embedder(self._models)
                    session = open_session(str(folder / "onnx" / file_name()), self._threads)
                    self._loaded = open_tokenizer(folder, TOKENS), session
            return self._loaded
