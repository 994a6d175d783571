"""Late interaction: how near a text comes to each word of a query, by the vectors of words in context.

Source: Khattab and Zaharia, "ColBERT: Efficient and Effective Passage Search via Contextualized Late
Interaction over BERT", 2020 (MaxSim). The model is answerai-colbert-small-v1; the package has it without its
last projection, so the vectors have 384 numbers and the query is not filled up with masks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from documents.library import Vectors
from documents.text.sentences import Span
from index.models.embeddings import of_unit_length
from index.models.gloss import in_other_language, places_in_english
from index.models.packaged import PackagedModel, identity_of
from index.models.recent import Recent

NAME = "answerai-colbert-small-v1"
QUERY, TEXT = "[unused0]", "[unused1]"  # the marks that the model was trained with
# What `make train-ranking` learnt, a difference to the packaged model.
DIFFERENCE = Path(__file__).with_suffix(".npz")
# What a text in another language than the query loses: most people ask about a text in its own.
OTHER_LANGUAGE = 0.02
KEPT = 64 * 1024 * 1024  # bytes of vectors that are kept: some 500 passages

Spans = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Read:
    """A text as the model has read it: the unit vectors of its word pieces (pieces, 384), in half the
    precision, and where the pieces stand in its gloss (pieces, 2).
    """

    vectors: Vectors
    spans: Spans

    @property
    def size(self) -> int:
        """Bytes."""
        return self.vectors.nbytes + self.spans.nbytes


class LateInteraction:
    """The Reranker protocol (index/models/rerank.py) on late interaction; safe from any thread.

    `difference` is the file of what was trained on top of the model (see lowrank.py). The vectors of the
    texts that were compared last are kept: people ask of the same documents again.
    """

    def __init__(self, *, threads: int = 0, kept: int = KEPT, difference: Path | None = DIFFERENCE) -> None:
        self._model = PackagedModel("colbert", threads=threads, difference=difference)
        self.identity = identity_of(NAME, difference)
        self._recent = Recent[tuple[str, str], _Read](kept, lambda key, read: read.size)

    def keep(self, size: int) -> None:
        """Keeps up to so many bytes of vectors from now on."""
        self._recent.most = size

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """For each text the mean, over the word pieces of the query, of the cosine with its nearest piece; a
        little less in another language.
        """
        if not texts:
            return []
        query_vectors = self._query(query)
        return [
            _nearest(query_vectors, read.vectors) - OTHER_LANGUAGE * apart
            for read, apart in zip(self._cached(TEXT, texts), in_other_language(query, texts), strict=True)
        ]

    def scores_within(
        self, query: str, texts: Sequence[str], stretches: Sequence[Sequence[Span]]
    ) -> list[list[float]]:
        """For each of the stretches of each text the mean cosine as of a text, over its own word pieces.

        These were read in their context. A stretch beyond what the model reads has the mean score of those
        that it reads.
        """
        if not any(stretches):
            return [[] for _ in texts]
        query_vectors, scores_of_texts = self._query(query), []
        for text, inside, apart in zip(texts, stretches, in_other_language(query, texts), strict=True):
            scores = self._within(query_vectors, text, inside) if inside else []
            scores_of_texts.append([score - OTHER_LANGUAGE * apart for score in scores])
        return scores_of_texts

    def _within(self, query_vectors: Vectors, text: str, stretches: Sequence[Span]) -> list[float]:
        (read,) = self._cached(TEXT, [text])
        cosines = query_vectors @ read.vectors.astype(np.float32).T
        places_of_stretches = [places_within(read.spans, stretch) for stretch in in_gloss(text, stretches)]
        scores = [
            float(cosines[:, places].max(axis=1).mean()) if len(places) else None
            for places in places_of_stretches
        ]
        known = [score for score in scores if score is not None]
        beyond = fmean(known) if known else _nearest(query_vectors, read.vectors)
        return [beyond if score is None else score for score in scores]

    def _query(self, query: str) -> Vectors:
        (read,) = self._cached(QUERY, [query])
        return read.vectors.astype(np.float32)

    def _cached(self, mark: str, texts: Sequence[str]) -> list[_Read]:
        """What the model has read of each text, now or before."""
        keys = [(mark, text) for text in texts]
        read = self._recent.found(keys)
        missing = [key for key in dict.fromkeys(keys) if key not in read]
        read |= dict(zip(missing, self._read(mark, [text for _, text in missing]), strict=True))
        self._recent.keep(read)
        return [read[key] for key in keys]

    def _read(self, mark: str, texts: Sequence[str]) -> list[_Read]:
        """One text at a time, as the embedder reads them: in a batch the int8 model gives a text other
        vectors, and which texts are read at all depends on what was asked before.
        """
        return [
            _Read(of_unit_length(rows[0]).astype(np.float16), np.array(pieces.spans, dtype=np.int32))
            for pieces in self._model.marked(mark, texts)
            for _, rows in self._model.run([pieces])
        ]


def in_gloss(text: str, stretches: Sequence[Span]) -> list[Span]:
    """Where stretches of a text, which begin and end between its words, stand in its gloss."""
    places = places_in_english(text, [place for stretch in stretches for place in stretch])
    return list(zip(places[::2], places[1::2], strict=True))


def places_within(spans: Spans, stretch: Span) -> NDArray[np.intp]:
    """Of the pieces with these spans (pieces, 2) the places of those that are in a stretch; marks are not."""
    starts, ends = spans[:, 0], spans[:, 1]
    return np.flatnonzero((stretch[0] <= starts) & (starts < ends) & (ends <= stretch[1]))


def _nearest(query_vectors: Vectors, vectors: Vectors) -> float:
    return float((query_vectors @ vectors.astype(np.float32).T).max(axis=1).mean())
