"""Takes a picture of every state of the page, wide and narrow, light and dark, to be looked at.

    .venv/bin/python scripts/screenshots.py FOLDER

The page is the real one, on the example documents and some odd ones (long words, right-to-left text, a
long file name, a table, a quote of 600 words); its language model is scripted, so that each state can be
reached at will.
"""

import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from assistant.assistant import examples_folder  # noqa: E402  # found through the line above
from assistant.settings import default_models  # noqa: E402
from index.models.embedded import EmbeddedEmbedder  # noqa: E402
from tests import forms_states, trust_states  # noqa: E402
from tests.browser import Scripted, Tab, browsing, serving, stage  # noqa: E402

LONG_NAME = "a file name that goes on and on " * 6
GERMAN = (
    "# Donaudampfschifffahrtsgesellschaftskapitän\n\nDie Rindfleischetikettierungsüberwachungsaufgaben"
    "übertragungsgesetzgebung gilt für Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamte.\n"
)
ARABIC = (
    "# العبّارة\n\nتبحر العبّارة إلى إليسك في الساعة التاسعة صباحا. ثمن التذكرة 13 جنيها. "
    "HMS Petrel يبحر أيضا.\n"
)
WORDY = "# Charter\n\nThe charter of Quux says " + ", ".join(f"clause {n} holds" for n in range(200)) + ".\n"
TABLE = "port,car,dog\n" + "\n".join(f"Port {n},{20 + n}.00,free" for n in range(12)) + "\n"
SCRIPT = {
    "crossing": ["The crossing takes 35 minutes in summer. ", "It was first made by Napoleon in 1804."],
    "captain": ["Una Dravick is senior captain of the Marigold and lives in Oslo."],
    "charter": ["The charter of Quux says clause 1 holds."],
    "العبّارة": ["تبحر العبّارة إلى إليسك في الساعة التاسعة صباحا."],
    "gilt": ["Die Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetzgebung gilt."],
    "Port 7": ["Port 7 costs 27.00 for a car."],
}
Step = Callable[[Tab], None]


class Gated(EmbeddedEmbedder):
    """The embedded search model; it takes in documents only while its gate is open."""

    def __init__(self) -> None:
        super().__init__(default_models())
        self.gate = threading.Event()
        self.gate.set()

    def embed(self, texts: Any, progress: Any = None) -> Any:  # Any: as the fake that it stands on
        """The vectors, once the gate is open."""
        self.gate.wait()
        return super().embed(texts, progress)


def asked(question: str) -> Step:
    """A state that a question leads to."""
    return lambda tab: tab.ask(question) and None


def evidence(tab: Tab) -> None:
    """Quotes, while the model reads."""
    tab.part("question").fill("How long is the endless crossing?")
    tab.page.keyboard.press("Enter")
    tab.part("quote").first.wait_for()
    tab.page.wait_for_timeout(1200)


def card(tab: Tab) -> None:
    """An answer with the card of its mark."""
    tab.ask("How long does the crossing take?")
    tab.part("citation").last.focus()


def pane(question: str) -> Step:
    """The source pane at the first citation."""

    def opened(tab: Tab) -> None:
        turn = tab.ask(question)
        marks = turn.locator("[data-testid=citation]")
        if marks.count():
            marks.last.click()
        else:  # declined: the nearest passages, which may be folded
            turn.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
            turn.locator(".quotes button").first.click()
        tab.part("source-quote").wait_for()

    return opened


def partly(tab: Tab) -> None:
    """A sentence that is partly borne out, and one left out."""
    tab.ask("Who is the senior captain?")
    tab.ask("How long does the crossing take?")
    tab.part("left-out").last.locator("summary").click()


def place(name: str) -> Step:
    """Another place of the page."""

    def opened(tab: Tab) -> None:
        tab.page.evaluate(f"footnote.go('{name}')")
        tab.page.wait_for_timeout(700)

    return opened


def details(tab: Tab) -> None:
    """The library with what is known of each document."""
    place("library")(tab)
    tab.page.locator("details.about").evaluate_all("all => all.forEach(one => { one.open = true })")


