"""The whole of Footnote on a library in PostgreSQL, also from several processes at once."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import load_settings
from documents.inputs import PastedText
from tests.fakes import WordHashEmbedder

FERRY = PastedText("Ferry", "The Marigold was built in 1974 at the yard of Tam Orrick.")
DOGS = PastedText("Dogs", "Dogs travel free of charge on the Petrel.")


def opened(home: Path, database: str) -> Assistant:
    """An Assistant on the library in this database, with a fake search model and no other."""
    settings = load_settings(home, {"reranker": "none", "library": database})
    return Assistant.with_settings(settings, embedder=WordHashEmbedder(), open_model=lambda: None)


@pytest.fixture
def assistant(home: Path, database: str) -> Iterator[Assistant]:
    with opened(home, database) as one:
        yield one


def test_what_is_added_is_found_answered_and_removed(assistant: Assistant) -> None:
    report = assistant.add([FERRY, DOGS])
    assert [entry.status for entry in report.entries] == ["added", "added"]
    hits = assistant.search("When was the Marigold built?")
    assert hits[0].passage.text == FERRY.text
    answer = assistant.ask("When was the Marigold built?")
    assert [citation.quote for sentence in answer.sentences for citation in sentence.citations]
    ferry, dogs = assistant.sources()
    assistant.remove(ferry.id)
    assert assistant.sources() == [dogs]
    assert all(hit.passage.source_id == dogs.id for hit in assistant.search("Marigold"))


def test_the_data_folder_has_no_library_file(assistant: Assistant, home: Path) -> None:
    assistant.add([FERRY])
    assert not (home / "library.db").exists()


def test_two_may_write_to_one_library(assistant: Assistant, tmp_path: Path, database: str) -> None:
    assistant.add([FERRY])
    with opened(tmp_path / "other", database) as other:
        other.add([DOGS])
        assert [one.title for one in other.sources()] == [one.title for one in assistant.sources()]
        assert assistant.search("Do dogs travel free?")[0].passage.text == DOGS.text


def test_what_several_add_at_once_becomes_one_source(tmp_path: Path, database: str) -> None:
    """The same bytes under one address and under others, from threads that each have all to themselves."""
    texts = [PastedText(f"Number {number}", f"Lamp {number} is lit at dusk.") for number in range(6)]
    twins = [PastedText("A twin", texts[0].text)]
    failed: list[str] = []

    def add(name: str) -> None:
        with opened(tmp_path / name, database) as one:
            report = one.add([*texts, *twins] if name in "ac" else [*twins, *reversed(texts)])
            failed.extend(entry.message for entry in report.entries if entry.status == "failed")

    threads = [threading.Thread(target=add, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with opened(tmp_path / "e", database) as one:
        assert len(one.sources()) == len({source.sha256 for source in one.sources()}) == len(texts)
        assert sorted(uri for source in one.sources() for uri in source.uris) == sorted(
            f"text:{text.title}" for text in [*texts, *twins]
        )
