"""What a sentence and the evidence have in common, as numbers with names for the model."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from assistant.grounding.facts import Clash
from assistant.grounding.overlap import HAVE, Overlap, weighted_share
from documents.text.runs import grouped

_GAP = 3  # a word so many behind another still follows it
_MOST_CLASHES = 2


def features(overlap: Overlap, clashes: Sequence[Clash]) -> dict[str, float]:
    """The features of a sentence with its clashes, 0 to 1 but for these; DECISIONS.md tells of others.

    Those of the meaning are there only where it was compared.
    """
    values = {
        "cover_passage": _best_passage(overlap),
        "worst_claim_line": min(overlap.coverage_by_claim(overlap.credit.T), default=0.0),
        "pairs": _word_pairs(overlap),
    }
    if overlap.embedded:
        cosines = overlap.word_cosine_in(overlap.near)
        lowest = np.sort(cosines)[: max(1, len(cosines) // 4)] if len(cosines) else np.zeros(1)
        values |= {
            "alike": weighted_share(overlap.weights, cosines),
            "alike_lowest": float(lowest.mean()),
            "cosine_line": max(overlap.cosines.values(), default=0.0),
        }
    return values | {"clashes": float(min(sum(clash.veto for clash in clashes), _MOST_CLASHES))}


def _best_passage(overlap: Overlap) -> float:
    """The share of words in the passage that has most of them."""
    passages = grouped(range(len(overlap.sentences)), overlap.hit)
    return max((overlap.coverage(columns) for columns in passages.values()), default=0.0)


def _word_pairs(overlap: Overlap) -> float:
    """The share of words that follow each other here and do so there, in either order."""
    pairs = set(pairwise(word.key for word in overlap.words))
    if not pairs:
        return float((overlap.credit_anywhere >= HAVE).all()) if overlap.words else 0.0
    theirs = {
        (first.key, second.key)
        for sentence in overlap.sentences
        for place, first in enumerate(sentence.words)
        for second in sentence.words[place + 1 : place + 1 + _GAP]
    }
    return sum(pair in theirs or pair[::-1] in theirs for pair in pairs) / len(pairs)
