"""BM25 as SQLite's full text computes it: from what is stored with a passage, and what is known of all.

A passage is stored with the weight that each of its words would have in passages of usual length. Their inner
product with a query is near BM25 and is what the database sorts by; the first of them are scored exactly.
"""

import math
from dataclasses import dataclass

from documents.storage.postgres.words import PassageStems

K1, B = 1.2, 0.75  # those of FTS5
USUAL = 100.0  # words in a passage, about: stored weights must not depend on what else is in the library


@dataclass(frozen=True, slots=True)
class Collection:
    """All passages: their number, and the words in them."""

    passages: int
    words: int

    def inverse_frequency(self, count: int) -> float:
        """What a word weighs that `count` passages have."""
        return max(math.log((self.passages - count + 0.5) / (count + 0.5)), 1e-6)

    def weight(self, times: float, length: int) -> float:
        """What it adds, per inverse frequency, that a passage of `length` words has a word so many times."""
        return _weight(times, length, self.words / max(self.passages, 1))


def stored_weights(stems: PassageStems) -> dict[str, float]:
    """The weight of each stem of a passage, in a collection of usual length."""
    return {stem: _weight(len(places), stems.length, USUAL) for stem, places in stems.places.items()}


def times(weight: float, length: int) -> int:
    """How many times a passage has a word, from its stored weight.

    >>> times(_weight(3, 120, USUAL), 120)
    3
    """
    return round(weight * _norm(length, USUAL) / (K1 + 1 - weight)) if weight < K1 + 1 else 1_000_000


def _weight(times: float, length: int, average: float) -> float:
    return times * (K1 + 1) / (times + _norm(length, average))


def _norm(length: int, average: float) -> float:
    return K1 * (1 - B + B * length / average) if average else K1
