"""When Chroma's folder is sealed and when it is not: only what is whole is opened again."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import index.stores.chroma
from documents.inputs import PastedText
from documents.storage.sqlite.library import SqliteLibrary
from index.stores.chroma import version
from index.stores.current import CurrentIndex
from index.stores.integrity import CHANGED, NOTE, break_seal, changed, fault, seal
from tests.fakes import WordHashEmbedder
from tests.library_building import EMBEDDER, current_index, ingest_parts, store, uses_store

MAKER = ("chroma", version())
FERRY, LAMP = "The ferry sails.", "The lamp is lit."


@pytest.fixture
def chroma(home: Path) -> Path:
    return home / "chroma"


@pytest.fixture
def current(library: SqliteLibrary, chroma: Path) -> Iterator[CurrentIndex]:
    """An index with a ferry, in use and sealed."""
    opened = current_index(library, chroma.parent)
    opened.use_store()
    opened.apply(store(library, "/ferry", FERRY))
    opened.settle()
    yield opened
    opened.close()


def best(index: CurrentIndex, words: str) -> str:
    return index.query(EMBEDDER.embed([words])[0], 1)[0][0]


def test_a_new_index_is_made_without_a_word(
    chroma: Path, library: SqliteLibrary, caplog: pytest.LogCaptureFixture
) -> None:
    chroma.mkdir()  # as where a disk is mounted
    current_index(library, chroma.parent).use_store()
    assert fault(chroma, library, *MAKER) is None
    assert caplog.text == ""


def test_what_was_added_and_removed_is_sealed_and_opened_again_without_a_word(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(3):
        with ingest_parts(home, use_store=True) as parts:
            assert uses_store(parts.index)
            assert parts.statuses(PastedText(f"A{number}", FERRY + str(number)), PastedText("B", LAMP))[
                0
            ] == ("added")
            assert fault(home / "chroma", parts.library, *MAKER) is None
            parts.ingestor.remove(parts.library.sources()[0].id)
            assert fault(home / "chroma", parts.library, *MAKER) is None
    assert caplog.text == ""


def test_an_ingest_that_is_stopped_leaves_a_sealed_index(home: Path) -> None:
    class Stopped(WordHashEmbedder):
        def embed(self, texts, progress=None):
            if any("lamp" in text for text in texts):
                raise KeyboardInterrupt
            return super().embed(texts, progress)

    ferries = PastedText("Ferries", "\n\n".join(f"{FERRY} {number} " * 20 for number in range(200)))
    with ingest_parts(home, embedder=Stopped(), use_store=True) as parts:
        with pytest.raises(KeyboardInterrupt):
            parts.add(ferries, PastedText("Lamp", LAMP))
        assert [source.title for source in parts.library.sources()] == ["Ferries"]
        assert fault(home / "chroma", parts.library, *MAKER) is None


def test_what_reached_the_library_alone_is_not_sealed(
    current: CurrentIndex, library: SqliteLibrary, chroma: Path
) -> None:
    ferry = library.sources()[0]
    store(library, ferry.uri, LAMP)  # as many passages as before
    current.apply(library.move_uri("/other", ferry.id))
    current.settle()
    assert fault(chroma, library, *MAKER) == "was behind the library"


def test_damage_while_it_is_in_use_is_never_sealed(
    current: CurrentIndex, library: SqliteLibrary, chroma: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (header,) = chroma.rglob("header.bin")
    header.write_bytes(os.urandom(100))
    lamp = store(library, "/lamp", LAMP)
    current.apply(lamp)
    current.settle()
    assert not uses_store(current)
    assert "it was opened by another program, or damaged (header.bin had changed)" in caplog.text
    assert best(current, "lamp") == lamp.added[0]
    assert fault(chroma, library, *MAKER) is not None
    current.use_store()
    assert uses_store(current) and fault(chroma, library, *MAKER) is None
    assert best(current, "lamp") == lamp.added[0]


def test_a_folder_that_another_program_read_is_not_called_damaged(
    current: CurrentIndex, library: SqliteLibrary, chroma: Path, caplog: pytest.LogCaptureFixture
) -> None:
    current.close()
    read = "import chromadb; print(chromadb.PersistentClient('chroma').get_collection('passages').count())"
    done = subprocess.run(
        [sys.executable, "-c", read], cwd=chroma.parent, capture_output=True, text=True, check=True
    )
    assert done.stdout == "1\n"
    current.use_store()
    assert "The search index was opened by another program, or damaged (chroma.sqlite3 had" in caplog.text
    assert uses_store(current) and best(current, "ferry")


def test_a_start_that_chroma_ended_is_not_tried_again(
    current: CurrentIndex, library: SqliteLibrary, chroma: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(folder: Path) -> None:
        raise SystemExit

    current.close()
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(index.stores.chroma, "ChromaIndex", die)
        current.use_store()
    assert fault(chroma, library, *MAKER) == "was not left whole by the last run"


def test_an_index_that_failed_is_made_again(
    current: CurrentIndex, library: SqliteLibrary, chroma: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(current._stored, "query", fail)
    assert best(current, "ferry") == library.passage_ids()[0]
    assert not uses_store(current)
    assert fault(chroma, library, *MAKER) == "was not left whole by the last run"


def test_a_damaged_folder_that_cannot_be_emptied_is_not_opened(
    current: CurrentIndex, library: SqliteLibrary, chroma: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    current.close()
    (header,) = chroma.rglob("header.bin")
    header.write_bytes(os.urandom(100))
    monkeypatch.setattr(shutil, "rmtree", refuse)
    current.use_store()
    assert not uses_store(current)
    assert best(current, "ferry") == library.passage_ids()[0]


@pytest.mark.parametrize("note", ["[]", "{", "3", '{"files": {"a": 1}}', '{"files": {}, "store": "chroma"}'])
def test_a_seal_that_is_none_is_a_broken_one(
    note: str, current: CurrentIndex, library: SqliteLibrary, chroma: Path
) -> None:
    library.set_note(NOTE, note)
    assert fault(chroma, library, *MAKER) == "was not left whole by the last run"
    assert changed(chroma, library) is not None


def test_a_seal_holds_for_a_copy_and_not_after_it_is_broken(library: SqliteLibrary, tmp_path: Path) -> None:
    (tmp_path / "one" / "part").mkdir(parents=True)
    (tmp_path / "one" / "part" / "file").write_text("text")
    seal(tmp_path / "one", library, *MAKER)
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    assert fault(tmp_path / "two", library, *MAKER) is None
    break_seal(library)
    assert fault(tmp_path / "two", library, *MAKER) is not None


def test_a_link_to_a_folder_is_another_file(library: SqliteLibrary, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "file").write_text("text")
    seal(tmp_path / "one", library, *MAKER)
    (tmp_path / "one" / "root").symlink_to("/")
    assert fault(tmp_path / "one", library, *MAKER) == f"{CHANGED} (it had another file, root)"
