"""The real embedder (where its weights are), and how it is made."""

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from documents.errors import EmbedderChanged, MissingExtra
from documents.library import Vectors
from index.models.embedded import EmbeddedEmbedder
from index.models.embeddings import SentenceTransformerEmbedder, check_identity
from index.models.onnx_export import LOCK, cpu_flavour, export_embedder, file_name
from index.models.packaged import session_options
from index.models.telemetry import disable_telemetry
from index.models.tokens import counter
from tests.fakes import WordHashEmbedder
from tests.small_disk import small_disk

pytestmark = pytest.mark.xdist_group("torch")  # it takes seconds to load, once for all of these
# More than one batch, so that a question asked meanwhile comes in between.
MANY = [f"Sentence number {number} about ferries, lamps and dogs." for number in range(60)]

LOADED = """
import sys
from pathlib import Path
from index.models.embedded import EmbeddedEmbedder
print(EmbeddedEmbedder(Path(sys.argv[1])).embed_query("ferry").shape)
print([name for name in ("torch", "transformers", "sentence_transformers") if name in sys.modules])
"""


@pytest.fixture(scope="module")
def real(weights: Path) -> EmbeddedEmbedder:
    return EmbeddedEmbedder(weights)


def cosine(first: Vectors, second: Vectors) -> float:
    return float(first @ second)


def test_like_meanings_are_nearer_than_like_words(real: EmbeddedEmbedder) -> None:
    question, answer, other = real.embed(
        ["How do I get my money back?", "Refunds are paid within a week.", "How do I get to the back door?"]
    )
    assert cosine(question, answer) > cosine(question, other)


def test_vectors_are_float32_of_unit_length(real: EmbeddedEmbedder) -> None:
    vectors = real.embed(["short", "a somewhat longer text about ferries", ""])
    assert (vectors.dtype, vectors.shape) == (np.float32, (3, real.dimensions))
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_rows_are_in_the_order_of_the_texts(real: EmbeddedEmbedder) -> None:
    texts = ["word " * 50, "ferry", "A sentence about dogs and lamps.", "lamp"]
    together = real.embed(texts)
    for text, row in zip(texts, together, strict=True):
        assert cosine(real.embed([text])[0], row) > 0.98  # int8 depends a little on the batch


def test_no_texts_give_no_rows(real: EmbeddedEmbedder) -> None:
    assert real.embed([]).shape == (0, real.dimensions)


def test_progress_counts_up_to_all(real: EmbeddedEmbedder) -> None:
    told: list[int] = []
    real.embed(MANY, told.append)
    assert told == sorted(told)
    assert told[-1] == len(MANY)


def test_a_long_text_is_counted_whole(real: EmbeddedEmbedder) -> None:
    count = counter(real.counter.data)
    assert count(["ferry", "ferry " * 1000, ""]) == [1, 1000, 0]
    assert real.max_tokens == 256


def test_the_identity_names_model_quantisation_and_cpu(real: EmbeddedEmbedder) -> None:
    assert real.identity == f"all-MiniLM-L6-v2-onnx-int8-{cpu_flavour()}"


