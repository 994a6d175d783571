"""The store of dense indexes in Chroma, which is approximate and quick on large libraries.

It is in a folder, or on a server (`chroma run`). Its collection is for others too: each record has the
passage's text as its document, and says in its metadata where that is from. Footnote reads ids and distances
alone.
"""

import base64
import importlib.metadata
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from documents.library import Vectors
from index.models.telemetry import disable_telemetry
from index.servers.addresses import is_local, split_login
from index.stores.clean_memory import hand_out_clean
from index.stores.dense import VectorRecord

if TYPE_CHECKING:
    import httpx

COLLECTION = "passages"
FORMAT = 2  # of the records: 1 had neither texts nor metadata
# Neighbours that a search keeps in view. Of the ten nearest of 100,000 passages 99.6 % are found with 200,
# of a million 93.0 %, with 500 94.8 %, with 800 98.0 % (in 13 ms at the 95th percentile instead of 5).
EF_SEARCH, EF_SEARCH_ON_SERVER = 200, 800
STEP = 5000  # ids a call: Chroma takes 5,461 at most
CONNECT_SECONDS = 3.0
ASK_SECONDS = 5.0  # for a question
WRITE_SECONDS = 120.0  # for a batch of records


class ChromaCollection:
    """The DenseIndex contract on a collection of Chroma, in a folder or on a server."""

    def __init__(self, collection: Any) -> None:  # Any: chromadb is imported late
        self._collection = collection

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

    def query(
        self, vector: Vectors, k: int, sources: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """The k nearest ids with their cosine, best first, ties by id.

        `sources`: only records that say in their metadata that they are of these.
        """
        if k < 1:
            return []
        result = self._collection.query(
            query_embeddings=[np.asarray(vector, dtype=np.float32)],
            n_results=k,
            include=["distances"],
            where=None if sources is None else {"source_id": {"$in": list(sources)}},
        )
        pairs = [
            (passage_id, 1.0 - float(distance))
            for passage_id, distance in zip(result["ids"][0], result["distances"][0], strict=True)
        ]
        return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))

    def ids(self) -> set[str]:
        """All ids."""
        return set(self._collection.get(include=[])["ids"])

    def sample(self) -> tuple[str, Vectors] | None:
        """Some id and its vector; None where there is nothing."""
        result = self._collection.get(limit=1, include=["embeddings"])
        return (result["ids"][0], np.asarray(result["embeddings"][0], np.float32)) if result["ids"] else None

    def __len__(self) -> int:
        """The number of vectors."""
        return int(self._collection.count())


class ChromaIndex(ChromaCollection):
    """The StoredIndex contract on a Chroma collection in `folder`."""

    def __init__(self, folder: Path) -> None:
        disable_telemetry()
        hand_out_clean()
        import chromadb

        settings = chromadb.Settings(anonymized_telemetry=False, allow_reset=True)
        try:
            self._client = chromadb.PersistentClient(path=str(folder), settings=settings)
        except BaseException:  # a panic of Chroma's Rust core is no Exception
            _forget(folder)
            raise
        try:
            super().__init__(_collection(self._client, COLLECTION, EF_SEARCH))
        except BaseException:  # as above
            self.close()
            raise

    def close(self) -> None:
        """Lets go of the folder, which Chroma would otherwise keep for the life of the process."""
        self._client.close()


class ChromaServer:
    """A Chroma server, which may have the collections of many libraries.

    `url` has no name and password in it, `headers` say who asks. Each request ends within its time, with an
    error of chromadb's or httpx's.
    """

    def __init__(self, url: str, *, headers: dict[str, str], local: bool) -> None:
        self._client = _http_client(url, headers, local)

    def collection(self, name: str) -> ChromaCollection:
        """The collection of this name, made where there is none."""
        return ChromaCollection(_collection(self._client, name, EF_SEARCH_ON_SERVER))

    def existing(self, name: str) -> ChromaCollection | None:
        """The collection of this name, None where there is none."""
        from chromadb.errors import NotFoundError

        try:
            return ChromaCollection(self._client.get_collection(name, embedding_function=None))
        except NotFoundError:
            return None

    def drop(self, name: str) -> None:
        """Deletes the collection of this name; harmless where there is none."""
        from chromadb.errors import NotFoundError

        try:
            self._client.delete_collection(name)
        except NotFoundError:
            return

    def close(self) -> None:
        """Closes its connections."""
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

    for registry in (SharedSystemClient._identifier_to_system, SharedSystemClient._identifier_to_refcount):
        registry.pop(str(folder), None)


def connect(url: str, key: str) -> ChromaServer:
    """The server at this address, which may have a login in it. Raises whatever its client does."""
    address, login = split_login(url.strip().rstrip("/"))
    headers = {"Authorization": f"Bearer {key}", "X-Chroma-Token": key} if key else {}
    if login is not None:
        credentials = base64.b64encode(":".join(login).encode()).decode()
        headers["Authorization"] = f"Basic {credentials}"
    return ChromaServer(address, headers=headers, local=is_local(address))


def _collection(client: Any, name: str, ef_search: int) -> Any:
    return client.get_or_create_collection(
        name,
        # Vectors are always given: Chroma's default embedder would be fetched from the network.
        embedding_function=None,
        configuration={"hnsw": {"space": "cosine", "ef_search": ef_search, "ef_construction": 200}},
    )


def _http_client(url: str, headers: dict[str, str], local: bool) -> Any:
    """An HttpClient of chromadb's, which waits for ever by itself, and asks a proxy for local servers."""
    disable_telemetry()
    import chromadb
    import httpx
    from chromadb.api.client import Client

    class LimitedClient(Client):  # type: ignore[misc]  # chromadb is not followed by mypy
        def get_user_identity(self) -> Any:  # the first request of its making
            server: Any = self._server
            server._session.close()
            server._session = httpx.Client(
                headers=server._session.headers,
                trust_env=not local,
                event_hooks={"request": [_limit]},
            )
            return super().get_user_identity()

    address = httpx.URL(url)
    tls = address.scheme == "https"
    settings = chromadb.Settings(
        anonymized_telemetry=False,
        chroma_api_impl="chromadb.api.fastapi.FastAPI",
        chroma_server_host=url if address.path.strip("/") else address.host,
        chroma_server_http_port=address.port or (443 if tls else 80),
        chroma_server_ssl_enabled=tls,
        chroma_server_headers=dict(headers),
    )
    return LimitedClient(settings=settings)


def _limit(request: "httpx.Request") -> None:
    """Somebody waits for the answer to a question; what is added takes a server longer."""
    import httpx

    long = request.method == "DELETE" or request.url.path.endswith(("/upsert", "/delete", "/get"))
    seconds = WRITE_SECONDS if long else ASK_SECONDS
    connect = min(CONNECT_SECONDS, seconds)
    request.extensions["timeout"] = httpx.Timeout(seconds, connect=connect).as_dict()
