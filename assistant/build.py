"""The composition root: the only place that names concrete classes and joins them."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from assistant.evidence.rankers import DIFFERENCE, Rankers
from assistant.llm.llama import LlamaChatModel
from assistant.llm.model import ChatModel
from assistant.moving import LibraryPlace
from assistant.settings import EMBEDDED_LIBRARY, Settings
from documents.errors import BadValue, ServerLost, StorageFailed
from documents.library import Library
from documents.queue.tasks import Tasks
from documents.reading.members import Limits
from documents.reading.pool import ReaderPool, Splitting
from documents.storage import originals
from documents.storage.lock import NoLock, WriteLock
from documents.storage.originals import NoOriginals, Originals
from documents.storage.postgres.address import EXAMPLE, check_address, displayed_address, is_postgres
from documents.storage.postgres.library import PostgresLibrary
from documents.storage.sqlite.database import FILE_NAME, Database
from documents.storage.sqlite.library import SqliteLibrary
from documents.text.headings import shortened
from index.ingest import Ingestor
from index.models.embedded import EmbeddedEmbedder
from index.models.embeddings import Embedder, SentenceTransformerEmbedder
from index.models.late_interaction import LateInteraction
from index.models.llama import LlamaEmbedder, LlamaReranker
from index.models.rerank import EMBEDDED, NONE, CrossEncoderReranker, PackagedReranker, Reranker
from index.servers.addresses import is_address, without_password
from index.servers.embedder import ServerEmbedder
from index.servers.reranker import ServerReranker
from index.stores import chroma
from index.stores.current import CurrentIndex
from index.stores.dense import SearchIndex
from index.stores.exact import ExactSearch
from index.stores.folder import StoreFolder
from index.stores.in_library import LibraryIndex
from index.stores.registry import AUTOMATIC, CHROMA
from index.stores.server import ServerIndex


def open_library(settings: Settings) -> SqliteLibrary | PostgresLibrary:
    """The library that the settings name, made where there is none."""
    if settings.library == EMBEDDED_LIBRARY:
        return SqliteLibrary(settings.home)
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return PostgresLibrary(settings.library)


def open_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name; its model is loaded on first use."""
    if is_address(settings.embedder):
        return ServerEmbedder(
            settings.embedder,
            model=settings.embedder_model,
            key=settings.embedder_key,
            query_prompt=settings.embedder_query_prompt,
            document_prompt=settings.embedder_document_prompt,
        )
    if settings.embedder == EMBEDDED:
        return EmbeddedEmbedder(settings.models, threads=settings.threads)
    return SentenceTransformerEmbedder(settings.embedder, device=settings.device)


def open_rankers(settings: Settings) -> Rankers:
    """What the setting `reranker` names; models are loaded on first use.

    The packaged models each have their task: of whole passages late interaction ranks more rightly than the
    cross-encoder, at the same cost (docs/search.md). What may be shown is judged by the one that learnt to,
    beside a reranker of a person's own as well: its scores may have any scale.
    """
    if settings.reranker == NONE:
        return Rankers()
    return Rankers(
        passages=_passage_ranker(settings),
        answering=PackagedReranker(threads=settings.threads, difference=DIFFERENCE),
    )


def _passage_ranker(settings: Settings) -> Reranker:
    if settings.reranker == EMBEDDED:
        return LateInteraction(threads=settings.threads)
    if is_address(settings.reranker):
        return ServerReranker(settings.reranker, model=settings.reranker_model, key=settings.reranker_key)
    return CrossEncoderReranker(settings.reranker, device=settings.device)


def adapted_model(llm: Any) -> ChatModel:
    """An `LLM` of LlamaIndex as the language model. Raises BadValue for anything else."""
    _check_object("llm", llm, ("stream_chat",), "an LLM of LlamaIndex, embedded, none, a .gguf file or a URL")
    return LlamaChatModel(llm)


def adapted_embedder(embed_model: Any, embedder: Any) -> Embedder | None:
    """A `BaseEmbedding` of LlamaIndex or else a SentenceTransformer as the embedder; None without both.

    Raises BadValue for anything else.
    """
    if embed_model is not None:
        wanted = "a BaseEmbedding of LlamaIndex; the name of a model goes into embedder"
        _check_object("embed_model", embed_model, ("get_text_embedding_batch", "get_query_embedding"), wanted)
        return LlamaEmbedder(embed_model)
    if embedder is not None:
        wanted = "the name of a model or a SentenceTransformer; a BaseEmbedding goes into embed_model"
        _check_object("embedder", embedder, ("encode_query", "encode_document"), wanted)
        return SentenceTransformerEmbedder(type(embedder).__name__, model=embedder)
    return None


def adapted_rankers(settings: Settings, node_postprocessors: Any, reranker: Any) -> Rankers | None:
    """What the settings name, but passages are ranked by node postprocessors of LlamaIndex or a CrossEncoder.

    One postprocessor need be in no list. None where there is neither; raises BadValue for anything else.
    """
    is_single = hasattr(node_postprocessors, "postprocess_nodes") or not isinstance(
        node_postprocessors, Iterable
    )
    processors = [node_postprocessors] if is_single else [*node_postprocessors]
    for processor in processors:
        wanted = "node postprocessors of LlamaIndex"
        _check_object("node_postprocessors", processor, ("postprocess_nodes",), wanted)
    passages: Reranker
    if processors:
        passages = LlamaReranker(processors)
    elif reranker is not None:
        wanted = "the name of a CrossEncoder or one; a postprocessor goes into node_postprocessors"
        _check_object("reranker", reranker, ("predict",), wanted)
        passages = CrossEncoderReranker(type(reranker).__name__, model=reranker)
    else:
        return None
    return replace(open_rankers(settings), passages=passages)


