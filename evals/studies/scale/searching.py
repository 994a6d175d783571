"""How a search does in a library: seconds of its parts, what the approximate ones miss, memory."""

import os
import random
import resource
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from documents.library import Library, Vectors
from documents.storage.postgres.library import PostgresLibrary
from evals.metrics.percentiles import percentile
from evals.studies.bench.clock import timed
from index.models.embeddings import Embedder
from index.models.rerank import Reranker
from index.search import DEPTH, search
from index.spelling import Spelling
from index.stores.dense import SearchIndex
from index.stores.exact import ExactSearch
from index.words import content_words

WARM = 20  # questions before any is timed
SHARE = 0.01  # of the sources, for a search among some
COMPARED = 50  # questions whose nearest vectors are looked for exactly, too
BEST = 10


@dataclass(frozen=True, slots=True)
class Place:
    """A library, what is searched of it, and the models."""

    library: Library
    index: SearchIndex
    embedder: Embedder
    reranker: Reranker

    def search(self, query: str, sources: Collection[str] | None = None, *, rerank: bool = False) -> None:
        """Searches as a question does."""
        search(
            query,
            library=self.library,
            dense=self.index,
            embedder=self.embedder,
            reranker=self.reranker if rerank else None,
            spelling=Spelling(self.library),
            k=BEST,
            sources=sources,
        )


def rows(place: Place, questions: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """A row for each kind of search: name, number of searches, milliseconds at the median and at 95 %."""
    vectors = dict(zip(questions, map(place.embedder.embed_query, questions), strict=True))
    some = some_sources(place.library)
    kinds: dict[str, Callable[[str], object]] = {
        "the question's vector alone": place.embedder.embed_query,
        "by meaning": lambda question: place.index.query(vectors[question], DEPTH),
        "by words": lambda question: place.library.lexical(content_words(question), DEPTH),
        "both, with the question's vector": place.search,
        f"both, in {SHARE:.0%} of the sources": partial(place.search, sources=some),
        "both, read again by late interaction": partial(place.search, rerank=True),
    }
    for name, kind in kinds.items():
        seconds = _seconds(kind, questions)
        values = (percentile(seconds, 50), percentile(seconds, 95), max(seconds))
        yield name, str(len(seconds)), *(f"{1000 * (value or 0):.0f}" for value in values)


def some_sources(library: Library) -> list[str]:
    """The ids of some of the sources, drawn."""
    ids = sorted(library.source_ids())
    return random.Random(14).sample(ids, max(1, round(SHARE * len(ids))))


def recall(place: Place, questions: Sequence[str]) -> tuple[float, float | None]:
    """The share of the best ten by meaning that the index finds; by words, where candidates are bounded."""
    chosen = questions[:COMPARED]
    vectors = np.stack([place.embedder.embed_query(question) for question in chosen])
    wanted = _exactly(place.library, vectors)
    nearest = [place.index.query(vector, BEST) for vector in vectors]
    dense = [_shared(some, best) for some, best in zip(nearest, wanted, strict=True)]
    library = place.library
    if not isinstance(library, PostgresLibrary):
        return float(np.mean(dense)), None
    words = [content_words(question) for question in chosen]
    lexical = [
        _shared(library.lexical(query, BEST), library.lexical(query, BEST, room=10**9)) for query in words
    ]
    return float(np.mean(dense)), float(np.mean(lexical))


def megabytes() -> float:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def load() -> str:
    """How busy the machine is: processes that want to run, over the last one and five minutes."""
    return ", ".join(f"{value:.1f}" for value in os.getloadavg()[:2])


def sizes(library: PostgresLibrary) -> list[tuple[str, str]]:
    """The tables and indexes of ours that are larger than a megabyte, in megabytes, the largest first."""
    sql = """
        SELECT relname, pg_relation_size(oid) + coalesce(pg_relation_size(nullif(reltoastrelid, 0)), 0)
        FROM pg_class WHERE relnamespace = 'footnote'::regnamespace AND relkind IN ('r', 'i') ORDER BY 2 DESC
    """
    table_sizes = [(name, int(size)) for name, size in library.database.rows(sql)]
    return [(name, f"{size / 1e6:,.0f}") for name, size in table_sizes if size > 1e6]


def _seconds(run: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    for question in questions[:WARM]:
        run(question)
    return [timed(partial(run, question)) for question in questions]


def _exactly(library: Library, vectors: Vectors) -> list[list[tuple[str, float]]]:
    if isinstance(library, PostgresLibrary):
        return [library.nearest(vector, BEST, exact=True) for vector in vectors]
    index = ExactSearch(library)
    return [index.query(vector, BEST) for vector in vectors]


def _shared(scores: Sequence[tuple[str, float]], wanted: Sequence[tuple[str, float]]) -> float:
    names = {name for name, _ in wanted}
    return len(names & {name for name, _ in scores}) / len(names) if names else 1.0
