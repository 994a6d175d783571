"""A journey through the page in a real browser, with a scripted model."""

import os
import shutil
import threading
import urllib.error
import urllib.request

import pytest

from assistant.llm import Piece
from documents.errors import ModelError
from tests.building import build_assistant

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium: apt-get install chromium"),
    # Gradio 6.17 uses a name that Starlette has renamed, and its server's tasks end with the loop (2026-11).
    pytest.mark.filterwarnings("ignore::Warning"),
]
FERRY = "# Ferry\n\nThe ferry to Ellisk sails at nine. A ticket to Ellisk costs £13.00.\n"
HOSTILE = (
    "# The ${window.hacked=1} plan <img src=x onerror=window.hacked=2>\n\n"
    "The fare to Zork is 42 pounds ${1+1} ${window.hacked=3} {{7*7}} <img src=x onerror=window.hacked=4> "
    "`${window.hacked=5}` <script>window.hacked=6</script> \u202edesrever\u202c &lt;b&gt;.\n"
)
ANSWERS = {
    "sail": ["The ferry to Ellisk sails at nine. ", "It was built by Napoleon in 1804."],
    "fare": ["The fare to Zork is 42 pounds."],
}


class Scripted:
    """Answers by a word of the question; "endless" keeps it reading until it is stopped."""

    name = "scripted-model"

    def __init__(self):
        self.reading = threading.Event()
        self.halted = threading.Event()

    def stream(self, messages, *, max_tokens):
        asked = messages[-1].text
        if "endless" in asked:
            self.reading.set()
            self.halted.wait()
            raise ModelError("The language model was stopped.", "Ask again.")
        pieces = next(
            (pieces for word, pieces in ANSWERS.items() if word in asked.split("Question")[-1]), None
        )
        for piece in pieces or ["Not stated."]:
            yield Piece(piece, -0.05, ((piece, -0.05),))

    def stop(self, thread=None):
        self.halted.set()

    def check(self):
        pass

    def close(self):
        self.halted.set()


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="module")
def model():
    return Scripted()


@pytest.fixture(scope="module")
def address(tmp_path_factory, model):
    """The page's address; one server for all journeys, each in a tab of its own."""
    import uvicorn

    from assistant.ui.serving import build_app, listen, prepare_uploads

    folder = tmp_path_factory.mktemp("page")
    with build_assistant(folder / "home", llm=model) as assistant, listen(0) as bound:
        assistant.take_write_lock()
        before = {name: os.environ.get(name) for name in ("GRADIO_TEMP_DIR", "GRADIO_ANALYTICS_ENABLED")}
        prepare_uploads(folder / "home")
        (folder / "ferry.md").write_text(FERRY, encoding="utf-8")
        assistant.add([folder / "ferry.md"])
        port = bound.getsockname()[1]
        server = uvicorn.Server(
            uvicorn.Config(build_app(assistant, port=port), log_config=None, timeout_graceful_shutdown=1)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(10)
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


@pytest.fixture
def page(browser, address):
    """A tab; it fails the test when the page has an error or asks another server for something."""
    tab = browser.new_page(viewport={"width": 1200, "height": 900})
    tab.set_default_timeout(10_000)
    errors, elsewhere = [], []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.on("request", lambda request: elsewhere.append(request.url) if off(request.url, address) else None)
    tab.goto(address)
    tab.wait_for_selector("#question textarea")
    yield tab
    tab.close()
    assert errors == []
    assert elsewhere == []


def off(url, address):
    return not url.startswith((address, "data:", "blob:"))


def ask(page, question):
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")


def part(page, name):
    return page.locator(f"[data-testid={name}]")


def test_a_question_is_answered_with_its_quotes(page):
    ask(page, "When does the ferry to Ellisk sail?")
    part(page, "foot").wait_for()
    assert "The ferry to Ellisk sails at nine." in part(page, "sentence").first.inner_text()
    assert "The ferry to Ellisk sails at nine." in part(page, "citation").first.inner_text()
    assert "scripted-model" in part(page, "foot").inner_text()
    left_out = part(page, "left-out")
    left_out.locator("summary").click()
    assert "Napoleon" in left_out.locator("s").inner_text()
    page.wait_for_selector("#question textarea:not([disabled])")
    assert page.input_value("#question textarea") == ""


def test_a_decline_says_what_is_missing(page):
    ask(page, "Who is the president of Mongolia?")
    assert "Mongolia" in part(page, "decline").inner_text()
    assert part(page, "quote").count() > 0


def test_a_new_chat_is_empty_and_a_long_one_keeps_its_turns(page):
    for number, question in enumerate(("When does the ferry to Ellisk sail?", "Who is king of Mongolia?"), 1):
        ask(page, question)
        page.wait_for_selector("#question textarea:not([disabled])")
        page.wait_for_function(
            "n => document.querySelectorAll('[data-testid=foot]').length === n", arg=number
        )
    page.click("#new-chat")
    page.wait_for_function("() => document.querySelectorAll('[data-testid=turn]').length === 0")


def test_stop_stops_the_model_and_keeps_the_question(page, model):
    model.reading.clear()
    model.halted.clear()
    ask(page, "Is the ferry to Ellisk endless?")
    part(page, "quote").first.wait_for()
    assert model.reading.wait(5)
    page.click("#stop")
    page.wait_for_selector("#question textarea:not([disabled])")
    assert model.halted.wait(2)
    assert page.input_value("#question textarea") == "Is the ferry to Ellisk endless?"
    assert "Stopped." in part(page, "turn").first.inner_text()
    assert part(page, "quote").count() > 0


def test_a_closed_tab_stops_the_model(browser, address, model):
    model.reading.clear()
    model.halted.clear()
    tab = browser.new_page()
    tab.goto(address)
    tab.wait_for_selector("#question textarea")
    ask(tab, "Is the ferry to Ellisk endless?")
    assert model.reading.wait(10)
    tab.close()
    assert model.halted.wait(3)


def test_files_get_their_lines_and_hostile_text_stays_text(page, tmp_path):
    hostile, empty = tmp_path / "hostile.md", tmp_path / "empty.txt"
    hostile.write_text(HOSTILE, encoding="utf-8")
    empty.write_text(" ", encoding="utf-8")
    page.set_input_files("#drop input[type=file]", [str(hostile), str(empty)])
    page.wait_for_selector("[data-testid=ingest-line][data-status=added]")
    page.wait_for_selector("[data-testid=ingest-line][data-status=empty]")
    row = part(page, "source-row").filter(has_text="plan")
    row.wait_for()
    ask(page, "What is the fare to Zork?")
    part(page, "foot").wait_for()
    shown = part(page, "citation").first.inner_text()
    for text in (
        "${1+1}",
        "{{7*7}}",
        "<img src=x onerror=window.hacked=4>",
        "<script>window.hacked=6</script>",
    ):
        assert text in shown
    assert page.locator("[data-testid=turn] img").count() == 0
    assert page.evaluate("window.hacked") is None
    page.on("dialog", lambda dialog: dialog.accept())
    row.locator("button").click()
    row.wait_for(state="detached")


def test_another_host_name_is_refused(address):
    request = urllib.request.Request(address, headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    assert refused.value.code == 403


def test_the_browser_is_told_its_limits(address):
    with urllib.request.urlopen(address) as answer:
        policy = answer.headers["Content-Security-Policy"]
        page = answer.read().decode()
    assert "object-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "fonts.googleapis" not in page and "cdnjs" not in page
