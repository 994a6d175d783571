"""Original bytes: kept whole under their hash, or not at all."""

import hashlib
import stat
from pathlib import Path

import pytest

from documents.errors import StorageFailed
from documents.storage.originals import Originals, sha256_of


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "report.bin"
    path.write_bytes(bytes(range(256)) * 10_000)
    return path


@pytest.fixture
def originals(home: Path) -> Originals:
    home.mkdir()
    return Originals(home)


def test_the_hash_is_that_of_the_whole_file(file: Path) -> None:
    assert sha256_of(file) == hashlib.sha256(file.read_bytes()).hexdigest()


def test_bytes_are_kept_under_their_hash(originals: Originals, file: Path) -> None:
    name = sha256_of(file)
    originals.keep(file, name)
    assert originals.names() == [name]
    assert originals.path(name).read_bytes() == file.read_bytes()


def test_the_folder_is_private(originals: Originals, file: Path) -> None:
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


def test_a_new_data_folder_keeps_nothing(originals: Originals) -> None:
    assert originals.names() == []
