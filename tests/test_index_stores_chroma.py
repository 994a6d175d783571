"""Chroma is a copy: it is made, mended and made again from the library, and nothing is embedded for it."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from documents.storage.sqlite.library import SqliteLibrary
from index.stores.chroma import ChromaIndex
from index.stores.clean_memory import hand_out_clean
from index.stores.dense import VectorRecord
from index.stores.folder import StoreFolder
from tests.library_building import EMBEDDER, new_version, store
from tests.memory_child import SECRET

FERRY, LAMP = "The ferry sails at nine.", "The lamp is lit at dusk."
QUERY = EMBEDDER.embed(["ferry"])[0]


@pytest.fixture
def library(library: SqliteLibrary) -> SqliteLibrary:
    store(library, "/ferry", FERRY)
    store(library, "/lamp", LAMP)
    return library


def found(folder: Path, library: SqliteLibrary) -> tuple[set[str], list[str]]:
    """All ids, and the ranking for a question about ferries, after opening."""
    index = StoreFolder("chroma", folder.parent, library).open()
    try:
        return index.ids(), [name for name, _ in index.query(QUERY, 2)]
    finally:
        index.close()


def test_it_is_made_from_the_library(library: SqliteLibrary, tmp_path: Path) -> None:
    ids, ranking = found(tmp_path / "chroma", library)
    assert ids == set(library.passage_ids())
    assert ranking == library.passage_ids()


def test_it_is_kept_when_opened_again(library: SqliteLibrary, tmp_path: Path) -> None:
    before = found(tmp_path / "chroma", library)
    (segment,) = [path for path in (tmp_path / "chroma").iterdir() if path.is_dir()]
    assert found(tmp_path / "chroma", library) == before
    assert segment.is_dir()  # made again, it would have another name


def test_what_the_library_gained_and_lost_meanwhile_is_made_up(
    library: SqliteLibrary, tmp_path: Path
) -> None:
    found(tmp_path / "chroma", library)
    library.remove(library.sources()[0].id)
    store(library, "/new", "A new ferry sails at ten.")
    ids, ranking = found(tmp_path / "chroma", library)
    assert ids == set(library.passage_ids())
    assert ranking[0] == library.passage_ids()[-1]


def spoil_database(folder: Path) -> None:
    (folder / "chroma.sqlite3").write_bytes(b"garbage" * 1000)


def spoil_vectors(folder: Path) -> None:
    for path in folder.rglob("*.bin"):
        path.write_bytes(b"\xff" * 100)


def drop_vectors(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)


@pytest.mark.parametrize("damage", [shutil.rmtree, spoil_database, spoil_vectors, drop_vectors])
def test_a_damaged_folder_is_made_again(
    damage: Callable[[Path], None], library: SqliteLibrary, tmp_path: Path
) -> None:
    before = found(tmp_path / "chroma", library)
    damage(tmp_path / "chroma")
    assert found(tmp_path / "chroma", library) == before


def test_a_folder_of_another_library_is_mended(library: SqliteLibrary, tmp_path: Path) -> None:
    other = SqliteLibrary(tmp_path / "other")
    store(other, "/x", "Another text.")
    store(other, "/y", "Yet another text.")
    store(other, "/z", "And one more text.")
    found(tmp_path / "chroma", other)
    other.close()
    assert found(tmp_path / "chroma", library)[0] == set(library.passage_ids())


def test_vectors_of_another_length_are_replaced(library: SqliteLibrary, tmp_path: Path) -> None:
    index = ChromaIndex(tmp_path / "chroma")
    index.add([VectorRecord("old", np.ones(7, dtype=np.float32))])
    index.close()
    assert found(tmp_path / "chroma", library)[0] == set(library.passage_ids())


def test_closing_one_folder_leaves_another_one_open(tmp_path: Path) -> None:
    first, second = ChromaIndex(tmp_path / "first"), ChromaIndex(tmp_path / "second")
    (vector,) = new_version("/a", FERRY).vectors
    first.close()
    second.add([VectorRecord("a", vector)])
    assert second.ids() == {"a"}
    second.close()


def test_closing_twice_is_harmless(tmp_path: Path) -> None:
    index = ChromaIndex(tmp_path / "chroma")
    index.close()
    index.close()


def test_what_the_process_forgot_is_in_no_file_of_the_index(tmp_path: Path) -> None:
    if not hand_out_clean():
        pytest.skip("the C library is not glibc, and hands out memory as it is")
    command = [sys.executable, "-m", "tests.memory_child", str(tmp_path)]
    subprocess.run(command, cwd=Path(__file__).parents[1], check=True)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in files if path.name == "data_level0.bin"]
    assert [path.name for path in files if SECRET in path.read_bytes()] == []
