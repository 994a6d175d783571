"""How quick the page is for a person, measured in a real browser on the real command and models.

    .venv/bin/python scripts/page_speed.py [QUESTIONS] [STARTS]

Prints seconds: from the command to the shown page and to a page that can answer (best of STARTS), from
Enter to the first quote (p50 and p95 of QUESTIONS questions about the example documents), the layout
shift while answers arrive, and how long a library of 2,000 sources and a conversation of 200 turns take
to open. Uses a temporary data folder, and the weights that `make setup` has made.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from assistant import Assistant  # noqa: E402  # found through the line above
from documents.inputs import PastedText  # noqa: E402

READY = "[data-testid=ask]:not([disabled])"
QUESTIONS = (
    "How long does the crossing take?",
    "What does a car cost to Ellisk?",
    "Who is the senior captain?",
    "When are wages paid?",
    "Are dogs allowed on board?",
    "How are refunds paid?",
    "What is the islander card?",
    "When was the cooperative founded?",
    "Who repairs the ramp?",
    "What must be done when the engine stops?",
)
WATCH = """() => { window.shifted = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries())
    if (!entry.hadRecentInput) window.shifted += entry.value; }).observe({type: 'layout-shift'}); }"""
# From the key to the frame that shows the quote, by the browser's own clock
LISTEN = """() => { window.first = new Promise((done) => {
  const before = document.querySelectorAll('.turn').length;
  document.addEventListener('keydown', () => {
    const began = performance.now();
    const look = () => {
      const turn = document.querySelectorAll('.turn')[before];
      const shown = turn?.querySelector('[data-testid=quote], [data-testid=decline]');
      if (shown) done((performance.now() - began) / 1000);
      else requestAnimationFrame(look);
    };
    look();
  }, {once: true, capture: true});
}); }"""
# From the click to the second frame after the last element is there
OPEN = """([click, wanted, count]) => new Promise((done) => {
  const began = performance.now();
  document.querySelector(click).click();
  const look = () => {
    if (document.querySelectorAll(wanted).length >= count)
      requestAnimationFrame(() => requestAnimationFrame(() => done((performance.now() - began) / 1000)));
    else requestAnimationFrame(look);
  };
  look();
})"""


@contextmanager
def command(home: Path, *options: str) -> Iterator[tuple[str, float]]:
    """The page's address, and the moment of the command."""
    began = time.monotonic()
    program = [str(ROOT / ".venv/bin/footnote"), "--no-browser", "--port", "7999", *options]
    process = subprocess.Popen(
        program, env={**os.environ, "FOOTNOTE_HOME": str(home)}, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            address = re.search(rb"http://\S+", line)
            if address:
                yield address.group().decode(), began
                return
        raise SystemExit("footnote ended before it printed its address")
    finally:
        process.terminate()
        process.wait(20)


def measure_start(browser: Any, home: Path) -> tuple[float, float]:  # Any: Playwright's browser
    """Seconds from the command until the page is shown, and until it can answer."""
    with command(home, "--examples") as (address, began):
        page = browser.new_page()
        page.goto(address)
        page.wait_for_selector("[data-testid=question]")
        shown = time.monotonic() - began
        page.wait_for_selector(READY, timeout=60_000)
        ready = time.monotonic() - began
        page.close()
    return shown, ready


def measure_questions(browser: Any, home: Path, number: int) -> None:
    """Prints the seconds to the first quote, and the layout shift; each question is asked to its end."""
    with command(home, "--examples") as (address, _):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address + "/?c=new")
        page.wait_for_selector(READY, timeout=60_000)
        page.wait_for_function("footnote.state.sources > 0 && !footnote.state.busy", timeout=60_000)
        page.wait_for_timeout(8000)  # the first question after a start also loads the model's client
        page.evaluate(WATCH)
        seconds = []
        for place in range(number):
            page.fill("[data-testid=question]", QUESTIONS[place % len(QUESTIONS)])
            page.evaluate(LISTEN)
            page.keyboard.press("Enter")
            seconds.append(page.evaluate("window.first"))
            page.wait_for_function(
                f"document.querySelectorAll('[data-stage=done]').length === {place + 1}", timeout=120_000
            )
        shift = page.evaluate("window.shifted")
        page.close()
    ranked = sorted(seconds)
    print(f"first quote after Enter: p50 {statistics.median(ranked):.2f} s, ", end="")
    print(f"p95 {ranked[int(0.95 * (len(ranked) - 1))]:.2f} s ({number} questions)")
    print(f"layout shift while {number} answers arrive: {shift:.4f}")


def measure_size(browser: Any, home: Path) -> None:
    """Prints the seconds to open a library of 2,000 sources and a conversation of 200 turns."""
    fill(home)
    with command(home) as (address, _):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address + "/?c=new")
        page.wait_for_selector(READY, timeout=60_000)
        page.wait_for_selector("[data-testid=conversation]")
        turns = page.evaluate(OPEN, ["[data-testid=conversation]", "[data-testid=turn]", 200])
        library = page.evaluate(OPEN, ["[data-testid=nav-library]", "[data-testid=source-row]", 200])
        page.close()
    print(f"a conversation of 200 turns opens in {turns:.2f} s")
    print(f"a library of 2,000 sources opens in {library:.2f} s")


def fill(home: Path) -> None:
    """2,000 short documents, and a conversation of 200 turns about them."""
    with Assistant.open(home, llm="none") as assistant:
        missing = 2000 - len(assistant.sources())
        assistant.add([notice(number) for number in range(missing)])
        answer = assistant.ask("When does boat 7 sail?").to_dict()
        conversation = None
        for number in range(200):
            conversation = assistant.conversations.add_turn(f"Question {number}?", answer, conversation)


def notice(n: int) -> PastedText:
    """A short document like no other."""
    text = f"Notice {n}: boat {n % 97} sails at {n % 24}:00 from quay {n % 11}, and waits {n} minutes."
    return PastedText(f"Notice {n}", text)


def main(questions: int, starts: int) -> None:
    """Prints all figures."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder) / "home"
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        times = [measure_start(browser, home) for _ in range(starts)]
        print(f"page shown {min(shown for shown, _ in times):.1f} s after the command, ", end="")
        print(f"ready to answer after {min(ready for _, ready in times):.1f} s (best of {starts})")
        measure_questions(browser, home, questions)
        measure_size(browser, home)
        browser.close()


if __name__ == "__main__":
    given = [int(value) for value in sys.argv[1:]]
    main(given[0] if given else 20, given[1] if len(given) > 1 else 3)
