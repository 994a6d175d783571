"""Asking in a real browser, with a scripted model: quotes, answer, source, decline, Stop, conversations."""

import re
import threading

import pytest

from assistant.phrases import UNCLEAR
from assistant.ui.jobs.answering import Answering
from assistant.ui.words import ASKED_NEXT
from documents.errors import ServerLost
from tests.browser import Scripted, Tab, needs_browser, serving

pytestmark = needs_browser
FERRY = (
    "# Ferry\n\nThe ferry to Ellisk sails at nine. A ticket to Ellisk costs £13.00.\n\n"
    "## Dogs\n\nA dog travels free.\n  It stays on a lead.\n"
)
TRAIN = "# Train\n\nThe train to Zork leaves at noon. It has four coaches.\n"
HOSTILE = (
    "# The ${window.hacked=1} plan <img src=x onerror=window.hacked=2>\n\n"
    "The fare to Quux is 42 pounds ${1+1} ${window.hacked=3} {{7*7}} <img src=x onerror=window.hacked=4> "
    "`${window.hacked=5}` <script>window.hacked=6</script> [link](http://evil.example) "
    "![i](http://evil.example/i.png) \u202edesrever\u202c &lt;b&gt;.\n"
)
ANSWERS = {
    "sail": ["The ferry to Ellisk sails at nine. ", "It was built by Napoleon in 1804."],
    "dog": ["A dog travels free. ", "A ticket to Ellisk costs £13.00."],
    "fare": ["The fare to Quux is 42 pounds ", "<img src=x onerror=window.hacked=7> ${window.hacked=8}."],
    "coaches": ["It has four coaches."],
}
SAIL = "When does the ferry to Ellisk sail?"


@pytest.fixture(scope="module")
def model():
    return Scripted(ANSWERS)


@pytest.fixture(scope="module")
def site(tmp_path_factory, model):
    """The served page: address and Assistant."""
    folder = tmp_path_factory.mktemp("chat")
    for name, text in (("ferry.md", FERRY), ("train.md", TRAIN), ("hostile.md", HOSTILE)):
        (folder / name).write_text(text, encoding="utf-8")
    with serving(folder / "home", llm=model) as (address, assistant):
        assistant.add([folder / name for name in ("ferry.md", "train.md", "hostile.md")])
        yield address, assistant


@pytest.fixture
def tab(open_tab, site, model):
    """A tab with a new chat."""
    model.forget()
    return open_tab(site[0])


def stored(assistant, mark):
    """The stored characters that a mark points to."""
    place = {name: mark.get_attribute(f"data-{name}") for name in ("source", "version", "start", "end")}
    text = assistant.text(place["source"], int(place["version"]))
    return text[int(place["start"]) : int(place["end"])]


def test_from_question_to_the_exact_words_by_keyboard(tab, site):
    turn = tab.ask(SAIL)
    assert "The ferry to Ellisk sails at nine." in tab.part("sentence").first.inner_text()
    assert re.fullmatch(r"Answered in \d+\.\d s from 1 source", tab.part("status").inner_text())
    mark = turn.locator("[data-testid=citation]").first
    mark.focus()
    assert "The ferry to Ellisk sails at nine." in tab.part("citation-card").inner_text()
    assert "Ferry" in tab.part("citation-card").inner_text()
    tab.page.keyboard.press("Enter")
    quote = tab.part("source-quote")
    quote.wait_for()
    assert quote.text_content() == stored(site[1], mark)
    assert "A ticket to Ellisk costs £13.00." in tab.part("source-pane").inner_text()
    tab.page.keyboard.press("Escape")
    tab.part("source-pane").wait_for(state="hidden")
    assert mark.evaluate("mark => mark === document.activeElement")


def test_the_closest_quotes_stay_in_the_turn_folded(tab):
    turn = tab.ask(SAIL)
    quotes = turn.locator("[data-testid=quote]")
    assert quotes.count() == 3
    assert not quotes.first.is_visible()
    turn.get_by_text("Quotes read (3)").click()
    assert "sails" in quotes.first.locator("b").all_inner_texts()


