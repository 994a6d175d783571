"""The page's frame in a real browser: places and history, what Escape does, focus, the pane, messages."""

import json
import re

import pytest

from tests.browser import NARROW, Scripted, needs_browser, serving

pytestmark = needs_browser
FERRY = "# Ferry\n\nThe ferry to Ellisk sails at nine. A ticket to Ellisk costs £13.00.\n"
LONG = (
    "# Long\n\n" + "A line of the long text has some words in it.\n" * 400 + "The lamp at Zork burns green.\n"
)
ANSWERS = {"sail": ["The ferry to Ellisk sails at nine."], "lamp": ["The lamp at Zork burns green."]}
SAIL = "When does the ferry to Ellisk sail?"
CALLS = re.compile("component_server")
FOCUS = "document.activeElement.dataset.testid || document.activeElement.tagName"


@pytest.fixture(scope="module")
def model():
    return Scripted(ANSWERS)


@pytest.fixture(scope="module")
def site(tmp_path_factory, model):
    folder = tmp_path_factory.mktemp("frame")
    for name, text in (("ferry.md", FERRY), ("long.md", LONG)):
        (folder / name).write_text(text, encoding="utf-8")
    with serving(folder / "home", llm=model) as (address, assistant):
        assistant.add([folder / "ferry.md", folder / "long.md"])
        yield address, assistant


@pytest.fixture
def tab(open_tab, site, model):
    model.forget()
    return open_tab(site[0])


def open_source(tab):
    tab.ask(SAIL)
    tab.part("citation").last.click()
    tab.part("source-quote").wait_for()


def answered_with(tab, handler, change):
    """From now on the answers of a handler are changed by `change(answer)`."""

    def answer(route):
        if json.loads(route.request.post_data or "{}").get("fn_name") != handler:
            route.continue_()
            return
        route.fulfill(json=change(route.fetch().json()))

    tab.page.route(CALLS, answer)


def test_another_start_of_the_server_brings_a_new_page(tab):
    tab.part("question").fill("A draft")
    tab.page.evaluate("window.old = true")
    answered_with(tab, "page_state", lambda answer: {**answer, "epoch": "another"})
    with tab.page.expect_navigation():
        tab.page.evaluate("void footnote.refresh()")
    tab.ready()
    assert tab.page.evaluate("window.old") is None
    assert tab.part("question").input_value() == "A draft"


def test_one_confirmation_answers_one_question(tab):
    ask = "footnote.confirm({title: 'Remove?', action: 'Remove'})"
    tab.page.evaluate(
        f"window.said = []; {ask}.then((yes) => said.push(yes)); {ask}.then((yes) => said.push(yes))"
    )
    tab.page.locator("#confirm").get_by_role("button", name="Remove").click()
    tab.page.wait_for_function("said.length === 2")
    assert tab.page.evaluate("said") == [False, True]


@pytest.mark.parametrize("place", ["#%", "#constructor", "#search/50%"])
def test_any_address_shows_a_place(open_tab, site, place):
    tab = open_tab(site[0], f"/?c=new{place}")
    shown = "search" if "search" in place else "chat"
    tab.page.locator(f"#panel-{shown}").wait_for()


def test_a_server_that_fails_is_said_and_a_broken_listener_is_not_taken_for_one(open_tab, site):
    tab = open_tab(site[0])
    said = tab.page.evaluate(
        "async () => { footnote.on('state', () => { throw new Error('mine'); });"
        " footnote.emit('state', footnote.state); await footnote.refresh(); await footnote.refresh();"
        " return document.querySelector('#toast').hidden; }"
    )
    assert said is True
    assert {error for error in tab.errors} == {"mine"}
    tab.errors.clear()
    tab.page.route(CALLS, lambda route: route.fulfill(status=500, body="no"))
    message = tab.page.evaluate("footnote.call('rail', 'rail_list', {}).catch((error) => error.message)")
    assert message.startswith("The page could not reach Footnote")
    assert message in tab.page.locator("#toast").inner_text()
    assert tab.page.evaluate("footnote.state.ready") is True


