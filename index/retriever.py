"""Footnote's search as a LlamaIndex retriever, for use in other people's query engines."""

import asyncio
from typing import Any

from documents.library import Library
from index.models.llama import text_node
from index.models.telemetry import disable_telemetry
from index.stores.records import metadata_of, titles
from index.types import Hit


# Any: an Assistant, which is of a later package, or a function; LlamaIndex is imported late
def as_retriever(search: Any, k: int = 10) -> Any:
    """A LlamaIndex `BaseRetriever` over an Assistant, or over `search(query, k)`, such as its `search`.

    Each node's metadata is what Chroma's collection has of its passage: source_id, version, title, start and
    end, and where there are some page and headings ("A › B"); so what an engine makes of it can still be
    traced to stored text. A search that is no Assistant's knows no title. None of it is shown to the model.
    """
    find = search if callable(search) else search.search
    owner = getattr(find, "__self__", None)
    disable_telemetry()
    from llama_index.core.base.base_retriever import BaseRetriever
    from llama_index.core.schema import NodeWithScore, QueryBundle

    class FootnoteRetriever(BaseRetriever):  # type: ignore[misc]  # LlamaIndex is not followed by mypy
        def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
            return _nodes(find(query_bundle.query_str, k), getattr(owner, "library", None))

        async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
            return await asyncio.to_thread(self._retrieve, query_bundle)

    return FootnoteRetriever()


def _nodes(hits: list[Hit], library: object) -> list[Any]:
    passages = [hit.passage for hit in hits]
    known = titles(library, passages) if isinstance(library, Library) else {}
    return [
        text_node(
            passage.id,
            passage.text,
            metadata_of(passage, known.get((passage.source_id, passage.version))),
            hit.score,
        )
        for passage, hit in zip(passages, hits, strict=True)
    ]
