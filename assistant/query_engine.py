"""Footnote's answers as a LlamaIndex query engine, for use in other people's agents and evaluations."""

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from assistant.phrases import NOT_SURE
from assistant.showing.as_text import says_unsure
from assistant.types import Answer, Citation
from index.models.llama import text_node
from index.models.telemetry import disable_telemetry

if TYPE_CHECKING:
    from assistant.assistant import Assistant


# Any: LlamaIndex is imported late
def as_query_engine(ask: "Callable[[str], Answer] | Assistant") -> Any:
    """A LlamaIndex `BaseQueryEngine` over an Assistant, or `ask(question)`, such as `assistant.ask`.

    The response's text is what is shown, below a line that says so where it is not sure. Its source nodes are
    the citations in their order, each once: the text is the quote, the score that of the best sentence which
    cites it, and the metadata has source_id, version, title, start and end, and where there are some page and
    headings ("A › B"). The response's metadata is the whole answer (`Answer.to_dict()`). `retrieve` gives the
    source nodes alone.
    """
    answer_to = ask if callable(ask) else ask.ask
    disable_telemetry()
    from llama_index.core.base.response.schema import Response
    from llama_index.core.query_engine import CustomQueryEngine
    from llama_index.core.schema import NodeWithScore, QueryBundle

    class FootnoteQueryEngine(CustomQueryEngine):  # type: ignore[misc]  # LlamaIndex is not followed by mypy
        def custom_query(self, query_str: str) -> Response:
            answer = answer_to(query_str)
            text = f"{NOT_SURE}:\n\n{answer.text}" if says_unsure(answer) else answer.text
            return Response(text, source_nodes=_nodes(answer), metadata=answer.to_dict())

        async def acustom_query(self, query_str: str) -> Response:
            return await asyncio.to_thread(self.custom_query, query_str)

        def retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
            return _nodes(answer_to(query_bundle.query_str))

    return FootnoteQueryEngine()


def _nodes(answer: Answer) -> list[Any]:
    scores: dict[Citation, float] = {}
    for sentence in answer.sentences:
        for citation in sentence.citations:
            scores[citation] = max(sentence.score, scores.get(citation, 0.0))
    return [_node(citation, score) for citation, score in scores.items()]


def _node(citation: Citation, score: float) -> Any:
    metadata = {name: value for name, value in citation.to_dict().items() if value not in (None, "", [])}
    if citation.headings:
        metadata["headings"] = " › ".join(citation.headings)
    node_id = f"{citation.source_id}-{citation.version}-{citation.start}-{citation.end}"
    return text_node(node_id, metadata.pop("quote"), metadata, score)
