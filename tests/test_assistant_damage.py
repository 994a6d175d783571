"""Damaged folders and strange servers: one sentence each, and doctor knows."""

import shutil
import sqlite3

import pytest

from assistant import doctor, phrases
from assistant.assistant import Assistant
from assistant.cli.main import main
from assistant.llm.endpoint import check_endpoint
from assistant.llm.model import OpenAIChatModel, RemoteModel
from assistant.llm.protocol import Message
from assistant.settings import load_settings
from assistant.ui.server import take_uploads
from documents.errors import EmbedderChanged, FootnoteError, ModelError, StorageFailed
from documents.inputs import PastedText
from tests.building import build_assistant
from tests.fakes import WordHashEmbedder
from tests.model_server import END, Script, chunk, running

FERRY = PastedText("Ferry", "The Marigold was built in 1974 at the yard of Tam Orrick.")
PAPERS = [PastedText(f"Paper {number}", f"Paper {number} about ferries. " * 80) for number in range(12)]
QUESTION = "When was the Marigold built?"


@pytest.fixture
def stored(home):
    """A data folder with documents, closed."""
    with build_assistant(home, llm=None) as assistant:
        assert assistant.add([FERRY, *PAPERS]).ok
    return home


def run(home, *arguments):
    """The exit status of a command on the fakes."""

    def opener(given):
        return Assistant.with_settings(
            load_settings(given or home, {"llm": "none"}),
            embedder=WordHashEmbedder(),
            open_model=lambda: None,
        )

    return main(list(arguments), opener=opener)


def damage(home, sql, *values):
    with sqlite3.connect(home / "library.db") as connection:
        connection.execute(sql, values)
    connection.close()


# The library's file


@pytest.mark.parametrize("share", [0.05, 0.2, 0.4, 0.6, 0.8, 0.95])
def test_doctor_fails_for_a_library_that_was_cut_short(stored, capsys, share):
    path = stored / "library.db"
    with path.open("r+b") as file:
        file.truncate(int(path.stat().st_size * share))
    assert run(stored, "doctor") == 1
    said = capsys.readouterr()
    assert "damaged" in said.out + said.err
    assert "Traceback" not in said.err and "is full" not in said.out + said.err


def test_a_check_that_breaks_is_a_finding_and_the_others_are_done(stored, monkeypatch):
    def broken(health):
        raise ZeroDivisionError("division by zero")

    monkeypatch.setitem(doctor.CHECKS, "vectors", broken)
    with build_assistant(stored, llm=None) as assistant:
        checks = assistant.doctor()
    assert [check.name for check in checks] == list(doctor.CHECKS)
    (found,) = [check for check in checks if not check.ok]
    assert (found.name, found.must_mend) == ("vectors", True)
    assert "division by zero" in found.message and found.next_step


def test_findings_have_the_names_of_their_checks(stored):
    with build_assistant(stored, llm=None) as assistant:
        assert [check.name for check in assistant.doctor()] == list(doctor.CHECKS)


# Vectors


@pytest.mark.parametrize(
    ("vector", "kind"),
    [
        (b"\0\0\xc0\x7f" * 256, StorageFailed),
        (b"\0" * 3, StorageFailed),
        (b"\0\0\x80\x3f" * 100, EmbedderChanged),
    ],
)
@pytest.mark.parametrize("only", ["", "WHERE id LIKE '%-0'"])
def test_vectors_that_cannot_be_read_are_told_and_a_rebuild_mends_them(stored, capsys, vector, kind, only):
    damage(stored, f"UPDATE passages SET vector = ? {only}", vector)
    shutil.rmtree(stored / "chroma", ignore_errors=True)  # a good copy would still answer
    with (
        build_assistant(stored, llm=None) as assistant,
        pytest.raises((kind, StorageFailed), match="footnote rebuild"),
    ):
        assistant.ask(QUESTION)
    assert run(stored, "ask", QUESTION) == 1
    assert "Traceback" not in capsys.readouterr().err
    assert run(stored, "doctor") == 1
    assert "footnote rebuild" in capsys.readouterr().out
    assert run(stored, "rebuild") == 0
    assert run(stored, "doctor") == 0
    with build_assistant(stored, llm=None) as assistant:
        assert "1974" in assistant.ask(QUESTION).quotes[0].quote


def test_a_search_model_that_does_not_load_fails_doctor(stored):
    class Broken(WordHashEmbedder):
        def embed(self, texts, progress=None):
            raise RuntimeError("no such operator")

    with build_assistant(stored, llm=None, embedder=Broken()) as assistant:
        (found,) = [check for check in assistant.doctor() if check.name == "search model"]
    assert (found.ok, found.must_mend) == (False, True)


