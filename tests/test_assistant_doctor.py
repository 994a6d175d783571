"""`doctor`: one test a check, and what makes it fail."""

import sqlite3
from collections import namedtuple

import pytest

from assistant import doctor
from assistant.assistant import Assistant
from assistant.cli.main import main
from assistant.settings import load_settings
from documents.errors import ModelMissing, ModelUnreachable
from documents.inputs import PastedText
from documents.storage.originals import Originals
from index.stores.integrity import break_seal
from tests.building import build_assistant
from tests.fakes import FakeLLM, WordHashEmbedder

FERRY = PastedText("Ferry", "The Marigold was built in 1974 at the yard of Tam Orrick.")
DOGS = PastedText("Dogs", "Dogs travel free of charge on the Petrel.")
Usage = namedtuple("Usage", "total used free")


class OtherEmbedder(WordHashEmbedder):
    identity = "another"


class SilentModel(FakeLLM):
    def check(self):
        raise ModelUnreachable("Nothing answers at http://127.0.0.1:9.", "Start the server.")


@pytest.fixture
def two(assistant):
    """The assistant with two documents."""
    assert assistant.add([FERRY, DOGS]).ok
    return assistant


@pytest.fixture
def disk(monkeypatch):
    """Sets how many bytes are free, as the operating system tells it."""

    def set_free(count):
        monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(10**12, 0, count))

    return set_free


def finding(assistant, name):
    (found,) = [check for check in assistant.doctor() if check.name == name]
    return found


def change(home, sql, *values):
    """Damages the library file behind the assistant's back."""
    with sqlite3.connect(home / "library.db") as connection:
        connection.execute(sql, values)
    connection.close()


def missing_model():
    raise ModelMissing("The weights are missing.", "Run `make setup`.")


def test_a_sound_folder_has_only_good_findings_each_under_its_own_name(two):
    checks = two.doctor()
    assert all(check.ok and not check.must_mend and check.message for check in checks)
    assert len({check.name for check in checks}) == len(checks) == len(doctor.CHECKS)
    assert doctor.healthy(checks)


def test_a_folder_that_cannot_be_written_to_must_be_mended(two, monkeypatch):
    monkeypatch.setattr("os.access", lambda path, mode: False)  # root may write anywhere
    found = finding(two, "folders")
    assert (found.ok, found.must_mend) == (False, True)
    assert str(two.settings.home) in found.message


def test_a_passage_that_is_not_the_text_at_its_place_must_be_mended(two, home):
    change(home, "UPDATE passages SET text = 'The Marigold was built in 1984.' WHERE text LIKE '%1974%'")
    found = finding(two, "passages")
    assert (found.ok, found.must_mend) == (False, True)
    assert "footnote rebuild" in found.next_step


def test_a_source_without_passages_must_be_mended(two, home):
    change(home, "DELETE FROM passages WHERE text LIKE '%1974%'")
    assert finding(two, "passages").must_mend


@pytest.mark.parametrize("vector", [b"", b"\0" * 4 * 255, b"\0" * 4 * 512, b"\0" * 4 * 256, b"\0" * 3])
def test_vectors_that_are_empty_or_differ_in_length_must_be_mended(two, home, vector):
    change(home, "UPDATE passages SET vector = ? WHERE text LIKE '%1974%'", vector)
    found = finding(two, "vectors")
    assert (found.ok, found.must_mend) == (False, True)
    assert "footnote rebuild" in found.next_step


def test_another_search_model_must_be_mended(two, home):
    two.close()
    with build_assistant(home, llm=None, embedder=OtherEmbedder()) as changed:
        found = finding(changed, "search model")
        assert (found.ok, found.must_mend) == (False, True)
        assert "rebuild" in found.next_step


def test_a_rebuild_that_was_cut_short_must_be_mended(two):
    two.library.set_note("embedder", "word-hash (an unfinished rebuild)")
    assert finding(two, "search model").must_mend


def test_lost_originals_are_told_and_nothing_else_depends_on_them(two):
    originals = Originals(two.settings.home)
    originals.drop(next(iter(originals.names())))
    found = finding(two, "originals")
    assert (found.ok, found.must_mend) == (False, False)
    assert found.message.startswith("1 ")