def test_escape_does_one_thing_at_a_time(tab, model):
    open_source(tab)
    tab.part("question").fill("Is the ferry to Ellisk endless?")
    tab.page.keyboard.press("Enter")
    assert model.reading.wait(20)
    assert tab.page.evaluate(FOCUS) == "question"  # asking has left the focus and the pane alone
    assert tab.part("source-pane").is_visible()
    tab.page.evaluate("document.querySelector('.more').click()")
    tab.page.keyboard.press("Escape")
    assert not tab.page.locator("#conversation-menu").is_visible()
    assert tab.part("source-pane").is_visible()
    tab.page.keyboard.press("Escape")
    assert not tab.part("source-pane").is_visible()
    assert not model.halted.wait(0.5)
    tab.page.keyboard.press("Escape")
    assert model.halted.wait(20)
    tab.page.wait_for_selector("[data-stage=stopped]")


def test_escape_leaves_no_card_over_the_text(tab):
    open_source(tab)
    tab.page.mouse.move(0, 0)
    tab.page.keyboard.press("Escape")
    tab.page.wait_for_function("document.activeElement.matches('.mark')")
    assert not tab.page.locator("#card").is_visible()


def held(tab, handler):
    """The calls of a handler that wait from now on until they are let through."""
    waiting = []

    def hold(route):
        name = json.loads(route.request.post_data or "{}").get("fn_name")
        waiting.append(route) if name == handler else route.continue_()

    tab.page.route(CALLS, hold)
    return waiting


def let_through(tab, routes):
    for route in reversed(routes):
        with tab.page.expect_response(CALLS):
            route.continue_()
    tab.page.wait_for_timeout(100)


def test_a_source_that_comes_after_it_was_closed_stays_closed(tab):
    tab.ask(SAIL)
    calls = held(tab, "pane_read")
    tab.part("citation").last.click()
    tab.page.wait_for_timeout(100)
    tab.page.evaluate("footnote.emit('close-source')")
    let_through(tab, calls)
    assert len(calls) == 1
    assert not tab.part("source-pane").is_visible()


def test_the_list_of_the_latest_words_stays(tab):
    tab.ask(SAIL)
    calls = held(tab, "rail_list")
    for words in ("xyzzy", "ferry"):
        tab.part("conversation-search").fill(words)
        tab.page.wait_for_timeout(300)
    let_through(tab, calls)  # the older answer comes last
    assert len(calls) == 2
    assert tab.part("conversation").count() > 0


def test_back_and_forward_walk_through_places_and_not_through_questions(tab):
    length = tab.page.evaluate("history.length")
    tab.ask(SAIL)
    tab.ask("What colour burns the lamp at Zork?")
    assert tab.page.evaluate("history.length") == length
    first = tab.page.evaluate("location.search")
    tab.go("library")
    tab.part("source-row").first.wait_for()
    tab.part("new-chat").click()
    tab.ask(SAIL)
    tab.page.go_back()
    tab.page.locator("#panel-library.here").wait_for()
    tab.page.go_back()
    tab.page.wait_for_function("document.querySelectorAll('.turn').length === 2")
    assert tab.page.evaluate("location.search") == first
    tab.page.go_forward()
    tab.page.locator("#panel-library.here").wait_for()


def test_back_leads_from_a_conversation_to_the_one_before_it(tab):
    def shows(question):
        tab.page.wait_for_function(
            "asked => document.querySelector('.turn')?.dataset.question === asked", arg=question
        )

    lamp = "What colour burns the lamp at Zork?"
    tab.ask(SAIL)
    first = tab.page.evaluate("location.search")
    tab.part("new-chat").click()
    tab.part("turn").first.wait_for(state="detached")
    tab.ask(lamp)
    tab.page.locator(f"a[href*='{first}']").click()
    shows(SAIL)
    tab.page.go_back()
    shows(lamp)
    tab.page.go_back()
    shows(SAIL)
    assert tab.page.evaluate("location.search") == first


@pytest.mark.parametrize("way", ["back", "button"])
def test_back_closes_the_sheet_of_a_source_and_nothing_else(open_tab, site, way):
    tab = open_tab(site[0], size=NARROW)
    open_source(tab)
    close = tab.page.locator("#source-pane [data-do=close-source]")
    tab.page.go_back() if way == "back" else close.click()
    tab.part("source-pane").wait_for(state="hidden")
    assert tab.part("turn").count() == 1
    assert "c=new" not in tab.page.evaluate("location.search")