def _check_object(name: str, value: Any, methods: Sequence[str], wanted: str) -> None:
    """Raises BadValue for a class, and for what lacks one of these methods."""
    if isinstance(value, type) or not all(hasattr(value, method) for method in methods):
        raise BadValue(f"{name} cannot be {shortened(repr(value))}.", f"Give {wanted}.")


def check_index(settings: Settings) -> None:
    """Raises BadValue for a store in the data folder beside a library that others write to, too."""
    of_one = settings.index != AUTOMATIC and not is_address(settings.index)
    if of_one and settings.library != EMBEDDED_LIBRARY:
        raise BadValue(
            f"The index {settings.index} is for a library that one process writes to.",
            "Set index to auto, or to the address of a Chroma server.",
        )


def open_index(settings: Settings, library: Library) -> SearchIndex:
    """What is searched of this library, where the settings say that its vectors are."""
    if settings.index == AUTOMATIC and isinstance(library, PostgresLibrary):
        return LibraryIndex(library)
    if is_address(settings.index):
        own = LibraryIndex(library) if isinstance(library, PostgresLibrary) else ExactSearch(library)
        return ServerIndex(
            library,
            partial(chroma.connect, settings.index, settings.index_key),
            address=without_password(settings.index),
            nearest=own,
            alone=settings.library == EMBEDDED_LIBRARY,
            home=settings.home,
        )
    name = CHROMA if settings.index == AUTOMATIC else settings.index
    return CurrentIndex(library, StoreFolder(name, settings.home, library))


def open_lock(settings: Settings) -> WriteLock | NoLock:
    """The right to write to the library, not yet taken."""
    return WriteLock(settings.home) if settings.library == EMBEDDED_LIBRARY else NoLock()


def open_queue(library: Library) -> Tasks:
    """The queue in the library's database."""
    if isinstance(library.database, Database):
        return Tasks(library.database)
    from documents.storage.postgres.database import PostgresDatabase
    from documents.storage.postgres.tasks import PostgresTasks

    assert isinstance(library.database, PostgresDatabase)  # there are these two
    return PostgresTasks(library.database)


def open_originals(settings: Settings, library: Library) -> Originals:
    """Where the original bytes of the documents are kept.

    That is the folder `files/` of an embedded library; any other place may have those of several.
    """
    if settings.library == EMBEDDED_LIBRARY and not settings.originals:
        return originals.open_originals("", settings.home)
    try:
        own = library.own_name()
    except ServerLost:
        raise
    except StorageFailed as error:
        return NoOriginals(settings.home, error)
    return originals.open_originals(settings.originals, settings.home, own)


@contextmanager
def open_place(settings: Settings) -> Iterator[LibraryPlace]:
    """A library with its originals, to be moved or filled. Raises LibraryLocked where another writes."""
    library, lock = open_library(settings), open_lock(settings)
    embedded = settings.library == EMBEDDED_LIBRARY
    name, file = (str(settings.home), FILE_NAME) if embedded else (displayed_address(settings.library), "")
    try:
        lock.acquire()
        yield LibraryPlace(library, open_originals(settings, library), name, file)
        if isinstance(library, PostgresLibrary):
            library.settle_search()
    finally:
        library.close()
        lock.release()


def place_at(settings: Settings, target: str) -> Settings:
    """The settings of the place that `footnote move --to` names. Raises BadValue where it is the same one."""
    if is_postgres(target):
        check_address(target)
        goal = replace(settings, library=target)
    elif target == EMBEDDED_LIBRARY:
        goal = replace(settings, library=EMBEDDED_LIBRARY)
    elif "://" in target:
        raise BadValue("The place is no address of a PostgreSQL database.", EXAMPLE)
    else:
        goal = replace(settings, library=EMBEDDED_LIBRARY, home=Path(target).expanduser().absolute())
    if (goal.library, goal.home) == (settings.library, settings.home):
        raise BadValue("The library is there already.", "Choose another place.")
    return goal


def open_ingestor(
    settings: Settings,
    *,
    library: Library,
    embedder: Embedder,
    index: SearchIndex,
    pool: ReaderPool,
    queue: Tasks,
) -> Ingestor:
    """The way from files to this library."""
    return Ingestor(
        library=library,
        originals=open_originals(settings, library),
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
        queue=queue,
    )


def open_pool(settings: Settings, embedder: Embedder) -> ReaderPool:
    """The child processes that read files; none is started before the first file."""
    return ReaderPool(
        seconds=settings.read_seconds,
        megabytes=settings.read_megabytes,
        splitting=lambda: Splitting(_passage_tokens(settings, embedder), embedder.counter),
    )


def _passage_tokens(settings: Settings, embedder: Embedder) -> int:
    """The setting, but for an embedder that reads less: a quarter of what it reads is the header's."""
    return min(settings.passage_tokens, embedder.max_tokens * 3 // 4)


def temporary_folder(settings: Settings) -> Path:
    """Where uploads and downloads lie until they are in the library."""
    return settings.home / "tmp"
