"""What the browser tests stand on: the real page on a scripted model, served in this process."""

import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import product
from pathlib import Path

import pytest

from assistant.llm.protocol import Piece
from assistant.types import Answer, Citation, Done
from documents.errors import FootnoteError, ModelError
from tests.building import build_assistant

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
needs_browser = [
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium: apt-get install chromium"),
    # Gradio 6.17 uses a name that Starlette has renamed, and its server's tasks end with the loop (2026-11).
    pytest.mark.filterwarnings("ignore::Warning"),
]
WAIT = 30_000  # milliseconds; a busy machine takes its time
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 800}
SERIOUS = ("serious", "critical")
ALL = {"resultTypes": ["violations"]}
OF_COLOURS = {**ALL, "runOnly": ["color-contrast", "link-in-text-block"]}  # all else is the same in the dark
_port: list[int] = []  # of the first page of this process


class Scripted:
    """Answers by a word of the question; "endless" keeps it reading until it is stopped."""

    name = "scripted-model"
    measured = True

    def __init__(self, answers: dict[str, list[str]]) -> None:
        self.answers = answers
        self.reading = threading.Event()
        self.halted = threading.Event()

    def stream(self, messages, *, max_tokens):
        if max_tokens == 1:  # a probe: it is sure of all that it says
            yield Piece("answered", -0.05, (("answered", -0.05),))
            return
        asked = messages[-1].text.split("Question")[-1]
        if "endless" in asked:
            self.reading.set()
            self.halted.wait()
            raise ModelError("The language model was stopped.", "Ask again.")
        pieces = next((pieces for word, pieces in self.answers.items() if word in asked), None)
        for piece in pieces or ["Not stated."]:
            yield Piece(piece, -0.05, ((piece, -0.05),))

    def forget(self) -> None:
        """As before the first question."""
        self.reading.clear()
        self.halted.clear()

    def stop(self, thread=None):
        self.halted.set()

    def check(self):
        pass

    def close(self):
        self.halted.set()


@contextmanager
def serving(home: Path, *, llm, build=None, **more) -> Iterator[tuple[str, object]]:
    """The page's address and its Assistant, while it is served; stops as the real one does.

    `build` makes the app of an Assistant and a port, where it is not a person's own page.
    """
    import uvicorn

    from assistant.ui.server import build_app, take_uploads

    with build_assistant(home, llm=llm, **more) as assistant, _bound() as bound, environment():
        assistant.take_write_lock()
        take_uploads(assistant)
        port = bound.getsockname()[1]
        app = (build or build_app)(assistant, port=port)
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{port}", assistant
        finally:
            server.should_exit = True
            thread.join(10)


def _bound() -> socket.socket:
    """A socket at the port of the pages before, if it is free: the browser has their scripts compiled."""
    from assistant.ui.server import listen

    if not _port:
        bound = listen(0)
        _port.append(bound.getsockname()[1])
        return bound
    try:
        return listen(_port[0])
    except FootnoteError:  # another page stands there
        return listen(0)


@contextmanager
def environment() -> Iterator[None]:
    """Puts back what Gradio is told through the environment."""
    names = ("GRADIO_TEMP_DIR", "GRADIO_ANALYTICS_ENABLED")
    before, folder = {name: os.environ.get(name) for name in names}, tempfile.tempdir
    try:
        yield
    finally:
        tempfile.tempdir = folder
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})


def cited(assistant, title: str, quote: str) -> Citation:
    """A citation of these words, which the source with this title has."""
    source = next(one for one in assistant.sources() if one.title == title)
    start = assistant.text(source.id).index(quote)
    end = start + len(quote)
    return Citation(source.id, source.version, title, None, start, end, quote, date=source.date)


def stage(assistant, endings: dict[str, Callable[[Answer], Answer]]) -> None:
    """Has the answer to a question with such a word end as its function says: with a near miss, a conflict.

    What finds these has tests of its own; here it is shown.
    """
    stream = assistant.stream

    def staged(question, history=(), sources=None):
        change = next((change for word, change in endings.items() if word in question), None)
        with closing(stream(question, history, sources)) as events:
            for event in events:
                yield Done(change(event.answer)) if change and isinstance(event, Done) else event

    assistant.stream = staged


