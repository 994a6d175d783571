"""Vectors as they are stored: of half precision, which moves a cosine by less than a thousandth.

The embedder's own int8 arithmetic moves it more, and a library takes half the room.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


def stored(vector: Vectors) -> bytes:
    """A vector as the library stores it."""
    return np.asarray(vector, dtype=np.float16).tobytes()


def half(vector: bytes) -> bytes:
    """A stored vector of single precision, as libraries had them before, as it is stored now.

    One that is damaged stays so: `doctor` finds it.
    """
    return stored(np.frombuffer(vector, dtype=np.float32)) if len(vector) % 4 == 0 else vector


def joined(vectors: Sequence[bytes]) -> Vectors:
    """Stored vectors as one array (n, dimensions). Raises ValueError when they differ in length."""
    if not vectors:
        return np.zeros((0, 0), dtype=np.float32)
    if len({len(one) for one in vectors}) > 1:  # joined, they could still be cut into equal rows
        raise ValueError("stored vectors differ in length")
    rows = np.frombuffer(b"".join(vectors), dtype=np.float16).astype(np.float32)
    return rows.reshape(len(vectors), -1)
