"""The dense index in Chroma: a copy of the library's vectors that can be lost at any time.

A second process on the same folder reads stale data, so only the holder of the write lock opens it. What
lies in the folder is opened only under an unbroken seal (index/stores/seal.py); else it is thrown away.
"""

import logging
import os
import shutil
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from documents.library import Library, Vectors
from index.models.memory import hand_out_clean
from index.models.quiet import be_quiet
from index.stores.seal import NOTE, break_seal, fault, seal

logger = logging.getLogger(__name__)

COLLECTION = "passages"
REMADE = "chroma_remade"  # the library's note on when and why the folder was last made again
STEP = 5000  # ids a call: Chroma takes 5,461 at most


class ChromaIndex:
    """The DenseIndex contract on a Chroma collection in `folder`."""

    def __init__(self, folder: Path) -> None:
        be_quiet()
        hand_out_clean()
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
    """The index as the library says it must be; a folder that is not so is made again, which is said.

    Raises OSError where it cannot be made, and whatever else Chroma does.
    """
    reason = fault(folder, library)
    if reason is None:
        break_seal(library)  # should Chroma take the process down, the next start makes it again
        try:
            return _opened(folder, library)
        # Chroma raises many kinds.
        except BaseException as error:
            if not is_failure(error):
                raise
            reason = f"could not be opened ({error})"
    if not _is_new(folder, library):
        logger.warning("The search index %s: it is made again from the library, and nothing is lost.", reason)
        library.set_note(REMADE, f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, since it {reason}")
    return make_chroma(folder, library)


def make_chroma(folder: Path, library: Library) -> ChromaIndex:
    """The index made anew, whatever lies in the folder; nothing is embedded, the library has the vectors.

    Raises OSError where the folder cannot be emptied, and whatever else Chroma does.
    """
    break_seal(library)
    forget(folder)
    index = ChromaIndex(folder)
    try:
        wanted = library.passage_ids()
        for start in range(0, len(wanted), STEP):
            index.add(*library.vectors(wanted[start : start + STEP]))
        seal(folder, library)
    except BaseException:
        index.close()
        raise
    return index


def is_failure(error: BaseException) -> bool:
    """Whether something failed, and not: the program is to end. A panic of Rust code is no Exception."""
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"


def _opened(folder: Path, library: Library) -> ChromaIndex:
    """The index of a folder that is whole; opening it changes its files, so it is sealed again."""
    index = ChromaIndex(folder)
    try:
        if len(index) != library.passage_count():
            raise ValueError(f"{len(index)} passages instead of {library.passage_count()}")
        seal(folder, library)
    except BaseException:
        index.close()
        raise
    return index


def _is_new(folder: Path, library: Library) -> bool:
    """Whether there never was an index."""
    if library.note(NOTE) is not None:
        return False
    return not os.path.lexists(folder) or (folder.is_dir() and not any(folder.iterdir()))


def forget(folder: Path) -> None:
    """Empties the folder, and drops what Chroma keeps in this process of one that it failed to open.

    The folder itself stays, a disk may be mounted there; of a link to elsewhere only the link goes.
    Raises OSError where something cannot be deleted.
    """
    from chromadb.api.shared_system_client import SharedSystemClient

    for kept in (SharedSystemClient._identifier_to_system, SharedSystemClient._identifier_to_refcount):
        kept.pop(str(folder), None)
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        folder.unlink()
    for path in folder.iterdir() if folder.exists() else ():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
