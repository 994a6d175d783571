"""A library's collection on a Chroma server follows the library; whatever the server does costs nothing."""

import threading
import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant import Assistant
from assistant.erasing.receipt import receipt_text
from assistant.settings import load_settings
from assistant.tasks import worker
from documents.errors import BadValue, StorageFailed
from documents.inputs import PastedText
from documents.library import Change, Library, NewVersion
from documents.storage.sqlite.library import SqliteLibrary
from index.stores import chroma, naming, server
from index.stores.chroma import ChromaCollection
from index.stores.dense import VectorRecord
from index.stores.exact import ExactSearch
from index.stores.server import ServerIndex
from tests.chroma_server import ChromaProcess
from tests.fakes import WordHashEmbedder
from tests.library_building import EMBEDDER, at_rest, new_version, server_index, store, uses_store
from tests.postgres_server import free_port
from tests.raw_server import answering, page
from tests.working import Running

pytestmark = pytest.mark.usefixtures("chroma_server")
SOON = 20.0  # seconds; what is waited for takes a fraction of it


@pytest.fixture
def index(library: SqliteLibrary, chroma_server: ChromaProcess) -> Iterator[ServerIndex]:
    """The index of a library with two sources, whose collection is in step."""
    store(library, "/ferry", "The ferry sails.")
    store(library, "/lamp", "The lamp is lit.")
    made = in_use(server_index(library, chroma_server.url))
    assert uses_store(made)
    yield made
    made.close()


def in_use(index: ServerIndex) -> ServerIndex:
    """The index after what a start with the write lock does."""
    index.use_store()
    return at_rest(index)


def query(index: ServerIndex, words: str, k: int = 1) -> list[str]:
    return [name for name, _ in index.query(EMBEDDER.embed([words])[0], k)]


def index_of_ferries(library: SqliteLibrary, server: ChromaProcess, count: int) -> ServerIndex:
    """The index of a library with so many sources, in use."""
    for number in range(count):
        store(library, f"/{number}", f"The ferry number {number} sails.")
    return in_use(server_index(library, server.url))


def collection_of(library: Library, server: ChromaProcess) -> ChromaCollection:
    """The library's collection, as another program sees it."""
    found = chroma.connect(server.url, "").existing(library.note("index_collection") or "")
    assert found is not None
    return found


def add(index: ServerIndex, library: SqliteLibrary, uri: str, text: str) -> Change:
    change = store(library, uri, text)
    index.apply(change)
    return change


def test_the_collection_has_texts_and_where_they_are_from(
    index: ServerIndex, library: SqliteLibrary, chroma_server: ChromaProcess
) -> None:
    found = collection_of(library, chroma_server)._collection.get(include=["documents", "metadatas"])
    assert sorted(found["documents"]) == ["The ferry sails.", "The lamp is lit."]
    assert {one["title"] for one in found["metadatas"]} == {"A title"}
    assert {one["source_id"] for one in found["metadatas"]} == library.source_ids()


def test_two_libraries_on_one_server_do_not_mix(
    index: ServerIndex, tmp_path: Path, chroma_server: ChromaProcess
) -> None:
    other = SqliteLibrary(tmp_path / "other")
    second = server_index(other, chroma_server.url)
    second.use_store()
    boat = add(second, other, "/boat", "The boat is white.")
    assert query(second, "the ferry sails", 10) == list(boat.added)
    assert boat.added[0] not in query(index, "the boat is white", 10)
    second.close()
    other.close()


def test_another_process_searches_the_same_collection_without_filling_it(
    index: ServerIndex, library: SqliteLibrary, chroma_server: ChromaProcess
) -> None:
    reader = server_index(library, chroma_server.url)
    assert query(reader, "ferry") == query(index, "ferry")
    assert uses_store(reader)
    lamp, ferry = sorted(library.passage_ids(), key=lambda one: one in query(index, "ferry"))
    collection_of(library, chroma_server).delete([ferry])
    late = server_index(library, chroma_server.url)
    assert query(late, "ferry") == [ferry]
    assert not uses_store(at_rest(late))
    assert collection_of(library, chroma_server).ids() == {lamp}
    reader.close()
    late.close()


def test_what_a_killed_process_did_not_send_is_sent_by_the_next(
    index: ServerIndex, library: SqliteLibrary, chroma_server: ChromaProcess
) -> None:
    index.settle()
    boat = store(
        library, "/lamp", "The boat is white."
    )  # as many passages as before, and nobody told the index
    then = in_use(server_index(library, chroma_server.url))
    assert collection_of(library, chroma_server).ids() == set(library.passage_ids()) >= set(boat.added)
    then.close()


