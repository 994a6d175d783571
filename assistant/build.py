"""The composition root: the only place that names concrete classes and joins them."""

from pathlib import Path

from assistant.settings import Settings
from documents.library import Library
from documents.lock import WriteLock
from documents.members import Limits
from documents.originals import Originals
from documents.pool import ReaderPool, Splitting
from documents.sqlite_library import SqliteLibrary
from index.current import CurrentIndex
from index.embeddings import Embedder, SentenceTransformerEmbedder
from index.ingest import Ingestor
from index.late import LateInteraction
from index.rerank import EMBEDDED, NONE, CrossEncoderReranker, PackagedReranker, Reranker


def open_library(settings: Settings) -> SqliteLibrary:
    """The library of the data folder, made where there is none."""
    return SqliteLibrary(settings.home)


def open_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name; its model is loaded on first use."""
    return SentenceTransformerEmbedder(settings.embedder, models=settings.models, threads=settings.threads)


def open_reranker(settings: Settings) -> Reranker | None:
    """The reranker that the settings name, None for "none"; its model is loaded on first use."""
    if settings.reranker == NONE:
        return None
    if settings.reranker == EMBEDDED:
        return PackagedReranker(threads=settings.threads)
    return CrossEncoderReranker(settings.reranker)


def open_ranker(settings: Settings) -> Reranker | None:
    """What reads the passages of a search again: late interaction, or the model that the settings name.

    The embedded reranker is for sentences: of whole passages late interaction ranks more rightly, at the
    same cost (docs/search.md).
    """
    return (
        LateInteraction(threads=settings.threads)
        if settings.reranker == EMBEDDED
        else open_reranker(settings)
    )


def open_index(settings: Settings, library: Library) -> CurrentIndex:
    """The dense index of the data folder."""
    return CurrentIndex(library, settings.home / "chroma")


def open_lock(settings: Settings) -> WriteLock:
    """The data folder's write lock, not yet taken."""
    return WriteLock(settings.home)


def open_ingestor(
    settings: Settings, *, library: Library, embedder: Embedder, index: CurrentIndex, pool: ReaderPool
) -> Ingestor:
    """The way from files to this library."""
    return Ingestor(
        library=library,
        originals=Originals(settings.home),
        embedder=embedder,
        index=index,
        pool=pool,
        limits=Limits(
            files=settings.archive_files,
            megabytes=settings.archive_megabytes,
            file_megabytes=settings.file_megabytes,
            levels=settings.archive_levels,
        ),
        temporary=temporary_folder(settings),
    )


def open_pool(settings: Settings, embedder: Embedder) -> ReaderPool:
    """The child processes that read files; none is started before the first file."""
    return ReaderPool(
        seconds=settings.read_seconds,
        megabytes=settings.read_megabytes,
        splitting=lambda: Splitting(settings.passage_tokens, embedder.counter),
    )


def temporary_folder(settings: Settings) -> Path:
    """Where uploads and downloads lie until they are in the library."""
    return settings.home / "tmp"