class Tab:
    """A tab of the page: what a person does in it, and whether anything went wrong behind it."""

    def __init__(self, page, address: str) -> None:
        self.page = page
        self.address = address
        self.errors: list[str] = []
        self.elsewhere: list[str] = []
        page.set_default_timeout(WAIT)
        page.on("pageerror", self._fail)
        page.on("request", self._notice)

    def _fail(self, error) -> None:
        self.errors.append(str(error))

    def _notice(self, request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def leave(self) -> None:
        """Takes from the browser's tab what this one hung on it."""
        self.page.remove_listener("pageerror", self._fail)
        self.page.remove_listener("request", self._notice)
        self.page.unroute_all(behavior="ignoreErrors")

    def open(self, path: str = ""):
        """Opens the page and waits until it can answer."""
        self.page.goto(self.address + path)
        self.ready()
        return self

    def ready(self) -> None:
        """Waits until a question can be asked."""
        self.page.wait_for_selector("[data-testid=ask]:not([disabled])", state="attached")

    def part(self, name: str):
        """The elements with a test id."""
        return self.page.locator(f"[data-testid={name}]")

    def ask(self, question: str):
        """Asks, and waits for the whole answer; its turn."""
        before = self.page.locator("[data-stage=done]").count()
        self.part("question").fill(question)
        self.page.keyboard.press("Enter")
        self.page.wait_for_function(
            "n => document.querySelectorAll('[data-stage=done]').length > n", arg=before
        )
        return self.part("turn").last

    def unfold(self) -> None:
        """Opens everything that is folded."""
        self.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")

    def go(self, name: str) -> None:
        """Opens a place through the rail."""
        self.part(f"nav-{name}").click()


class Tabs:
    """Lends tabs as if they were new: of each kind one is kept, which opens the page in half the time.

    What a test left in a tab is gone when the next one gets it, but for the addresses that "back" leads to.
    """

    def __init__(self, browser) -> None:
        self._browser = browser
        self._idle: dict[str, list[object]] = {}
        self._kinds: dict[object, str] = {}

    def lend(
        self, address: str, size: dict[str, int], *, permissions: Sequence[str] = (), **options: object
    ) -> Tab:
        """A tab of this size with nothing stored at this address; `options` are those of a context."""
        kind = repr((sorted(size.items()), sorted(options.items())))
        idle = self._idle.setdefault(kind, [])
        page = idle.pop() if idle else self._browser.new_context(viewport=size, **options).new_page()
        self._kinds[page] = kind
        page.set_viewport_size(size)
        page.context.grant_permissions(list(permissions))
        page.goto(address + "/favicon.ico")  # stands at this address and runs nothing
        page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        return Tab(page, address)

    def take_back(self, tab: Tab) -> None:
        """Keeps the tab for the next one, unless it was closed."""
        kind = self._kinds.pop(tab.page)
        if not tab.page.is_closed():
            tab.page.context.set_offline(False)
            tab.page.evaluate("0")  # what went wrong until now is told; a call that leaving cuts off is none
            tab.leave()
            tab.page.goto("about:blank")
            tab.page.emulate_media(color_scheme="null")
            tab.page.context.clear_cookies()
            tab.page.context.clear_permissions()
            self._idle[kind].append(tab.page)


def violations(tab: Tab, *sizes: dict[str, int]) -> list[str]:
    """What axe-core finds serious in windows of these sizes, light and dark; one readable line each."""
    from axe_playwright_python.sync_playwright import Axe

    tab.page.wait_for_function("document.title")  # on a busy machine Gradio sets it after all else
    axe, lines = Axe(), []
    for size, scheme in product(sizes, ("light", "dark")):
        tab.page.set_viewport_size(size)
        tab.page.emulate_media(color_scheme=scheme)
        found = axe.run(tab.page, options=OF_COLOURS if scheme == "dark" else ALL).response["violations"]
        lines += [
            f"{size['width']} {scheme}: {one['id']}: {[node['html'][:160] for node in one['nodes']][:3]}"
            for one in found
            if one["impact"] in SERIOUS
        ]
    return lines


@contextmanager
def browsing() -> Iterator[object]:
    """A browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()