def test_who_asked_before_it_writes_compares_the_collection_then(
    index: ServerIndex, library: SqliteLibrary, chroma_server: ChromaProcess
) -> None:
    index.settle()
    store(library, "/lamp", "The boat is white.")  # nobody told the index
    then = server_index(library, chroma_server.url)
    assert query(then, "ferry")
    assert uses_store(then)
    in_use(then)
    assert collection_of(library, chroma_server).ids() == set(library.passage_ids())
    then.close()


def test_a_start_after_a_quiet_end_compares_no_ids(
    index: ServerIndex, library: SqliteLibrary, chroma_server: ChromaProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(index, library, "/boat", "The boat is white.")
    index.close()
    monkeypatch.setattr(ChromaCollection, "ids", lambda self: pytest.fail("it asked for all ids"))
    then = in_use(server_index(library, chroma_server.url))
    assert uses_store(then)
    then.close()


def test_a_server_that_is_killed_costs_no_answer_and_is_used_again_when_it_is_back(
    index: ServerIndex, library: SqliteLibrary, chroma_server: ChromaProcess, caplog: pytest.LogCaptureFixture
) -> None:
    ferry = query(index, "ferry")
    chroma_server.kill()
    try:
        assert query(index, "ferry") == ferry
        assert index.note is not None
        assert "does not answer: the library itself is searched meanwhile" in index.note
        boat = add(index, library, "/boat", "The boat is white.")
        index.settle()
        assert query(index, "white boat") == list(boat.added)
        assert query(at_rest(index), "white boat") == list(boat.added)
        (warned,) = [one.getMessage() for one in caplog.records if one.levelname == "WARNING"]
        assert warned.endswith(f"searching without it. {index.check().next_step}")
    finally:
        chroma_server.start()
    query(at_rest(index), "ferry")
    assert query(at_rest(index), "white boat") == list(boat.added)
    assert uses_store(index)
    assert index.note is None
    assert collection_of(library, chroma_server).ids() == set(library.passage_ids())


def test_a_server_that_hangs_is_left_in_time(
    index: ServerIndex, chroma_server: ChromaProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    ferry = query(index, "ferry")
    monkeypatch.setattr("index.stores.chroma.ASK_SECONDS", 0.2)
    chroma_server.hang()
    try:
        assert query(index, "ferry") == ferry
        assert "did not answer in time" in (index.note or "")
        query(index, "ferry")
        at_rest(index)  # it connects anew beside the questions, and is left again
        assert not uses_store(index)
    finally:
        chroma_server.go_on()
    monkeypatch.setattr("index.stores.chroma.ASK_SECONDS", 60.0)
    query(index, "ferry")
    assert uses_store(at_rest(index))


@pytest.mark.parametrize("sent_by", ["question", "writer"])
def test_a_question_does_not_wait_for_changes_that_a_hanging_server_does_not_take(
    index: ServerIndex, library: SqliteLibrary, monkeypatch: pytest.MonkeyPatch, sent_by: str
) -> None:
    hanging, goes_on = threading.Event(), threading.Event()
    send = ChromaCollection.add

    def hang(collection: ChromaCollection, records: Sequence[VectorRecord]) -> None:
        hanging.set()
        assert goes_on.wait(SOON)
        send(collection, records)

    monkeypatch.setattr(ChromaCollection, "add", hang)
    boat = add(index, library, "/boat", "The boat is white.")
    writer = threading.Thread(target=index.settle)
    if sent_by == "writer":
        writer.start()
        assert hanging.wait(SOON)
    answers: list[list[str]] = []
    asking = threading.Thread(target=lambda: answers.extend(query(index, "white boat") for _ in range(3)))
    asking.start()
    asking.join(SOON / 2)
    assert answers == [list(boat.added)] * 3
    assert hanging.wait(SOON)
    bus = add(index, library, "/bus", "The bus waits.")  # nor does who writes wait for a few
    assert query(index, "the bus waits") == list(bus.added)
    goes_on.set()
    if sent_by == "writer":
        writer.join()
    query(at_rest(index), "ferry")  # has the second change sent
    at_rest(index)
    assert uses_store(index)
    assert not index._is_behind()
    assert set(index._collection.ids()) == set(library.passage_ids())  # type: ignore[union-attr]


def test_a_server_that_lost_everything_gets_it_from_the_library(
    index: ServerIndex, library: SqliteLibrary, chroma_server: ChromaProcess
) -> None:
    ferry = query(index, "ferry")
    chroma_server.empty()
    for _ in range(3):
        assert query(at_rest(index), "ferry") == ferry
    assert uses_store(index)
    assert collection_of(library, chroma_server).ids() == set(library.passage_ids())


def test_a_collection_that_somebody_emptied_is_noticed_and_filled(
    index: ServerIndex, library: SqliteLibrary, chroma_server: ChromaProcess
) -> None:
    collection_of(library, chroma_server).delete(library.passage_ids())
    assert sorted(query(index, "ferry", 5)) == sorted(library.passage_ids())
    at_rest(index)
    assert collection_of(library, chroma_server).ids() == set(library.passage_ids())


@pytest.mark.parametrize("dimensions", [8, 256])
def test_vectors_of_another_model_are_replaced(
    index: ServerIndex, library: SqliteLibrary, chroma_server: ChromaProcess, dimensions: int
) -> None:
    ferry = query(index, "ferry")
    index.close()
    server, name = chroma.connect(chroma_server.url, ""), library.note("index_collection") or ""
    server.drop(name)
    strange = np.zeros((2, dimensions), dtype=np.float32)
    strange[:, 3] = 1.0
    server.collection(name)._collection.upsert(ids=library.passage_ids(), embeddings=strange)
    then = in_use(server_index(library, chroma_server.url))
    assert (query(then, "ferry"), uses_store(then)) == (ferry, True)
    then.close()


def test_a_rebuild_makes_a_new_collection_and_every_process_moves_to_it(
    index: ServerIndex, library: SqliteLibrary, chroma_server: ChromaProcess, caplog: pytest.LogCaptureFixture
) -> None:
    other, old = server_index(library, chroma_server.url), library.note("index_collection") or ""
    ferry = query(other, "ferry")
    index.remake()
    at_rest(index)
    assert chroma.connect(chroma_server.url, "").existing(old) is None
    assert query(other, "ferry") == ferry
    assert query(other, "ferry") == ferry
    assert uses_store(other)
    assert caplog.text == ""
    other.close()


def test_what_cannot_be_deleted_now_is_deleted_when_the_server_is_back(
    index: ServerIndex, library: SqliteLibrary, chroma_server: ChromaProcess
) -> None:
    old = library.note("index_collection") or ""
    chroma_server.kill()
    try:
        with pytest.raises(StorageFailed, match=r"what it has is not deleted yet\. Start it"):
            index.remake()
        assert index.has_files
    finally:
        chroma_server.start()
    query(index, "ferry")
    at_rest(index)
    assert chroma.connect(chroma_server.url, "").existing(old) is None
    assert uses_store(index)


def test_many_chosen_sources_are_searched_on_the_server_and_few_exactly(
    library: SqliteLibrary, chroma_server: ChromaProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.stores.server.FEW_SOURCES", 2)
    index = index_of_ferries(library, chroma_server, 6)
    sources = sorted(library.source_ids())
    exact = [name for name, _ in index.query(EMBEDDER.embed(["ferry"])[0], 9, sources[:2])]
    monkeypatch.setattr(library, "vectors_of", lambda sources: pytest.fail("it compared them itself"))
    found = [name for name, _ in index.query(EMBEDDER.embed(["ferry"])[0], 9, sources[:4])]
    assert {name.split("-")[0] for name in exact} == set(sources[:2])
    assert {name.split("-")[0] for name in found} == set(sources[:4])
    index.close()


def test_records_of_more_than_one_request_are_added(
    library: SqliteLibrary, chroma_server: ChromaProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.stores.server.BATCH", 2)
    index = index_of_ferries(library, chroma_server, 5)
    assert collection_of(library, chroma_server).ids() == set(library.passage_ids())
    index.close()


def test_a_collection_is_made_to_be_searched_with_care(
    library: SqliteLibrary, chroma_server: ChromaProcess
) -> None:
    index = index_of_ferries(library, chroma_server, 1)
    made = collection_of(library, chroma_server)._collection.configuration_json["hnsw"]
    assert (made["space"], made["ef_search"]) == ("cosine", chroma.EF_SEARCH_ON_SERVER)
    index.close()


# Through the settings


def opened(home: Path, url: str, **settings: str) -> Assistant:
    loaded = load_settings(home, {"index": url, "reranker": "none", **settings})  # type: ignore[typeddict-item]
    return Assistant.with_settings(loaded, embedder=WordHashEmbedder(), open_model=lambda: None)


def index_line(assistant: Assistant) -> tuple[bool, str]:
    return next((check.ok, check.message) for check in assistant.doctor() if check.name == "index")


FERRY = PastedText("Ferry", "The ferry sails at nine from the old harbour.")
LAMP = PastedText("Lamp", "The lamp is lit at dusk by its keeper.")


def test_documents_are_added_found_and_erased_with_a_chroma_server(
    home: Path, chroma_server: ChromaProcess
) -> None:
    with opened(home, chroma_server.url) as assistant:
        assistant.add([FERRY, LAMP])
        assert assistant.search("when does the ferry sail")[0].passage.text == FERRY.text
        lamp = assistant.sources()[1]
        at_rest(assistant._index)  # type: ignore[arg-type]
        ok, said = index_line(assistant)
        assert (ok, said) == (True, f"The search server at {chroma_server.url} has all 2 passages.")
        receipt = assistant.erase(lamp.id)
        assert "Not looked at: that server's own disk and its backups." in receipt_text(receipt)
    with opened(home, chroma_server.url) as assistant:
        kept = collection_of(assistant.library, chroma_server)
        assert kept._collection.get()["documents"] == [FERRY.text]
    assert not (home / "chroma").exists()


def test_a_server_that_is_down_is_a_note_beside_the_answer_and_a_line_of_the_doctor(home: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    with opened(home, url) as assistant:
        assert [one.status for one in assistant.add([FERRY, LAMP]).entries] == ["added", "added"]
        answer = assistant.ask("When does the ferry sail?")
        said = f"The search server at {url} does not answer: the library itself is searched meanwhile"
        assert "nine" in answer.text
        assert any(note.startswith(said) for note in answer.notes)
        ok, line = index_line(assistant)
        assert not ok
        assert line.startswith(said)


def test_the_doctor_asks_the_server_of_an_empty_library_too(home: Path, chroma_server: ChromaProcess) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    with opened(home, url) as assistant:
        ok, line = index_line(assistant)
        assert (ok, "does not answer" in line) == (False, True)
    with opened(home, chroma_server.url) as assistant:
        assert index_line(assistant) == (
            True,
            f"The search server at {chroma_server.url} answers; it has nothing to search yet.",
        )


def test_the_key_is_sent_and_a_server_that_refuses_it_is_no_error(home: Path) -> None:
    refusal = page(b'{"error": "Unauthorized"}', status=b"401 Unauthorized")
    with answering([refusal]) as url, opened(home, url, index_key="wrong") as assistant:
        assistant.add([FERRY])
        assert assistant.search("ferry")[0].passage.text == FERRY.text
        ok, line = index_line(assistant)
        assert (ok, "wrong" in line) == (False, False)


def test_a_folder_of_the_store_before_does_not_stay_with_its_texts(
    home: Path, chroma_server: ChromaProcess
) -> None:
    with opened(home, "auto") as assistant:
        assistant.add([FERRY])
    assert (home / "chroma").exists()
    with opened(home, chroma_server.url) as assistant:
        assistant.add([LAMP])
    assert not (home / "chroma").exists()


@pytest.mark.parametrize("index", ["ftp://127.0.0.1:8000", "http://", "http://127.0.0.1:port"])
def test_what_is_no_address_is_refused_and_a_password_never_shown(home: Path, index: str) -> None:
    with pytest.raises(BadValue, match="index cannot be"):
        load_settings(home, {"index": index})
    with pytest.raises(BadValue) as caught:
        load_settings(home, {"index": "ftp://me:secret@host"})
    assert "secret" not in str(caught.value)


def test_a_new_version_needs_no_new_collection(
    index: ServerIndex, library: SqliteLibrary, chroma_server: ChromaProcess
) -> None:
    new: NewVersion = new_version("/ferry", "The ferry is sold.")
    index.apply(library.store(new))
    index.settle()
    assert collection_of(library, chroma_server).ids() == set(library.passage_ids())


# A library that several processes write


def test_what_another_writer_has_not_sent_yet_is_compared_only_when_it_stays_away(
    library: SqliteLibrary, chroma_server: ChromaProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = in_use(server_index(library, chroma_server.url, alone=False))
    mended: list[str] = []
    mend = ServerIndex._mend_in_background
    monkeypatch.setattr(
        ServerIndex, "_mend_in_background", lambda index: (mended.append("all"), mend(index))[1]
    )
    store(library, "/other", "Another writer has this.")  # and has not sent it yet
    index.settle()
    index.settle()
    assert mended == []
    monkeypatch.setattr(server, "STANDS_SECONDS", 0.0)
    index.settle()
    at_rest(index)
    assert mended == ["all"]
    assert collection_of(library, chroma_server).ids() == set(library.passage_ids())
    index.settle()
    assert mended == ["all"]
    index.close()


def test_two_that_first_start_together_have_one_collection(
    library: SqliteLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (naming.Collections(library, "http://127.0.0.1:8000") for _ in range(2))
    chosen: list[str] = []

    def choose_late() -> str:
        monkeypatch.undo()
        chosen.append(other.name())  # after the first saw that there is none
        return "footnote-late"

    monkeypatch.setattr(naming, "_new_name", choose_late)
    assert [one.name()] == chosen == [other.name()]


def test_among_chosen_sources_postgresql_looks_itself(
    database: str, chroma_server: ChromaProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    from documents.storage.postgres.library import PostgresLibrary

    monkeypatch.setattr("index.stores.server.FEW_SOURCES", 0)
    monkeypatch.setattr("index.stores.server.FEW_SOURCES_BY_LIBRARY", 2)
    library = PostgresLibrary(database)
    index = server_index(library, chroma_server.url, alone=True)
    for number in range(3):
        store(library, f"/{number}", f"The ferry number {number} sails.")
    in_use(index)
    sources = sorted(library.source_ids())
    asked: list[Collection[str] | None] = []
    nearest = library.nearest
    monkeypatch.setattr(library, "nearest", lambda *what: asked.append(what[2]) or nearest(*what))
    for chosen in (sources[:2], sources):
        assert len(index.query(EMBEDDER.embed(["ferry"])[0], 9, chosen)) == len(chosen)
    assert asked == [sources[:2]]  # all three on the server
    index.close()
    library.close()


def test_two_that_write_to_one_library_keep_one_collection_in_step(
    database: str, chroma_server: ChromaProcess
) -> None:
    from documents.storage.postgres.library import PostgresLibrary

    libraries = [PostgresLibrary(database) for _ in range(2)]
    indexes = [server_index(library, chroma_server.url, alone=False) for library in libraries]

    def write(number: int) -> None:
        for round_ in range(12):
            uri, other = f"/{number}/{round_}", f"/{number}/{round_ - 3}"
            add(indexes[number], libraries[number], uri, f"The ferry {number} sails at {round_}.")
            gone = libraries[number].source_at(other)
            if gone is not None:
                indexes[number].apply(libraries[number].remove(gone.id))
            assert query(indexes[number], f"ferry {number}")
        indexes[number].settle()

    for index in indexes:
        index.use_store()
    writers = [threading.Thread(target=write, args=(number,)) for number in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    for index in indexes:
        index.close()
    # Whatever the two made of it together.
    then = in_use(server_index(libraries[0], chroma_server.url, alone=False))
    found = collection_of(libraries[0], chroma_server)
    assert found.ids() == set(libraries[0].passage_ids())
    assert len(found) == 6
    then.close()
    for library in libraries:
        library.close()


def test_a_worker_with_nothing_to_do_has_the_server_get_what_a_killed_one_did_not_send(
    home: Path, database: str, chroma_server: ChromaProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "STANDS_SECONDS", 0.0)
    monkeypatch.setattr(worker, "SETTLE_SECONDS", 0.0)
    monkeypatch.setattr(worker, "IDLE_SECONDS", 0.1)
    with opened(home, chroma_server.url, library=database) as assistant:
        assistant.add([FERRY])
        store(assistant.library, "/lamp", "The lamp is lit.")  # by another process, which was killed then
        collection = chroma.connect(chroma_server.url, "").collection(
            assistant.library.note("index_collection") or ""
        )
        deadline = time.monotonic() + SOON
        with Running(assistant):
            while collection.ids() != set(assistant.library.passage_ids()):
                assert time.monotonic() < deadline, "it was not sent"
                time.sleep(0.05)


def test_where_the_server_is_down_postgresql_itself_is_searched(
    home: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ExactSearch, "query", lambda *given: pytest.fail("all vectors were loaded"))
    with opened(home, f"http://127.0.0.1:{free_port()}", library=database) as assistant:
        assistant.add([FERRY, LAMP])
        assert assistant.search("when does the ferry sail")[0].passage.text == FERRY.text
        assert any("does not answer" in note for note in assistant.ask("When does the ferry sail?").notes)
