"""LlamaIndex in and out: its models in the place of ours, and our answers in its engines."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.llms import CompletionResponse, CustomLLM, LLMMetadata, MockLLM
from llama_index.core.postprocessor.types import BaseNodePostprocessor
from llama_index.core.schema import NodeWithScore, QueryBundle

from assistant import Assistant
from assistant.llm.llama import LlamaChatModel
from assistant.llm.model import ChatModel
from assistant.llm.protocol import Message, Piece
from assistant.phrases import DECLINE
from assistant.query_engine import as_query_engine
from documents.errors import BadValue, EmbedderChanged, MissingExtra, ModelError
from documents.inputs import PastedText
from index.models.embeddings import Embedder
from index.models.llama import LlamaEmbedder, LlamaReranker
from tests.fakes import WordHashEmbedder

FERRY = "The ferry sails at nine from the old harbour."
LAMP = "The lamp is lit at dusk by the keeper of the ferry."
QUESTION = "When does the ferry sail?"


class WordEmbedding(BaseEmbedding):
    """Vectors by the words of a text, which are not of unit length; questions are told from texts."""

    asked: list[str] = []  # noqa: RUF012  # a pydantic field

    def _get_text_embedding(self, text: str) -> list[float]:
        return [2.0 * float(number) for number in WordHashEmbedder().embed([text])[0]]

    def _get_query_embedding(self, query: str) -> list[float]:
        self.asked.append(query)
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


class Scripted(CustomLLM):
    """Writes one text, word by word, whatever it is asked; keeps the prompts."""

    text: str
    prompts: list[str] = []  # noqa: RUF012  # a pydantic field

    @property
    def metadata(self) -> LLMMetadata:
        return LLMMetadata(model_name="scripted")

    def complete(self, prompt: str, formatted: bool = False, **kwargs: Any) -> CompletionResponse:
        return CompletionResponse(text=self.text)

    def stream_complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> Iterator[CompletionResponse]:
        self.prompts.append(prompt)
        for word in self.text.split():
            yield CompletionResponse(text=self.text, delta=f"{word} ")


class Broken(Scripted):
    def stream_complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> Iterator[CompletionResponse]:
        raise ConnectionError("nobody is there")


class Backwards(BaseNodePostprocessor):
    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        assert query_bundle is not None and query_bundle.query_str
        return nodes[::-1]


class OfLamps(BaseNodePostprocessor):
    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        return [node for node in nodes if "lamp" in node.node.get_content()]


@pytest.fixture
def llm() -> Scripted:
    return Scripted(text="The ferry sails at nine.")


@pytest.fixture
def opened(home: Path, llm: Scripted) -> Iterator[Assistant]:
    """An assistant with LlamaIndex's models, and two documents."""
    with Assistant.open(
        home, llm=llm, embed_model=WordEmbedding(model_name="words"), node_postprocessors=[Backwards()]
    ) as assistant:
        assert assistant.add([PastedText("Ferry", FERRY), PastedText("Lamp", LAMP)]).ok
        yield assistant


def test_llamaindex_models_answer(opened: Assistant, llm: Scripted) -> None:
    answer = opened.ask(QUESTION)
    assert (answer.model, answer.draft.strip()) == ("scripted", llm.text)
    assert FERRY in llm.prompts[0]
    citation = answer.sentences[0].citations[0]
    assert opened.text(citation.source_id)[citation.start : citation.end] == citation.quote


def test_a_library_keeps_to_the_embedding_it_was_made_with(opened: Assistant, home: Path) -> None:
    opened.close()
    with (
        Assistant.open(home, llm="none", embed_model=WordEmbedding(model_name="other")) as other,
        pytest.raises(EmbedderChanged, match=r"search model WordEmbedding: words \(256 numbers\), and now"),
    ):
        other.search(QUESTION)


class Narrow(WordEmbedding):
    def _get_text_embedding(self, text: str) -> list[float]:
        return super()._get_text_embedding(text)[:16]


class Turned(WordEmbedding):
    def _get_text_embedding(self, text: str) -> list[float]:
        return super()._get_text_embedding(text)[::-1]


@pytest.mark.parametrize("other", [Narrow, Turned])
def test_two_embeddings_of_one_name_are_told_apart_by_what_they_make_of_a_sentence(
    other: type[WordEmbedding], home: Path
) -> None:
    nameless, like = WordEmbedding(), type("WordEmbedding", (other,), {})()
    assert nameless.model_name == like.model_name == "unknown"
    with Assistant.open(home, llm="none", embed_model=nameless) as assistant:
        assert assistant.add([PastedText("Ferry", FERRY)]).ok
    with Assistant.open(home, llm="none", embed_model=like) as assistant:
        for call in (lambda: assistant.search(QUESTION), lambda: assistant.add([PastedText("Lamp", LAMP)])):
            with pytest.raises(EmbedderChanged, match="made with the search model WordEmbedding: unknown"):
                call()
    with Assistant.open(home, llm="none", embed_model=WordEmbedding()) as assistant:
        assert assistant.search(QUESTION)