def test_a_sentence_left_out_is_shown_struck_with_its_reason(tab):
    left_out = tab.ask(SAIL).locator("[data-testid=left-out]")
    assert left_out.locator("summary").inner_text() == "1 sentence left out: no document states it"
    assert "Napoleon" not in tab.part("sentence").first.inner_text()
    left_out.locator("summary").click()
    assert "Napoleon" in left_out.locator("s").inner_text()
    assert left_out.locator(".why").inner_text()


def test_a_decline_says_what_is_missing(tab):
    turn = tab.ask("Who is the president of Mongolia?")
    decline = turn.locator("[data-testid=decline]")
    assert decline.inner_text().startswith("Your documents do not say.")
    assert "Mongolia" in decline.inner_text()
    assert turn.locator("[data-testid=citation]").count() == 0
    assert turn.locator("[data-testid=quote]").first.is_visible()


def test_an_unclear_question_is_said_to_be_one_and_still_shows_quotes(tab):
    turn = tab.ask("And it?")
    assert "It is not clear" in turn.locator("[data-testid=decline]").inner_text()
    assert tab.part("status").inner_text() == "It is not clear what this question is about."
    assert tab.page.locator("#announce").text_content() == UNCLEAR  # once


def test_the_box_stays_in_sight_wherever_one_reads(tab):
    for _ in range(4):
        tab.ask(SAIL)
    tab.page.evaluate("window.scrollTo(0, 0)")
    assert tab.part("question").evaluate(
        "box => { const at = box.getBoundingClientRect(); return at.top > 0 && at.bottom <= innerHeight; }"
    )


def test_the_drop_zone_is_in_the_library_wherever_one_comes_from(open_tab, tmp_path):
    with serving(tmp_path / "home", llm=Scripted(ANSWERS)) as (address, _):
        opened = open_tab(address, "")
        opened.part("drop").wait_for()
        opened.page.get_by_role("button", name="Add documents").click()
        opened.part("drop").wait_for()
        opened.go("chat")
        opened.part("drop").wait_for()
        opened.go("library")
        opened.part("drop").wait_for()


def test_a_new_chat_asks_all_sources_again_with_an_empty_box(tab):
    tab.part("sources-button").click()
    tab.page.locator("#sources").get_by_role("button", name="None").click()
    assert tab.page.locator("#sources").get_by_role("button", name="Done").is_disabled()
    tab.page.get_by_role("checkbox", name="Train").check()
    tab.page.locator("#sources").get_by_role("button", name="Done").click()
    tab.ask(SAIL)
    tab.part("question").fill("unsent")
    tab.part("new-chat").click()
    assert tab.part("sources-button").inner_text() == "Asking all 3 sources"
    assert tab.part("question").input_value() == ""
    tab.part("conversation").first.click()
    tab.part("turn").first.wait_for()
    assert tab.part("question").input_value() == "unsent"


def test_the_pane_walks_through_the_sources_of_an_answer(tab, site):
    turn = tab.ask("Does a dog travel free?")
    marks = turn.locator("[data-testid=citation]")
    assert marks.count() == 2
    marks.first.click()
    tab.part("source-quote").wait_for()
    tab.page.keyboard.press("]")
    second = stored(site[1], marks.nth(1))
    tab.page.wait_for_function(
        "text => document.querySelector('[data-testid=source-quote]').textContent === text", arg=second
    )
    tab.page.keyboard.press("[")
    first = stored(site[1], marks.first)
    tab.page.wait_for_function(
        "text => document.querySelector('[data-testid=source-quote]').textContent === text", arg=first
    )


def test_stop_stops_the_model_and_the_input_keeps_its_text(tab, model):
    assert not tab.part("stop").is_visible()
    tab.part("question").fill("Is the ferry to Ellisk endless?")
    tab.part("ask").click()
    tab.part("quote").first.wait_for()
    assert model.reading.wait(20)
    assert tab.part("ask").is_disabled()
    tab.part("stop").click()
    tab.page.wait_for_selector("[data-stage=stopped]")
    assert model.halted.wait(2)
    assert tab.part("question").input_value() == "Is the ferry to Ellisk endless?"
    assert "Stopped" in tab.part("status").inner_text()
    assert not tab.part("stop").is_visible()
    assert tab.part("ask").is_enabled()


