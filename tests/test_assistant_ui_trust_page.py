"""What a person sees of trust, in a real browser, and a text that is checked."""

import threading
import time
from itertools import count

import pytest

from assistant.ui.jobs.checking import Checking
from tests.browser import NARROW, WIDE, Scripted, needs_browser, serving, stage, violations
from tests.trust_states import (
    BEYOND,
    CHAPEL,
    COULD_ASK,
    DRAFT,
    NEAR,
    QUAY,
    SCRIPT,
    SUMMIT,
    TICKET,
    check_as_written,
    endings,
    write,
)

pytestmark = needs_browser


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trust")
    with serving(folder / "home", llm=Scripted(SCRIPT)) as (address, assistant):
        assistant.add(write(folder))
        stage(assistant, endings(assistant))
        check_as_written(assistant)
        yield address, assistant


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def tab(open_tab, site, request):
    opened = open_tab(site[0], size=request.param, has_touch=request.param == NARROW)
    yield opened
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def opened_quote(tab):
    tab.part("source-quote").wait_for()
    return tab.part("source-quote").text_content()


def go_to_check(tab):
    tab.page.evaluate("footnote.go('check')")
    tab.part("check-text").wait_for()


def checked(tab, text=DRAFT):
    go_to_check(tab)
    tab.part("check-text").fill(text)
    tab.part("check-run").click()
    tab.part("check-markdown").wait_for()


def test_partly_underlines_exactly_the_part_and_its_card_says_why(tab):
    turn = tab.ask(CHAPEL)
    underlined = turn.locator(".unsourced")
    assert underlined.all_text_contents() == [BEYOND]
    assert "dotted" in underlined.evaluate("one => getComputedStyle(one).textDecorationStyle")
    word = turn.locator("[data-testid=partly]")
    assert word.inner_text() == "partly"
    word.focus()
    card = tab.part("citation-card")
    card.wait_for()
    assert f"No source for: “{BEYOND}”" in card.inner_text()
    assert "no document says ninety" in card.inner_text()
    turn.locator("[data-testid=citation]").focus()
    assert "The source says this" in card.inner_text()
    assert BEYOND in card.inner_text()
    tab.page.keyboard.press("Escape")
    assert not card.is_visible()


def test_a_tap_on_partly_shows_its_card(open_tab, site):
    tab = open_tab(site[0], size=NARROW, has_touch=True)
    tab.ask(CHAPEL).locator("[data-testid=partly]").tap()
    assert BEYOND in tab.part("citation-card").inner_text()


def test_a_sentence_left_out_is_one_folded_line_that_opens_to_the_reason(tab):
    left_out = tab.ask(CHAPEL).locator("[data-testid=left-out]")
    assert left_out.locator("summary").inner_text() == "1 sentence left out: no document states it"
    assert not left_out.locator("s").is_visible()
    left_out.locator("summary").click()
    assert left_out.locator("s").inner_text() == "It cost 10,000 pounds."
    assert left_out.locator(".why").inner_text() == "the source says 1,000"


def test_a_near_miss_opens_its_source(tab):
    turn = tab.ask(SUMMIT)
    assert turn.locator(".said").inner_text() == "Your documents do not say."
    near = turn.locator("[data-testid=near-miss]")
    assert NEAR in near.inner_text()
    near.locator("button").click()
    assert opened_quote(tab) == "In January 2017 the harbour towns held a summit in Zork."


def test_the_nearest_passages_of_a_decline_are_folded_by_part(tab):
    turn = tab.ask(SUMMIT)
    nearest = turn.locator("details.quotes")
    assert not nearest.get_by_text("For “2019”").is_visible()
    nearest.locator("summary").click()
    assert nearest.get_by_text("For “2019”").is_visible()
    assert "lamp" in nearest.inner_text()


def test_a_question_to_ask_instead_is_asked_with_a_click(tab):
    chip = tab.ask(SUMMIT).locator("[data-testid=could-ask]").last
    assert chip.inner_text() == COULD_ASK
    chip.click()
    tab.page.wait_for_function("() => document.querySelectorAll('[data-stage=done]').length === 2")
    assert tab.part("turn").last.locator(".asked").inner_text() == COULD_ASK


