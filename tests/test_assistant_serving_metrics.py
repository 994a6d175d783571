"""The metrics, the log and the end of a served page."""

import json
import logging
import socket
import sys
import threading

import pytest
import uvicorn
from prometheus_client.parser import text_string_to_metric_families
from starlette.responses import PlainTextResponse

from assistant.assistant import Assistant
from assistant.cli.console import console, log_lines
from assistant.serving.json_log import AnswerLog, JsonFormatter, LoggingMiddleware, route_of
from assistant.serving.metrics import Metrics, RequestMetrics, joined_metrics
from assistant.serving.page_server import LibraryReached, quoting_at_once
from assistant.serving.settings_watch import SettingsWatch
from assistant.serving.shutdown import GracefulServer
from assistant.settings import load_settings
from assistant.types import Evidence, Token
from assistant.ui.jobs.answering import Answering, Question
from assistant.ui.jobs.observing import Course
from documents.errors import MissingExtra, ModelUnreachable, ServerLost
from tests.loops import run

SAIL = "When does the ferry sail?"
FERRY = "# Ferry\n\nThe ferry to Ellisk sails at nine. A ticket costs £13.00.\n"


@pytest.fixture
def ferry(assistant, tmp_path):
    path = tmp_path / "ferry.md"
    path.write_text(FERRY, encoding="utf-8")
    assistant.add([path])
    return assistant


def values(text):
    """Each sample of a text of metrics by its name and labels."""
    families = text_string_to_metric_families(text.decode())
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


def asked(assistant, metrics, *questions):
    answering = Answering(assistant, AnswerLog(metrics))
    for number, text in enumerate(questions):
        list(answering.turns(Question(f"q-{number}", text)))


def test_questions_are_counted_by_how_they_end(ferry, llm):
    llm.enqueue("The ferry ", "sails ", "at nine.")
    metrics = Metrics()
    asked(ferry, metrics, SAIL, "", "What is the capital of France?")
    found = values(metrics.text())
    assert found["footnote_questions_total", "answered"] == 1
    assert found["footnote_questions_total", "failed"] == 1
    assert found["footnote_errors_total", "QuestionError"] == 1
    assert found["footnote_questions_under_way",] == 0
    assert found["footnote_tokens_written_total",] >= 3
    assert found["footnote_first_quotes_seconds_count",] >= 1
    assert found["footnote_stage_seconds_count", "search"] >= 1


def test_an_answer_without_the_model_that_is_set_is_an_error_of_it(ferry, llm):
    llm.enqueue(ModelUnreachable("The model server stopped.", "Ask again."))
    metrics = Metrics()
    asked(ferry, metrics, "What does a ticket to Ellisk cost on a Sunday in winter?")
    assert values(metrics.text())["footnote_errors_total", "model"] == 1


def test_a_question_that_its_page_leaves_is_stopped(ferry):
    metrics = Metrics()
    turns = Answering(ferry, AnswerLog(metrics)).turns(Question("q", SAIL))
    next(turns)
    assert values(metrics.text())["footnote_questions_under_way",] == 1
    turns.close()
    found = values(metrics.text())
    assert found["footnote_questions_under_way",] == 0
    assert found["footnote_questions_total", "stopped"] == 1


def test_the_numbers_of_several_processes_stand_side_by_side():
    one, other = RequestMetrics(), Metrics()
    one.request("page", 200)
    other.request("page", 200)
    other.request("page", 200)
    found = values(joined_metrics([("0", one.text()), ("1", other.text()), ("proxy", b"")]))
    name = "footnote_requests_total"
    assert (found[name, "0", "200", "page"], found[name, "1", "200", "page"]) == (1, 2)
    assert joined_metrics([]) == b""


def test_without_the_package_that_gives_numbers_the_way_to_it_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    with pytest.raises(MissingExtra, match=r"pip install '\.\[server\]'"):
        Metrics()


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", "page"),
        ("/gradio_api/file=/home/anna/tmp/diagnosis.pdf", "gradio_api/file="),
        ("/gradio_api/upload", "gradio_api/upload"),
        ("/gradio_api/heartbeat/secret", "gradio_api/heartbeat"),
        ("/diagnosis.pdf", "other"),
        ("/gradio_api/diagnosis", "other"),
        ("", "other"),
    ],
)
def test_a_route_has_no_name_of_a_file(path, route):
    assert route_of(path) == route


# The log


def logged(capsys, work):
    with console(verbose=False), log_lines(JsonFormatter()):
        work()
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_the_log_has_a_line_for_each_answer_and_none_of_its_words(ferry, llm, capsys):
    llm.enqueue("The ferry ", "sails ", "at nine.")
    (line,) = logged(capsys, lambda: asked(ferry, None, SAIL))
    assert (line["message"], line["question"], line["outcome"]) == ("answer", "q-0", "answered")
    assert line["seconds"] >= line["first_quotes"] > 0
    assert line["stages"]["search"] > 0
    assert not {"ferry", "Ellisk", "nine"} & set(json.dumps(line).replace('"', " ").split())


def test_an_id_that_is_none_is_not_logged(ferry, capsys):
    def ask():
        list(Answering(ferry, AnswerLog(None)).turns(Question("my question: who is ill?", SAIL)))

    (line,) = logged(capsys, ask)
    assert line["question"] == ""


def test_a_request_is_logged_without_what_it_asks_for(capsys):
    async def app(scope, receive, send):
        await PlainTextResponse("")(scope, receive, send)

    async def send(message):
        pass

    def ask():
        for path in ("/gradio_api/file=/secret.pdf", "/gradio_api/component_server"):
            scope = {"type": "http", "method": "GET", "path": path, "query_string": b"secret", "headers": []}
            run(LoggingMiddleware(app, None)(scope, None, send))

    (line,) = logged(capsys, ask)  # what each tab asks for all the time is none
    assert (line["route"], line["status"]) == ("gradio_api/file=", 200)
    assert "secret" not in json.dumps(line)


