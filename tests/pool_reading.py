"""The document in a file, as a pool's child reads it."""

from pathlib import Path

from documents.reading.pool import ReaderPool
from documents.types import RawDocument


def read_in(pool: ReaderPool, path: Path) -> RawDocument:
    """The document in a file, without its blocks. Raises DocumentError."""
    document = pool.submit(path).result().document
    assert document is not None  # no reader was named as known
    return document
