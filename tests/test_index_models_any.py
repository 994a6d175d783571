"""Any model of sentence-transformers embeds: tiny ones, made here with weights at random."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assistant.assistant import Assistant
from assistant.settings import load_settings
from documents.errors import EmbedderChanged, MissingExtra
from documents.inputs import PastedText
from documents.reading.pool import TokenCounter
from index.models.embeddings import ESTIMATED, UNLIMITED, SentenceTransformerEmbedder
from index.models.gloss import in_english
from index.models.packaged import packaged
from index.models.tokens import counter, estimator

pytestmark = pytest.mark.xdist_group("torch")  # it takes seconds to load, once for all of these
PROMPTS = {"query": "query: ", "document": "passage: "}
WORDS = ["ferry", "lamp", "sails", "query", "passage"]


def save(folder: Path, *modules: object, **kwargs: object) -> str:
    from sentence_transformers import SentenceTransformer

    SentenceTransformer(modules=list(modules), device="cpu", **kwargs).save(str(folder))  # type: ignore[arg-type]
    return str(folder)


def transformer(folder: Path, *, tokens: int = 64, prompts: dict[str, str] | None = None) -> str:
    """A small BERT that reads so many word pieces."""
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    tokenizer = BertTokenizerFast(tokenizer_file=str(packaged("reranker_en") / "tokenizer.json"))
    sizes = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 8}
    BertModel(BertConfig(vocab_size=tokenizer.vocab_size, **sizes)).save_pretrained(folder / "bert")
    tokenizer.save_pretrained(folder / "bert")
    bert = Transformer(str(folder / "bert"), max_seq_length=tokens)
    return save(folder / "model", bert, Pooling(8), prompts=prompts)


def whole_words(folder: Path) -> str:
    """A table with a vector for each of a few words."""
    from sentence_transformers.sentence_transformer.modules import Pooling, WordEmbeddings
    from sentence_transformers.sentence_transformer.modules.tokenizer import WhitespaceTokenizer

    table = np.random.default_rng(1).normal(size=(len(WORDS), 8)).astype(np.float32)
    return save(folder, WordEmbeddings(WhitespaceTokenizer(WORDS), table), Pooling(8))


def static(folder: Path) -> str:
    """A vector for each word piece, and no limit to how many are read."""
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(packaged("reranker_en") / "tokenizer.json"))
    return save(folder, StaticEmbedding(tokenizer, embedding_dim=8))


def embedder(name: str, **kwargs: str) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(name, **kwargs)  # type: ignore[arg-type]


def test_a_model_of_ones_own_reads_the_words_themselves(tmp_path: Path) -> None:
    model = embedder(transformer(tmp_path))
    german, gloss = model.embed(["Die Miete ist fällig.", in_english("Die Miete ist fällig.")])
    assert german @ gloss < 0.999


@pytest.mark.parametrize("make", [transformer, whole_words, static])
def test_any_kind_of_model_gives_unit_vectors_by_which_documents_are_found(
    make: Callable[[Path], str], tmp_path: Path, home: Path
) -> None:
    name = make(tmp_path / "own")
    vectors = embedder(name).embed(["ferry", "lamp", "ferry sails"] * 4)
    assert (vectors.dtype, vectors.shape) == (np.float32, (12, 8))
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    settings = load_settings(home, {"embedder": name, "llm": "none"})
    with Assistant.with_settings(settings) as assistant:
        assert assistant.add([PastedText("Boats", "ferry sails"), PastedText("Lights", "lamp")]).ok
        assert assistant.search("ferry sails")[0].passage.text == "ferry sails"


def test_a_model_that_is_loaded_already_is_told_from_others_by_what_it_makes_of_a_sentence(
    tmp_path: Path, home: Path
) -> None:
    from sentence_transformers import SentenceTransformer

    first, other = (SentenceTransformer(make(tmp_path / make.__name__)) for make in (transformer, static))
    with Assistant.open(home, llm="none", embedder=first) as assistant:
        assert assistant.add([PastedText("Boats", "ferry sails"), PastedText("Lights", "lamp")]).ok
        assert assistant.search("ferry sails")[0].passage.text == "ferry sails"
    with Assistant.open(home, llm="none", embedder=other) as assistant, pytest.raises(EmbedderChanged):
        assistant.search("ferry sails")


def test_questions_and_passages_each_get_their_own_prompt(tmp_path: Path) -> None:
    prompted = embedder(transformer(tmp_path, prompts=PROMPTS))
    as_query, as_passage = prompted.embed_query("ferry"), prompted.embed(["ferry"])[0]
    assert not np.allclose(as_query, as_passage, atol=1e-4)
    plain = embedder(transformer(tmp_path / "plain"))
    np.testing.assert_allclose(plain.embed_query("ferry"), plain.embed(["ferry"])[0], atol=1e-5)


def test_a_model_is_read_as_far_as_it_reads_and_passages_are_made_to_fit(tmp_path: Path, home: Path) -> None:
    short = embedder(transformer(tmp_path, tokens=16))
    assert short.max_tokens == 16
    assert embedder(static(tmp_path / "static")).max_tokens == UNLIMITED
    settings = load_settings(home, {"embedder": str(tmp_path / "model"), "llm": "none"})
    with Assistant.with_settings(settings) as assistant:
        text = " ".join(f"The ferry number {number} sails to the harbour." for number in range(20))
        assert assistant.add([PastedText("Boats", text)]).ok
        (source,) = assistant.sources()
        count = counter(short.counter.data)
        assert max(count([one.text for one in assistant.library.passages_of(source.id)])) <= 12


def test_pieces_are_counted_by_the_models_own_tokenizer_or_estimated_from_words(tmp_path: Path) -> None:
    own = embedder(static(tmp_path / "static")).counter
    assert isinstance(own, TokenCounter) and counter(own.data)(["ferry lamps", ""]) == [2, 0]
    assert embedder(whole_words(tmp_path / "words")).counter == ESTIMATED
    assert estimator("")(["the ferry sails", ""]) == [4, 0]


def test_the_device_is_the_one_that_is_set(tmp_path: Path) -> None:
    on_cpu = embedder(transformer(tmp_path), device="cpu")
    assert on_cpu.dimensions == 8
    assert on_cpu._load().device.type == "cpu"
    with pytest.raises(MissingExtra, match=r"could not be loaded.*nowhere.*a device that there is"):
        embedder(str(tmp_path / "model"), device="nowhere").embed(["a"])


def test_doctor_and_the_choice_of_care_say_that_another_model_was_measured(
    tmp_path: Path, home: Path
) -> None:
    settings = load_settings(home, {"embedder": static(tmp_path / "own"), "llm": "none"})
    with Assistant.with_settings(settings) as assistant:
        found = next(check for check in assistant.doctor() if check.name == "search model")
        assert found.ok and "which it does with all-MiniLM-L6-v2" in found.message
        assert found.next_step == "Run `footnote calibrate` on questions of your own."
        assert any("(with another search model)" in level.text for level in assistant.care_levels())
    with Assistant.with_settings(load_settings(home, {"llm": "none"})) as assistant:
        assert not any("another search model" in level.text for level in assistant.care_levels())
