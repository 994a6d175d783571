"""What a server of vectors is to a library: the contract of its client, and how such a server is."""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Protocol

import httpx

from documents.library import Vectors
from index.stores.dense import IndexState, VectorRecord
from index.stores.folder import is_failure

OTHERWISE = "the library itself is searched meanwhile, which is as right and only slower."


class RemoteCollection(Protocol):
    """A collection on a server. Its methods raise whatever its client does."""

    def query(
        self, vector: Vectors, k: int, sources: Collection[str] | None = None
    ) -> list[tuple[str, float]]:
        """The k nearest ids with their cosine, best first, ties by id; of these sources, where given."""

    def add(self, records: Sequence[VectorRecord]) -> None:
        """Stores records; an id that is there already gets the new one."""

    def delete(self, ids: Iterable[str]) -> None:
        """Drops these ids; unknown ones are ignored."""

    def ids(self) -> set[str]:
        """All ids."""

    def sample(self) -> tuple[str, Vectors] | None:
        """Some id and its vector; None where there is nothing."""

    def __len__(self) -> int:
        """The number of vectors."""


class VectorServer(Protocol):
    """A server with collections. Its methods raise whatever its client does."""

    def collection(self, name: str) -> RemoteCollection:
        """The collection of this name, made where there is none."""

    def existing(self, name: str) -> RemoteCollection | None:
        """The collection of this name, None where there is none."""

    def drop(self, name: str) -> None:
        """Deletes the collection of this name; harmless where there is none."""

    def close(self) -> None:
        """Closes the connections."""


def reason(error: BaseException) -> str:
    """What is the matter with a server, said of it ("does not answer")."""
    if isinstance(error, httpx.TimeoutException):
        return "did not answer in time"
    said = " ".join(str(error).split())[:160].rstrip(".")
    if isinstance(error, httpx.TransportError) or said.startswith("Could not connect"):
        return "does not answer"
    return f"failed ({said or type(error).__name__})"


def without(address: str, error: BaseException) -> str:
    """What a person is told where the server cannot be searched."""
    return f"The search server at {address} {reason(error)}: {OTHERWISE}"


def state_of(
    connect: Callable[[], VectorServer], address: str, name: str | None, passages: int
) -> IndexState:
    """Whether the server answers, and its collection of this name has so many passages."""
    try:
        server = connect()
        try:
            collection = server.existing(name) if name else None
            there = 0 if collection is None else len(collection)
        finally:
            server.close()
    except BaseException as error:
        if not is_failure(error):
            raise
        next_step = "Start it, or check the settings index and index_key."
        return IndexState(False, without(address, error), next_step)
    if there == passages:
        return IndexState(True, f"The search server at {address} has all {passages:,} passages.")
    return IndexState(
        False,
        f"The search server at {address} has {there:,} passages, the library {passages:,}. It is brought up "
        "to date at the next start of the page or the next change of documents.",
        "Nothing to do: the library itself is searched meanwhile.",
    )
