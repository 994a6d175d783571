"""Answers of each form and outcome in a real browser: found words, lists, values, sides, summaries."""

import pytest

from assistant.ui.words import NOT_HERE
from tests.browser import NARROW, WIDE, Scripted, needs_browser, serving, stage, violations
from tests.forms_states import (
    AGAINST,
    BEFORE,
    BRING,
    CLAIM,
    CLEAN,
    COMPARE,
    DECIDED,
    FARE,
    HELD,
    HOLDS,
    HOTEL,
    HOTEL_DRAFT,
    MEETING,
    NIGHTS,
    ODD,
    PACK,
    QUIET,
    READ,
    ROW_SHOWN,
    STATES,
    STEPS,
    endings,
    write,
)

pytestmark = needs_browser


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("forms")
    with serving(folder / "home", llm=Scripted({})) as (address, assistant):
        assistant.add(write(folder))
        stage(assistant, endings(assistant))
        yield address, assistant


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def tab(open_tab, site, request):
    opened = open_tab(site[0], size=request.param, has_touch=request.param == NARROW)
    yield opened
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture
def wide(open_tab, site):
    return open_tab(site[0])


def opened_quote(tab):
    tab.part("source-quote").wait_for()
    return tab.page.locator("#source-pane mark").all_text_contents()


def part(turn, kind):
    return turn.locator(f"[data-testid=part][data-kind={kind}]")


def test_an_unsure_answer_shows_what_was_found_and_opens_it(tab):
    turn = tab.ask(HOTEL)
    assert turn.locator("[data-testid=unsure]").inner_text() == "Not sure that this answers your question"
    found = part(turn, "quote")
    assert found.count() == 2
    assert set(found.first.locator("b").all_inner_texts()) == {"hotel", "nights", "night"}
    assert turn.locator("[data-testid=note]").all_inner_texts() == [AGAINST]
    assert turn.locator("s, [data-testid=decline], h3").count() == 0
    button = found.first.locator("[data-testid=open]")
    assert button.inner_text() == "Open Household cover › After a claim"
    button.click()
    (quote,) = opened_quote(tab)
    assert quote == f"{CLAIM} {NIGHTS}"
    tab.page.keyboard.press("Escape")
    tab.part("source-pane").wait_for(state="hidden")
    assert button.evaluate("one => one === document.activeElement")


def test_the_source_pane_walks_through_all_found_words_in_order(wide):
    turn = wide.ask(HOTEL)
    turn.locator("[data-testid=citation]").first.click()
    seen = []
    for _ in range(4):
        seen += opened_quote(wide)
        wide.page.evaluate("document.querySelector('#source-pane mark').remove()")
        wide.page.keyboard.press("]")
    assert seen[:2] == [CLAIM, NIGHTS] and seen[3] == CLAIM and len(set(seen)) == 3


def test_the_place_of_found_words_is_the_first_step_of_the_walk(wide):
    wide.ask(HOTEL).locator("[data-testid=open]").first.click()
    opened_quote(wide)
    wide.page.get_by_role("button", name="Next source").click()
    wide.part("source-quote").filter(has_text=NIGHTS).and_(
        wide.page.locator(f"mark:text-is('{NIGHTS}')")
    ).wait_for()


def test_a_quote_is_copied_without_the_numbers_of_its_marks(wide):
    wide.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    wide.ask(HOTEL).locator("[data-testid=open]").first.click()
    opened_quote(wide)
    wide.page.get_by_role("button", name="Copy quote").click()
    wide.page.get_by_role("button", name="Copied").wait_for()
    copied = wide.page.evaluate("navigator.clipboard.readText()")
    assert copied == f"“{CLAIM} {NIGHTS}” (Household cover › After a claim)"


def test_a_draft_stands_above_the_found_words(tab):
    turn = tab.ask(HOTEL_DRAFT)
    draft, found = turn.locator(".answer"), part(turn, "quote")
    line = turn.locator("[data-testid=unsure]")
    tops = [one.bounding_box()["y"] for one in (line, draft, found)]
    assert tops == sorted(tops)


def test_a_long_list_folds_and_its_marks_open_the_fold(tab):
    turn = tab.ask(BRING)
    assert turn.get_by_role("heading", name="Everyone brings these things to the camp:").is_visible()
    items = turn.locator("[data-testid=item]")
    assert [one.is_visible() for one in items.all()] == [True] * 10 + [False] * 2
    fold = turn.locator("[data-testid=other-items]")
    assert fold.locator("summary").inner_text() == "The other 2 of 12 items"
    assert turn.get_by_text("2 more in the document").is_visible()
    turn.locator("[data-testid=citation]").first.click()
    opened_quote(tab)
    tab.page.get_by_role("button", name="Previous source").click()
    tab.part("source-quote").filter(has_text=PACK[-1]).wait_for()
    tab.page.keyboard.press("Escape")
    assert items.last.is_visible()
    assert fold.locator("[data-testid=citation]").count() == 2


