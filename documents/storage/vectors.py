"""Vectors as they are stored: of half precision, which moves a cosine by less than a thousandth.

The embedder's own int8 arithmetic moves it more, and a library takes half the room.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from documents.errors import EmbedderChanged, StorageFailed
from documents.storage.records import Vectors

HALF = np.dtype(np.float16)


def stored(vector: Vectors) -> bytes:
    """A vector as the library stores it."""
    return np.asarray(vector, dtype=HALF).tobytes()


def half(vector: Any) -> Any:  # Any: what a damaged library may hold
    """A stored vector of single precision, as libraries had them before, as it is stored now.

    One that is damaged stays so: `doctor` finds it.
    """
    if not isinstance(vector, bytes) or len(vector) % 4:
        return vector
    return stored(np.frombuffer(vector, dtype=np.float32))


def joined(vectors: Sequence[object]) -> Vectors:
    """Stored vectors as one array (n, dimensions). Raises StorageFailed for what are none."""
    if not vectors:
        return np.zeros((0, 0), dtype=np.float32)
    whole = [vector for vector in vectors if isinstance(vector, bytes)]
    lengths = {len(vector) for vector in whole}
    if len(whole) < len(vectors) or len(lengths) > 1 or 0 in lengths or max(lengths) % HALF.itemsize:
        raise unreadable("they differ in length")
    rows = np.frombuffer(b"".join(whole), dtype=HALF).astype(np.float32)
    if not np.isfinite(rows).all():
        raise unreadable("some are no numbers")
    return rows.reshape(len(vectors), -1)


def check_length(length: int, vector: Vectors) -> None:
    """Raises EmbedderChanged where a vector has not as many numbers as the stored ones."""
    if length != len(vector):
        raise EmbedderChanged(
            f"The stored vectors have {length} numbers, those of the search model {len(vector)}.",
            "Run `footnote rebuild`.",
        )


def unreadable(reason: str) -> StorageFailed:
    """The error of stored vectors that are damaged."""
    return StorageFailed(f"The stored vectors cannot be read: {reason}.", "Run `footnote rebuild`.")