# What is in the way


@pytest.mark.parametrize("name", ["files", "tmp"])
def test_a_file_in_a_folders_place_is_told_by_add_and_by_doctor(stored, tmp_path, capsys, name):
    shutil.rmtree(stored / name, ignore_errors=True)
    (stored / name).write_text("in the way")
    (tmp_path / "new.txt").write_text("The lamp is lit at dusk.")
    assert run(stored, "add", str(tmp_path / "new.txt")) == 1
    said = capsys.readouterr()
    assert str(stored / name) in said.out + said.err
    assert "Traceback" not in said.err
    assert run(stored, "doctor") == 1
    assert f"{stored / name} is a file" in capsys.readouterr().out


def test_a_file_in_the_place_of_uploads_is_told(home):
    home.mkdir()
    (home / "tmp").write_text("in the way")
    with build_assistant(home, llm=None) as assistant:
        with pytest.raises(StorageFailed, match=r"tmp.*FOOTNOTE_HOME"):
            take_uploads(assistant)


@pytest.mark.parametrize("command", [["ask", "x"], ["doctor"], ["list"], ["settings"], ["add", "x"], []])
def test_a_data_folder_with_too_long_a_name_is_told(tmp_path, monkeypatch, capsys, command):
    monkeypatch.setenv("FOOTNOTE_HOME", str(tmp_path / ("x" * 300)))
    assert main(command) == 1
    said = capsys.readouterr()
    assert "too long" in said.err and "FOOTNOTE_HOME" in said.err
    assert "Traceback" not in said.err


def test_settings_that_may_not_be_read_are_told(home, monkeypatch):
    def refused(self, encoding):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_text", refused)
    with pytest.raises(FootnoteError, match="Permission denied"):
        load_settings(home)


# Replies of model servers

STRANGE = [
    {"x": 1},
    [],
    "x",
    3,
    None,
    {"choices": None},
    {"choices": {}},
    {"choices": [1]},
    {"choices": [{"delta": None}]},
    chunk({"content": 5}),
    chunk({"content": ["a"]}),
    chunk({"content": "a"}, logprobs=7),
    chunk({"content": "a"}, logprobs={"content": [7]}),
    {**chunk({"content": "a"}), "usage": 7},
    chunk({"role": 5, "content": "a"}),
    {"error": {"message": "no"}},
]


def model_at(script):
    return OpenAIChatModel(RemoteModel(script.url, key="", model="m"), name="m", timeout=10)


@pytest.mark.parametrize("reply", STRANGE, ids=str)
def test_a_strange_reply_is_a_model_error(reply):
    with running(Script([reply])) as script, pytest.raises(ModelError) as caught:
        list(model_at(script).stream([Message("user", "hello")], max_tokens=5))
    assert "object" not in caught.value.message  # Python's own words mean nothing to a person


def test_names_of_tokens_that_are_none_are_left_out():
    odd = {"token": 5, "logprob": -1, "top_logprobs": [{"token": 3, "logprob": -1}]}
    with running(Script([chunk({"content": "a"}, logprobs={"content": [odd]}), END])) as script:
        (piece,) = model_at(script).stream([Message("user", "hello")], max_tokens=5)
    assert (piece.text, piece.top) == ("a", ())


def test_after_a_strange_reply_the_answer_is_quotes(stored):
    with running(Script([{"x": 1}])) as script, build_assistant(stored, llm=model_at(script)) as assistant:
        answer = assistant.ask(QUESTION)
    assert phrases.QUOTES_ONLY in answer.notes
    assert "1974" in answer.quotes[0].quote


@pytest.mark.parametrize("reply", [{"x": 1}, [1], "a page", {"choices": 3}])
def test_a_server_that_answers_strangely_does_not_pass_the_test(reply):
    with (
        running(Script((200, reply))) as script,
        pytest.raises(ModelError, match="sent something that cannot be read"),
    ):
        check_endpoint(RemoteModel(script.url, key="", model="m").ensure())


@pytest.mark.parametrize("url", ["http://[::1", "http://[x]/v1", "http://127.0.0.1:x/v1", "http:///v1"])
def test_what_is_no_address_is_told(url):
    model = OpenAIChatModel(RemoteModel(url, key="", model="m"), name="m", timeout=10)
    with pytest.raises(ModelError, match="is not an address"):
        list(model.stream([Message("user", "hello")], max_tokens=5))
    with pytest.raises(ModelError, match="is not an address"):
        model.check()
