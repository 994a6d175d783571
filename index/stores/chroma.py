"""The store of dense indexes in Chroma, which is approximate and quick on large libraries.

Its collection is for others too: each record has the passage's text as its document, and says in its metadata
where that is from. Footnote reads ids and distances alone.
"""

import importlib.metadata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from documents.library import Vectors
from index.models.memory import hand_out_clean
from index.models.quiet import be_quiet
from index.stores.dense import VectorRecord

COLLECTION = "passages"
FORMAT = 2  # of the records: 1 had neither texts nor metadata
STEP = 5000  # ids a call: Chroma takes 5,461 at most


class ChromaIndex:
    """The DenseIndex contract on a Chroma collection in `folder`."""

    def __init__(self, folder: Path) -> None:
        be_quiet()
        hand_out_clean()
        import chromadb

        settings = chromadb.Settings(anonymized_telemetry=False, allow_reset=True)
        try:
            self._client = chromadb.PersistentClient(path=str(folder), settings=settings)
        except BaseException:  # a panic of Chroma's Rust core is no Exception
            _forget(folder)
            raise
        try:
            self._collection: Any = self._client.get_or_create_collection(
                COLLECTION,
                # Vectors are always given: Chroma's default embedder would be fetched from the network.
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_search": 200, "ef_construction": 200}},
            )
        except BaseException:  # as above
            self.close()
            raise

    def add(self, records: Sequence[VectorRecord]) -> None:
        """Stores records; an id that is there already gets the new one."""
        for start in range(0, len(records), STEP):
            batch = records[start : start + STEP]
            self._collection.upsert(
                ids=[record.id for record in batch],
                embeddings=np.stack([record.vector for record in batch]),
                documents=[record.text for record in batch],
                metadatas=[dict(record.metadata) or None for record in batch],
            )

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


def version() -> str:
    """What the files depend on."""
    return f"chromadb {importlib.metadata.version('chromadb')}, format {FORMAT}"


def open_index(folder: Path) -> ChromaIndex:
    """The index in this folder; raises OSError, and whatever else Chroma does."""
    return ChromaIndex(folder)


def _forget(folder: Path) -> None:
    """Drops what Chroma keeps in this process of a folder that it failed to open."""
    from chromadb.api.shared_system_client import SharedSystemClient

    for kept in (SharedSystemClient._identifier_to_system, SharedSystemClient._identifier_to_refcount):
        kept.pop(str(folder), None)
