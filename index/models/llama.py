"""LlamaIndex's embedding models and node postprocessors in the place of ours, and nodes for it."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from documents.errors import MissingExtra
from documents.library import Vectors
from documents.reading.pool import TokenCounter
from index.models.embeddings import ESTIMATED, UNLIMITED, of_unit_length
from index.models.identity import CHECK_TEXT, checked_identity
from index.models.rerank import Candidate
from index.models.telemetry import disable_telemetry


class LlamaEmbedder:
    """The Embedder protocol on a `BaseEmbedding` of LlamaIndex; safe from any thread.

    A library knows it as it knows a server's model: by its name and what it makes of one sentence, as many
    models have no name of their own. Raises MissingExtra where it fails.
    """

    counter: TokenCounter = ESTIMATED

    def __init__(self, model: Any) -> None:  # Any: LlamaIndex is imported late
        self._model = model
        self._guard = threading.Lock()
        self._dimensions = 0
        self._name = f"{type(model).__name__}: {model.model_name}"
        self._identity = ""
        self.max_tokens = int(getattr(model, "max_length", None) or UNLIMITED)

    @property
    def identity(self) -> str:
        """The model's name, the length of its vectors, and some numbers of the vector of one sentence."""
        if not self._identity:
            (vector,) = self.embed([CHECK_TEXT])
            self._identity = checked_identity(self._name, vector)
        return self._identity

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        if not self._dimensions:
            self._dimensions = len(self.embed_query("a sentence"))
        return self._dimensions

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """One row a text, float32 of shape (n, dimensions); `progress` gets the number done so far."""
        vectors: Vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        size = self._model.embed_batch_size
        for start in range(0, len(texts), size):
            batch = list(texts[start : start + size])
            vectors[start : start + size] = self._vectors(self._model.get_text_embedding_batch, batch)
            if progress is not None:
                progress(start + len(batch))
        return vectors

    def embed_query(self, query: str) -> Vectors:
        """The vector of what is searched for, float32 of shape (dimensions,)."""
        return self._vectors(self._model.get_query_embedding, query)

    def _vectors(self, embed: Callable[[Any], Any], texts: str | list[str]) -> Vectors:
        """What the model makes of a query or of texts, each vector of unit length."""
        try:
            with self._guard:
                vectors = np.asarray(embed(texts), dtype=np.float32)
        except Exception as error:  # each model has kinds of its own
            raise MissingExtra(
                f"The search model {self._name} failed ({error}).", "Look at it, and try again."
            ) from error
        of_length = vectors.ndim > 0 and vectors.shape[-1] == (self._dimensions or vectors.shape[-1])
        if not of_length or not np.isfinite(vectors).all():
            raise MissingExtra(
                f"The search model {self._name} gave a vector of another length, or no numbers.",
                "Look at the model, or open the library with another one.",
            )
        return of_unit_length(vectors)


class LlamaReranker:
    """The DroppingReranker protocol on LlamaIndex's node postprocessors, one after the other.

    Raises MissingExtra where one fails.
    """

    def __init__(self, postprocessors: Sequence[Any]) -> None:  # Any: LlamaIndex is imported late
        self._postprocessors = postprocessors
        self.identity = ", ".join(type(processor).__name__ for processor in postprocessors)

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """One score a text, in their order; what is dropped comes last."""
        kept_scores = self.kept(
            query,
            [Candidate(str(place), text, {}, 1.0 - place / len(texts)) for place, text in enumerate(texts)],
        )
        last = min((score for score in kept_scores if score is not None), default=0.0) - 1.0
        return [last if score is None else score for score in kept_scores]

    def kept(self, query: str, candidates: Sequence[Candidate]) -> list[float | None]:
        """The last postprocessor's scores, or from its ranking alone; None for what one has dropped."""
        nodes = self._processed(query, candidates)
        node_scores = [node.score for node in nodes]
        if None in node_scores or node_scores != sorted(node_scores, reverse=True):
            node_scores = [float(len(nodes) - rank) for rank in range(len(nodes))]
        # Nodes that a postprocessor made itself stand for none of the passages.
        by_id = {node.node.node_id: float(score) for node, score in zip(nodes, node_scores, strict=True)}
        return [by_id.get(candidate.id) for candidate in candidates]

    def _processed(self, query: str, candidates: Sequence[Candidate]) -> list[Any]:
        disable_telemetry()
        nodes = [
            text_node(candidate.id, candidate.text, dict(candidate.metadata), candidate.score)
            for candidate in candidates
        ]
        try:
            for processor in self._postprocessors:
                nodes = processor.postprocess_nodes(nodes, query_str=query)
        except Exception as error:  # as above
            raise MissingExtra(
                f"The ranking by {self.identity} failed ({error}).", "Look at it, and try again."
            ) from error
        return nodes


def text_node(node_id: str, text: str, metadata: dict[str, Any], score: float) -> Any:
    """A LlamaIndex `NodeWithScore`; no model that reads the node is shown its metadata."""
    from llama_index.core.schema import NodeWithScore, TextNode

    hidden = list(metadata)
    node = TextNode(
        id_=node_id,
        text=text,
        metadata=metadata,
        excluded_llm_metadata_keys=hidden,
        excluded_embed_metadata_keys=hidden,
    )
    return NodeWithScore(node=node, score=score)
