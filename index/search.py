"""Hybrid search: the dense and the lexical ranking, fused, and the first of them read again by a reranker."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from documents.errors import MissingExtra, QuestionError
from documents.library import Library, Vectors
from documents.reading.dating import months_in
from documents.types import Passage
from index.fusion import weighted_sum, with_reranker
from index.models.embeddings import Embedder
from index.models.gloss import in_english
from index.models.rerank import Candidate, DroppingReranker, Reranker
from index.spelling import Spelling
from index.stores.dense import Nearest, cosines
from index.stores.records import metadata_of, titles
from index.types import Hit, Origin
from index.words import content_words, words

logger = logging.getLogger(__name__)

DEPTH = 50  # passages that each search contributes
# Of them, those that the reranker reads: the passage that answers is among the first eight for 0.76 of 619
# questions with 20, 0.79 with 30 and 0.80 with 50.
RERANKED = 30
# The share of its score that counts of a menu, a banner or a byline. Of the 300 first hits for sentences of
# 60 pages, 55 were such with 1.0, 13 with 0.8, 1 with 0.6; a byline asked for is second with 0.8, eighth
# with 0.7.
FURNITURE = 0.8
LONGEST_QUERY = 10_000  # characters
# The cosine from which a passage without a word of the query is near it. Each of 1,023 questions of four sets
# has a word that some passage has; of 70 random strings of letters 95 % are at most at 0.33.
NEAR_COSINE = 0.35


def search(
    query: str,
    *,
    library: Library,
    dense: Nearest,
    embedder: Embedder,
    reranker: Reranker | None = None,
    spelling: Spelling | None = None,
    k: int = 10,
    sources: Collection[str] | None = None,
) -> list[Hit]:
    """The k best passages for a query, best first; those of the sources with these ids, where given.

    `reranker` reads the first again, `spelling` puts the query in the library's words. Raises QuestionError
    for an empty query or one of more than 10,000 characters.
    """
    check_query(query)
    depth = max(DEPTH, k)
    mended = spelling.mended(query) if spelling else query
    vector = embedder.embed_query(mended)
    near = dict(dense.query(vector, depth, sources))
    terms = list(dict.fromkeys([*_terms(query), *_terms(mended), *_terms(in_english(mended))]))
    lexical = dict(library.lexical(terms, depth, sources))
    cosines = near | _cosines([name for name in lexical if name not in near], vector, library)
    ranked = hits(weighted_sum(cosines, lexical), near, lexical, library=library, cosines=cosines)
    if ranked and isinstance(reranker, DroppingReranker):
        ranked = _reranked(mended, ranked[: max(RERANKED, k)], reranker, library)
    elif reranker and len(ranked) > 1:  # else its model need not even be loaded
        ranked = _reranked(mended, ranked, reranker, library)
    return ranked[:k]


def is_near(ranked: Sequence[Hit]) -> bool:
    """Whether any of the hits has a word of the query, or is like it in meaning: of nonsense none is."""
    return any(hit.origin != "dense" or hit.cosine >= NEAR_COSINE for hit in ranked)


def titles_of(ranked: Sequence[Hit], library: Library) -> dict[str, str]:
    """The titles of the sources of these hits, by their ids; a source that is gone has none.

    With its file behind it where others have the same title.
    """
    source_ids = library.existing({hit.passage.source_id for hit in ranked})
    titles = {source.id: source.title for source in map(library.source, source_ids)}
    return titles | {
        source_id: f"{titles[source_id]} ({file})"
        for source_id, file in library.files_of_namesakes(source_ids).items()
    }


def hits(
    scores: dict[str, float],
    dense_ids: Collection[str],
    lexical_ids: Collection[str],
    *,
    library: Library,
    cosines: Mapping[str, float],
) -> list[Hit]:
    """Hits, best first, furniture behind; a passage that was deleted meanwhile is left out."""

    def origin(passage_id: str) -> Origin:
        if passage_id not in dense_ids:
            return "lexical"
        return "both" if passage_id in lexical_ids else "dense"

    unsorted = [
        Hit(
            passage,
            _score(scores[passage.id], passage),
            origin(passage.id),
            passage.flagged,
            round(cosines.get(passage.id, 0.0), 4),
        )
        for passage in library.passages(list(scores))
    ]
    return sorted(unsorted, key=lambda hit: -hit.score)  # ties stay in their order


def with_headers(passages: Sequence[Passage], library: Library) -> list[str]:
    """The text of each below its header, as a reranker reads it."""
    headers = library.headers([passage.id for passage in passages])
    return [f"{headers.get(passage.id, '')}\n{passage.text}" for passage in passages]


def _reranked(query: str, ranked: Sequence[Hit], reranker: Reranker, library: Library) -> list[Hit]:
    """The hits by both scores, the first of them read with their headers; as they were without its model.

    One that drops reads them all.
    """
    try:
        if isinstance(reranker, DroppingReranker):
            kept_scores = reranker.kept(query, _candidates(ranked, library))
            ranked = [hit for hit, score in zip(ranked, kept_scores, strict=True) if score is not None]
            again = [score for score in kept_scores if score is not None]
        else:
            first = [hit.passage for hit in ranked[:RERANKED]]
            again = reranker.scores(query, with_headers(first, library))
    except MissingExtra as error:
        level = logging.DEBUG if error.again else logging.WARNING
        logger.log(level, "%s Until then passages are ranked without it.", error)
        return list(ranked)
    if len(ranked) < 2:
        return list(ranked)
    scores = with_reranker([hit.score for hit in ranked], again)
    rescored = [
        replace(hit, score=_score(score, hit.passage)) for hit, score in zip(ranked, scores, strict=True)
    ]
    return sorted(rescored, key=lambda hit: -hit.score)  # ties stay in their order


def _candidates(ranked: Sequence[Hit], library: Library) -> list[Candidate]:
    passages = [hit.passage for hit in ranked]
    known = titles(library, passages)
    return [
        Candidate(
            passage.id, text, metadata_of(passage, known.get((passage.source_id, passage.version))), hit.score
        )
        for passage, text, hit in zip(passages, with_headers(passages, library), ranked, strict=True)
    ]


def _score(score: float, passage: Passage) -> float:
    return score * FURNITURE if passage.furniture and score > 0 else score


def _cosines(ids: Sequence[str], vector: Vectors, library: Library) -> dict[str, float]:
    """The cosines of passages that the dense search left out of its best."""
    if not ids:
        return {}
    known_ids, vectors = library.vectors(ids)
    if not known_ids:
        return {}
    return {name: float(cosine) for name, cosine in zip(known_ids, cosines(vectors, vector), strict=True)}


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
    """The words to look for: those with meaning, or all where there are none; and months as dates have them.

    >>> _terms("What was decided in November 2024?")
    ['decided', 'november', '2024', '2024-11']
    """
    return (content_words(query) or list(dict.fromkeys(words(query)))) + months_in(query)
