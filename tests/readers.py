"""Readers that all tests of a process share: starting a child takes longer than most tests do."""

import atexit
from functools import cache

from assistant.build import open_pool
from assistant.settings import Settings
from documents.reading.pool import ReaderPool, Splitting
from index.models.embeddings import Embedder
from tests.fakes import WordHashEmbedder

USUAL = {"read_seconds": 120.0, "read_megabytes": 2048, "passage_tokens": 160}


class SharedPool(ReaderPool):
    """Stays open when its user closes it; its children end with the tests."""

    def close(self) -> None:
        """Nothing: the next test reads in the same children."""


@cache
def shared_pool(size: int) -> SharedPool:
    """The pool of this process whose passages have at most `size` words."""
    splitting = Splitting(size, WordHashEmbedder.counter)
    pool = SharedPool(
        seconds=USUAL["read_seconds"], megabytes=int(USUAL["read_megabytes"]), splitting=lambda: splitting
    )
    atexit.register(ReaderPool.close, pool)
    return pool


def open_shared_pool(settings: Settings, embedder: Embedder) -> ReaderPool:
    """In place of `open_pool`: its own only to a test with other limits or another embedder than most."""
    usual = all(getattr(settings, name) == value for name, value in USUAL.items())
    if usual and isinstance(embedder, WordHashEmbedder):
        return shared_pool(settings.passage_tokens)
    return open_pool(settings, embedder)
