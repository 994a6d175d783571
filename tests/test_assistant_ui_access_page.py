"""The page without a mouse, on a narrow screen, zoomed, and under axe-core in every state."""

import pytest

from tests.browser import NARROW, WIDE, Scripted, needs_browser, serving, violations

pytestmark = needs_browser
FERRY = (
    "# Ferry\n\nThe ferry to Ellisk sails at nine. A ticket to Ellisk costs £13.00.\n\n"
    "## Dogs\n\nA dog travels free. It stays on a lead.\n"
)
ANSWERS = {"sail": ["The ferry to Ellisk sails at nine. ", "It was built by Napoleon in 1804."]}
SAIL = "When does the ferry to Ellisk sail?"


@pytest.fixture(scope="module")
def model():
    return Scripted(ANSWERS)


@pytest.fixture(scope="module")
def site(tmp_path_factory, model):
    folder = tmp_path_factory.mktemp("access")
    (folder / "ferry.md").write_text(FERRY, encoding="utf-8")
    with serving(folder / "home", llm=model) as (address, assistant):
        assistant.add([folder / "ferry.md"])
        yield address, assistant


@pytest.fixture
def tab(open_tab, site, model):
    model.forget()
    return open_tab(site[0])


@pytest.fixture
def narrow(open_tab, site, model):
    model.forget()
    return open_tab(site[0], size=NARROW, has_touch=True)


def empty(tab):
    tab.part("suggestion").first.wait_for()


def evidence(tab):
    tab.part("question").fill("Is the ferry to Ellisk endless?")
    tab.page.keyboard.press("Enter")
    tab.part("quote").first.wait_for()


def answer_with_card(tab):
    tab.ask(SAIL)
    tab.part("left-out").last.locator("summary").click()
    tab.part("citation").last.focus()
    tab.part("citation-card").wait_for()


def source_pane(tab):
    tab.ask(SAIL)
    tab.part("citation").last.click()
    tab.part("source-quote").wait_for()


def decline(tab):
    tab.ask("Who is the president of Mongolia?")


def sources(tab):
    tab.part("sources-button").click()
    tab.page.locator("#sources .choice").first.wait_for()


def keys(tab):
    tab.part("ask").focus()
    tab.page.keyboard.press("?")
    tab.page.locator("#keys[open]").wait_for()


def place(name):
    def opened(tab):
        tab.page.evaluate(f"footnote.go('{name}')")
        tab.page.locator(f"#panel-{name} h2").first.wait_for()
        tab.page.wait_for_timeout(300)

    opened.__name__ = name
    return opened


STATES = [
    *(empty, evidence, answer_with_card, source_pane, decline, sources, keys),
    *map(place, ("search", "library", "evals", "settings")),
]


@pytest.mark.parametrize("reach", STATES, ids=lambda reach: reach.__name__)
def test_axe_finds_nothing_serious(tab, reach):
    reach(tab)
    assert violations(tab, WIDE) == []


@pytest.mark.parametrize("reach", [answer_with_card, source_pane, place("library")], ids=lambda r: r.__name__)
def test_axe_finds_nothing_serious_on_a_narrow_page(narrow, reach):
    reach(narrow)
    assert violations(narrow, NARROW) == []


def test_all_of_it_by_keyboard_alone(tab):
    press = tab.page.keyboard.press
    tab.part("ask").evaluate("button => button.blur()")
    tab.page.locator("body").click(position={"x": 700, "y": 10})
    press("/")
    tab.page.keyboard.type(SAIL)
    press("Enter")
    tab.page.wait_for_selector("[data-stage=done]")
    for _ in range(40):  # back from the box to the mark
        press("Shift+Tab")
        if tab.page.evaluate("document.activeElement.dataset.testid") == "citation":
            break
    tab.part("citation-card").wait_for()
    press("Enter")
    tab.part("source-quote").wait_for()
    press("Escape")
    tab.part("source-pane").wait_for(state="hidden")
    assert tab.page.evaluate("document.activeElement.dataset.testid") == "citation"
    for _ in range(60):  # on to the library in the rail
        press("Shift+Tab")
        if tab.page.evaluate("document.activeElement.dataset.testid") == "nav-library":
            break
    press("Enter")
    tab.part("source-row").first.wait_for()


def test_focus_is_visible(tab):
    tab.part("nav-library").focus()
    tab.page.keyboard.press("Tab")
    style = tab.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style == "solid"


def test_one_h1_landmarks_and_a_live_region_that_says_the_answer_once(tab):
    tab.ask(SAIL)
    page = tab.page
    assert page.locator("h1").count() == 1
    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("navigation").count() >= 2
    live = page.locator("[aria-live]:not([aria-live=off]), [role=status]")
    texts = [text for text in live.all_text_contents() if "The ferry to Ellisk sails at nine." in text]
    assert len(texts) == 1
    assert "Napoleon" not in texts[0]


def test_a_narrow_page_has_its_menu_and_the_source_as_a_sheet(narrow):
    page = narrow.page
    assert not narrow.part("nav-library").is_visible()
    turn = narrow.ask(SAIL)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    turn.locator("[data-testid=citation]").first.tap()
    quote = narrow.part("source-quote")
    quote.wait_for()
    assert quote.text_content() == "The ferry to Ellisk sails at nine."
    page.get_by_role("button", name="Close the source").tap()
    narrow.part("source-pane").wait_for(state="hidden")
    page.get_by_role("button", name="Menu").tap()
    narrow.part("nav-library").tap()
    narrow.part("source-row").first.wait_for()
    assert not narrow.part("nav-chat").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_page_at_200_percent_needs_no_sideways_scrolling(open_tab, site):
    tab = open_tab(site[0], size={"width": 720, "height": 450}, device_scale_factor=2)
    tab.ask(SAIL)
    assert tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert tab.part("ask").is_visible()


def test_nothing_moves_for_those_who_want_that(open_tab, site):
    tab = open_tab(site[0], reduced_motion="reduce")
    evidence(tab)
    names = tab.page.evaluate(
        "[...document.querySelectorAll('.fn *')].map((e) => getComputedStyle(e).animationName)"
        ".filter((name) => name !== 'none')"
    )
    assert names == []