def test_escape_stops_too(tab, model):
    tab.part("question").fill("Is the ferry to Ellisk endless?")
    tab.page.keyboard.press("Enter")
    assert model.reading.wait(20)
    tab.page.keyboard.press("Escape")
    tab.page.wait_for_selector("[data-stage=stopped]")
    assert model.halted.wait(2)


def test_a_question_waits_for_the_answer_before_it(tab, model):
    tab.part("question").fill("Is the ferry to Ellisk endless?")
    tab.page.keyboard.press("Enter")
    assert model.reading.wait(20)
    tab.part("question").fill("Does a dog travel free?")
    tab.page.keyboard.press("Enter")
    tab.page.get_by_text(ASKED_NEXT).wait_for()
    model.halted.set()  # the answer to the first ends, as a model that fails leaves the quotes
    tab.part("turn").nth(1).filter(has_text="Does a dog travel free?").wait_for()
    tab.page.wait_for_selector("[data-number='2'][data-stage=done]")
    assert tab.part("question").input_value() == ""


def test_a_closed_tab_stops_the_model_and_its_question_is_kept_with_quotes(browser, site, model):
    model.forget()
    page = browser.new_page()
    tab = Tab(page, site[0]).open("/?c=new")
    tab.part("question").fill("Is the ferry to Ellisk endless?")
    page.keyboard.press("Enter")
    assert model.reading.wait(10)
    tab.part("quote").first.wait_for()  # before that the page may not listen yet, and is not missed
    page.close()
    assert model.halted.wait(60)  # a busy machine takes its time to notice
    other = Tab(browser.new_page(), site[0]).open("/?c=new")
    other.part("conversation").filter(has_text="Is the ferry to Ellisk endless?").first.click()
    other.part("found").filter(has_text="sails at nine").first.wait_for()
    other.page.close()


def test_a_question_that_is_left_for_a_new_chat_is_kept_with_its_quotes(tab, model):
    tab.ask(SAIL)
    model.forget()
    tab.part("question").fill("Is the ferry to Ellisk endless?")
    tab.page.keyboard.press("Enter")
    assert model.reading.wait(10)
    tab.part("turn").nth(1).get_by_test_id("quote").first.wait_for()
    tab.part("new-chat").click()
    assert tab.part("question").input_value() == ""
    assert model.halted.wait(20)
    tab.part("conversation").filter(has_text=SAIL).first.click()
    turn = tab.part("turn").nth(1)
    turn.wait_for(timeout=20_000)
    assert turn.get_attribute("data-question") == "Is the ferry to Ellisk endless?"
    turn.get_by_test_id("found").filter(has_text="sails at nine").first.wait_for()
    assert tab.part("question").input_value() == ""


def test_the_box_has_its_height_in_a_chat_begun_from_another_place(tab):
    height = tab.part("question").bounding_box()["height"]
    tab.part("nav-library").click()
    tab.part("new-chat").click()
    tab.part("question").wait_for()
    assert tab.part("question").bounding_box()["height"] == height > 20


def test_where_there_are_no_documents_the_answer_leads_to_the_library(open_tab, tmp_path):
    with serving(tmp_path / "home", llm=Scripted(ANSWERS)) as (address, _):
        tab = open_tab(address)
        tab.ask("When does the ferry sail?")
        tab.part("turn").get_by_text("Add documents").click()
        tab.part("drop").wait_for()


def test_a_page_loaded_anew_comes_back_to_its_question(tab, model):
    model.forget()
    tab.part("question").fill("Is the ferry to Ellisk endless?")
    tab.page.keyboard.press("Enter")
    assert model.reading.wait(10)
    tab.part("quote").first.wait_for()
    tab.page.reload()
    turn = tab.part("turn")
    turn.wait_for(timeout=60_000)  # a busy machine takes its time to notice
    assert turn.get_attribute("data-question") == "Is the ferry to Ellisk endless?"
    turn.get_by_test_id("found").filter(has_text="sails at nine").first.wait_for()
    assert tab.part("question").input_value() == ""
    tab.page.reload()
    tab.ready()
    assert turn.count() == 1