def test_sources_that_disagree_stand_side_by_side_and_open(tab):
    turn = tab.ask(TICKET)
    conflict = turn.locator("[data-testid=conflict]")
    assert "Your sources disagree about the price of a ticket to Zork." in conflict.inner_text()
    rows = conflict.locator("[data-testid=conflict-row]")
    assert [row.locator("strong").inner_text() for row in rows.all()] == ["£13.00", "£11.00"]
    assert "Fares 2024" in rows.first.inner_text() and "2024-03-01" in rows.first.inner_text()
    rows.nth(1).locator("td").last.click()
    assert opened_quote(tab) == "A ticket to Zork costs £11.00 for grown-ups."
    tab.page.keyboard.press("Escape")
    tab.part("source-pane").wait_for(state="hidden")
    assert rows.nth(1).locator("button").evaluate("one => one === document.activeElement")
    tab.page.keyboard.press("Enter")
    assert opened_quote(tab) == "A ticket to Zork costs £11.00 for grown-ups."


def test_a_row_of_a_conflict_is_a_card_on_a_narrow_page(open_tab, site):
    tab = open_tab(site[0], size=NARROW, has_touch=True)
    cells = tab.ask(TICKET).locator("[data-testid=conflict-row]").first.locator("td")
    tops = [cell.bounding_box()["y"] for cell in cells.all()]
    assert tops == sorted(set(tops))
    assert tab.page.get_by_role("cell").count() == 8


def test_a_flagged_passage_is_said_beside_its_quote(tab):
    turn = tab.ask(QUAY)
    turn.locator("details.quotes summary").click()
    assert "This passage contains instructions; they were not followed." in turn.inner_text()
    turn.locator("[data-testid=citation]").first.focus()
    assert "they were not followed" in tab.part("citation-card").inner_text()


def test_a_flagged_document_says_so_in_the_library_and_in_its_pane(tab):
    tab.page.evaluate("footnote.go('library')")
    note = "This document contains instructions; they were not followed."
    rows = tab.part("source-row")
    rows.first.wait_for()
    assert [note in row.inner_text() for row in rows.all()].count(True) == 1
    rows.filter(has_text=note).locator("[data-do=library-open]").click()
    tab.part("flagged-source").wait_for()
    assert tab.part("flagged-source").inner_text().endswith(note)


def test_a_text_is_checked_and_its_quotes_open(tab):
    checked(tab)
    assert tab.part("check-summary").inner_text() == "4 sentences: 1 found, 1 partly, 2 not found"
    rows = tab.part("checked")
    assert rows.count() == 4
    labels = [row.get_attribute("data-support") for row in rows.all()]
    assert labels == ["found", "partly", "not_found", "not_found"]
    rows.first.locator("button.place").click()
    assert opened_quote(tab) == "The chapel of Zork was built in 1820."


def test_what_was_found_can_be_hidden(tab):
    checked(tab)
    tab.part("check-hide").check()
    assert not tab.part("checked").first.is_visible()
    assert tab.part("checked").nth(1).is_visible()
    checked(tab, "The chapel of Zork was built in 1820.")  # the next text is shown whole
    assert tab.part("checked").first.is_visible()
    assert not tab.part("check-hide").is_checked()


def test_a_checked_text_is_saved_in_each_form(open_tab, site, tmp_path):
    tab = open_tab(site[0])
    checked(tab)
    begins = {"markdown": b"The chapel", "docx": b"PK", "bibtex": b"@misc", "csl-json": b"["}
    for form, beginning in begins.items():
        with tab.page.expect_download() as saved:
            tab.part(f"check-{form}").click()
        assert saved.value.suggested_filename.startswith("checked text.")
        saved.value.save_as(tmp_path / form)
        assert (tmp_path / form).read_bytes().startswith(beginning)


