"""The dense index in Chroma: a copy of the library's vectors that can be lost at any time.

A second process on the same folder reads stale data, so only the holder of the write lock opens it.
"""

import logging
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from documents.library import Library, Vectors
from index.dense import DenseIndex
from index.quiet import be_quiet

logger = logging.getLogger(__name__)

COLLECTION = "passages"
MARK = "generation"  # the file that tells which state of the library the folder holds
STEP = 5000  # ids a call: Chroma takes 5,461 at most


class ChromaIndex:
    """The DenseIndex contract on a Chroma collection in `folder`."""

    def __init__(self, folder: Path) -> None:
        be_quiet()
        import chromadb

        self._client = chromadb.PersistentClient(
            path=str(folder), settings=chromadb.Settings(anonymized_telemetry=False, allow_reset=True)
        )
        try:
            self._collection: Any = self._client.get_or_create_collection(
                COLLECTION,
                # Vectors are always given: Chroma's default embedder would be fetched from the network.
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_search": 200, "ef_construction": 200}},
            )
        except BaseException:  # a panic of Chroma's Rust core is no Exception
            self.close()
            raise

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Stores vectors; an id that is there already gets the new vector."""
        for start in range(0, len(ids), STEP):
            batch = list(ids[start : start + STEP])
            self._collection.upsert(ids=batch, embeddings=np.asarray(vectors[start : start + STEP]))

    def delete(self, ids: Iterable[str]) -> None:
        """Drops these ids; unknown ones are ignored."""
        gone = list(ids)
        for start in range(0, len(gone), STEP):
            # An empty list would mean "no filter" to Chroma; the range above never gives one.
            self._collection.delete(ids=gone[start : start + STEP])

    def query(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The k nearest ids with their cosine, best first, ties by id."""
        count = min(k, len(self))
        if count < 1:
            return []
        found = self._collection.query(
            query_embeddings=[np.asarray(vector, dtype=np.float32)], n_results=count, include=["distances"]
        )
        pairs = [
            (passage_id, 1.0 - float(distance))
            for passage_id, distance in zip(found["ids"][0], found["distances"][0], strict=True)
        ]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def ids(self) -> set[str]:
        """All ids."""
        return set(self._collection.get(include=[])["ids"])

    def __len__(self) -> int:
        """The number of vectors."""
        return int(self._collection.count())

    def close(self) -> None:
        """Lets go of the folder, which Chroma would otherwise keep for the life of the process."""
        self._client.close()


def open_chroma(folder: Path, library: Library) -> ChromaIndex:
    """The index as the library says it must be: made, mended or made again as needed.

    Nothing is embedded; the vectors come from the library.
    """
    try:
        return _synced(folder, library)
    # Chroma raises many kinds for a damaged folder.
    except BaseException as error:
        if not is_failure(error):
            raise
        logger.warning("The search index could not be read (%s); it is made again.", error)
    _forget(folder)
    return _synced(folder, library)


def is_failure(error: BaseException) -> bool:
    """Whether something failed, and not: the program is to end. A panic of Rust code is no Exception."""
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"


def sync(index: DenseIndex, library: Library, folder: Path) -> None:
    """Brings the index to the library's state by adding what is missing and dropping what is gone."""
    generation = str(library.generation)
    mark = folder / MARK
    wanted = library.passage_ids()
    if mark.is_file() and mark.read_text(encoding="utf-8") == generation and len(index) == len(wanted):
        return
    have = index.ids()
    index.delete(have - set(wanted))
    missing = [passage_id for passage_id in wanted if passage_id not in have]
    for start in range(0, len(missing), STEP):
        ids, vectors = library.vectors(missing[start : start + STEP])
        index.add(ids, vectors)
    set_mark(folder, library)


def set_mark(folder: Path, library: Library) -> None:
    """Notes that the folder holds the library's present state."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text(str(library.generation), encoding="utf-8")


def _forget(folder: Path) -> None:
    """Deletes the folder, and what Chroma keeps in this process of one that it failed to open."""
    from chromadb.api.shared_system_client import SharedSystemClient

    for kept in (SharedSystemClient._identifier_to_system, SharedSystemClient._identifier_to_refcount):
        kept.pop(str(folder), None)
    shutil.rmtree(folder, ignore_errors=True)


def _synced(folder: Path, library: Library) -> ChromaIndex:
    index = ChromaIndex(folder)
    try:
        sync(index, library, folder)
    except BaseException:
        index.close()
        raise
    return index