def test_a_question_that_cannot_be_searched_for_is_said_and_kept(tab):
    tab.part("question").fill("a " * 6000)
    tab.part("ask").click()
    tab.page.wait_for_selector("[data-stage=failed]")
    assert "can be searched for" in tab.part("error").inner_text()
    assert len(tab.part("question").input_value()) == 12_000


def test_up_and_edit_bring_a_question_back(tab):
    tab.ask(SAIL)
    assert tab.part("question").input_value() == ""
    tab.part("question").press("ArrowUp")
    assert tab.part("question").input_value() == SAIL
    tab.part("question").fill("")
    tab.page.get_by_role("button", name="Edit").click()
    assert tab.part("question").input_value() == SAIL


def test_what_a_follow_up_is_understood_as_can_be_changed_and_asked_again(tab, site):
    assert not tab.ask(SAIL).locator(".understood").is_visible()
    line = tab.ask("And to Zork?").locator(".understood")
    assert line.inner_text().startswith("Understood as: When does the ferry to Zork sail?")
    line.get_by_role("button", name="Change the question").click()
    assert tab.part("question").input_value() == "When does the ferry to Zork sail?"
    whole = tab.ask("When does the train to Zork leave?")
    assert not whole.locator(".understood").is_visible()
    kept = site[1].conversations.turns(site[1].conversations.all()[0].id)
    assert [turn.question for turn in kept] == [SAIL, "And to Zork?", "When does the train to Zork leave?"]


def test_retry_replaces_the_last_turn(tab, site):
    tab.ask(SAIL)
    tab.ask("Does a dog travel free?")
    tab.page.get_by_role("button", name="Retry").last.click()
    tab.page.wait_for_function(
        "() => document.querySelectorAll('[data-stage=done]').length === 2"
        " && !document.querySelector('[data-stage=searching], [data-stage=reading]')"
        " && document.querySelector('.turn:last-child').dataset.stage === 'done'"
    )
    kept = site[1].conversations.all()[0]
    assert [turn.question for turn in site[1].conversations.turns(kept.id)] == [
        SAIL,
        "Does a dog travel free?",
    ]


def test_copies_are_the_answer_and_its_numbered_footnotes(open_tab, site):
    tab = open_tab(site[0], permissions=["clipboard-read", "clipboard-write"])
    turn = tab.ask("Does a dog travel free?")
    turn.get_by_role("button", name="Copy", exact=True).click()
    turn.get_by_text("Copied").wait_for()
    assert tab.page.evaluate("navigator.clipboard.readText()") == (
        "A dog travels free. A ticket to Ellisk costs £13.00."
    )
    turn.get_by_role("button", name="Copy with footnotes").click()
    turn.get_by_text("Copied").first.wait_for()
    tab.page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('[^2]:')")
    assert "A dog travels free.[^1]" in tab.page.evaluate("navigator.clipboard.readText()")


def test_only_the_chosen_sources_are_asked(tab):
    assert tab.part("sources-button").inner_text() == "Asking all 3 sources"
    tab.part("sources-button").click()
    tab.page.get_by_role("button", name="None").click()
    tab.page.get_by_role("checkbox", name="Train").check()
    tab.page.get_by_role("button", name="Done").click()
    assert tab.part("sources-button").inner_text() == "Asking 1 of 3 sources"
    turn = tab.ask(SAIL)
    assert "Only 1 of 3 sources" in turn.inner_text()
    assert "The chosen sources do not say." in turn.inner_text()
    tab.unfold()
    assert {text.split(" › ")[0] for text in turn.locator(".quotes button").all_inner_texts()} == {"Train"}


def test_a_suggested_question_is_asked_with_a_click(tab):
    chip = tab.part("suggestion").first
    chip.wait_for()
    chip.click()
    tab.page.wait_for_selector("[data-stage=done]")
    assert tab.part("turn").count() == 1


def test_only_a_browser_that_was_here_before_comes_back_to_its_conversation(tab, site, open_tab):
    tab.ask(SAIL)
    other = open_tab(site[0], "")
    other.page.wait_for_url("**/?c=new")
    assert other.part("turn").count() == 0
    other.part("suggestion").first.wait_for()
    tab.open()
    tab.part("turn").wait_for()
    assert tab.part("turn").get_attribute("data-question") == SAIL


