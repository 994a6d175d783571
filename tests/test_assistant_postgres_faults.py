"""What a person sees when the library's server fails in the middle, and that nothing is lost by it."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import psycopg
import pytest

from assistant.assistant import Assistant
from assistant.settings import load_settings
from assistant.types import Done, Evidence
from documents.errors import ServerLost, StorageFailed
from documents.inputs import PastedText
from documents.library import Vectors
from documents.storage.postgres import connections
from documents.storage.postgres.errors import failure
from documents.storage.postgres.library import PostgresLibrary
from tests.fakes import WordHashEmbedder
from tests.library_building import store
from tests.postgres_server import PostgresServer

TEXTS = [PastedText(f"Number {number}", f"Lamp {number} is lit at dusk by a keeper.") for number in range(4)]


class Interrupted(WordHashEmbedder):
    """A search model in whose second work something happens."""

    def __init__(self, happens: Callable[[], None]) -> None:
        super().__init__()
        self._happens, self._works = happens, 0

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        self._works += 1
        if self._works == 2:
            self._happens()
        return super().embed(texts, progress)


@pytest.fixture(autouse=True)
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each document is embedded and stored before the next, and nobody waits long for a server."""
    monkeypatch.setattr("index.ingest.GROUP", 1)
    monkeypatch.setattr(connections, "COMES_BACK", 0.2)


def opened(home: Path, database: str, embedder: WordHashEmbedder | None = None) -> Assistant:
    settings = load_settings(home, {"reranker": "none", "library": database})
    return Assistant.with_settings(settings, embedder=embedder or WordHashEmbedder(), open_model=lambda: None)


def titles(assistant: Assistant) -> list[str]:
    return [source.title for source in assistant.sources()]


def test_a_restart_while_documents_are_added_costs_none(
    home: Path, postgres: PostgresServer, database: str
) -> None:
    def restart() -> None:
        postgres.kill()
        postgres.start()

    with opened(home, database, Interrupted(restart)) as assistant:
        report = assistant.add(TEXTS)
        assert [entry.status for entry in report.entries] == ["added"] * len(TEXTS)
        assert titles(assistant) == [text.title for text in TEXTS]


def test_a_connection_that_breaks_while_a_document_is_stored_costs_nothing(
    home: Path, postgres: PostgresServer, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the middle of the transaction, once: it is done again, and the document is there once."""
    breaking = iter([True])

    def insert_blocks(connection, *rest):  # type: ignore[no-untyped-def]
        if next(breaking, False):
            connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr("documents.storage.writing._insert_blocks", insert_blocks)
    with opened(home, database) as assistant:
        assert [entry.status for entry in assistant.add(TEXTS).entries] == ["added"] * len(TEXTS)
        assert titles(assistant) == [text.title for text in TEXTS]


def test_a_server_that_stays_away_is_one_sentence_and_what_was_stored_stays(
    home: Path, postgres: PostgresServer, database: str
) -> None:
    with opened(home, database, Interrupted(postgres.kill)) as assistant:
        with pytest.raises(ServerLost) as told:
            assistant.add(TEXTS)
        assert told.value.message.count(".") <= 5 and told.value.next_step  # the dots of an address
        with pytest.raises(ServerLost, match="cannot be reached"):
            assistant.sources()
        postgres.start()
        assert titles(assistant) == [TEXTS[0].title]
        report = assistant.add(TEXTS)
        assert [entry.status for entry in report.entries] == ["unchanged", "added", "added", "added"]


def test_a_restart_in_the_middle_of_an_answer_costs_nothing(
    home: Path, postgres: PostgresServer, database: str
) -> None:
    with opened(home, database) as assistant:
        assistant.add(TEXTS)
        question = "Who lights lamp 2?"
        whole = assistant.ask(question)
        events = assistant.stream(question)
        assert isinstance(next(events), Evidence)
        postgres.kill()
        postgres.start()
        (done,) = (event for event in events if isinstance(event, Done))
        assert done.answer.text == whole.text
        talk = assistant.conversations.add_turn(question, done.answer.to_dict())
        assert len(assistant.conversations.turns(talk)) == 1


def test_one_more_connection_than_the_server_takes_is_told(database: str) -> None:
    PostgresLibrary(database).close()
    few = database.replace("footnote@", "few@")
    with psycopg.connect(database, autocommit=True) as administrator:
        administrator.execute("CREATE ROLE few LOGIN CONNECTION LIMIT 1")
        administrator.execute("GRANT USAGE ON SCHEMA footnote TO few")
        administrator.execute("GRANT SELECT ON ALL TABLES IN SCHEMA footnote TO few")
        one = PostgresLibrary(few)
        with pytest.raises(StorageFailed, match="has no connection left") as told:
            PostgresLibrary(few)
        assert "max_connections" in told.value.next_step
        one.close()
        administrator.execute("DROP OWNED BY few")
        administrator.execute("DROP ROLE few")


def test_an_address_that_is_too_long_is_told_and_stores_nothing(database: str) -> None:
    letters = "".join(Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=20_000))
    library = PostgresLibrary(database)
    with pytest.raises(StorageFailed, match="takes no address as long as this one; nothing was stored"):
        store(library, f"https://example.org/{letters}", "A page with a long address.")
    assert library.sources() == []
    library.close()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("53100", "has a full disk; nothing was stored"),
        ("53300", "has no connection left"),
        ("25006", "can only be read"),
        ("57014", "stopped what took too long"),
        ("40P01", "could not do two changes at once"),
        ("57P01", "went down meanwhile"),
        ("58030", "has trouble with its disk or files"),
        ("42P01", "lacks a part of the library"),
        ("22021", "failed"),
    ],
)
def test_what_the_server_says_is_one_sentence_with_a_next_step(code: str, said: str) -> None:
    error = psycopg.errors.lookup(code)("words of the server\nLINE 1: with more of them")
    told = failure(error, "postgresql://host/library", "nothing was stored")
    assert said in told.message and told.next_step
    assert "\n" not in str(told)


def test_threads_that_store_one_text_each_at_once_lose_none(database: str) -> None:
    library, failed = PostgresLibrary(database), list[BaseException]()

    def add(number: int) -> None:
        try:
            for again in range(3):
                store(library, f"/text-{number}", f"Lamp {number} is lit {again} times. A common word.")
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=add, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(library.sources()) == library.passage_count() == 20
    assert library.passages_with(["common", "lamp"]) == {"common": 20, "lamp": 20}
    assert library.generation == 60
    library.close()


def test_a_library_that_can_only_be_read_is_asked_and_not_changed(home: Path, database: str) -> None:
    with opened(home, database) as assistant:
        assistant.add(TEXTS)
        whole = assistant.ask("Who lights lamp 2?")
    with opened(home, f"{database}?options=-c%20default_transaction_read_only%3Don") as reader:
        assert reader.ask("Who lights lamp 2?").text == whole.text
        (entry,) = reader.add([PastedText("New", "A new lamp is lit.")]).entries
        assert entry.status == "failed"
        assert "can only be read" in entry.message and "nothing was stored" in entry.message
        with pytest.raises(StorageFailed, match="can only be read"):
            reader.conversations.add_turn("Who?", whole.to_dict())
        assert [check.name for check in reader.doctor() if check.must_mend] == []
