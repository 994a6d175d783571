"""How tests fill a library: texts become versions as the ingest makes them, without any file."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from documents.inputs import Given
from documents.library import Change, Library, NewVersion
from documents.queue.tasks import Tasks
from documents.reading.members import Limits
from documents.reading.pool import ReaderPool
from documents.storage.originals import Originals
from documents.storage.postgres.library import PostgresLibrary
from documents.storage.sqlite.library import SqliteLibrary
from documents.text.passages import header, split
from documents.types import RawDocument
from index.ingest import Ingestor
from index.models.embeddings import Embedder
from index.servers.retries import Backoff
from index.stores import chroma
from index.stores.current import CurrentIndex
from index.stores.exact import ExactSearch
from index.stores.folder import StoreFolder
from index.stores.in_library import LibraryIndex
from index.stores.server import ServerIndex
from tests.counting import count_words
from tests.fakes import WordHashEmbedder
from tests.readers import shared_pool

EMBEDDER = WordHashEmbedder()


def new_version(uri: str, text: str, *, title: str = "A title", tag: str | None = None) -> NewVersion:
    """A version of the source at `uri`, with passages of at most 20 words."""
    document = RawDocument(text=text, media_type="text/plain", title=title)
    spans = split(document, count_tokens=count_words, size=20)
    headers = [header(title, span.headings, None) for span in spans]
    return NewVersion(
        uri=uri,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        reader="text-1",
        title=title,
        document=document,
        spans=spans,
        headers=headers,
        vectors=EMBEDDER.embed([text[span.start : span.end] for span in spans]),
        tag=tag,
    )


def store(library: Library, uri: str, text: str, title: str = "A title") -> Change:
    """What storing this text at this address did."""
    return library.store(new_version(uri, text, title=title))


@dataclass(frozen=True)
class Parts:
    """An ingestor and what it works on."""

    home: Path
    ingestor: Ingestor
    library: SqliteLibrary
    index: CurrentIndex

    def add(self, *given: Given) -> list[tuple[str, str]]:
        """The status and message of each entry."""
        return [(entry.status, entry.message) for entry in self.ingestor.add(given).entries]

    def statuses(self, *given: Given) -> list[str]:
        """The status of each entry."""
        return [status for status, _ in self.add(*given)]

    def originals(self) -> int:
        """How many original files are kept."""
        return len(Originals(self.home).names())


def current_index(library: SqliteLibrary, home: Path) -> CurrentIndex:
    """The index of a data folder, in Chroma where the store is used."""
    return CurrentIndex(library, StoreFolder("chroma", home, library))


def server_index(library: Library, url: str, *, alone: bool = True) -> ServerIndex:
    """The index of a library on a Chroma server; after a failure the next question tries it again."""
    return ServerIndex(
        library,
        partial(chroma.connect, url, ""),
        address=url,
        nearest=LibraryIndex(library) if isinstance(library, PostgresLibrary) else ExactSearch(library),
        alone=alone,
        backoff=Backoff(first=1e-9, longest=1e-9),
    )


def uses_store(index: CurrentIndex | ServerIndex) -> bool:
    """Whether the store answers, and not exact search."""
    if isinstance(index, CurrentIndex):
        return index._stored is not None
    return index._collection is not None


def at_rest(index: ServerIndex) -> ServerIndex:
    """The index when it has done what it does in the background."""
    index.wait()
    return index


@contextmanager
def ingest_parts(
    home: Path,
    *,
    embedder: Embedder | None = None,
    pool: ReaderPool | None = None,
    limits: Limits | None = None,
    use_store: bool = False,
) -> Iterator[Parts]:
    """The parts on a data folder, closed afterwards; without a pool they use the shared one of 60 words."""
    library = SqliteLibrary(home)
    index = current_index(library, home)
    if use_store:
        index.use_store()
    ingestor = Ingestor(
        library=library,
        originals=Originals(home),
        embedder=embedder or WordHashEmbedder(),
        index=index,
        pool=pool or shared_pool(60),
        limits=limits or Limits(),
        temporary=home / "tmp",
        queue=Tasks(library.database),
    )
    try:
        yield Parts(home, ingestor, library, index)
    finally:
        index.close()
        library.close()
