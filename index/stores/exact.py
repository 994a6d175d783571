"""Exact search through the library's own vectors, for where no store is opened.

They are kept as they are stored, of half precision, and made whole a few at a time: less than half the
memory, and twice the time.
"""

import threading
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from documents.library import Library, Vectors
from documents.storage.vectors import check_length, unreadable

LOADED = 4096  # vectors that are read from the library at a time
WHOLE = 512  # and made whole at a time: what fits into a processor's cache
_EXPONENTS = np.float32(2.0**112)  # by so much a half is larger than its bits read as a float32
_NO_SIGN = np.int32(~0x70000000)  # without the copies of the sign that a shift has made


class ExactIndex:
    """Vectors of half precision in memory: `halves` is of shape (n, dimensions). Its order is exact."""

    def __init__(self, ids: Sequence[str], halves: NDArray[np.float16]) -> None:
        self._ids = ids
        self._halves = halves

    def query(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The k nearest ids with their cosine, best first, ties by id: to the bit as of whole vectors.

        numpy takes 180 ms to make 100,000 vectors whole, and this a third: the bits of a half, moved to their
        places in a float32, are the number by a power of two too small, which the other factor makes good.
        """
        if k < 1 or not len(self._ids):
            return []
        check_length(self._halves.shape[1], vector)
        scores = np.empty(len(self._halves), dtype=np.float32)
        larger = np.asarray(vector, dtype=np.float32) * _EXPONENTS
        bits: NDArray[Any] = np.empty((WHOLE, self._halves.shape[1]), dtype=np.int32)
        for start in range(0, len(self._halves), WHOLE):
            rows = self._halves[start : start + WHOLE]
            part = bits[: len(rows)]
            np.copyto(part, rows.view(np.int16))
            np.left_shift(part, 13, out=part)
            np.bitwise_and(part, _NO_SIGN, out=part)
            np.matmul(part.view(np.float32), larger, out=scores[start : start + WHOLE])
        return nearest(self._ids, scores, k)


def whole_index(library: Library) -> ExactIndex:
    """All vectors of the library; never more memory than they need in the end."""
    ids = library.passage_ids()
    loaded_ids: list[str] = []
    halves = np.zeros((0, 0), dtype=np.float16)
    for start in range(0, len(ids), LOADED):
        names, vectors = library.vectors(ids[start : start + LOADED])  # without those that are gone since
        if not loaded_ids:
            halves = np.zeros((len(ids), vectors.shape[1]), dtype=np.float16)
        if names and vectors.shape[1] != halves.shape[1]:
            raise unreadable("they differ in length")
        halves[len(loaded_ids) : len(loaded_ids) + len(names)] = vectors
        loaded_ids += names
    return ExactIndex(loaded_ids, halves[: len(loaded_ids)])


def nearest(ids: Sequence[str], scores: Vectors, k: int) -> list[tuple[str, float]]:
    """The k ids with the highest scores, best first, ties by id; k is at least 1, and there is an id."""
    lowest = np.partition(scores, -min(k, len(scores)))[-min(k, len(scores))]
    # All that tie with the k-th: ids decide which of them stay.
    best = np.flatnonzero(scores >= lowest)
    pairs = [(ids[number], float(scores[number])) for number in best.tolist()]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:k]


class ExactSearch:
    """The Nearest contract on a library: always in its present state, and exact."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._all: tuple[int, ExactIndex] | None = None
        self._chosen: tuple[int, frozenset[str], ExactIndex] | None = None
        self._guard = threading.Lock()

    def query(
        self, vector: Vectors, k: int, sources: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """As `Nearest.query` has it."""
        index = self._whole() if sources is None else self._part(frozenset(sources))
        return index.query(vector, k)

    def forget(self) -> None:
        """Gives back the memory of the vectors of all passages."""
        with self._guard:
            self._all = None

    def _part(self, sources: frozenset[str]) -> ExactIndex:
        """The vectors of these sources alone, kept for the next question: a choice is rarely for one."""
        with self._guard:
            generation = self._library.generation
            if self._chosen is None or self._chosen[:2] != (generation, sources):
                self._chosen = None  # two large choices at once would be one too many
                ids, vectors = self._library.vectors_of(sources)
                self._chosen = (generation, sources, ExactIndex(ids, vectors.astype(np.float16)))
            return self._chosen[2]

    def _whole(self) -> ExactIndex:
        with self._guard:
            generation = self._library.generation
            if self._all is None or self._all[0] != generation:
                self._all = None
                self._all = (generation, whole_index(self._library))
            return self._all[1]
