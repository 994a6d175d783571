"""A trained difference is added to the packaged model as it is loaded."""

import re
from pathlib import Path

import numpy as np
import pytest

from assistant.evidence.rankers import DIFFERENCE
from documents.errors import MissingExtra
from index.models.lowrank import DOWN, HEAD, UP, dense_weights, load, with_difference
from index.models.packaged import packaged
from index.models.rerank import PackagedReranker

LAYER = "bert.encoder.layer.11.output.dense"
QUERY = "How do I get my money back?"
TEXTS = ["The back door is locked at ten.", "Refunds are paid within a week.", "Ferries leave every hour."]


@pytest.fixture(scope="module")
def weights() -> dict[str, np.ndarray]:
    return dense_weights(packaged("reranker_en") / "model.onnx")


def written(folder: Path, weights: dict[str, np.ndarray], **arrays: np.ndarray) -> Path:
    """A difference with the packaged head, and what is given."""
    head = {f"{HEAD}.{part}": weights[f"{HEAD}.{part}"] for part in ("weight", "bias")}
    path = folder / "difference.npz"
    np.savez(path, **{**head, **arrays})
    return path


def scores(difference: Path | None) -> list[float]:
    return PackagedReranker(threads=1, difference=difference).scores(QUERY, TEXTS)


def test_no_difference_changes_nothing_but_the_rounding(tmp_path, weights):
    nothing = written(tmp_path, weights, **{LAYER + DOWN: np.ones((2, 1536)), LAYER + UP: np.zeros((384, 2))})
    assert scores(nothing) == pytest.approx(scores(None), abs=0.3)


def test_a_difference_of_a_layer_and_of_the_head_counts(tmp_path, weights):
    rng = np.random.default_rng(1)
    layer = {LAYER + DOWN: rng.normal(scale=4, size=(2, 1536)), LAYER + UP: rng.normal(size=(384, 2))}
    assert scores(written(tmp_path, weights, **layer)) != pytest.approx(scores(None), abs=0.5)
    bias = {f"{HEAD}.bias": weights[f"{HEAD}.bias"] + 5}
    raised = np.array(scores(None)) + 5
    assert scores(written(tmp_path, weights, **bias)) == pytest.approx(raised, abs=0.3)


def test_the_weights_are_those_that_the_package_has(weights):
    assert weights["bert.embeddings.word_embeddings.weight"].shape == (30522, 384)
    assert weights["bert.encoder.layer.0.intermediate.dense.weight"].shape == (1536, 384)
    assert weights[f"{HEAD}.weight"].shape == (1, 384)


def test_a_difference_of_another_model_is_refused(tmp_path, weights):
    path = written(tmp_path, weights, **{"bert.encoder.layer.30.output.dense.a": np.ones((2, 1536))})
    with pytest.raises(ValueError, match="no layer"):
        with_difference(packaged("reranker_en") / "model.onnx", load(path))


@pytest.mark.parametrize(
    "content", [b"", b"no arrays", None, DIFFERENCE.read_bytes()[:9_000], DIFFERENCE.read_bytes()[:-9_000]]
)
def test_a_damaged_or_missing_difference_is_one_sentence(tmp_path, content):
    path = tmp_path / "difference.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(MissingExtra, match=re.escape("difference.npz")) as caught:
        scores(path)
    assert "git restore" in caught.value.next_step


def test_a_file_without_layers_is_none(tmp_path):
    path = tmp_path / "difference.npz"
    np.savez(path, other=np.ones(2))
    with pytest.raises(ValueError, match="no layers"):
        load(path)


def test_a_difference_to_a_cross_encoder_has_a_head(tmp_path):
    path = tmp_path / "difference.npz"
    np.savez(path, **{LAYER + DOWN: np.ones((2, 1536)), LAYER + UP: np.zeros((384, 2))})
    with pytest.raises(ValueError, match="no head"):
        with_difference(packaged("reranker_en") / "model.onnx", load(path))
