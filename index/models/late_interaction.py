"""Late interaction: how near a text comes to each word of a query, by the vectors of words in context.

Source: Khattab and Zaharia, "ColBERT: Efficient and Effective Passage Search via Contextualized Late
Interaction over BERT", 2020 (MaxSim). The model is answerai-colbert-small-v1; the package has it without its
last projection, so the vectors have 384 numbers and the query is not filled up with masks.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from documents.library import Vectors
from index.models.embeddings import of_unit_length
from index.models.gloss import in_other_language
from index.models.packaged import PackagedModel, identity_of
from index.models.recent import Recent

NAME = "answerai-colbert-small-v1"
QUERY, TEXT = "[unused0]", "[unused1]"  # the marks that the model was trained with
# What `make train-ranking` learnt, a difference to the packaged model.
DIFFERENCE = Path(__file__).with_suffix(".npz")
# What a text in another language than the query loses: most people ask about a text in its own.
OTHER_LANGUAGE = 0.02
KEPT = 64 * 1024 * 1024  # bytes of vectors that are kept: some 500 passages


class LateInteraction:
    """The Reranker protocol (index/models/rerank.py) on late interaction; safe from any thread.

    `difference` is the file of what was trained on top of the model (see lowrank.py). The vectors of the
    texts that were compared last are kept: people ask of the same documents again.
    """

    def __init__(self, *, threads: int = 0, kept: int = KEPT, difference: Path | None = DIFFERENCE) -> None:
        self._model = PackagedModel("colbert", threads=threads, difference=difference)
        self.identity = identity_of(NAME, difference)
        self._recent = Recent[str, Vectors](kept, lambda text, vectors: vectors.nbytes)

    def keep(self, size: int) -> None:
        """Keeps up to so many bytes of vectors from now on."""
        self._recent.most = size

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """For each text the mean, over the word pieces of the query, of the cosine with its nearest piece; a
        little less in another language.
        """
        if not texts:
            return []
        asked = self._vectors(QUERY, [query])[0].astype(np.float32)
        return [
            _nearest(asked, vectors.astype(np.float32)) - OTHER_LANGUAGE * apart
            for vectors, apart in zip(self._texts(texts), in_other_language(query, texts), strict=True)
        ]

    def _texts(self, texts: Sequence[str]) -> list[Vectors]:
        found = self._recent.found(texts)
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        found |= dict(zip(missing, self._vectors(TEXT, missing), strict=True))
        self._recent.keep(found)
        return [found[text] for text in texts]

    def _vectors(self, mark: str, texts: Sequence[str]) -> list[Vectors]:
        """The unit vectors of each text's word pieces (pieces, 384), in half the precision.

        One text at a time, as the embedder reads them: in a batch the int8 model gives a text other vectors,
        and which texts are read at all depends on what was asked before.
        """
        given = self._model.marked(mark, texts)
        read = (rows[0] for one in given for _, rows in self._model.run([one]))
        return [of_unit_length(vectors).astype(np.float16) for vectors in read]


def _nearest(asked: Vectors, vectors: Vectors) -> float:
    return float((asked @ vectors.T).max(axis=1).mean())
