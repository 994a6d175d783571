"""Hybrid search: the dense and the lexical ranking, fused."""

from collections.abc import Collection, Sequence

from documents.errors import QuestionError
from documents.library import Library, Vectors
from documents.types import Passage
from index.dense import Nearest, cosines
from index.embeddings import Embedder
from index.fusion import weighted_sum
from index.types import Hit, Origin
from index.words import content_words, words

DEPTH = 50  # passages that each search contributes
# The share of its score that counts of a menu, a banner or a byline. Of the 300 first hits for sentences of
# 60 pages, 55 were such with 1.0, 13 with 0.8, 1 with 0.6; a byline asked for is second with 0.8, eighth
# with 0.7.
FURNITURE = 0.8
LONGEST_QUERY = 10_000  # characters


def search(
    query: str,
    *,
    library: Library,
    dense: Nearest,
    embedder: Embedder,
    k: int = 10,
    sources: Collection[str] | None = None,
) -> list[Hit]:
    """The k best passages for a query, best first; those of the sources with these ids, where given.

    Raises QuestionError for an empty query or one of more than 10,000 characters.
    """
    check_query(query)
    depth = max(DEPTH, k)
    vector = embedder.embed([query])[0]
    near = dict(dense.query(vector, depth, sources))
    lexical = dict(library.lexical(_terms(query), depth, sources))
    cosines = near | _cosines([name for name in lexical if name not in near], vector, library)
    return hits(weighted_sum(cosines, lexical), list(near), list(lexical), library=library)[:k]


def hits(
    scores: dict[str, float], dense_ids: Sequence[str], lexical_ids: Sequence[str], *, library: Library
) -> list[Hit]:
    """Hits, best first, furniture behind; a passage that was deleted meanwhile is left out."""
    in_dense, in_lexical = set(dense_ids), set(lexical_ids)

    def origin(passage_id: str) -> Origin:
        if passage_id in in_dense and passage_id in in_lexical:
            return "both"
        return "dense" if passage_id in in_dense else "lexical"

    found = [
        Hit(passage, _score(scores[passage.id], passage), origin(passage.id), passage.flagged)
        for passage in library.passages(list(scores))
    ]
    return sorted(found, key=lambda hit: -hit.score)  # ties stay in their order


def _score(score: float, passage: Passage) -> float:
    return score * FURNITURE if passage.furniture and score > 0 else score


def _cosines(ids: Sequence[str], vector: Vectors, library: Library) -> dict[str, float]:
    """The cosines of passages that the dense search left out of its best."""
    if not ids:
        return {}
    found, vectors = library.vectors(ids)
    if not found:
        return {}
    return {name: float(cosine) for name, cosine in zip(found, cosines(vectors, vector), strict=True)}


def check_query(query: str) -> None:
    """Raises QuestionError for a query that cannot be searched for."""
    if not query.strip():
        raise QuestionError("The question is empty.", "Type a question about your documents.")
    if len(query) > LONGEST_QUERY:
        raise QuestionError(
            f"The question has {len(query):,} characters; at most {LONGEST_QUERY:,} can be searched for.",
            "Ask about one point at a time, or add the long text as a document.",
        )


def _terms(query: str) -> list[str]:
    """The words to look for: those with meaning, or all where there are none."""
    return content_words(query) or list(dict.fromkeys(words(query)))