def test_node_postprocessors_rank_what_a_search_finds(opened: Assistant, home: Path) -> None:
    backwards = [hit.passage.text for hit in opened.search("ferry")]
    opened.close()
    with Assistant.open(home, llm="none", embed_model=WordEmbedding(model_name="words")) as plain:
        assert [hit.passage.text for hit in plain.search("ferry")] == backwards[::-1]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"llm": MockLLM}, "llm cannot be <class .*Give an LLM of LlamaIndex"),
        ({"llm": object()}, "llm cannot be <object .*Give an LLM of LlamaIndex"),
        ({"llm": Path("model.bin")}, "llm cannot be 'model.bin'.*a .gguf file"),
        ({"embed_model": "BAAI/bge-small-en"}, "embed_model cannot be 'BAAI/bge-small-en'.*into embedder"),
        ({"embed_model": WordEmbedding}, "embed_model cannot be <class .*Give a BaseEmbedding"),
        ({"embedder": object()}, "embedder cannot be .*a BaseEmbedding goes into embed_model"),
        ({"reranker": object()}, "reranker cannot be .*goes into node_postprocessors"),
        ({"node_postprocessors": [object()]}, "node_postprocessors cannot be .*Give node postprocessors"),
        ({"node_postprocessors": object()}, "node_postprocessors cannot be .*Give node postprocessors"),
    ],
)
def test_what_is_no_model_is_told_at_once(home: Path, given: dict[str, Any], told: str) -> None:
    with pytest.raises(BadValue, match=told):
        Assistant.open(home, **given)


def test_a_file_of_weights_may_be_a_path(home: Path) -> None:
    with Assistant.open(home, llm=Path("model.gguf")) as assistant:
        assert assistant.settings.llm == "model.gguf"


def test_one_postprocessor_need_be_in_no_list(opened: Assistant, home: Path) -> None:
    backwards = [hit.passage.text for hit in opened.search("ferry")]
    opened.close()
    words = WordEmbedding(model_name="words")
    with Assistant.open(home, llm="none", embed_model=words, node_postprocessors=Backwards()) as other:
        assert [hit.passage.text for hit in other.search("ferry")] == backwards


def test_a_setting_is_still_a_setting(home: Path) -> None:
    with Assistant.open(home, llm="none", threads=1) as assistant:
        assert assistant.model() is None
        assert assistant.setting_origins()["llm"] == "argument"


def test_an_embedding_is_one_of_our_embedders() -> None:
    model = WordEmbedding(model_name="words", embed_batch_size=2)
    embedder: Embedder = LlamaEmbedder(model)
    done: list[int] = []
    vectors = embedder.embed([FERRY, LAMP, "ferry"], done.append)
    assert (vectors.shape, vectors.dtype, done) == ((3, embedder.dimensions), np.float32, [2, 3])
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    np.testing.assert_allclose(embedder.embed_query("ferry"), vectors[2], atol=1e-6)
    assert model.asked[-1] == "ferry" and FERRY not in model.asked


def test_what_fails_in_a_model_is_told_with_its_name(llm: Scripted) -> None:
    class Failing(WordEmbedding):
        def _get_query_embedding(self, query: str) -> list[float]:
            raise TimeoutError("too slow")

    with pytest.raises(MissingExtra, match=r"Failing: words failed \(too slow\)"):
        LlamaEmbedder(Failing(model_name="words")).embed_query("ferry")

    class Strange(WordEmbedding):
        def _get_query_embedding(self, query: str) -> list[float]:
            return {"short": [1.0], "none": [float("nan")] * 3}.get(query, [1.0, 0.0, 0.0])

    strange = LlamaEmbedder(Strange(model_name="words"))
    assert strange.dimensions == 3
    for query in ("short", "none"):
        with pytest.raises(MissingExtra, match=r"Strange: words gave a vector of another length"):
            strange.embed_query(query)
    broken = LlamaChatModel(Broken(text=""))
    with pytest.raises(ModelError, match=r"scripted failed \(nobody is there\)"):
        broken.check()
    LlamaChatModel(llm).check()


def test_a_model_is_ended_after_as_many_tokens_as_it_may_write() -> None:
    model: ChatModel = LlamaChatModel(Scripted(text="one two three four five six seven eight"))
    pieces = list(model.stream([Message("user", "Count.")], max_tokens=4))
    assert pieces == [Piece("one "), Piece("two "), Piece("three ")]


class Whole(Scripted):
    def stream_complete(
        self, prompt: str, formatted: bool = False, **kwargs: Any
    ) -> Iterator[CompletionResponse]:
        for end in range(0, len(self.text) + 1, 4):
            yield CompletionResponse(text=self.text[:end])


def test_a_model_that_tells_the_text_so_far_has_said_what_is_new_in_it() -> None:
    model = LlamaChatModel(Whole(text="one two "))
    assert list(model.stream([Message("user", "Count.")], max_tokens=9)) == [Piece("one "), Piece("two ")]


def test_a_model_without_a_name_is_known_by_its_kind() -> None:
    assert LlamaChatModel(MockLLM(max_tokens=3)).name == "MockLLM"