def test_a_reload_brings_the_conversation_back_and_its_marks_work(tab, site):
    tab.ask(SAIL)
    tab.page.reload()
    tab.ready()
    mark = tab.part("citation").first
    mark.click()
    tab.part("source-quote").wait_for()
    assert tab.part("source-quote").text_content() == stored(site[1], mark)


def test_conversations_are_renamed_and_deleted(tab):
    tab.ask("How many coaches has the train to Zork?")
    first, menu = tab.part("conversation").first, tab.page.locator("#conversation-menu")
    first.locator("xpath=..").get_by_role("button").click()
    menu.get_by_role("button", name="Rename").click()
    tab.page.get_by_role("textbox", name="Name of the conversation").wait_for()
    tab.page.keyboard.type('"Coaches" <b>')  # in the place of the old name, which is selected
    tab.page.keyboard.press("Enter")
    tab.page.get_by_role("link", name='"Coaches" <b>').wait_for()
    first.locator("xpath=..").get_by_role("button").click()
    with tab.page.expect_download() as saved:
        menu.get_by_role("button", name="Export").click()
    assert saved.value.suggested_filename == "Coaches b.md"
    first.locator("xpath=..").get_by_role("button").click()
    menu.get_by_role("button", name="Delete").click()
    asks = tab.page.locator("#confirm")
    assert (asks.locator("p").text_content() or "").startswith("Delete “‘Coaches’ <b>”? Its questions")
    asks.get_by_role("button", name="Delete").click()
    tab.page.get_by_role("link", name='"Coaches" <b>').wait_for(state="detached")
    assert tab.part("turn").count() == 0


def test_a_conversation_is_found_by_search_after_a_restart(open_tab, tmp_path):
    home = tmp_path / "home"
    (tmp_path / "ferry.md").write_text(FERRY, encoding="utf-8")
    with serving(home, llm=Scripted(ANSWERS)) as (address, assistant):
        assistant.add([tmp_path / "ferry.md"])
        tab = open_tab(address)
        tab.ask(SAIL)
        tab.page.goto(address + "/?c=new")
        tab.ready()
        tab.ask("Does a dog travel free?")
    with serving(home, llm=Scripted(ANSWERS)) as (address, assistant):
        tab = open_tab(address, "")
        tab.part("conversation-search").fill("NINE")
        tab.page.wait_for_function(
            "() => document.querySelectorAll('[data-testid=conversation]').length === 1"
        )
        tab.part("conversation").click()
        tab.page.get_by_role("heading", name=SAIL).wait_for()
        mark = tab.part("citation").first
        mark.press("Enter")
        tab.part("source-quote").wait_for()
        assert tab.part("source-quote").text_content() == stored(assistant, mark)


def test_without_a_model_the_quotes_are_the_answer(open_tab, tmp_path):
    (tmp_path / "ferry.md").write_text(FERRY, encoding="utf-8")
    with serving(tmp_path / "home", llm=None) as (address, assistant):
        assistant.add([tmp_path / "ferry.md"])
        tab = open_tab(address, "")
        assert tab.part("sources-button").inner_text() == "Asking the one source"
        turn = tab.ask(SAIL)
        assert "Quotes only: no language model is connected." in turn.inner_text()
        assert turn.locator("[data-testid=citation]").count() > 0
        turn.get_by_role("link", name="Connect one in Settings").click()
        tab.page.wait_for_selector("#panel-settings.here")


def test_the_mark_of_a_row_has_a_card_and_opens_its_source(open_tab, tmp_path):
    rows = "".join(f"| {boat} | £{price} |\n" for boat, price in (("Skiff", 4), ("Punt", 9), ("Canoe", 12)))
    (tmp_path / "boats.md").write_text(f"# Boats to hire\n\n| Boat | An hour |\n|---|---|\n{rows}")
    with serving(tmp_path / "home", llm=None) as (address, assistant):
        assistant.add([tmp_path / "boats.md"])
        tab = open_tab(address, "")
        mark = (
            tab.ask("Which boats cost more than £5?").get_by_test_id("row").get_by_test_id("citation").first
        )
        mark.hover()
        card = tab.page.locator("#card")
        card.wait_for()
        assert "Punt" in card.inner_text()
        mark.click()
        tab.part("source-quote").wait_for()
    assert not tab.errors