def search(tab: Tab) -> None:
    """Hits of a search."""
    place("search")(tab)
    tab.part("search-box").fill("how long is the crossing")
    tab.page.keyboard.press("Enter")
    tab.part("hit").first.wait_for()


def trusted(question: str, *, unfolded: bool = False) -> Step:
    """An answer of `tests.trust_states`; with everything that is folded in it, or not."""

    def opened(tab: Tab) -> None:
        tab.ask(question)
        if unfolded:
            tab.unfold()

    return opened


def opened_place(question: str) -> Step:
    """The source pane at found words."""

    def opened(tab: Tab) -> None:
        tab.ask(question).locator("[data-testid=open]").first.click()
        tab.part("source-quote").first.wait_for()

    return opened


def explained(tab: Tab) -> None:
    """A sentence that is partly stated, with its card."""
    tab.ask(trust_states.CHAPEL)
    tab.part("left-out").last.locator("summary").click()
    tab.part("partly").last.focus()


def checked(tab: Tab) -> None:
    """A checked text."""
    place("check")(tab)
    tab.part("check-text").fill(trust_states.DRAFT)
    tab.part("check-run").click()
    tab.part("check-markdown").wait_for()
    tab.page.mouse.wheel(0, 500)


def checking(tab: Tab) -> None:
    """A long text on its way."""
    place("check")(tab)
    tab.part("check-text").fill("The chapel of Zork was built in 1820.\n\n" * 900)
    tab.part("check-run").click()
    tab.part("checked").nth(3).wait_for()


def report(tab: Tab) -> None:
    """The report of a run."""
    place("evals")(tab)
    tab.part("eval-limit").fill("24")
    tab.part("eval-run").click()
    tab.part("eval-case").nth(23).wait_for()
    tab.part("eval-case").first.locator("summary, button").first.click()
    tab.page.wait_for_timeout(500)


def comparison(tab: Tab) -> None:
    """Two runs side by side, with a case opened."""
    report(tab)
    tab.part("eval-run").click()
    tab.page.wait_for_function("document.querySelector('#eval-against')?.options.length > 1")
    tab.part("eval-against").select_option(index=1)
    tab.part("eval-figure").get_by_text("Before:").first.wait_for()
    tab.part("eval-case").first.locator("summary").click()
    tab.part("eval-before").first.wait_for()


def menu(tab: Tab) -> None:
    """The rail of a narrow page."""
    if tab.page.get_by_role("button", name="Menu").is_visible():
        tab.page.get_by_role("button", name="Menu").click()


STATES: dict[str, Step] = {
    "empty": lambda tab: tab.part("suggestion").first.wait_for(),
    "evidence": evidence,
    "card": card,
    "pane": pane("How long does the crossing take?"),
    "decline": asked("Who is the president of Mongolia?"),
    "partly": partly,
    "german": pane("Was gilt für Unterbeamte?"),
    "arabic": pane("متى تبحر العبّارة ؟"),
    "long-quote": pane("What does the charter of Quux say?"),
    "table": pane("What does Port 7 cost?"),
    "sources": lambda tab: tab.part("sources-button").click(),
    "menu": menu,
    "search": search,
    "library": place("library"),
    "details": details,
    "report": report,
    "comparison": comparison,
    "settings": place("settings"),
}
TRUST: dict[str, Step] = {
    "explained": explained,
    "near-miss": trusted(trust_states.SUMMIT),
    "near-miss-unfolded": trusted(trust_states.SUMMIT, unfolded=True),
    "conflict": trusted(trust_states.TICKET),
    "flagged": trusted(trust_states.QUAY, unfolded=True),
    "check-empty": place("check"),
    "check": checked,
    "checking": checking,
}
FORMS: dict[str, Step] = {name: asked(question) for name, question in forms_states.STATES.items()}
FORMS |= {"unsure-pane": opened_place(forms_states.HOTEL), "list-pane": opened_place(forms_states.BRING)}


def documents(folder: Path) -> list[Path]:
    """The odd documents, written to a folder."""
    texts = {"german.md": GERMAN, "arabic.md": ARABIC, "charter.md": WORDY, "ports.csv": TABLE}
    texts |= {f"{LONG_NAME[:196]}.md": "# Long\n\nIts name is long.\n"}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in texts]


