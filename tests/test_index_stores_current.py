"""The index in use follows the library, with Chroma or without, and a failing Chroma costs nothing."""

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from documents.library import Change
from documents.storage.sqlite.library import SqliteLibrary
from index.stores.chroma import ChromaIndex
from index.stores.dense import SearchIndex, VectorRecord
from tests.library_building import EMBEDDER, current_index, new_version, server_index, store, uses_store


@pytest.fixture(params=["exact", "chroma", "chroma_server"])
def index(request: pytest.FixtureRequest, home: Path, library: SqliteLibrary) -> Iterator[SearchIndex]:
    current: SearchIndex = current_index(library, home)
    if request.param == "chroma_server":
        current = server_index(library, request.getfixturevalue("chroma_server").url)
    if request.param != "exact":
        current.use_store()
    yield current
    current.close()


def best(index: SearchIndex, words: str) -> str:
    return index.query(EMBEDDER.embed([words])[0], 1)[0][0]


def add(index: SearchIndex, library: SqliteLibrary, uri: str, text: str) -> Change:
    change = store(library, uri, text)
    index.apply(change)
    return change


def test_an_empty_library_finds_nothing(index: SearchIndex) -> None:
    assert index.query(EMBEDDER.embed(["ferry"])[0], 5) == []


def test_what_was_stored_is_found(index: SearchIndex, library: SqliteLibrary) -> None:
    ferry = add(index, library, "/a", "The ferry sails.")
    lamp = add(index, library, "/b", "The lamp is lit.")
    assert best(index, "ferry") == ferry.added[0]
    assert best(index, "lamp") == lamp.added[0]


def test_an_old_version_is_not_found(index: SearchIndex, library: SqliteLibrary) -> None:
    add(index, library, "/a", "The ferry sails.")
    lamp = add(index, library, "/a", "The lamp is lit.")
    found = index.query(EMBEDDER.embed(["ferry"])[0], 10)
    assert [name for name, _ in found] == list(lamp.added)


def test_a_removed_source_is_not_found(index: SearchIndex, library: SqliteLibrary) -> None:
    ferry = add(index, library, "/a", "The ferry sails.")
    index.apply(library.remove(ferry.source_id))
    assert index.query(EMBEDDER.embed(["ferry"])[0], 10) == []


def test_passages_made_anew_under_the_same_ids_have_their_new_vectors(
    index: SearchIndex, library: SqliteLibrary
) -> None:
    ferry = add(index, library, "/a", "The ferry sails.")
    add(index, library, "/b", "Something else.")
    index.apply(library.replace_passages(ferry.source_id, new_version("/a", "The lamp is lit.")))
    assert best(index, "lamp") == ferry.added[0]


def test_a_source_replaced_before_anybody_asks_is_found_by_its_last_version(
    index: SearchIndex, library: SqliteLibrary
) -> None:
    for text in ("The ferry sails.", "The lamp is lit.", "The dog barks.", "The lamp is lit."):
        last = add(index, library, "/a", text)
    assert [name for name, _ in index.query(EMBEDDER.embed(["lamp"])[0], 10)] == list(last.added)


def test_chroma_takes_over_many_small_sources_together(
    home: Path, library: SqliteLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    added: list[int] = []
    really_add = ChromaIndex.add

    def counted(self: ChromaIndex, records: Sequence[VectorRecord]) -> None:
        added.append(len(records))
        really_add(self, records)

    monkeypatch.setattr(ChromaIndex, "add", counted)
    monkeypatch.setattr("index.stores.current.PENDING_PASSAGES", 4)
    index = current_index(library, home)
    index.use_store()
    changes = [add(index, library, f"/{number}", f"Lamp {number} is lit.") for number in range(6)]
    assert added == [4]
    found = index.query(EMBEDDER.embed(["lamp"])[0], 10)
    assert added == [4, 2]
    assert {name for name, _ in found} == {change.added[0] for change in changes}
    index.close()


def test_the_exact_index_sees_what_another_process_wrote(home: Path, library: SqliteLibrary) -> None:
    reader = current_index(library, home)
    assert reader.query(EMBEDDER.embed(["ferry"])[0], 5) == []
    other = SqliteLibrary(home)
    ferry = store(other, "/a", "The ferry sails.")
    other.close()
    assert best(reader, "ferry") == ferry.added[0]


def test_without_the_write_lock_no_folder_is_made(home: Path, library: SqliteLibrary) -> None:
    store(library, "/a", "The ferry sails.")
    best(current_index(library, home), "ferry")
    assert not (home / "chroma").exists()


def test_a_folder_that_goes_away_under_chroma_costs_nothing(home: Path, library: SqliteLibrary) -> None:
    index = current_index(library, home)
    index.use_store()
    ferry = add(index, library, "/a", "The ferry sails.")
    shutil.rmtree(home / "chroma")
    lamp = add(index, library, "/b", "The lamp is lit.")
    assert best(index, "ferry") == ferry.added[0]
    assert best(index, "lamp") == lamp.added[0]
    index.close()
    index.use_store()
    assert uses_store(index)
    assert best(index, "lamp") == lamp.added[0]
    index.close()


def test_a_write_that_is_broken_off_is_done_again(
    home: Path, library: SqliteLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: ChromaIndex, records: Sequence[VectorRecord]) -> None:
        raise KeyboardInterrupt

    index = current_index(library, home)
    index.use_store()
    lamp = add(index, library, "/a", "The lamp is lit.")
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(ChromaIndex, "add", interrupted)
        index.settle()
    assert best(index, "lamp") == lamp.added[0] and uses_store(index)
    index.close()


def test_a_write_that_fails_in_chroma_is_made_up_at_the_next_one(home: Path, library: SqliteLibrary) -> None:
    index = current_index(library, home)
    index.use_store()
    add(index, library, "/a", "The ferry sails.")
    database = home / "chroma" / "chroma.sqlite3"
    database.unlink()
    os.mkdir(database)
    lamp = add(index, library, "/b", "The lamp is lit.")
    assert best(index, "lamp") == lamp.added[0]
    index.close()
    index.use_store()
    assert uses_store(index)
    assert best(index, "lamp") == lamp.added[0]
    index.close()


def test_where_chroma_cannot_be_made_search_is_exact(tmp_path: Path, library: SqliteLibrary) -> None:
    (tmp_path / "file").write_text("in the way")
    index = current_index(library, tmp_path / "file")
    index.use_store()
    assert not uses_store(index)
    ferry = add(index, library, "/a", "The ferry sails.")
    assert best(index, "ferry") == ferry.added[0]


def test_chosen_sources_are_compared_alone_and_as_they_are_now(
    index: SearchIndex, library: SqliteLibrary
) -> None:
    ferry = add(index, library, "/a", "The ferry sails.")
    lamp = add(index, library, "/b", "The lamp is lit.")
    vector = EMBEDDER.embed(["ferry"])[0]
    assert [name for name, _ in index.query(vector, 5, [lamp.source_id])] == list(lamp.added)
    assert [name for name, _ in index.query(vector, 5, [ferry.source_id])] == list(ferry.added)
    anew = add(index, library, "/a", "The ferry stays.")
    assert [name for name, _ in index.query(vector, 5, [ferry.source_id])] == list(anew.added)
    assert len(index.query(vector, 5, [ferry.source_id, lamp.source_id, "unknown"])) == 2