def test_two_threads_embed_at_once(real: EmbeddedEmbedder) -> None:
    alone, results = real.embed(MANY), {}

    def embed(name: int) -> None:
        real.token_vectors(MANY)
        results[name] = real.embed(MANY)

    threads = [threading.Thread(target=embed, args=(name,)) for name in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for vectors in results.values():
        np.testing.assert_allclose(vectors, alone, atol=1e-5)
    assert len(results) == 2


def test_the_vectors_are_those_of_sentence_transformers(real: EmbeddedEmbedder, weights: Path) -> None:
    from sentence_transformers import SentenceTransformer

    disable_telemetry(offline=True)
    model = SentenceTransformer(
        str(export_embedder(weights)),
        backend="onnx",
        device="cpu",
        model_kwargs={"file_name": f"onnx/{file_name()}", "session_options": session_options(1)},
    )
    texts = ["ferry", "Lamps are lit at dusk, and trimmed at four.", "", "word " * 400]
    alone = [model.encode(text, normalize_embeddings=True) for text in texts]
    np.testing.assert_allclose(real.embed(texts), alone, atol=1e-5)


def test_a_text_has_the_same_vectors_beside_any_others(real: EmbeddedEmbedder) -> None:
    """Else an answer hangs on what was asked before: what was embedded then is remembered."""
    alone, beside = real.embed(MANY[:1]), real.embed(MANY)
    np.testing.assert_array_equal(beside[0], alone[0])
    np.testing.assert_array_equal(real.token_vectors(MANY)[0][1], real.token_vectors(MANY[:1])[0][1])


def test_a_text_is_searched_for_without_torch(weights: Path) -> None:
    """It would take each process six seconds and 300 MB."""
    child = subprocess.run(
        [sys.executable, "-c", LOADED, weights], capture_output=True, check=True, text=True
    )
    assert child.stdout.split() == ["(384,)", "[]"]


def test_word_pieces_have_their_offsets_and_unit_vectors(real: EmbeddedEmbedder) -> None:
    short, long = real.token_vectors(["Lamps burn.", "word " * 400])
    assert short[0] == [(0, 5), (6, 10), (10, 11)]
    assert len(long[0]) == len(long[1]) == real.max_tokens - 2
    np.testing.assert_allclose(np.linalg.norm(short[1], axis=1), 1.0, atol=1e-5)


def test_an_export_that_is_there_is_used(weights: Path) -> None:
    before = [(path, path.stat().st_mtime_ns) for path in sorted(weights.rglob("*.onnx"))]
    folder = export_embedder(weights)
    assert (folder / "onnx" / file_name()).is_file()
    assert [(path, path.stat().st_mtime_ns) for path in sorted(weights.rglob("*.onnx"))] == before


def test_an_export_is_made_in_a_folder_without_one(weights: Path, tmp_path: Path) -> None:
    folder = export_embedder(tmp_path / "models")
    assert {path.name for path in (tmp_path / "models").iterdir()} == {folder.name, LOCK}
    assert [path.name for path in (folder / "onnx").iterdir()] == [file_name()]
    embedder = EmbeddedEmbedder(tmp_path / "models")
    given = EmbeddedEmbedder(weights)
    assert cosine(embedder.embed(["ferry"])[0], given.embed(["ferry"])[0]) > 0.999


def test_a_folder_that_cannot_hold_the_export_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(MissingExtra, match=r"cannot be written.*FOOTNOTE_MODELS"):
        export_embedder(tmp_path / "file" / "models")


def test_a_model_that_is_not_there_is_told(tmp_path: Path) -> None:
    embedder = SentenceTransformerEmbedder(str(tmp_path / "nothing"))
    with pytest.raises(MissingExtra, match=r"could not be loaded.*set embedder to 'embedded'"):
        embedder.embed(["ferry"])


def test_making_an_embedder_loads_nothing(tmp_path: Path) -> None:
    EmbeddedEmbedder(tmp_path / "models")
    assert not (tmp_path / "models").exists()


def test_a_library_without_vectors_takes_any_embedder() -> None:
    check_identity(None, WordHashEmbedder())
    check_identity("word-hash", WordHashEmbedder())


def test_another_embedder_is_refused_with_the_next_step() -> None:
    with pytest.raises(EmbedderChanged, match="footnote rebuild"):
        check_identity("all-MiniLM-L6-v2-onnx-int8-arm64", WordHashEmbedder())


def test_a_disk_without_room_for_the_export_is_told(tmp_path: Path) -> None:
    with small_disk(tmp_path) as disk:
        with pytest.raises(MissingExtra, match=r"could not be prepared \(No space left on device\)"):
            export_embedder(disk / "models")
        assert [path.name for path in (disk / "models").iterdir()] == [LOCK]