def test_an_index_that_is_behind_mends_itself(two, home):
    change(home, "UPDATE meta SET value = value + 1 WHERE key = 'generation'")
    found = finding(two, "index")
    assert (found.ok, found.must_mend) == (False, False)
    assert "behind the library" in found.message and "at the next start" in found.message


def test_a_damaged_index_mends_itself_and_later_that_is_told(two, home):
    (home / "chroma" / "chroma.sqlite3").write_bytes(b"noise")
    found = finding(two, "index")
    assert (found.ok, found.must_mend) == (False, False)
    assert "it was opened by another program, or damaged (chroma.sqlite3 had another size)" in found.message
    two.close()
    with build_assistant(home, llm=None) as assistant:
        assistant.take_write_lock()
        found = finding(assistant, "index")
    assert found.ok
    assert "It was made again on" in found.message and "since it was opened by another" in found.message


def test_an_index_that_is_being_written_is_in_use_and_left_so_it_was_cut_short(two, home):
    break_seal(two.library)
    assert finding(two, "index").message == "The search index is in use by a Footnote that is running."
    two.close()
    change(home, "UPDATE meta SET value = '' WHERE key = 'chroma'")
    with build_assistant(home, llm=None) as reader:
        found = finding(reader, "index")
    assert (found.ok, found.must_mend) == (False, False)
    assert "was not left whole by the last run" in found.message


def test_an_empty_library_needs_no_index(assistant):
    assert finding(assistant, "index").ok


@pytest.mark.parametrize("open_model", [missing_model, SilentModel])
def test_a_model_that_cannot_answer_is_told_and_is_no_fault_of_the_folder(home, open_model):
    settings = load_settings(home)
    with Assistant.with_settings(settings, embedder=WordHashEmbedder(), open_model=open_model) as assistant:
        found = finding(assistant, "language model")
    assert (found.ok, found.must_mend) == (False, False)
    assert "quotes only" in found.message
    assert found.next_step


def test_no_model_by_choice_is_well(home):
    with build_assistant(home, llm=None) as assistant:
        assert finding(assistant, "language model").ok


def test_a_disk_that_is_nearly_full_must_be_mended(assistant, disk):
    disk(999_999_999)
    assert finding(assistant, "disk").must_mend
    disk(1_000_000_000)
    assert finding(assistant, "disk").ok


# The exit status


@pytest.mark.parametrize(
    ("search_model", "open_model", "status"),
    [
        (WordHashEmbedder, FakeLLM, 0),
        (WordHashEmbedder, missing_model, 0),
        (WordHashEmbedder, SilentModel, 0),
        (OtherEmbedder, FakeLLM, 1),
    ],
)
def test_the_command_fails_only_for_what_a_person_must_mend(
    two, home, capsys, search_model, open_model, status
):
    two.close()

    def opener(given):
        settings = load_settings(given or home)
        return Assistant.with_settings(settings, embedder=search_model(), open_model=open_model)

    assert main(["doctor"], opener=opener) == status
    assert "Traceback" not in capsys.readouterr().err


def test_the_ranking_models_work(home):
    with build_assistant(home, llm=None, reranker="embedded") as assistant:
        check = finding(assistant, "ranking model")
    assert (check.ok, check.must_mend) == (True, False)
    assert check.message == (
        "answerai-colbert-small-v1-onnx-int8+late_interaction, ms-marco-MiniLM-L-12-v2-onnx-int8+answerable"
    )


def test_no_ranking_model_is_no_fault(assistant):
    assert finding(assistant, "ranking model").ok


def test_a_damaged_ranking_model_is_told_and_nothing_has_to_be_mended(home, monkeypatch):
    monkeypatch.setattr("index.models.packaged.sha256_of", lambda path: "another")
    with build_assistant(home, llm=None, reranker="embedded") as assistant:
        check = finding(assistant, "ranking model")
        assert assistant.add([FERRY]).ok
        assert assistant.search("Marigold")[0].passage.text == FERRY.text
    assert (check.ok, check.must_mend) == (False, False)
    assert "damaged" in check.message and "pip install --force-reinstall" in check.next_step