def test_a_bug_is_logged_by_its_kind_and_place_alone(capsys):
    def fail():
        try:
            raise ValueError("secret words of a document")
        except ValueError:
            logging.getLogger("assistant.ui").exception("%s failed", "ask")

    (line,) = logged(capsys, fail)
    assert (line["message"], line["error"]) == ("ask failed", "ValueError")
    assert "test_assistant_serving_metrics.py" in line["at"][0]
    assert "secret" not in json.dumps(line)


def test_messages_of_others_are_not_logged(capsys):
    (line,) = logged(capsys, lambda: logging.getLogger("strange.library").critical("secret"))
    assert line["message"] == ""


# Several


def test_settings_that_another_page_has_saved_hold_here_too(home):
    with Assistant.open(home, llm_model="mine") as one, Assistant.open(home, llm_model="mine") as other:
        watch = SettingsWatch(other)
        watch.look()
        assert other.settings.care == "standard"
        one.use_settings(care="bold", llm="none")
        watch.look()
        assert (other.settings.care, other.settings.llm) == ("bold", "none")
        assert other.settings.llm_model == "mine"  # an argument of its own
        assert other.model() is None


def test_settings_that_cannot_be_used_are_said_and_the_old_ones_stay(home, caplog):
    with Assistant.open(home, llm="none") as page:
        watch = SettingsWatch(page)
        (home / "settings.toml").write_text("care = 'reckless'\n")
        watch.look()
        watch.look()
        assert page.settings.care == "standard"
    assert [record.getMessage().count("reckless") for record in caplog.records] == [1]


# Many


def test_more_questions_are_served_at_a_time_where_other_computers_do_the_work(home):
    here = quoting_at_once(load_settings(home))
    assert here == quoting_at_once(load_settings(home, {"llm": "http://127.0.0.1:1/v1"}))
    assert here < quoting_at_once(
        load_settings(home, {"reranker": "http://127.0.0.1:1", "reranker_model": "m"})
    )


# The end


async def hello(scope, receive, send):
    await PlainTextResponse("the page")(scope, receive, send)


def ending(*, grace, waiting, last=0.0):
    """A server that runs in a thread of its own."""
    told = []
    config = uvicorn.Config(hello, log_config=None, lifespan="off")
    server = GracefulServer(
        config,
        lambda: told.append("ready"),
        leave=lambda: told.append("leave"),
        waiting=waiting,
        grace=grace,
        cut=lambda: told.append("cut"),
        last=last,
    )
    bound = socket.socket()
    bound.bind(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
    thread.start()
    return server, thread, told


@pytest.mark.filterwarnings("ignore::Warning")
def test_a_server_ends_when_its_last_answer_is_given(capsys):
    answered = threading.Event()
    server, thread, told = ending(grace=3600, waiting=lambda: "" if answered.is_set() else "1 answer")
    server.begin_to_leave()
    server.begin_to_leave()  # said twice, as by a terminal and by its proxy
    thread.join(0.5)
    assert thread.is_alive()
    assert server.leaving
    answered.set()
    thread.join(60)
    assert not thread.is_alive()
    assert (told.count("leave"), told.count("cut")) == (1, 0)
    assert capsys.readouterr().out == (
        "Waiting for 1 answer, at most 3600 s; a second signal ends it at once.\n"
    )


@pytest.mark.filterwarnings("ignore::Warning")
def test_after_the_grace_it_ends_whatever_is_under_way():
    server, thread, told = ending(grace=0.1, waiting=lambda: "1 answer", last=0.5)
    server.begin_to_leave()
    thread.join(60)
    assert not thread.is_alive()
    assert told.count("cut") == 1


@pytest.mark.filterwarnings("ignore::Warning")
def test_what_is_cut_off_gets_a_moment_to_be_kept():
    server, thread, told = ending(grace=0.1, waiting=lambda: "" if "cut" in told else "1 answer", last=3600)
    server.begin_to_leave()
    thread.join(60)
    assert not thread.is_alive()


@pytest.mark.filterwarnings("ignore::Warning")
def test_nothing_is_said_where_nothing_is_waited_for_or_another_says_it(capsys):
    for waiting, told in (("", False), ("1 answer", True)):
        server, thread, _ = ending(grace=0.1, waiting=lambda waiting=waiting: waiting)
        server.begin_to_leave(announced=told)
        thread.join(60)
    assert capsys.readouterr().out == ""


def test_what_the_course_of_a_question_notices():
    course = Course("q")
    course.notice(Token("a"))
    assert course.first_quotes is None
    course.notice(Evidence((), (), 0))
    course.end(None, "StorageFailed")
    assert (course.ending, course.errors, course.tokens) == ("failed", ("StorageFailed",), 1)
    assert course.first_quotes is not None


def test_a_library_that_is_away_is_logged_once_and_so_is_its_return(ferry, monkeypatch, caplog):
    reached = LibraryReached(ferry)
    assert reached()
    with monkeypatch.context() as away:
        away.setattr(type(ferry.library), "generation", property(lost))
        assert [reached(), reached(), reached()] == [False, False, False]
    assert [reached(), reached()] == [True, True]
    said = [record.getMessage() for record in caplog.records if "library" in record.getMessage()]
    assert said == ["The library does not answer: It is away. Wait.", "The library answers again."]


def lost(library):
    raise ServerLost("It is away.", "Wait.")