def take(folder: Path, tab: Tab, name: str) -> None:
    """One picture."""
    tab.page.wait_for_timeout(250)
    tab.page.screenshot(path=str(folder / f"{name}.png"))


def look(browser: Any, site: Any, folder: Path, model: Scripted, view: tuple[int, str]) -> None:
    """Pictures of all states at one width, in one scheme. Any: Playwright's browser, the served page."""
    address = site[0]
    width, scheme = view
    size = {"width": width, "height": 900 if width > 500 else 800}
    for name, reach in STATES.items():
        context = browser.new_context(viewport=size, color_scheme=scheme)
        tab = Tab(context.new_page(), address).open("/?c=new")
        reach(tab)
        take(folder, tab, f"{name}-{width}-{scheme}")
        model.halted.set()
        context.close()
        model.forget()
    mixed_upload(browser, site, folder, view)


def mixed_upload(browser: Any, site: Any, folder: Path, view: tuple[int, str]) -> None:
    """The library during and after an upload of good, broken and known files. Any: as in `look`."""
    address, embedder = site
    width, scheme = view
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    tab = Tab(context.new_page(), address).open("/?c=new")
    place("library")(tab)
    with tempfile.TemporaryDirectory() as given:
        new, known, broken = (Path(given) / name for name in ("notice.md", "german.md", "broken.pdf"))
        new.write_text(f"# Notice {width} {scheme}\n\nThe quay is closed.\n")
        known.write_text(GERMAN, encoding="utf-8")
        broken.write_bytes(b"%PDF-1.7 no")
        embedder.gate.clear()
        tab.page.set_input_files("[data-testid=drop] input[type=file]", [str(new), str(known), str(broken)])
        tab.page.wait_for_timeout(1500)
        take(folder, tab, f"during-{width}-{scheme}")
        embedder.gate.set()
        tab.page.wait_for_timeout(1500)
        take(folder, tab, f"after-{width}-{scheme}")
    context.close()


def bare(
    browser: Any, address: str, folder: Path, views: list[tuple[int, str]], state: tuple[str, Step]
) -> None:
    """Pictures of one state in all views. Any: as in `look`."""
    name, reach = state
    for width, scheme in views:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        tab = Tab(context.new_page(), address).open("/?c=new")
        reach(tab)
        take(folder, tab, f"{name}-{width}-{scheme}")
        tab.page.keyboard.press("Escape")  # what goes on would keep the next one waiting
        tab.page.wait_for_timeout(100)
        context.close()


def main(folder: Path) -> None:
    """All pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    views = [(width, scheme) for width in (1440, 390) for scheme in ("light", "dark")]
    model, embedder = Scripted(SCRIPT), Gated()
    model.measured = False  # drafts of the embedded model give way to found words, which have no marks
    with tempfile.TemporaryDirectory() as place_of, browsing() as browser:
        home = Path(place_of)
        with serving(home / "home", llm=model, embedder=embedder, reranker="embedded") as (
            address,
            assistant,
        ):
            assistant.add([examples_folder(), *documents(home)])
            for view in views:
                look(browser, (address, embedder), folder, model, view)
        with serving(home / "trust", llm=Scripted(trust_states.SCRIPT)) as (address, assistant):
            assistant.add(trust_states.write(home))
            stage(assistant, trust_states.endings(assistant))
            trust_states.check_as_written(assistant)
            for state in TRUST.items():
                bare(browser, address, folder, views, state)
        with serving(home / "forms", llm=Scripted({})) as (address, assistant):
            assistant.add(forms_states.write(home))
            stage(assistant, forms_states.endings(assistant))
            for state in FORMS.items():
                bare(browser, address, folder, views, state)
        with serving(home / "home", llm=None, embedder=embedder, reranker="embedded") as (address, _):
            bare(browser, address, folder, views, ("no-model", asked("How long does the crossing take?")))
        with serving(home / "new", llm=model) as (address, _):
            bare(browser, address, folder, views, ("no-documents", lambda tab: None))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
