"""`footnote serve` as a process: it lets in who knows the password, and stops without losing an answer."""

import json
import os
import re
import signal
import threading
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from assistant.cli.main import main
from assistant.ui import words
from evals.studies.load.people import Visit, ask_all
from tests.building import build_assistant
from tests.loops import run
from tests.page_client import PageClient
from tests.serving import ended_at_once, served

PASSWORD = "a long password"
SECRET_WORD = "zanzibarquark"
FERRY = "# Ferry\n\nThe ferry to Ellisk sails at nine. A ticket costs £13.00.\n"


def with_ferry(home, tmp_path):
    """The data folder, after one document was added to its library."""
    path = tmp_path / "ferry.md"
    path.write_text(FERRY, encoding="utf-8")
    with build_assistant(home, llm=None) as assistant:
        assistant.add([path])
    return home


@pytest.fixture
def library(home, tmp_path):
    """A data folder with one document."""
    return with_ferry(home, tmp_path)


class stopping(list):
    """Messages of an answer, the first quotes among which have the page told to stop."""

    def __init__(self, page):
        self.page = page

    def append(self, message):
        if "reading" in str(message) and "reading" not in str(self):
            self.page.stop()
        super().append(message)


@contextmanager
def stopped_in_mid_answer(page, tab, gate):
    """The page, told to stop while it answers a slow question; then a list with how that question ended."""
    messages, ended = [], []
    reading = threading.Thread(
        target=lambda: ended.append(tab.stage("When does the slow ferry sail?", messages))
    )
    reading.start()
    page.until(lambda: "reading" in "".join(map(str, messages)), "first quotes")
    page.stop()
    page.until(lambda: httpx.get(f"{page.address}/ready").text == "stopping", "stopping")
    yield ended
    gate.touch()
    reading.join(60)


def test_a_team_logs_in_asks_and_no_answer_is_lost_when_it_stops(library, tmp_path):
    gate = tmp_path / "gate"
    with served("--host-name", "ferry.example", FOOTNOTE_PASSWORD=PASSWORD, TEST_GATE=str(gate)) as page:
        other = {"host": "evil.example"}
        assert httpx.get(f"{page.address}/config", headers=other).status_code == 403
        assert httpx.get(f"{page.address}/config", headers={"host": "ferry.example"}).status_code == 401
        with PageClient(page.address) as tab, PageClient(page.address) as late:
            assert tab.log_in(PASSWORD).status_code == 303
            assert late.log_in(PASSWORD).status_code == 303
            assert tab.open().call("page_state")["ready"]
            visit = Visit(page.address, PASSWORD, ["When does the ferry sail?"], reading=0.1, seconds=2.0)
            met = run(ask_all(6, visit))
            assert {one.person for one in met} == set(range(6))
            assert {one.ending for one in met} == {"done"}
            assert all(one.whole >= one.first > 0 for one in met)
            late.open()
            with stopped_in_mid_answer(page, tab, gate) as ended:
                assert httpx.get(f"{page.address}/health").status_code == 200
                assert late.call("page_state")["status"] == words.LEAVING
                stage, html = late.stage("When does the ferry sail?")
                assert stage == "failed"
                assert "Ask again in a minute" in html
        assert page.ended() == 0
    assert ended[0][0] == "done"
    assert "Traceback" not in page.output


def test_a_question_that_outlasts_the_grace_is_kept_with_its_quotes(library, tmp_path):
    with served("--grace", "1", TEST_GATE=str(tmp_path / "never")) as page:
        with PageClient(page.address).open() as tab:
            assert tab.stage("When does the slow ferry sail?", stopping(page))[0] == "done"
        assert page.ended() == 0
    assert "Waiting for 1 answer, at most 1 s; a second signal ends it at once." in page.output
    with build_assistant(library, llm=None) as assistant:
        (kept,) = assistant.conversations.turns(assistant.conversations.all()[0].id)
        assert kept.question == "When does the slow ferry sail?"
        assert "sails" in str(kept.answer["quotes"])


