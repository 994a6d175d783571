"""The whole of Footnote on a library in PostgreSQL, also from several processes at once."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.assistant import Assistant
from assistant.erasing.receipt import receipt_text
from assistant.settings import SettingValues, load_settings
from assistant.tasks.worker import Worker
from documents.errors import EmbedderChanged
from documents.inputs import PastedText
from documents.library import Vectors
from documents.storage.turns import ERASED_ANSWER
from tests.building import build_assistant
from tests.fakes import DIMENSIONS, WordHashEmbedder

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


CANARY = "The copper heron sleeps under violet moons"
HERONS = PastedText("Herons", f"{CANARY}, says the keeper. Nobody counts the zanderlings.")
QUESTION = "Where does the copper heron sleep?"


def test_an_erased_source_is_in_no_table_any_more(assistant: Assistant) -> None:
    assistant.add([HERONS, DOGS])
    herons, dogs = assistant.sources()
    talk = assistant.conversations.add_turn(QUESTION, assistant.ask(QUESTION).to_dict())
    assert any(CANARY in text for _, text in assistant.library.database.texts())
    receipt = assistant.erase(herons.id)
    assert (receipt.answers, receipt.phrases_left, receipt.found) == (1, 0, ())
    assert receipt.phrases and receipt.tables > 10
    assert "Not looked at: the server's own log" in receipt_text(receipt)
    kept = "\n".join(text for _, text in assistant.library.database.texts()).lower()
    assert [one for one in ("heron", "zanderling", herons.id) if one in kept] == []
    assert assistant.sources() == [dogs]
    assert assistant.conversations.turns(talk)[0].answer["text"] == ERASED_ANSWER


def test_an_embedded_library_beside_it_is_not_called_a_file_to_delete(
    assistant: Assistant, home: Path
) -> None:
    with build_assistant(home, llm=None) as old:
        old.add([HERONS, DOGS])
    assistant.add([HERONS])
    (herons,) = assistant.sources()
    said = receipt_text(assistant.erase(herons.id))
    (line,) = [one for one in said.splitlines() if "still in library.db:" in one]
    assert "that is a whole embedded library, with all its documents." in line
    assert f"`FOOTNOTE_LIBRARY=embedded footnote remove --erase {herons.id}`" in line
    assert "delete that file" not in line


def test_what_repeats_an_erased_source_in_a_table_is_told(assistant: Assistant) -> None:
    assistant.add([HERONS])
    (herons,) = assistant.sources()
    assistant.library.set_note("mine", HERONS.text)
    receipt = assistant.erase(herons.id)
    assert [(one.place, one.table) for one in receipt.found] == [("meta", True)]
    assert "still in the table meta: erase it again." in receipt_text(receipt)


def test_an_answer_of_another_process_does_not_bring_back_what_was_erased(
    assistant: Assistant, tmp_path: Path, database: str
) -> None:
    assistant.add([HERONS, DOGS])
    herons, dogs = assistant.sources()
    with opened(tmp_path / "other", database) as other:
        answers = [
            other.ask(QUESTION).to_dict(),
            other.ask("Do dogs travel free?", sources=[dogs.id]).to_dict(),
        ]
        assistant.erase(herons.id)
        talk = other.conversations.add_turn(QUESTION, answers[0])
        other.conversations.add_turn("And dogs?", answers[1], talk)
        shown = [turn.answer["text"] for turn in other.conversations.turns(talk)]
        assert shown == [ERASED_ANSWER, answers[1]["text"]]


def test_an_answer_from_a_source_that_was_only_removed_is_kept(assistant: Assistant) -> None:
    assistant.add([HERONS])
    answer = assistant.ask(QUESTION).to_dict()
    assistant.remove(assistant.sources()[0].id)
    talk = assistant.conversations.add_turn(QUESTION, answer)
    assert assistant.conversations.turns(talk)[0].answer == answer


def test_the_doctor_finds_a_library_in_postgresql_well(assistant: Assistant) -> None:
    assistant.add([FERRY, DOGS])
    checks = {check.name: check for check in assistant.doctor()}
    assert [name for name, check in checks.items() if check.must_mend] == []
    assert "PostgreSQL" in checks["library"].message and "pgvector" in checks["library"].message
    assert checks["vectors"].message.startswith("2 passages")


class ShortEmbedder(WordHashEmbedder):
    """Another search model, whose vectors are half as long."""

    identity = "short-vectors"
    dimensions = DIMENSIONS // 2

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        long = super().embed(texts, progress)
        short = long[:, : self.dimensions] + long[:, self.dimensions :]
        return short / np.maximum(np.linalg.norm(short, axis=1, keepdims=True), 1e-9)


def test_a_library_is_made_anew_for_another_search_model(
    assistant: Assistant, home: Path, database: str
) -> None:
    assistant.add([FERRY, DOGS])
    assistant.close()
    settings = load_settings(home, {"reranker": "none", "library": database})
    with Assistant.with_settings(settings, embedder=ShortEmbedder(), open_model=lambda: None) as again:
        with pytest.raises(EmbedderChanged):
            again.search("Marigold")
        again.rebuild()
        assert again.search("When was the Marigold built?")[0].passage.text == FERRY.text
        assert again.library.vectors()[1].shape == (2, DIMENSIONS // 2)


def test_what_lies_in_the_data_folder_of_who_asked_is_not_called_gone(
    assistant: Assistant, tmp_path: Path, database: str
) -> None:
    settings = load_settings(tmp_path / "other", {"reranker": "none", "library": database})
    with Assistant.with_settings(settings, embedder=WordHashEmbedder(), open_model=lambda: None) as other:
        (put,) = other.put([DOGS])
        Worker(assistant).run(once=True)
        (task,) = assistant.queue.tasks(ids=[put.task_id or 0])
        assert task.message.startswith(f"What was to be added is not in {assistant.settings.home}/files/")
        assert "another data folder, first set originals (FOOTNOTE_ORIGINALS)" in task.message
        other.add([FERRY])
    checks = {check.name: check for check in assistant.doctor()}
    assert checks["vectors"].message == "1 passage can be searched by meaning."
    found = checks["originals"]
    assert found.message.startswith(f"1 original file is not in {assistant.settings.home}/files/")
    assert "data folder of another process: set originals" in found.next_step


def test_originals_in_another_place_are_read_from_there_and_erased_there(
    home: Path, database: str, tmp_path: Path
) -> None:
    values: SettingValues = {"reranker": "none", "library": database, "originals": f"file://{tmp_path}/share"}
    settings = load_settings(home, values)
    with Assistant.with_settings(settings, embedder=WordHashEmbedder(), open_model=lambda: None) as assistant:
        assistant.add([HERONS, DOGS])
        (share,) = (tmp_path / "share").iterdir()  # the library's own folder
        assert len(list(share.iterdir())) == 2
        assert {entry.status for entry in assistant.rebuild(reread=True).entries} == {"unchanged"}
        assert len(list((home / "fetched").iterdir())) == 2
        assistant.erase(assistant.sources()[0].id)
        left = [*share.iterdir(), *(home / "fetched").iterdir()]
        assert len(left) == 2 and not any(CANARY.encode() in path.read_bytes() for path in left)
        assert {check.name: check for check in assistant.doctor()}["originals"].ok