def test_hostile_text_stays_text(tab):
    turn = tab.ask("What is the fare to Quux?")
    tab.unfold()
    shown = turn.inner_text()
    image, program = "<img src=x onerror=window.hacked=4>", "<script>window.hacked=6</script>"
    for text in ("${1+1}", "{{7*7}}", image, program):
        assert text in shown
    turn.locator("[data-testid=citation]").first.click()
    tab.part("source-quote").wait_for()
    tab.part("sources-button").click()
    tab.page.locator("#sources .choice").first.wait_for()
    assert tab.page.locator("#turns img, #source-pane img, #sources img, #turns a[href^=http]").count() == 0
    assert tab.page.evaluate("window.hacked") is None


def test_nothing_jumps_while_an_answer_arrives(tab):
    tab.page.evaluate(
        "() => { window.shifted = 0; new PerformanceObserver((list) => {"
        " for (const entry of list.getEntries())"
        " if (!entry.hadRecentInput) window.shifted += entry.value; })"
        ".observe({type: 'layout-shift', buffered: false}); }"
    )
    tab.ask(SAIL)
    tab.ask("Who is the president of Mongolia?")
    tab.page.wait_for_timeout(300)
    assert tab.page.evaluate("window.shifted") < 0.05


def test_no_gap_is_left_under_an_answer(tab):
    tab.ask(SAIL)
    gap = tab.page.evaluate(
        """() => { const slot = document.querySelector('.turn .slot');
        const below = slot.nextElementSibling.getBoundingClientRect().top;
        return below - slot.lastElementChild.getBoundingClientRect().bottom; }"""
    )
    assert 0 <= gap <= 16


# The widths of a turn at which the mark of a sentence would stand on a line below its words.
BEGUN_BY_A_MARK = """() => Array.from({length: 160}, (_, n) => 140 + n).filter(width => {
    const turn = document.querySelector('.turn'), mark = turn.querySelector('.mark');
    turn.style.width = `${width}px`;
    const lines = mark.closest('[data-testid=sentence]').querySelector('.apart').getClientRects();
    const {top, bottom} = mark.getBoundingClientRect();
    return (top + bottom) / 2 > lines[lines.length - 1].bottom; })"""


def test_no_line_begins_with_the_mark_of_a_sentence(tab):
    tab.ask(SAIL)
    assert tab.page.evaluate(BEGUN_BY_A_MARK) == []


def test_while_the_library_does_not_answer_a_question_ends_and_the_next_one_waits(tab, site, monkeypatch):
    def lost(*_):
        raise ServerLost("The library's server cannot be reached.", "Start it.")

    with monkeypatch.context() as away:
        away.setattr(type(site[1].library), "generation", property(lost))
        away.setattr(site[1], "stream", lost)
        tab.part("question").fill(SAIL)
        tab.page.keyboard.press("Enter")
        failed = tab.page.locator("[data-stage=failed]")
        failed.wait_for()
        assert "The library's server cannot be reached." in failed.inner_text()
        assert tab.part("question").input_value() == SAIL
        tab.part("status").filter(has_text="cannot be reached").wait_for()
        tab.page.keyboard.press("Enter")
        assert failed.count() == 1
    tab.page.locator("[data-stage=done]").wait_for()


@pytest.mark.parametrize("late", [False, True])
def test_stop_ends_a_question_that_the_server_has_lost(tab, monkeypatch, late):
    """Also where it is lost after the server was told to stop it."""
    told = threading.Event()

    def broken(turn):
        if late:
            told.wait(30)
        raise ValueError("a bug")

    def stop(answering, question_id):
        under_way = stopping(answering, question_id)
        told.set()
        return under_way

    stopping = Answering.stop
    monkeypatch.setattr(Answering, "stop", stop)
    monkeypatch.setattr("assistant.ui.panels.chat.turn_html", broken)
    tab.part("question").fill(SAIL)
    tab.page.keyboard.press("Enter")
    tab.part("stop").click()
    tab.part("status").filter(has_text="Stopped. Your question is still in the box.").wait_for()
    assert tab.part("question").input_value() == SAIL
    assert tab.part("ask").is_enabled()
