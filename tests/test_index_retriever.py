"""Footnote's search inside other people's engines."""

import asyncio
import threading

import pytest

from assistant.assistant import Assistant
from assistant.query_engine import as_query_engine
from documents.inputs import PastedText
from index.retriever import as_retriever
from index.types import Hit
from tests.building import make_passage
from tests.loops import run

TEXT = "The ferry sails at nine."
HITS = [
    Hit(
        make_passage(TEXT, number=0, start=5, end=5 + len(TEXT), page=3, headings=("Times", "Summer")),
        0.9,
        "both",
    ),
    Hit(make_passage("The lamp is lit at dusk.", number=1), 0.4, "dense"),
]


def search(query: str, k: int) -> list[Hit]:
    return HITS[:k] if query == "When does it sail?" else []


def test_nodes_are_the_passages_in_their_order_with_their_scores() -> None:
    nodes = as_retriever(search).retrieve("When does it sail?")
    assert [node.node.node_id for node in nodes] == ["s-1-0", "s-1-1"]
    assert [node.score for node in nodes] == [0.9, 0.4]
    assert nodes[0].node.get_content() == TEXT


def test_a_node_can_be_traced_to_the_stored_text() -> None:
    metadata = as_retriever(search).retrieve("When does it sail?")[0].node.metadata
    assert metadata == {
        "source_id": "s",
        "version": 1,
        "start": 5,
        "end": 5 + len(TEXT),
        "page": 3,
        "headings": "Times › Summer",
    }


def test_of_an_assistant_the_title_is_known_too(assistant: Assistant) -> None:
    assistant.add(PastedText("Boats", TEXT))
    for search in (assistant, assistant.search):
        (node,) = as_retriever(search).retrieve("When does it sail?")
        assert node.node.metadata["title"] == "Boats"


def test_what_cannot_be_searched_fails_at_once() -> None:
    with pytest.raises(AttributeError, match="search"):
        as_retriever(7)


def test_nodes_are_metadata_that_other_stores_take(assistant: Assistant) -> None:
    assistant.add(PastedText("Boats", TEXT))
    nodes = [
        *as_retriever(assistant).retrieve("When does it sail?"),
        *as_query_engine(assistant).query("When does it sail?").source_nodes,
    ]
    assert len(nodes) == 2
    kinds = {type(value) for node in nodes for value in node.node.metadata.values()}
    assert kinds == {str, int}


def test_a_search_that_is_awaited_leaves_the_event_loop_to_others() -> None:
    async def searched_beside_others() -> int:
        began, others = threading.Event(), asyncio.Event()
        loop = asyncio.get_running_loop()

        def slow(query: str, k: int) -> list[Hit]:
            began.set()
            assert asyncio.run_coroutine_threadsafe(others.wait(), loop).result(5)
            return HITS

        async def other() -> None:
            while not began.is_set():
                await asyncio.sleep(0)
            others.set()

        nodes, _ = await asyncio.gather(as_retriever(slow).aretrieve("When does it sail?"), other())
        return len(nodes)

    assert run(searched_beside_others()) == len(HITS)


def test_k_is_handed_on() -> None:
    assert len(as_retriever(search, k=1).retrieve("When does it sail?")) == 1


def test_it_works_inside_the_query_engine_of_llama_index() -> None:
    from llama_index.core.llms import MockLLM
    from llama_index.core.query_engine import RetrieverQueryEngine
    from llama_index.core.response_synthesizers import get_response_synthesizer

    engine = RetrieverQueryEngine(
        retriever=as_retriever(search), response_synthesizer=get_response_synthesizer(llm=MockLLM())
    )
    response = engine.query("When does it sail?")
    assert TEXT in str(response)  # MockLLM repeats its prompt
    assert "source_id" not in str(response)
    assert [node.node.node_id for node in response.source_nodes] == ["s-1-0", "s-1-1"]
