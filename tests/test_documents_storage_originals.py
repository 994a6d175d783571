"""Original bytes: kept whole under their hash, or not at all."""

import hashlib
import stat
import sys
from pathlib import Path

import pytest

from documents.errors import BadValue, MissingExtra, StorageFailed
from documents.storage.originals import Originals, open_originals, sha256_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "report.bin"
    path.write_bytes(bytes(range(256)) * 10_000)
    return path


PLACES = ["", "{tmp}/elsewhere", "file://{tmp}/share/files", "memory://bucket-{name}/originals"]


@pytest.fixture(params=PLACES)
def originals(request: pytest.FixtureRequest, home: Path, tmp_path: Path) -> Originals:
    """Every place that original files may be kept at."""
    home.mkdir()
    return open_originals(request.param.format(tmp=tmp_path, name=tmp_path.name), home)


def test_the_hash_is_that_of_the_whole_file(file: Path) -> None:
    assert sha256_of(file) == hashlib.sha256(file.read_bytes()).hexdigest()


def test_bytes_are_kept_under_their_hash(originals: Originals, file: Path) -> None:
    name = sha256_of(file)
    originals.keep(file, name)
    assert originals.names() == [name]
    assert originals.path(name).read_bytes() == file.read_bytes()
    assert (originals.has(name), originals.has("b")) == (True, False)


def test_the_folder_is_private(home: Path, file: Path) -> None:
    home.mkdir()
    originals = Originals(home)
    originals.keep(file, "a")
    assert stat.S_IMODE(originals.path("a").parent.stat().st_mode) == 0o700


def test_keeping_the_same_bytes_again_is_harmless(originals: Originals, file: Path) -> None:
    name = sha256_of(file)
    originals.keep(file, name)
    originals.keep(file, name)
    assert originals.names() == [name]


def test_a_copy_that_fails_leaves_nothing(originals: Originals, tmp_path: Path) -> None:
    with pytest.raises(StorageFailed):
        originals.keep(tmp_path / "missing", "a")
    assert originals.names() == []


def test_dropped_bytes_are_gone_and_dropping_again_is_harmless(originals: Originals, file: Path) -> None:
    originals.keep(file, "a")
    originals.drop("a")
    originals.drop("a")
    assert originals.names() == []
    assert not originals.path("a").exists()


def test_a_new_data_folder_keeps_nothing(originals: Originals) -> None:
    assert originals.names() == []


def test_what_another_computer_kept_is_fetched_once(file: Path, tmp_path: Path) -> None:
    url, name = f"file://{tmp_path}/share", sha256_of(file)
    open_originals(url, tmp_path / "one").keep(file, name)
    other = open_originals(url, tmp_path / "other")
    assert other.path(name).read_bytes() == file.read_bytes()
    (tmp_path / "share" / name).unlink()
    assert other.path(name).is_file()


def test_a_place_that_cannot_be_written_to_is_told_without_its_password(file: Path, tmp_path: Path) -> None:
    (tmp_path / "share").write_text("in the way")
    with pytest.raises(StorageFailed, match="nothing was stored") as told:
        open_originals(f"file://{tmp_path}/share/files", tmp_path).keep(file, "a")
    assert told.value.next_step


def test_a_place_of_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match="cannot be"):
        open_originals("drawer://me:secret@desk/left", tmp_path)


def test_a_bucket_needs_its_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    with pytest.raises(MissingExtra, match="s3:// is not installed") as told:
        open_originals("s3://bucket/originals", tmp_path)
    assert "pip install '.[s3]'" in told.value.next_step
