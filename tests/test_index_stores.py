"""Any store can hold the vectors: here one of another package, used through what is public alone."""

import logging
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.settings import load_settings
from documents.errors import BadValue
from documents.inputs import PastedText
from tests.fakes import WordHashEmbedder
from tests.plugging import write_metadata

FERRY = PastedText("Ferry", "The ferry sails at nine from the old harbour.")
LAMP = PastedText("Lamp", "The lamp is lit at dusk by its keeper.")


def opened(home: Path, store: str = "simple") -> Assistant:
    settings = load_settings(home, {"index": store, "reranker": "none"})
    return Assistant.with_settings(settings, embedder=WordHashEmbedder(), open_model=lambda: None)


def titles(assistant: Assistant, query: str) -> list[str]:
    sources = {source.id: source.title for source in assistant.sources()}
    return [sources[hit.passage.source_id] for hit in assistant.search(query)]


def index_line(assistant: Assistant) -> str:
    return next(check.message for check in assistant.doctor() if check.name == "index")


@pytest.fixture
def vectors(home: Path, example_package: None) -> Path:
    """The file of the other package's store."""
    return home / "store-simple" / "vectors.json"


def test_documents_are_added_found_removed_and_found_again_by_the_next_start(
    home: Path, vectors: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(home) as assistant:
        assistant.add([FERRY, LAMP])
        _, lamp = assistant.sources()
        assert titles(assistant, "when does the ferry sail")[0] == "Ferry"
        assert lamp.id in vectors.read_text()
        assistant.remove(lamp.id)
        assert titles(assistant, "the lamp") == ["Ferry"]
        assert lamp.id not in vectors.read_text()
    with opened(home) as assistant:
        assistant.take_write_lock()
        assert titles(assistant, "when does the ferry sail") == ["Ferry"]
        assert index_line(assistant) == "The search index has the library's present state."
        assistant.add([LAMP])
        assert titles(assistant, "who lights the lamp")[0] == "Lamp"
    assert not (home / "chroma").exists()
    assert caplog.text == ""


def test_its_index_is_made_again_where_it_is_damaged_and_said(
    home: Path, vectors: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(home) as assistant:
        assistant.add([FERRY, LAMP])
    vectors.write_text("{")
    with opened(home) as assistant:
        assert "was opened by another program, or damaged (vectors.json had another size)" in index_line(
            assistant
        )
        assistant.take_write_lock()
        assert assistant.sources()[0].id in vectors.read_text()
    assert "is made again from the library" in caplog.text


def test_a_rebuild_and_an_erasing_make_its_files_anew(home: Path, vectors: Path) -> None:
    with opened(home) as assistant:
        assistant.add([FERRY, LAMP])
        ferry, lamp = assistant.sources()
        vectors.with_name("left").write_text("of nobody")
        assistant.rebuild()
        assert [path.name for path in vectors.parent.iterdir()] == ["vectors.json"]
        assert assistant.erase(lamp.id).found == ()
        assert ferry.id in vectors.read_text() and lamp.id not in vectors.read_text()


def test_another_store_takes_over_quietly_and_nothing_is_left_of_the_one_before(
    home: Path, vectors: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for store, here, gone in (
        ("chroma", home / "chroma", vectors.parent),
        ("simple", vectors.parent, home / "chroma"),
        ("chroma", home / "chroma", vectors.parent),
    ):
        with opened(home, store) as assistant:
            assistant.take_write_lock()
            assistant.add([FERRY])
            assert titles(assistant, "ferry") == ["Ferry"]
        assert here.is_dir() and not gone.exists()
    assert caplog.text == ""


def test_a_store_that_does_not_load_is_one_sentence_and_search_is_exact(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    write_metadata(tmp_path / "site", "broken", {"footnote.stores": {"broken": "no_such_module"}})
    monkeypatch.syspath_prepend(tmp_path / "site")
    with opened(home, "broken") as assistant:
        assistant.add([FERRY])
        assert titles(assistant, "ferry") == ["Ferry"]
        assert index_line(assistant) == (
            "The plugin broken does not load (No module named 'no_such_module'). "
            "Until then searching is exact."
        )
    warnings = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(warnings) == 1 and "The plugin broken does not load" in warnings[0].message


def test_a_name_of_no_store_is_refused_with_those_there_are(home: Path, example_package: None) -> None:
    with pytest.raises(
        BadValue, match=r"set index to one of auto, chroma, simple, or to the address of a Chroma server\."
    ):
        load_settings(home, {"index": "chromium"})