def test_checking_by_keyboard_alone(open_tab, site):
    tab = open_tab(site[0])
    tab.part("nav-check").focus()
    press = tab.page.keyboard.press
    press("Enter")
    tab.page.keyboard.type(DRAFT)
    press("Control+Enter")
    tab.part("check-markdown").wait_for()
    for _ in range(30):
        press("Tab")
        if tab.page.evaluate("document.activeElement.matches('.checked .place')"):
            break
    press("Enter")
    assert opened_quote(tab) == "The chapel of Zork was built in 1820."
    press("Escape")
    assert tab.page.evaluate("document.activeElement.matches('.checked .place')")


def test_an_empty_and_a_far_too_long_text_are_told_apart(tab):
    go_to_check(tab)
    tab.part("check-run").click()
    tab.part("check-message").filter(has_text="There is no text to check.").wait_for()
    tab.part("check-text").evaluate("box => { box.value = 'x '.repeat(60000); }")
    tab.part("check-run").click()
    tab.part("check-message").filter(has_text="at most 100,000 are checked at once").wait_for()
    assert tab.part("check-run").is_visible()


def test_a_long_text_shows_how_far_it_is_and_stops(tab, site, monkeypatch):
    stopped = threading.Event()
    checks, stop = count(), Checking.stop

    def check(text, sources):
        if next(checks) == 20:  # all 250 may be checked before Stop is pressed
            stopped.wait(30)
        return checking(text, sources)

    def stop_and_tell(all_checks, job_id):
        stop(all_checks, job_id)
        stopped.set()

    checking = site[1].check
    monkeypatch.setattr(site[1], "check", check)
    monkeypatch.setattr(Checking, "stop", stop_and_tell)
    go_to_check(tab)
    tab.part("check-text").fill("The chapel of Zork was built in 1820.\n\n" * 250)
    tab.part("check-run").click()
    tab.part("checked").first.wait_for()
    assert "of 250 sentences" in tab.part("check-message").inner_text()
    tab.part("check-stop").click()
    tab.part("check-message").filter(has_text="of 250 sentences were not checked.").wait_for()
    assert tab.part("check-run").is_visible()
    assert tab.part("check-markdown").is_visible()


def test_a_reload_brings_the_checked_text_back(open_tab, site):
    tab = open_tab(site[0])
    checked(tab)
    tab.page.reload()
    tab.part("check-markdown").wait_for()
    assert tab.part("check-text").input_value() == DRAFT
    assert tab.part("checked").count() == 4


def test_only_the_chosen_sources_are_looked_at(open_tab, site):
    tab = open_tab(site[0])
    go_to_check(tab)
    assert tab.part("check-sources-button").inner_text() == "Against all 5 sources"
    tab.part("check-sources-button").click()
    dialog = tab.page.locator("#check-sources")
    dialog.get_by_role("button", name="None").click()
    dialog.get_by_role("checkbox", name="Quay").check()
    dialog.get_by_role("button", name="Done").click()
    assert tab.part("check-sources-button").inner_text() == "Against 1 of 5 sources"
    checked(tab)
    assert "1 found" not in tab.part("check-summary").inner_text()
    tab.go("chat")
    assert tab.part("sources-button").inner_text() == "Asking all 5 sources"  # a choice of its own


LONG = "The chapel of Zork was built in 1820.\n\n" * 40


@pytest.fixture
def slow(open_tab, site, monkeypatch):
    """A tab in which each paragraph takes a moment; what it has checked."""
    assistant, seen = site[1], []

    def check(text, sources=None):
        seen.append(text)
        time.sleep(0.1)
        return type(assistant).check(assistant, text, sources)

    monkeypatch.setattr(assistant, "check", check)
    tab = open_tab(site[0])
    go_to_check(tab)
    tab.part("check-text").fill(LONG)
    yield tab, seen
    assert tab.errors == []


def focused(tab):
    return tab.page.evaluate("document.activeElement.dataset.testid")


def test_a_lost_connection_is_said_and_tried_again(slow):
    tab, _ = slow
    tab.part("check-run").click()
    tab.part("checked").first.wait_for()
    tab.page.context.set_offline(True)
    tab.part("check-message").filter(has_text="Connection lost, trying again.").wait_for()
    tab.page.context.set_offline(False)
    tab.part("check-markdown").wait_for()
    assert tab.part("checked").count() == 40
    assert tab.part("check-message").inner_text() == ""


