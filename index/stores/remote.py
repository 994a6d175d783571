"""How a Chroma server is, for a person."""

from collections.abc import Callable

import httpx

from index.stores.chroma import ChromaServer
from index.stores.dense import IndexState
from index.stores.folder import is_failure

OTHERWISE = "the library itself is searched meanwhile, which is as right and only slower."
NEXT_STEP = "Start it, or check the settings index and index_key."


def reason(error: BaseException) -> str:
    """What is the matter with a server, said of it ("does not answer")."""
    if isinstance(error, httpx.TimeoutException):
        return "did not answer in time"
    message = " ".join(str(error).split())[:160].rstrip(".")
    if isinstance(error, httpx.TransportError) or message.startswith("Could not connect"):
        return "does not answer"
    return f"failed ({message or type(error).__name__})"


def without(address: str, error: BaseException) -> str:
    """What a person is told where the server cannot be searched."""
    return f"The search server at {address} {reason(error)}: {OTHERWISE}"


def state_of(
    connect: Callable[[], ChromaServer], address: str, name: str | None, passages: int
) -> IndexState:
    """Whether the server answers, and its collection of this name has so many passages."""
    try:
        server = connect()
        try:
            collection = server.existing(name) if name else None
            stored = 0 if collection is None else len(collection)
        finally:
            server.close()
    except BaseException as error:
        if not is_failure(error):
            raise
        return IndexState(False, without(address, error), NEXT_STEP)
    if not passages and not stored:
        return IndexState(True, f"The search server at {address} answers; it has nothing to search yet.")
    if stored == passages:
        return IndexState(True, f"The search server at {address} has all {passages:,} passages.")
    return IndexState(
        False,
        f"The search server at {address} has {stored:,} passages, the library {passages:,}. It is brought up "
        "to date at the next start of the page or the next change of documents.",
        "Nothing to do: the library itself is searched meanwhile.",
    )
