"""One ranking from two: cosine with lexical score, then with a reranker's score."""

from collections.abc import Mapping, Sequence

# SciFact nDCG@10: 0.724 with 0.4, and from 0.721 to 0.726 between 0.2 and 0.7; reciprocal rank fusion 0.714.
LEXICAL_WEIGHT = 0.4


def weighted_sum(cosines: Mapping[str, float], lexical: Mapping[str, float]) -> dict[str, float]:
    """Ids with cosine + LEXICAL_WEIGHT * lexical / best lexical, best first, ties by id.

    `cosines` has every id, `lexical` (BM25, higher is better) those that the words found; an id
    that only `lexical` has counts as cosine 0. Source: Bruch, Gai, Ingber, "An Analysis of Fusion
    Functions for Hybrid Retrieval", 2023 (the convex combination).

    >>> weighted_sum({"a": 0.5, "b": 0.4}, {"b": 8.0, "c": 4.0})
    {'b': 0.8, 'a': 0.5, 'c': 0.2}
    """
    best = max(lexical.values(), default=0.0)
    scores = {
        name: cosines.get(name, 0.0) + (LEXICAL_WEIGHT * lexical.get(name, 0.0) / best if best > 0 else 0.0)
        for name in {*cosines, *lexical}
    }
    return dict(sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])))


# Measured in docs/search.md: 2 finds fewer in the first place, 8 no more.
RERANKER_WEIGHT = 4.0


def with_reranker(scores: Sequence[float], reranked: Sequence[float]) -> list[float]:
    """Scores from 0 to 1 for the first of `scores` (best first), those with a score in `reranked` too.

    Both are spread from 0, the lowest, to 1, the highest, and `reranked` counts RERANKER_WEIGHT times as
    much. The others keep their order behind, at 0 and below.

    >>> with_reranker([1.0, 0.75, 0.5, 0.25], [1.0, 5.0, 3.0])
    [0.2, 0.9, 0.4, -0.1]
    """
    first = scores[: len(reranked)]
    spread = _spread(scores, min(first, default=0.0), max(first, default=0.0))
    again = [*_spread(reranked, min(reranked, default=0.0), max(reranked, default=0.0))]
    again += [0.0] * (len(scores) - len(reranked))
    return [
        (score + RERANKER_WEIGHT * new_score) / (1 + RERANKER_WEIGHT)
        for score, new_score in zip(spread, again, strict=True)
    ]


def _spread(values: Sequence[float], low: float, high: float) -> list[float]:
    """The values on a scale on which `low` is 0 and `high` is 1; all 0 where the two are equal."""
    width = (high - low) or 1.0
    return [(value - low) / width for value in values]
