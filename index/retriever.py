"""Footnote's search as a LlamaIndex retriever, for use in other people's query engines."""

from collections.abc import Callable
from typing import Any

from index.models.telemetry import disable_telemetry
from index.types import Hit


# Any: LlamaIndex is imported late
def as_retriever(search: Callable[[str, int], list[Hit]], k: int = 10) -> Any:
    """A LlamaIndex `BaseRetriever` over `search(query, k)`.

    Each node's metadata has source_id, version, start, end, page and headings, so that what an
    engine makes of it can still be traced to stored text. None of it is shown to the model.
    """
    disable_telemetry()
    from llama_index.core.base.base_retriever import BaseRetriever
    from llama_index.core.schema import NodeWithScore, QueryBundle

    class FootnoteRetriever(BaseRetriever):  # type: ignore[misc]  # LlamaIndex is not followed by mypy
        def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
            return [_node(hit) for hit in search(query_bundle.query_str, k)]

    return FootnoteRetriever()


def text_node(node_id: str, text: str, metadata: dict[str, Any], score: float) -> Any:
    """A LlamaIndex `NodeWithScore`; no model that reads the node is shown its metadata."""
    from llama_index.core.schema import NodeWithScore, TextNode

    hidden = list(metadata)
    node = TextNode(
        id_=node_id,
        text=text,
        metadata=metadata,
        excluded_llm_metadata_keys=hidden,
        excluded_embed_metadata_keys=hidden,
    )
    return NodeWithScore(node=node, score=score)


def _node(hit: Hit) -> Any:
    passage = hit.passage
    metadata = {
        "source_id": passage.source_id,
        "version": passage.version,
        "start": passage.start,
        "end": passage.end,
        "page": passage.page,
        "headings": list(passage.headings),
    }
    return text_node(passage.id, passage.text, metadata, hit.score)