def test_texts_that_postprocessors_drop_come_last() -> None:
    scores = LlamaReranker([OfLamps()]).scores("lamp", ["ferry", "lamp", "dog", "a lamp"])
    assert scores[1] > scores[3] > scores[0] == scores[2]
    assert LlamaReranker([Backwards()]).scores("a", ["first", "second"]) == [1.0, 2.0]
    assert LlamaReranker([Backwards()]).scores("a", []) == []


def searching(home: Path, *postprocessors: BaseNodePostprocessor) -> Assistant:
    """An assistant with these postprocessors on the library of `opened`."""
    words = WordEmbedding(model_name="words")
    return Assistant.open(home, llm="none", embed_model=words, node_postprocessors=postprocessors)


class Keeping(BaseNodePostprocessor):
    """Keeps what a title has, and notes what it gets."""

    title: str
    got: list[NodeWithScore] = []  # noqa: RUF012  # a pydantic field

    def _postprocess_nodes(
        self, nodes: list[NodeWithScore], query_bundle: QueryBundle | None = None
    ) -> list[NodeWithScore]:
        self.got.extend(nodes)
        return [node for node in nodes if node.node.metadata["title"] == self.title]


def test_what_a_postprocessor_drops_is_not_found(opened: Assistant, home: Path) -> None:
    opened.close()
    with searching(home, Keeping(title="Lamp")) as assistant:
        assert [hit.passage.text for hit in assistant.search("ferry", k=50)] == [LAMP]
        assert {hit.passage.text for hit in assistant.ask(QUESTION).hits} == {LAMP}


def test_where_postprocessors_drop_all_a_question_finds_nothing(opened: Assistant, home: Path) -> None:
    opened.close()
    with searching(home, Keeping(title="Keys")) as assistant:
        assert assistant.search("ferry") == []
        answer = assistant.ask(QUESTION)
        assert (answer.text, answer.outcome) == (DECLINE, "declined")
        assert (answer.hits, answer.quotes, answer.nearest) == ((), (), ())
        assistant.remove(assistant.sources()[0])
        assert assistant.search("lamp") == []  # of one passage alone


def test_postprocessors_get_the_place_of_a_passage_and_the_score_of_its_search(
    opened: Assistant, home: Path
) -> None:
    opened.close()
    keeping = Keeping(title="Lamp")
    with searching(home) as plain, searching(home, keeping) as assistant:
        scores = {hit.passage.id: hit.score for hit in plain.search("ferry")}
        assistant.search("ferry")
    assert {node.node.node_id: node.score for node in keeping.got} == scores
    metadata = {node.node.metadata["title"]: node.node.metadata for node in keeping.got}
    assert metadata["Ferry"] == {
        "source_id": metadata["Ferry"]["source_id"],
        "version": 1,
        "title": "Ferry",
        "start": 0,
        "end": len(FERRY),
    }


def test_a_query_engine_answers_with_citations_as_source_nodes(opened: Assistant) -> None:
    engine = as_query_engine(opened.ask)
    response = engine.query(QUESTION)
    answer = opened.ask(QUESTION)
    assert str(response) == answer.text
    cited = [citation for sentence in answer.sentences for citation in sentence.citations]
    assert [node.node.get_content() for node in response.source_nodes] == [one.quote for one in cited]
    node = response.source_nodes[0]
    text = opened.text(node.metadata["source_id"], node.metadata["version"])
    assert text[node.metadata["start"] : node.metadata["end"]] == node.node.get_content()
    assert node.score == answer.sentences[0].score
    assert response.metadata["outcome"] == answer.outcome


def test_a_query_engine_of_an_assistant_also_gives_the_nodes_alone(opened: Assistant) -> None:
    engine = as_query_engine(opened)
    response, nodes = engine.query(QUESTION), engine.retrieve(QueryBundle(QUESTION))
    assert nodes == response.source_nodes != []


def test_a_question_without_an_answer_has_no_source_nodes(opened: Assistant, llm: Scripted) -> None:
    llm.text = "The documents do not say."
    response = as_query_engine(opened.ask).query("Who painted the Mona Lisa in Florence?")
    assert response.source_nodes == [] and response.metadata["refused"]


def test_an_unsure_answer_says_so_before_its_text(opened: Assistant) -> None:
    unsure = replace(opened.ask(QUESTION), outcome="unsure")
    response = as_query_engine(lambda question: unsure).query(QUESTION)
    assert str(response) == f"Not sure that this answers your question:\n\n{unsure.text}"
    assert response.metadata["outcome"] == "unsure"


def test_pieces_of_a_word_are_not_counted_as_words() -> None:
    pieces = ["in", "di", "vis", "ible "] * 30

    class Pieces:
        metadata = LLMMetadata(model_name="pieces")

        def stream_chat(self, chat: Any) -> Iterator[Any]:
            return iter([SimpleNamespace(delta=piece) for piece in pieces])

    written = list(LlamaChatModel(Pieces()).stream([Message("user", QUESTION)], max_tokens=160))
    assert len(written) == len(pieces)
