"""From texts to vectors: what an embedder is, and any model of sentence-transformers as one."""

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, Protocol

import numpy as np

from documents.errors import EmbedderChanged, FootnoteError, MissingExtra
from documents.library import Vectors
from documents.reading.pool import TokenCounter
from documents.text.passages import CountTokens
from index.models.identity import CHECK_TEXT, checked_identity, known_as, same_embedder
from index.models.telemetry import disable_telemetry

UNLIMITED = 1_000_000  # word pieces: the longest of a model that reads any length
# For models whose tokenizer cannot be handed to another process
ESTIMATED = TokenCounter("index.models.tokens:estimator")
AUTOMATIC = "auto"  # the setting that chooses the quickest device there is
BATCH = 8  # texts a step: a question waits for one step of an ingest at most
PAUSE = 0.001  # seconds between steps, in which a waiting question gets its turn


class Embedder(Protocol):
    """Turns texts into vectors of unit length.

    `identity` names all that determines a vector: model, quantisation, CPU flavour. `max_tokens` is
    the longest text in word pieces that is read whole.
    """

    @property
    def identity(self) -> str:
        """What determines the vectors."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    @property
    def max_tokens(self) -> int:
        """Word pieces that are read; what is longer is cut."""

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """One row a text, float32 of shape (n, dimensions); `progress` gets the number done so far."""

    def embed_query(self, query: str) -> Vectors:
        """The vector of what is searched for, float32 of shape (dimensions,)."""

    @property
    def counter(self) -> TokenCounter:
        """What counts word pieces, in any process."""


class SentenceTransformerEmbedder:
    """The Embedder protocol on any model of sentence-transformers; loaded on first use, from any thread.

    `device` is one of torch's ("cpu", "cuda:1", "mps") or AUTOMATIC. `model` is one that is loaded already:
    known by what it makes of a sentence. Raises MissingExtra when the weights, a package or the device are
    not there.
    """

    def __init__(self, name: str, *, device: str = AUTOMATIC, model: Any = None) -> None:
        self._name = name
        self._identity = "" if model is not None else name
        self._given = model
        self._device = device
        self._guard = threading.RLock()
        self._model: Any = None  # Any: sentence-transformers is imported late
        self._counter = ESTIMATED
        self._count: CountTokens  # made with the model

    @property
    def identity(self) -> str:
        """What determines the vectors."""
        if not self._identity:
            self._identity = checked_identity(self._name, self._encode([CHECK_TEXT])[0])
        return self._identity

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self._load().get_embedding_dimension() or len(self.embed_query("")))

    @property
    def max_tokens(self) -> int:
        """Word pieces that are read; what is longer is cut."""
        return int(min(self._load().max_seq_length or UNLIMITED, UNLIMITED))

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """One row a text, float32 of shape (n, dimensions); `progress` gets the number done so far."""
        return in_batches(
            texts,
            dimensions=self.dimensions,
            encode=self._encode,
            lengths_of=self._lengths,
            progress=progress,
        )

    def embed_query(self, query: str) -> Vectors:
        """The vector of what is searched for, with the model's own prompt for queries where it has one."""
        vectors: Vectors = self._encode([query], query=True)[0]
        return vectors

    @property
    def counter(self) -> TokenCounter:
        """What counts word pieces, in any process."""
        self._load()
        return self._counter

    def _lengths(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each text has; counted beside the model, so that no question waits for it."""
        self._load()
        return self._count(texts)

    def _encode(self, texts: Sequence[str], *, query: bool = False) -> Vectors:
        with self._guard:
            model = self._load()
            # Without prompts of its own a model encodes queries and documents alike.
            encode = model.encode_query if query else model.encode_document
            rows = encode(
                list(texts), batch_size=len(texts), normalize_embeddings=True, show_progress_bar=False
            )
            return np.asarray(rows, dtype=np.float32)

    def _load(self) -> Any:
        with self._guard:
            if self._model is None:
                step = (
                    "Give the folder of a sentence-transformers model and a device that there is, or set "
                    "embedder to 'embedded'."
                )
                with loading(f"The search model {self._name!r}", step):
                    model = self._given
                    if model is None:
                        model = open_model("SentenceTransformer", self._name, self._device)
                    self._counter = _counter_of(model)
                    self._count = resolve_name(self._counter.function)(self._counter.data)
                self._model = model
            return self._model


def in_batches(
    texts: Sequence[str],
    *,
    dimensions: int,
    encode: Callable[[list[str]], Vectors],
    lengths_of: Callable[[Sequence[str]], list[int]],
    progress: Callable[[int], None] | None,
) -> Vectors:
    """The vectors of texts, of which those of like length are encoded together.

    So little is padded: 4 %; by characters it were 22 %. `lengths_of` counts the word pieces of each text,
    `progress` gets the number done so far.
    """
    vectors: Vectors = np.zeros((len(texts), dimensions), dtype=np.float32)
    lengths = lengths_of(texts) if len(texts) > BATCH else [0] * len(texts)
    order = sorted(range(len(texts)), key=lengths.__getitem__)
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        vectors[batch] = encode([texts[number] for number in batch])
        if progress is not None:
            progress(start + len(batch))
        if len(order) > BATCH:
            time.sleep(PAUSE)
    return vectors


def open_model(kind: str, name: str, device: str) -> Any:  # Any: a class of sentence-transformers
    """The model of this name, of the class `kind`, on one of torch's devices or on the quickest there is."""
    # A folder is all there is of such a model; any other name is one that the hub knows.
    local = Path(name).exists()
    disable_telemetry(offline=local)
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import sentence_transformers

    chosen = None if device == AUTOMATIC else device  # None: sentence-transformers chooses
    return getattr(sentence_transformers, kind)(name, device=chosen, local_files_only=local)


def check_identity(stored: str | None, embedder: Embedder) -> None:
    """Raises EmbedderChanged when the library's vectors were made by another embedder."""
    if stored is not None and not same_embedder(stored, embedder.identity):
        before, now = known_as(stored), known_as(embedder.identity)
        now = f"{now} (another model of that name)" if before == now else now
        raise EmbedderChanged(
            f"The library was made with the search model {before}, and now {now} is set.",
            "Run `footnote rebuild` once (in Python `Assistant.rebuild`), or set the former model again.",
        )


def _counter_of(model: Any) -> TokenCounter:
    """What counts by a copy of the model's tokenizer: its own one changes while it embeds.

    An estimate where it has none of the library `tokenizers`, such as a model of whole words.
    """
    from tokenizers import Tokenizer

    own = getattr(model, "tokenizer", None)
    own = getattr(own, "backend_tokenizer", own)
    return (
        TokenCounter("index.models.tokens:counter", own.to_str()) if isinstance(own, Tokenizer) else ESTIMATED
    )


def of_unit_length(vectors: Vectors) -> Vectors:
    """The vectors, or the one vector, scaled to unit length; one without length stays as it is.

    >>> of_unit_length(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return unit


@contextmanager
def loading(model: str, next_step: str) -> Iterator[None]:
    """Turns whatever keeps a model from being loaded into MissingExtra; a FootnoteError stays what it is."""
    try:
        yield
    except FootnoteError:
        raise
    except Exception as error:  # each library has kinds of its own for a broken file
        raise MissingExtra(f"{model} could not be loaded ({first_line(error)}).", next_step) from error


def first_line(error: BaseException) -> str:
    """What an error says first, or its kind where it says nothing."""
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