def test_steps_keep_their_numbers_and_each_has_its_card(tab):
    turn = tab.ask(CLEAN)
    items = turn.locator("[data-testid=item]")
    assert items.locator(".item-mark").all_inner_texts() == ["1.", "2.", "3.", "4.", "5."]
    assert turn.get_by_role("list").first.get_by_role("listitem").count() == 5
    items.nth(3).locator("[data-testid=citation]").focus()
    card = tab.part("citation-card").inner_text()
    assert STEPS[3] in card and "page 12" in card


def test_all_of_a_list_opens_at_once(wide):
    wide.ask(CLEAN).locator("[data-testid=open]").click()
    assert opened_quote(wide) == STEPS


def test_a_value_is_larger_than_all_else_with_its_row_and_column(tab):
    turn = tab.ask(FARE)
    value = turn.locator("[data-testid=value]")
    assert value.inner_text().split("\n") == ["£11.00", "Child under 14", "Return"]
    sizes = [
        one.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
        for one in (value.locator("strong"), turn.locator(".asked"), turn.locator("[data-testid=found]"))
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert turn.locator("[data-testid=found] .apart").inner_text() == ROW_SHOWN


def test_sides_stand_side_by_side_and_on_a_narrow_page_one_under_the_other(tab):
    sides = part(tab.ask(COMPARE), "side")
    both, alone = (row.get_by_test_id("side") for row in sides.get_by_test_id("difference").all())
    first, second = (one.bounding_box() for one in both.all())
    names = both.locator(".name")
    if tab.page.viewport_size == WIDE:
        assert first["y"] == second["y"] and first["x"] + first["width"] <= second["x"]
        assert sides.locator("th").all_inner_texts() == ["House rules 2025", "House rules 2021"]
        assert not names.first.is_visible()
    else:
        assert first["x"] == second["x"] and first["y"] + first["height"] <= second["y"]
        assert names.all_inner_texts() == ["House rules 2025", "House rules 2021"]
    assert both.locator(".differs").first.inner_text() == "From 1 March 2025"
    assert alone.nth(1).locator(".quiet").inner_text() == NOT_HERE
    assert [one.locator("[data-testid=citation]").count() for one in sides.get_by_test_id("side").all()] == [
        *(1, 1),
        *(1, 0),
    ]


def test_the_button_below_a_column_opens_that_edition(tab):
    part(tab.ask(COMPARE), "side").get_by_test_id("open").nth(1).click()
    assert opened_quote(tab) == [HELD]


def test_a_summary_says_what_was_read_over_its_bullets(tab):
    turn = tab.ask(MEETING)
    assert part(turn, "summary").locator("h3").inner_text() == READ
    bullets = turn.locator("[data-testid=item] .apart")
    assert bullets.all_inner_texts() == DECIDED
    assert tab.part("status").inner_text().startswith("Answered in")


def test_a_change_shows_what_holds_now_and_below_it_what_held(tab):
    turn = tab.ask(QUIET)
    now, before = part(turn, "now"), part(turn, "before")
    assert HOLDS in now.inner_text()
    assert before.locator("h3").inner_text() == BEFORE
    assert now.bounding_box()["y"] < before.bounding_box()["y"]
    before.locator("[data-testid=citation]").click()
    assert opened_quote(tab) == [HELD]


def test_words_that_are_read_from_the_right_stand_at_the_right(tab):
    german, arabic = part(tab.ask(ODD), "quote").locator("blockquote").all()
    assert [one.evaluate("one => getComputedStyle(one).direction") for one in (german, arabic)] == [
        "ltr",
        "rtl",
    ]


def test_forms_by_keyboard_alone(wide):
    turn = wide.ask(BRING)
    press = wide.page.keyboard.press
    for _ in range(40):
        press("Shift+Tab")
        if wide.page.evaluate("document.activeElement.matches('[data-testid=other-items] > summary')"):
            break
    press("Enter")
    assert turn.locator("[data-testid=item]").last.is_visible()
    for _ in range(3):  # over two marks to the place
        press("Tab")
    assert wide.page.evaluate("document.activeElement.dataset.testid") == "open"
    press("Enter")
    assert opened_quote(wide) == PACK


def test_what_is_found_is_read_out_once_with_its_doubt(wide):
    wide.ask(HOTEL)
    live = wide.page.locator("[aria-live]:not([aria-live=off]), [role=status]")
    (said,) = [text for text in live.all_text_contents() if NIGHTS in text]
    assert said.startswith("Found in") and "not sure" in said and said.endswith(AGAINST)


def test_an_answer_keeps_its_form_when_it_is_opened_again(wide):
    before = wide.ask(CLEAN).locator(".slot").inner_html()
    wide.page.reload()
    wide.ready()
    turn = wide.part("turn").last
    turn.locator("[data-testid=item]").first.wait_for()
    assert turn.locator(".slot").inner_html() == before


def test_axe_finds_nothing_serious_in_any_form(wide):
    for question in STATES.values():
        wide.ask(question)
    wide.unfold()
    wide.page.add_style_tag(content=".fn .turn { content-visibility: visible !important; }")
    assert violations(wide, WIDE, NARROW) == []
