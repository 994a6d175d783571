"""A store: LlamaIndex's SimpleVectorStore, which is one JSON file."""

from collections.abc import Iterable, Sequence
from importlib.metadata import version as version_of
from pathlib import Path
from typing import Any

from documents.library import Vectors
from index.stores.dense import VectorRecord


def version() -> str:
    return f"llama-index-core {version_of('llama-index-core')}"


def open_index(folder: Path) -> "SimpleIndex":
    return SimpleIndex(folder / "vectors.json")


class SimpleIndex:
    def __init__(self, path: Path) -> None:
        from llama_index.core.vector_stores import SimpleVectorStore

        self._path = path
        found = path.exists()
        self._store: Any = SimpleVectorStore.from_persist_path(str(path)) if found else SimpleVectorStore()

    def add(self, records: Sequence[VectorRecord]) -> None:
        from llama_index.core.schema import TextNode

        nodes = [
            TextNode(
                id_=record.id,
                text=record.text,
                metadata=dict(record.metadata),
                embedding=record.vector.tolist(),
            )
            for record in records
        ]
        self._store.add(nodes)
        self._store.persist(str(self._path))

    def delete(self, ids: Iterable[str]) -> None:
        self._store.delete_nodes(list(ids))
        self._store.persist(str(self._path))

    def query(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        from llama_index.core.vector_stores import VectorStoreQuery

        if k < 1:
            return []
        wanted = VectorStoreQuery(query_embedding=vector.tolist(), similarity_top_k=k)
        result = self._store.query(wanted)
        pairs = zip(result.ids, result.similarities, strict=True)
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def ids(self) -> set[str]:
        return set(self._store.data.embedding_dict)

    def __len__(self) -> int:
        return len(self._store.data.embedding_dict)

    def close(self) -> None:
        """Every change is in the file already."""
