"""Every way into the server that Gradio opens for the page: a list, and each is meant."""

import json
import logging
import re

import pytest

from assistant.plugins import GROUP, plugin_panels
from assistant.ui.page import Page
from documents.plugins import installed
from tests.building import build_assistant
from tests.fakes import FakeLLM
from tests.loops import run

pytestmark = pytest.mark.filterwarnings("ignore::Warning")  # as in tests/browser.py

EVENTS = {"ask"}  # a question, whose answer grows
CALLS = {
    "page_state",
    *("rail_list", "rail_rename", "rail_delete", "rail_export"),
    *("chat_open", "chat_start", "chat_stop", "chat_left", "chat_sources"),
    "pane_read",
    "search_run",
    *("check_start", "check_progress", "check_stop", "check_export", "check_sources"),
    *(
        "library_add",
        "library_add_examples",
        "library_paste",
        "library_lines",
        "library_retry",
        "library_dismiss",
    ),
    "library_cancel",
    *("library_table", "library_usage", "library_remove", "library_remove_examples"),
    "library_reread",
    *(
        "evals_open",
        "evals_plan",
        "evals_start",
        "evals_stop",
        "evals_progress",
        "evals_report",
        "evals_case",
    ),
    *("settings_open", "settings_privacy", "settings_test", "settings_save", "settings_check"),
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory):
    """One for all of these: what a call leaves behind must break no other either."""
    with build_assistant(tmp_path_factory.mktemp("handlers") / "home", llm=FakeLLM()) as built:
        yield built


@pytest.fixture(scope="module")
def blocks(assistant):
    async def build():  # within a loop: else Gradio makes two, and nobody closes them
        return Page(assistant, list(plugin_panels(installed(GROUP), assistant, pytest.fail))).build()

    return run(build())


def test_the_events_of_the_page_are_these(blocks):
    assert {function.name for function in blocks.fns.values()} == EVENTS


def test_no_event_is_shown_as_an_api(blocks):
    assert [function.name for function in blocks.fns.values() if function.api_visibility != "private"] == []


def test_the_calls_of_the_page_are_these(blocks):
    functions = [one for block in blocks.blocks.values() for one in getattr(block, "server_fns", [])]
    assert {one.__name__ for one in functions} == CALLS


def test_every_place_of_the_page_is_in_the_rail(blocks):
    markup = next(block.value for block in blocks.blocks.values() if block.elem_id == "part-rail")
    assert re.findall(r'data-testid="nav-(\w+)"', markup) == [
        *("chat", "search", "check", "library", "evals", "settings")
    ]


HALF = "half \ud800 character \x00 \x1b[2J"
ODD = [
    None,
    True,
    -1,
    10**400,
    1e400,
    HALF,
    "",
    "../../etc",
    [],
    [None],
    [HALF],
    {},
    {"path": HALF, "name": HALF},
    [[]],
]
FIELDS = (
    *("id", "title", "query", "current", "number", "files", "text", "sources", "examples", "chosen", "set"),
    *("folder", "limit", "anew", "run", "llm", "url", "model", "key", "care", "evidence_tokens", "source"),
    *("version", "start", "end", "quote", "k", "format", "name", "replace", "question", "conversation"),
)
WHOLE = [None, 7, "text", [], [HALF], {HALF: HALF}, {"files": [{"path": HALF, "name": HALF}]}]
AFTER = (
    "page_state",
    "rail_list",
    "chat_open",
    "chat_sources",
    "library_lines",
    "library_table",
    "settings_open",
)


@pytest.fixture
def calls(assistant, blocks, monkeypatch):
    monkeypatch.setattr(
        "assistant.assistant.try_model", lambda settings: "Connected."
    )  # no server is started
    monkeypatch.setattr("evals.page.job.EvalJob.start", lambda *_: None)  # no run goes on behind the test
    functions = [one for block in blocks.blocks.values() for one in getattr(block, "server_fns", [])]
    return {one.__name__: one for one in functions}


def sent(call, *all_data):
    """The answers as the server would send them."""

    async def ask():
        return [await call(data) for data in all_data]

    return [json.loads(json.dumps(one, ensure_ascii=False, allow_nan=False).encode()) for one in run(ask())]


@pytest.mark.parametrize("name", sorted(CALLS))
def test_odd_data_is_answered_with_a_sentence_and_breaks_nothing(calls, name, caplog):
    caplog.set_level(logging.CRITICAL)
    odd = [{field: value} for field in FIELDS for value in ODD] + [
        dict.fromkeys(FIELDS, value) for value in ODD
    ]
    for answer in sent(calls[name], *WHOLE, *odd):
        assert isinstance(answer, dict)
        assert isinstance(answer.get("error", ""), str)
    for other in AFTER:
        assert "error" not in sent(calls[other], {})[0], other


def test_a_name_with_half_a_character_is_a_line_like_any_other(assistant, calls):
    upload = assistant.settings.home / "tmp" / "uploads" / "a.txt"
    upload.parent.mkdir(parents=True)
    upload.write_text("The ferry sails at nine.")
    (lines,) = sent(calls["library_add"], {"files": [{"path": str(upload), "name": "fares \ud800.txt"}]})
    assert "fares \ufffd.txt" in lines["html"]
