"""Every way into the server that Gradio opens for the page: a list, and each is meant."""

import pytest

from assistant.plugins import installed, plugin_panels
from assistant.ui.page import Page
from tests.loops import run

pytestmark = pytest.mark.filterwarnings("ignore::Warning")  # as in tests/browser.py

EVENTS = {"ask"}  # a question, whose answer grows
CALLS = {
    "page_state",
    *("rail_list", "rail_rename", "rail_delete", "rail_export"),
    *("chat_open", "chat_start", "chat_stop", "chat_sources"),
    "pane_read",
    "search_run",
    *("check_start", "check_progress", "check_stop", "check_export", "check_sources"),
    *("library_add", "library_paste", "library_lines", "library_retry", "library_dismiss"),
    *("library_table", "library_usage", "library_remove", "library_remove_examples"),
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


@pytest.fixture
def blocks(assistant):
    async def build():  # within a loop: else Gradio makes two, and nobody closes them
        return Page(assistant, list(plugin_panels(installed(), assistant, pytest.fail))).build()

    return run(build())


def test_the_events_of_the_page_are_these(blocks):
    assert {function.name for function in blocks.fns.values()} == EVENTS


def test_no_event_is_shown_as_an_api(blocks):
    assert [function.name for function in blocks.fns.values() if function.api_visibility != "private"] == []


def test_the_calls_of_the_page_are_these(blocks):
    functions = [one for block in blocks.blocks.values() for one in getattr(block, "server_fns", [])]
    assert {one.__name__ for one in functions} == CALLS


def test_every_place_of_the_page_is_in_the_rail(assistant):
    panels = list(plugin_panels(installed(), assistant, pytest.fail))
    assert [panel.name for panel in Page(assistant, panels)._panels] == [
        *("chat", "search", "check", "library", "evals", "settings")
    ]