def test_a_held_key_starts_one_text(slow):
    tab, _ = slow
    started = []
    tab.page.on("request", lambda one: "check_start" in (one.post_data or "") and started.append(one))
    tab.part("check-text").focus()
    tab.page.keyboard.down("Control")
    for _ in range(6):
        tab.page.keyboard.down("Enter")  # again while it is down: repeated
    tab.page.keyboard.up("Enter")
    tab.page.keyboard.up("Control")
    tab.part("checked").first.wait_for()
    assert len(started) == 1
    tab.part("check-stop").click()


def test_a_text_that_is_stopped_before_it_has_an_id_is_stopped(slow):
    tab, _ = slow
    tab.page.evaluate("""() => {
      document.querySelector('[data-testid=check-run]').click();
      document.querySelector('[data-testid=check-stop]').click();
    }""")
    tab.part("check-run").wait_for()
    assert "of 40 sentences were not checked" in tab.part("check-message").inner_text()


def test_the_focus_goes_to_stop_and_then_to_the_summary_and_tenths_are_read_out(slow):
    tab, _ = slow
    tab.page.evaluate("""() => {
      window.says = [];
      const place = document.querySelector('#announce');
      new MutationObserver(() => says.push(place.textContent)).observe(place, {childList: true});
    }""")
    tab.part("check-run").focus()
    tab.page.keyboard.press("Enter")
    tab.part("check-stop").wait_for()
    assert focused(tab) == "check-stop"
    tab.part("check-markdown").wait_for()
    assert focused(tab) == "check-summary"
    *progress, last = tab.page.evaluate("says")
    assert last.startswith("40 sentences: ")
    assert 1 <= len([one for one in progress if one.startswith("Checking: ")]) <= 10


def test_a_full_store_keeps_nothing_from_being_checked(slow):
    tab, _ = slow
    tab.page.evaluate(
        """() => {
      Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
    }"""
    )
    tab.part("check-text").fill("The chapel of Zork was built in 1820.")
    tab.part("check-run").click()
    tab.part("check-markdown").wait_for()


def test_no_source_and_escape_leave_the_choice_as_it_was(open_tab, site):
    tab = open_tab(site[0])
    go_to_check(tab)
    button, dialog = tab.part("check-sources-button"), tab.page.locator("#check-sources")
    button.click()
    dialog.get_by_role("button", name="None").click()
    dialog.get_by_role("checkbox", name="Quay").check()
    dialog.get_by_role("button", name="Done").click()
    button.click()
    dialog.get_by_role("button", name="None").click()
    tab.page.keyboard.press("Escape")
    button.filter(has_text="Against 1 of 5 sources").wait_for()
    assert not dialog.is_visible()
    button.click()
    assert dialog.get_by_role("checkbox", name="Quay").is_checked()
    assert dialog.get_by_role("button", name="Done").is_enabled()


HOSTILE = "<img src=x onerror=window.hacked=1> ${window.hacked=2} {{7*7}} built in 1820 at Zork chapel."


def test_hostile_text_stays_text(open_tab, site):
    tab = open_tab(site[0])
    checked(tab, HOSTILE)
    assert "${window.hacked=2} {{7*7}}" in tab.part("checked-list").inner_text()
    assert tab.part("checked-list").locator("img").count() == 0
    assert tab.page.evaluate("window.hacked") is None


def test_axe_finds_nothing_serious_in_a_doubted_answer(open_tab, site):
    tab = open_tab(site[0])
    for question in (CHAPEL, SUMMIT, TICKET, QUAY):  # in part, a near miss, a conflict, a flagged sentence
        tab.ask(question)
    tab.unfold()
    tab.page.add_style_tag(content=".fn .turn { content-visibility: visible !important; }")
    assert violations(tab, WIDE, NARROW) == []


def test_axe_finds_nothing_serious_in_a_checked_text(open_tab, site):
    tab = open_tab(site[0])
    checked(tab)
    assert violations(tab, WIDE, NARROW) == []