def test_between_phone_and_wide_the_source_is_a_sheet_that_a_tap_beside_it_closes(open_tab, site):
    tab = open_tab(site[0], size={"width": 1024, "height": 800})
    wide = tab.part("question").bounding_box()["width"]
    open_source(tab)
    assert tab.part("question").bounding_box()["width"] == wide
    assert tab.page.evaluate("document.querySelector('#panel-chat').inert") is True
    tab.page.set_viewport_size({"width": 1440, "height": 800})
    tab.page.wait_for_function("!document.querySelector('#panel-chat').inert")
    tab.page.set_viewport_size({"width": 1024, "height": 800})
    tab.page.wait_for_function("document.querySelector('#panel-chat').inert")
    tab.page.mouse.click(60, 400)
    tab.part("source-pane").wait_for(state="hidden")
    assert tab.page.evaluate(FOCUS) == "citation"


def test_the_focus_stays_with_the_conversation(tab, site):
    tab.ask(SAIL)
    tab.part("new-chat").click()
    tab.part("turn").first.wait_for(state="detached")  # else the question may still go to the first one
    tab.ask(SAIL)
    tab.part("conversation").nth(1).wait_for()
    link = tab.page.locator("[data-testid=conversation]:not([aria-current])").first
    link.focus()
    before = link.get_attribute("href")
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_function("document.querySelector('[aria-current=true]') === document.activeElement")
    assert tab.page.evaluate("document.activeElement.getAttribute('href')") == before
    tab.part("conversation").nth(0).locator("xpath=..").get_by_role("button").click()
    tab.page.locator("#conversation-menu").get_by_role("button", name="Rename").click()
    tab.page.get_by_role("textbox", name="Name of the conversation").fill("A $& fare")
    tab.page.keyboard.press("Enter")
    tab.page.get_by_role("link", name="A $& fare").wait_for()
    assert tab.page.evaluate("document.activeElement.className") == "more"
    tab.page.keyboard.press("Enter")
    tab.page.locator("#conversation-menu").get_by_role("button", name="Delete").click()
    assert "“A $& fare”" in tab.page.locator("#confirm p").inner_text()
    tab.page.locator("#confirm").get_by_role("button", name="Delete").click()
    tab.page.get_by_role("link", name="A $& fare").wait_for(state="detached")
    assert tab.page.evaluate("document.activeElement !== document.body")


def test_on_a_narrow_page_the_focus_goes_to_the_place_that_was_chosen(open_tab, site):
    tab = open_tab(site[0], size=NARROW)
    tab.ask(SAIL)
    for chosen, heading in (("nav-library", "Library"), ("conversation", SAIL)):
        tab.page.get_by_role("button", name="Menu").click()
        tab.part(chosen).first.focus()
        tab.page.keyboard.press("Enter")
        tab.page.wait_for_function("text => document.activeElement.textContent === text", arg=heading)


def test_a_message_can_be_put_away(tab):
    tab.page.evaluate("footnote.toast('Mind the gap', true, true)")
    tab.page.get_by_role("button", name="Dismiss").click()
    assert not tab.page.locator("#toast").is_visible()


def test_copy_pressed_twice_says_copy_again_and_a_refusal_is_said(open_tab, site):
    tab = open_tab(site[0], permissions=["clipboard-read", "clipboard-write"])
    button = tab.ask(SAIL).locator("[data-do=copy]").first
    before = button.inner_text()
    button.click()
    tab.page.wait_for_timeout(300)
    button.click()
    tab.page.wait_for_timeout(1800)
    assert button.inner_text() == before
    tab.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    button.click()
    tab.page.get_by_text("does not let this page copy").wait_for()
    assert button.inner_text() == before


def test_the_pane_shows_dots_only_where_the_text_goes_on(tab):
    tab.ask("What colour burns the lamp at Zork?")
    tab.part("citation").last.click()
    tab.part("source-quote").wait_for()
    shown = tab.page.locator(".stored").inner_text().strip()
    assert shown.startswith("…")
    assert shown.endswith("green.")


def test_a_page_that_lost_its_title_gets_it_back(tab):
    tab.page.evaluate("document.title = ''")
    tab.page.wait_for_function("document.title === 'Footnote'")
