"""The Embedder protocol on a server with OpenAI's /embeddings: vLLM, TEI, Infinity, Ollama and others."""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import numpy as np

from documents.errors import EmbedderChanged, SearchServerFailed
from documents.library import Vectors
from documents.reading.pool import TokenCounter
from documents.text.runs import runs
from index.models.embeddings import ESTIMATED, UNLIMITED, of_unit_length
from index.models.identity import CHECK_TEXT, checked_identity
from index.servers.http_client import FormRefused, NoSuchPath, Server, paths_of
from index.servers.retries import PATIENT, QUICK, RetryRule

logger = logging.getLogger(__name__)

BATCH = 32  # texts a request: the most that text-embeddings-inference takes as it is installed
CHARACTERS = 100_000  # and their length together
AT_ONCE = 4  # requests on their way
QUERY_SECONDS = 15.0
BATCH_SECONDS = 120.0
KNOWN_SECONDS = 60.0  # that a model is taken to be the one that it was
SHORTER = 4  # times that a text which the server refuses is cut to half


class ServerEmbedder:
    """The Embedder protocol on a server; safe from any thread. Raises SearchServerFailed where it fails.

    `model` is its name there, "" where the server has only one. The prompts are put before what is searched
    for and before what is stored: some models were trained with them ("query: ", "passage: ").
    """

    counter: TokenCounter = ESTIMATED
    max_tokens = UNLIMITED

    def __init__(
        self, url: str, *, model: str = "", key: str = "", query_prompt: str = "", document_prompt: str = ""
    ) -> None:
        root, self._paths = paths_of(url, "/embeddings")
        self._server = Server(root, key=key, kind="embedding server", setting="embedder")
        self._model = model
        self._query_prompt = query_prompt
        self._document_prompt = document_prompt
        self._guard = threading.RLock()
        self._identity = ""
        self._identified = 0.0  # when
        self._dimensions = 0
        self._served_model = ""  # the model's name as the server gave it last

    @property
    def identity(self) -> str:
        """The model's name, the length of its vectors, and some numbers of the vector of one sentence."""
        with self._guard:
            known, now = self._identity, time.monotonic()
            if known and now - self._identified < KNOWN_SECONDS:
                return known
            self._identified = now  # the other threads go by what is known while this one asks
        vector = self.embed([CHECK_TEXT])[0]
        name = self._model or self._served_model or "a model without a name"
        identity = checked_identity(name, vector)
        with self._guard:
            self._identity = identity
        return identity

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return self._dimensions or len(self.embed([CHECK_TEXT])[0])

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """One row a text, float32 of shape (n, dimensions); `progress` gets the number done so far."""
        retries = QUICK if progress is None else PATIENT  # without it somebody waits for an answer
        batches = _batches(self._document_prompt + text for text in texts)
        rows: list[Vectors] = []
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="embedding") as pool:
            for vectors in pool.map(partial(self._batch, retries=retries), batches):
                rows.append(vectors)
                if progress is not None:
                    progress(sum(map(len, rows)))
        return np.vstack(rows) if rows else np.zeros((0, self.dimensions), dtype=np.float32)

    def embed_query(self, query: str) -> Vectors:
        """The vector of what is searched for, float32 of shape (dimensions,)."""
        vector: Vectors = self._batch([self._query_prompt + query], QUICK)[0]
        return vector

    def _batch(self, texts: list[str], retries: RetryRule) -> Vectors:
        """The vectors of texts; where the server takes them not together, one by one, and shorter."""
        try:
            return self._vectors(texts, retries)
        except FormRefused:
            if len(texts) > 1:
                return np.vstack([self._batch([text], retries) for text in texts])
            return self._shortened(texts[0], retries)

    def _shortened(self, text: str, retries: RetryRule) -> Vectors:
        for _ in range(SHORTER):
            text = text[: len(text) // 2]
            try:
                vectors = self._vectors([text], retries)
            except FormRefused:
                continue
            logger.warning("The embedding server read only %d characters of a long text.", len(text))
            return vectors
        return self._vectors([text], retries)

    def _vectors(self, texts: list[str], retries: RetryRule) -> Vectors:
        was_failing = self._server.failing
        body = {"input": texts, "model": self._name_for_server()}
        seconds = QUERY_SECONDS if retries is QUICK else BATCH_SECONDS
        path, answer = self._server.find(self._paths, body, retries=retries, seconds=seconds)
        self._paths = [path]
        vectors = self._read(answer, len(texts))
        self._notice_model_change(vectors, str(answer.get("model") or ""), again=was_failing)
        return vectors

    def _name_for_server(self) -> str:
        """The model's name for the server, which is asked for its only one where none is set."""
        if not self._model and not self._served_model:
            try:
                path = self._paths[0].replace("/embeddings", "/models")
                listed = self._server.ask(path, retries=QUICK, seconds=QUERY_SECONDS)
                names = [str(entry["id"]) for entry in listed["data"]]
            except (NoSuchPath, KeyError, TypeError):
                names = []  # a server of one model, which needs no name
            if len(names) > 1:
                raise SearchServerFailed(
                    f"The embedding server at {self._server.url} offers several models.",
                    f"Set embedder_model to one of: {', '.join(names[:8])}.",
                )
            self._served_model = names[0] if names else "default"
        return self._model or self._served_model

    def _read(self, answer: Any, count: int) -> Vectors:  # Any: JSON
        """The vectors in an answer, in the order of the texts, of unit length."""
        try:
            rows = sorted(answer["data"], key=lambda row: int(row.get("index", 0)))
            vectors = np.asarray([row["embedding"] for row in rows], dtype=np.float32)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise self._server.unreadable() from error
        if vectors.ndim != 2 or len(vectors) != count or not vectors.size or not np.isfinite(vectors).all():
            raise self._server.unreadable()
        return of_unit_length(vectors)

    def _notice_model_change(self, vectors: Vectors, served_model: str, *, again: bool) -> None:
        """Notices that another model answers now: what is known of the last one is forgotten."""
        with self._guard:
            if self._dimensions and vectors.shape[1] != self._dimensions:
                self._identity, before, self._dimensions = "", self._dimensions, vectors.shape[1]
                raise EmbedderChanged(
                    f"The embedding server at {self._server.url} has another model: its vectors have "
                    f"{vectors.shape[1]} numbers now, no longer {before}.",
                    "Run `footnote rebuild` once, or have it serve the former model again.",
                )
            if again or (served_model and self._served_model and served_model != self._served_model):
                self._identity = ""
            self._dimensions, self._served_model = vectors.shape[1], served_model or self._served_model


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """The texts in order, as many together as a request may have."""
    return runs(texts, lambda batch, text: len(batch) < BATCH and sum(map(len, [*batch, text])) <= CHARACTERS)