def test_what_a_page_says_without_its_server_is_for_a_team_too():
    assert "its terminal" not in words.GONE
    assert "tell who did" in words.GONE


def test_an_address_for_others_without_a_password_is_one_sentence(library, capsys):
    assert main(["serve", "--host", "0.0.0.0"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


# Several workers


@pytest.fixture
def shared(home, tmp_path, database, monkeypatch):
    """A library in PostgreSQL with one document."""
    monkeypatch.setenv("FOOTNOTE_LIBRARY", database)
    return with_ferry(home, tmp_path)


def lines_of(page):
    return [json.loads(line) for line in page.lines if line.startswith("{")]


def test_several_workers_answer_and_a_killed_one_is_replaced_and_all_stop_in_good_order(shared, tmp_path):
    gate = tmp_path / "gate"
    environ = {"FOOTNOTE_PASSWORD": PASSWORD, "FOOTNOTE_METRICS_TOKEN": "token", "TEST_GATE": str(gate)}
    with served("--workers", "2", "--log-format", "json", **environ) as page:
        with PageClient(page.address) as one, PageClient(page.address) as other:
            token = {"authorization": "Bearer token"}
            page.until(lambda: metrics(page, token).count("footnote_passages{") == 2, "two workers")
            epochs = set()
            for tab in (one, other):
                assert tab.log_in(PASSWORD).status_code == 303
                epochs.add(tab.open().call("page_state")["epoch"])
                assert tab.stage(f"When does the ferry sail, {SECRET_WORD}?")[0] == "done"
            assert len(epochs) == 2  # each has a worker of its own
            assert len(one.call("rail_list")["html"].split("<li")) == 3  # and both have both conversations

            one.upload("harbour.md", b"# Harbour\n\nThe harbour of Hannet closes at ten.\n")
            page.until(lambda: other.call("page_state")["sources"] == 2, "upload of the other one")

            told = metrics(page, token)
            answered = re.findall(r'footnote_questions_total\{outcome="answered",worker="\d"\} 1.0', told)
            assert len(answered) == 2
            assert (
                'footnote_requests_total{route="gradio_api/queue/join",status="200",worker="proxy"} 2.0'
                in told
            )

            victim = answers(page)[0]["process"]
            os.kill(victim, signal.SIGKILL)
            page.until(lambda: not Path(f"/proc/{victim}").exists(), "end")
            for tab in (one, other):
                assert tab.stage("When does the ferry sail?")[0] == "done"
            page.until(lambda: "is started again" in page.output, "new worker")

            with stopped_in_mid_answer(page, one, gate) as ended:
                pass
        assert page.ended() == 0
    assert ended[0][0] == "done"
    assert page.output.count("Waiting for") == 1  # the proxy alone says it
    assert "Waiting for the answers under way, at most 30 s;" in page.output
    check_log(page)


def answers(page):
    return [line for line in lines_of(page) if line["message"] == "answer"]


def metrics(page, headers):
    return httpx.get(f"{page.address}/metrics", headers=headers).text


def check_log(page):
    """Each answer has its line, and no line has a word of a question or of a document."""
    assert [line["outcome"] for line in answers(page)] == ["answered"] * 5
    assert all(
        line["seconds"] > 0 and line["first_quotes"] > 0 and line["question"] for line in answers(page)
    )
    assert {line["route"] for line in lines_of(page) if line["message"] == "request"} >= {"login"}
    for word in (SECRET_WORD, "ferry", "Ellisk", "costs", PASSWORD):  # no number: the time may hold it
        assert word not in page.output


def test_several_workers_on_a_library_in_a_file_are_one_sentence(library, capsys):
    assert main(["serve", "--workers", "2"]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "PostgreSQL" in told


def test_workers_that_cannot_start_say_why_once(library):
    environ = {"FOOTNOTE_LIBRARY": "postgresql://nobody@127.0.0.1:1/none"}
    status, told = ended_at_once("--workers", "2", **environ)
    assert status == 1
    assert "So no worker could be started" in told
    assert "Traceback" not in told
