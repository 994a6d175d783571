"""Values as the columns of `passages` and `words` take them: halfvec, sparsevec, tsvector, tsquery."""

import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from documents.storage.postgres.words import PassageStems
from documents.storage.records import Vectors
from documents.storage.vectors import HALF, joined

PLACES = 1_000_000_000  # of a sparsevec, the most that pgvector takes: a stem has its place by a hash
MOST_STEMS = 16_000  # of one passage: pgvector takes no more values in a sparsevec
LAST_POSITION = 16_383  # of a tsvector
MOST_POSITIONS = 255  # of one stem in a tsvector


def halfvec(vector: Vectors) -> str:
    """A vector in half precision.

    >>> halfvec(np.array([0.5, -1.0], dtype=np.float32))
    '[0.5,-1.0]'
    """
    return f"[{','.join(map(repr, np.asarray(vector, dtype=HALF).tolist()))}]"


def from_halfvecs(values: Sequence[bytes]) -> Vectors:
    """Vectors (n, dimensions) from what `halfvec_send` gives.

    Raises StorageFailed where they differ in length.
    """
    return joined([_little(value) for value in values])


def sparsevec(values: Mapping[str, float]) -> str:
    """A number for each of some stems; inner products add up what stems have in common."""
    if len(values) > MOST_STEMS:
        values = dict(sorted(values.items(), key=lambda pair: -pair[1])[:MOST_STEMS])
    places: dict[int, float] = {}
    for stem, value in values.items():
        number = place(stem)
        places[number] = places.get(number, 0.0) + value
    inside = ",".join([f"{number}:{value:.8g}" for number, value in sorted(places.items())])
    return f"{{{inside}}}/{PLACES}"


@lru_cache(maxsize=100_000)
def place(stem: str) -> int:
    """Where a stem is in a sparsevec, from 1.

    That two of a query and a passage fall together has odds of one in ten million.
    """
    digest = hashlib.blake2b(stem.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % PLACES + 1


def tsvector(stems: PassageStems) -> str:
    """The stems of a passage with their positions.

    >>> tsvector(PassageStems(3, {"ferri": [1, 3], "it's": [2]}))
    "'ferri':1,3 'it''s':2"
    """
    return " ".join([f"{_quoted(stem)}:{_positions(numbers)}" for stem, numbers in stems.places.items()])


def phrase(stems: Sequence[str]) -> str:
    """The tsquery for stems that follow one another.

    >>> phrase(["poli", "tunnel"])
    "'poli' <-> 'tunnel'"
    """
    return " <-> ".join(map(_quoted, stems))


def _positions(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return str(min(numbers[0], LAST_POSITION))
    return ",".join([str(min(number, LAST_POSITION)) for number in numbers[:MOST_POSITIONS]])


def _quoted(stem: str) -> str:
    if "'" in stem or "\\" in stem:
        stem = stem.replace("\\", "\\\\").replace("'", "''")
    return f"'{stem}'"


def _little(value: bytes) -> bytes:
    """The numbers of a halfvec: behind two of 16 bits for its length, with the high byte first."""
    return np.frombuffer(value, dtype=">f2", offset=4).astype(HALF).tobytes()
