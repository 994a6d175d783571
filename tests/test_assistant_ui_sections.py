"""The parts of an answer on the page: unsure, quotes, lists, steps, a cell, sides, a change, a summary."""

import re
from dataclasses import replace

import pytest

from assistant.export.markdown import answer_with_footnotes
from assistant.phrases import DECLINE, NO_MODEL, NOT_SURE
from assistant.types import Answer, Citation, Section, Sentence, Value
from assistant.ui.status import line, read_aloud
from assistant.ui.views.sides import MOST_COMPARED, differing
from assistant.ui.views.turns import Turn, turn_html
from assistant.ui.words import NOT_HERE
from index.types import Hit
from tests.building import make_passage
from tests.test_assistant_ui_turns import make_answer


def stated(text, start=0, *, number="", source="s", headings=("Quiet",), **place):
    cited = Citation(source, 1, "Rules", None, start, start + len(text), text, headings, **place)
    return Sentence(text, 0, len(text), "found", 0.9, (cited,), (), number=number)


def formed(*parts, **changes):
    sentences = tuple(one for _, found in parts for one in found)
    values = {"sentences": sentences, "sections": tuple(section for section, _ in parts), "quotes": ()}
    return make_answer(**(values | {"text": " ".join(one.text for one in sentences)} | changes))


def shown(*parts, **changes):
    return turn_html(Turn("1", "When?", answer=formed(*parts, **changes)))


def status(answer):
    return line(Turn("1", "When?", stage="done", answer=answer), "")


def items(count, start=0):
    return tuple(stated(f"Thing {nth}.", start + 10 * nth) for nth in range(1, count + 1))


def quoted(*sentences, **changes):
    return Section("quote", len(sentences), **changes), sentences


NINE = stated("Quiet is at nine.")
NAP = stated("The nap is at one.", 20)
LOST = Sentence("It is loud.", 0, 11, "not_found", 0.1, (), ("no passage states it",))
ASKED = {"question": "When is it quiet?", "standalone_question": "When is it quiet?"}


def test_an_unsure_answer_says_so_over_the_found_words_with_the_asked_ones_bold():
    html = shown(quoted(NINE, NAP), outcome="unsure", **ASKED)
    assert html.index(NOT_SURE) < html.index("<b>Quiet</b> is at nine.") < html.index("The nap is at one.")
    assert html.count(NOT_SURE) == 1 + 2  # and in what is copied, with footnotes and without
    assert "Your documents do not say" not in html


def test_what_is_sure_has_no_such_line_and_nothing_bold():
    html = shown(quoted(NINE), **ASKED)
    assert NOT_SURE not in html and "<b>" not in html


def test_the_draft_above_found_words_is_not_bold():
    draft = (Section("text", 1), (stated("Quiet begins at nine.", 0),))
    html = shown(draft, quoted(NINE), outcome="unsure", **ASKED)
    assert html.index(NOT_SURE) < html.index(">Quiet begins at nine.</span>") < html.index("<b>Quiet</b>")


def test_under_an_unsure_answer_stands_what_speaks_against_it_and_nothing_is_struck_out():
    html = shown(quoted(NINE), outcome="unsure", notes=("Nothing about Sunday.",), withheld=(LOST,))
    assert '<p class="against" data-testid="note" dir="auto">Nothing about Sunday.</p>' in html
    assert "<s>" not in html and "left out" not in html


def test_one_button_opens_all_the_words_of_a_place():
    (button,) = re.findall(r'<button[^>]*data-testid="open".*?</button>', shown(quoted(NINE, NAP)))
    assert 'data-start="0" data-end="38"' in button
    assert 'data-quote="Quiet is at nine. The nap is at one."' in button
    assert "Rules › Quiet" in button and "Open" in button


def opened(html):
    """The numbers of the marks that the buttons below the quotes open, and where they say that is."""
    return re.findall(r'data-testid="open" data-n="(\d+)".*?<bdi>(.*?)</bdi>', html)


def test_quotes_of_one_section_in_a_row_share_the_button_below_the_last_which_opens_the_first():
    html = shown(quoted(NAP), quoted(NINE), quoted(stated("It is warm.", 60, headings=("Heat",))))
    assert opened(html) == [("1", "Rules › Quiet"), ("3", "Rules › Heat")]
    assert html.index("Quiet is at nine.") < html.index("Rules › Quiet</bdi></button>")


def test_quotes_of_one_section_that_do_not_follow_each_other_each_have_their_button():
    html = shown(quoted(NINE), quoted(stated("It is warm.", 60, headings=("Heat",))), quoted(NAP))
    assert [path for _, path in opened(html)] == ["Rules › Quiet", "Rules › Heat", "Rules › Quiet"]


def test_a_shared_button_says_the_place_that_all_have_in_common():
    there = [stated(f"It is {n}.", 9 * n, place=f"part 4, item {n}") for n in (2, 5)]
    ((_, path),) = opened(shown(*(quoted(one) for one in there)))
    assert "part 4" in path and "item" not in path


def test_a_quote_under_a_title_of_its_own_shares_no_button_with_the_one_above():
    html = shown(quoted(NINE), quoted(NAP, title="The day has:"))
    assert len(opened(html)) == 2


def test_of_quotes_in_a_row_with_one_title_the_first_has_it():
    html = shown(quoted(NINE, title="Rules 2025"), quoted(NAP, title="Rules 2025"))
    assert html.count('<h3 dir="auto">Rules 2025</h3>') == 1 and len(opened(html)) == 1
    text = answer_with_footnotes(formed(quoted(NINE, title="Rules 2025"), quoted(NAP, title="Rules 2025")))
    assert text.count("Rules 2025") == 1


def test_the_note_on_a_flagged_quote_stands_under_its_own_words():
    hit = Hit(make_passage("Quiet is at nine.", source_id="s"), 1.0, "both", flagged=True)
    html = shown(quoted(NINE), quoted(stated("It is warm.", 60)), hits=(hit,))
    assert html.index("Quiet is at nine.") < html.index('data-testid="flagged"') < html.index("It is warm.")


def test_words_of_two_documents_have_no_button_for_both():
    html = shown(quoted(NINE, stated("At ten.", source="t")))
    assert 'data-testid="open"' not in html and html.count('data-testid="citation"') == 2


def test_words_that_stand_in_a_second_document_too_open_in_the_first():
    both = replace(NINE, citations=(*NINE.citations, *stated("Quiet is at nine.", source="t").citations))
    (button,) = re.findall(r'<button[^>]*data-testid="open".*?</button>', shown(quoted(both)))
    assert 'data-source="s"' in button


def test_a_quote_of_a_passage_that_speaks_to_the_assistant_says_so_under_it():
    hit = Hit(make_passage("Quiet is at nine. Obey.", source_id="s"), 1.0, "both", flagged=True)
    html = shown(quoted(NINE), hits=(hit,))
    warning = 'data-testid="flagged"'
    assert html.index('data-testid="open"') < html.index(warning)
    assert warning not in shown(quoted(NINE))


def test_a_list_has_its_line_its_numbers_and_a_mark_at_each_end():
    steps = (stated("Wait.", 0, number="a)"), stated("Go.", 6, number="b)"))
    html = shown((Section("steps", 2, "To cross:"), steps))
    assert '<h3 dir="auto">To cross:</h3>' in html
    assert '<ol class="items" role="list">' in html
    places = [html.index(text) for text in ("a)", "Wait.", "b)", "Go.")]
    assert places == sorted(places)
    for found in re.findall(r'<li data-testid="item">.*?</li>', html):
        assert found.count('data-testid="citation"') == 1


def test_items_without_a_number_have_a_bullet_that_is_not_read_out():
    html = shown((Section("list", 2), items(2)))
    assert html.count('<span class="item-mark" aria-hidden="true">•</span>') == 2
    assert '<ul class="items" role="list">' in html


@pytest.mark.parametrize(("count", "folded"), [(10, 0), (11, 1), (12, 2)])
def test_beyond_ten_items_are_folded_with_the_count(count, folded):
    html = shown((Section("list", count), items(count)))
    before, _, rest = html.partition('data-testid="other-items"')
    assert before.count('data-testid="item"') == min(count, 10)
    assert rest.count('data-testid="item"') == folded
    assert (f"The other {folded} of {count} items" in html) is bool(folded)


def test_what_is_not_shown_is_counted():
    assert "1,200 more in the document" in shown((Section("list", 2, more=1200), items(2)))
    assert "more in the document" not in shown((Section("list", 2), items(2)))


def test_items_of_one_list_stand_under_the_place_that_all_have():
    places = ({"place": "page 4, item 1"}, {"place": "page 4, item 2"})
    listed = tuple(stated(f"Thing {nth}.", nth * 10, **place) for nth, place in enumerate(places))
    (button,) = re.findall(r'data-testid="open".*?</button>', shown((Section("list", 2), listed)))
    assert "Rules › Quiet › page 4</bdi>" in button


def test_a_value_is_large_with_the_names_of_its_row_and_column_and_the_row_below():
    cell = Section("value", 1, value=Value("£11", "Child", "Return"))
    html = shown((cell, (stated("Ticket: Child; Return: £11"),)))
    order = [
        '<strong dir="auto">£11</strong>',
        '<bdi class="name">Child</bdi>',
        '<bdi class="name">Return</bdi>',
        "Ticket: Child; Return: £11</span>",
    ]
    assert [html.index(text) for text in order] == sorted(html.index(text) for text in order)


def test_a_value_without_names_stands_alone():
    html = shown((Section("value", 1, value=Value("£11", "", "")), (stated("£11"),)))
    assert "£11</strong></p>" in html


def test_a_long_value_is_set_smaller():
    long = Section("value", 1, value=Value("Mondays from nine to half past five", "", ""))
    assert '<strong class="long"' in shown((long, (NINE,)))


def test_a_side_of_several_paragraphs_is_a_list_and_counts_what_is_not_shown():
    told = (NINE, stated("It ends at six.", 17), stated("The nap is at one.", 90))
    html = shown((Section("side", 3, "New", more=2), told))
    first, second = re.findall(r'<li data-testid="item">(.*?)</li>', html, re.DOTALL)
    assert "Quiet is at nine." in first and "It ends at six." in first and "The nap is at one." in second
    assert "2 more differences" in html
    assert "<li" not in shown((Section("side", 2, "New"), told[:2]))


def side(title, text, start, *, source="s", kind="side", headings=("Fees",), more=0):
    told = (stated(text, start, source=source, headings=headings),)
    return Section(kind, 1, title, more=more), told


def cells(html):
    """The words of each cell of the table of two editions, row by row; marks and names left out."""
    rows = re.findall(r'<tr role="row" data-testid="difference">(.*?)</tr>', html, re.DOTALL)
    found = [re.findall(r"<td.*?</td>", row, re.DOTALL) for row in rows]
    kept = r'<p class="name".*?</p>|<sup>.*?</sup>|<[^>]+>'
    return [[" ".join(re.sub(kept, "", cell, flags=re.DOTALL).split()) for cell in row] for row in found]


def test_two_editions_are_a_table_with_a_row_for_each_difference():
    html = shown(
        side("New", "A dog is £7 a night.", 0),
        side("Old", "A dog is £5 a night.", 0, source="t"),
        side("2025", "Quiet is at nine.", 30, headings=("Rules", "Night")),
        side("2024", "Quiet is at eight.", 30, source="t", headings=("Rules", "Night")),
        side("Old", "The hut is shut.", 60, source="t", kind="only", headings=("Rules", "Hut")),
        quoted(NAP),
    )
    assert cells(html) == [
        ["A dog is £7 a night.", "A dog is £5 a night."],
        ["Quiet is at nine.", "Quiet is at eight."],
        [NOT_HERE, "The hut is shut."],
    ]
    assert re.findall(r'<th scope="col"[^>]*>(.*?)</th>', html) == ["New", "Old"]
    assert re.findall(r'<tr role="row" class="section"><th[^>]*>(.*?)</th>', html) == ["Fees", "Night", "Hut"]
    assert re.findall(r'class="differs">(.*?)</b>', html) == ["£7", "£5", "nine", "eight"]
    assert html.index("</table>") < html.index('data-kind="quote"')
    table = html[html.index('data-kind="side"') : html.index('data-kind="quote"')]
    assert table.count('data-testid="open"') == 2


def test_many_differences_are_folded_and_what_is_not_shown_is_counted():
    told = []
    for nth in range(11):
        told.append(side("New", f"Berth {nth} is £7.", 30 * nth))
        told.append(side("Old", f"Berth {nth} is £5.", 30 * nth, source="t", more=3 * (nth == 10)))
    html = shown(*told)
    first, rest = html.split('data-testid="other-differences"')
    assert [cells(first)[-1], cells(rest)[0]] == [
        ["Berth 7 is £7.", "Berth 7 is £5."],
        ["Berth 8 is £7.", "Berth 8 is £5."],
    ]
    assert "The other 3 of 11 differences" in rest and "3 more differences" in rest


@pytest.mark.parametrize(
    ("text", "other", "marked"),
    [
        ("It costs 5 € a day.", "It costs 5 £ a day.", ["€"]),
        ("It costs 7$ a day.", "It costs 7€ a day.", ["$"]),
        ("Below -5 degrees it is shut.", "Below 5 degrees it is shut.", ["-5"]),
        ("A share of 28% is paid.", "A share of 25% is paid.", ["28%"]),
        ("The class is A+ here.", "The class is A- here.", ["A+"]),
        ("The fee is paid in May.", "Dogs sleep outside.", []),  # they have nothing in common
        ("", "", []),
        ("...", "!", []),
    ],
)
def test_what_differs_is_marked(text, other, marked):
    assert [piece.text for piece in differing(text, other) if piece.marked] == marked


def test_texts_of_many_like_words_are_not_compared_for_minutes():
    count = int(MOST_COMPARED**0.5)
    text, other = ("on the mon " * count, "on the tue " * count)
    assert [piece.text for piece in differing(text, other)] == [text]


def test_rows_of_three_documents_or_without_citations_are_parts_of_their_own():
    three = [side(name, f"It is {name}.", 0, source=name) for name in ("new", "old", "other")]
    html = shown(*three)
    assert "<table" not in html and all(f"It is {name}." in html for name in ("new", "old", "other"))
    bare = replace(stated("First."), citations=()), replace(stated("Second."), citations=())
    html = shown(*((Section("side", 1, "t"), (each,)) for each in bare))
    assert "First." in html and "Second." in html


def test_titles_of_editions_are_no_markup():
    html = shown(
        side("<b>${1+1}", "A dog is £7.", 0, headings=("<i>",)),
        side("{{x}}", "A dog is £5.", 0, source="t", headings=("<i>",)),
    )
    assert "<b>$" not in html and "<i>" not in html and "{{" not in html


def test_what_one_edition_alone_says_needs_no_table():
    html = shown(side("New", "Dogs need a tag.", 0, kind="only"))
    assert '<h3 dir="auto">Only in New</h3>' in html and "<table" not in html


def test_what_holds_now_comes_before_what_held_until_a_day():
    before = stated("Quiet is at eight.", source="t")
    html = shown((Section("now", 1), (NINE,)), (Section("before", 1, "Until 1 March 2025"), (before,)))
    assert html.index("at nine.") < html.index("Until 1 March 2025</h3>") < html.index("at eight.")
    assert html.count('data-testid="open"') == 2


def test_a_summary_says_above_its_bullets_what_was_read():
    html = shown((Section("summary", 2, "all of Minutes: 4 sections"), items(2)))
    assert html.index("all of Minutes: 4 sections</h3>") < html.index("Thing 1.") < html.index("Thing 2.")
    assert 'data-testid="open"' not in html


def test_sentences_in_no_section_come_last_as_text():
    html = shown(quoted(NINE), sentences=(NINE, NAP))
    assert (
        html.index('data-kind="quote"') < html.index('<p class="answer"') < html.index("The nap is at one.")
    )


def test_an_answer_without_sections_is_shown_as_it_was():
    kept = make_answer().to_dict()
    for name in ("outcome", "form", "sections"):
        kept.pop(name)
    for one in kept["sentences"]:
        one.pop("number")
    html = turn_html(Turn("1", "?", answer=Answer.from_dict(kept)))
    assert '<div class="slot"><p class="answer" dir="auto"><span data-testid="sentence"' in html
    assert 'data-testid="part"' not in html and "Quotes read (1)" in html


def test_quotes_that_the_answer_is_made_of_are_not_folded_under_it_once_more():
    (nine,), (nap,) = NINE.citations, NAP.citations
    assert "quotes" not in re.findall(r'class="fold ([^"]*)"', shown(quoted(NINE), quotes=(nine,)))
    html = shown(quoted(NINE), quotes=(nine, nap))
    assert "Other close quotes (1)" in html and html.count('data-testid="quote"') == 1
    written = (Section("text", 1), (NINE,))
    assert "Quotes read (1)" in shown(written, quotes=(nine,))


def test_quotes_as_the_answer_say_that_no_model_is_connected_but_unsure_says_enough():
    assert 'data-testid="quotes-only"' in shown(quoted(NINE), notes=(NO_MODEL,), model="")
    unsure = shown(quoted(NINE), notes=(NO_MODEL,), model="", outcome="unsure")
    assert 'data-testid="quotes-only"' not in unsure and 'data-testid="unsure"' in unsure
    assert 'data-testid="quotes-only"' in turn_html(Turn("1", "?", answer=make_answer(notes=(NO_MODEL,))))


def test_a_decline_names_three_missing_words_at_most():
    html = shown(refused=True, text=DECLINE, sentences=(), missing=("Zork", "Quux", "1974", "lamp"))
    listed = html[html.index('<ul class="words">') :]
    assert [word in listed for word in ("Zork", "Quux", "1974", "lamp")] == [True, True, True, False]


def test_the_status_line_says_how_it_was_found():
    unsure = formed(quoted(NINE), outcome="unsure")
    assert status(unsure) == "Found in 1.0 s, not sure"
    assert status(replace(unsure, outcome="answered", model="")) == "Found in 1.0 s in 1 source"
    assert status(replace(unsure, outcome="answered")) == "Answered in 1.0 s from 1 source"
    assert status(make_answer(model="")) == "Closest quotes in 1.0 s"


def test_an_answer_is_read_aloud_in_its_form_with_what_speaks_against_it():
    steps = (stated("Wait.", 0, number="1."), stated("Go.", 6, number="2."))
    part = (Section("steps", 2, "To cross:"), steps)
    said = read_aloud(formed(part, outcome="unsure", notes=("Nothing about trams.",)))
    assert said.split() == "To cross: 1. Wait. 2. Go. Nothing about trams.".split()
    assert "trams" not in read_aloud(formed(part, notes=("Nothing about trams.",)))


def test_what_is_copied_has_the_form():
    steps = (stated("Wait.", 0, number="1."), stated("Go.", 6, number="2."))
    html = shown((Section("steps", 2, "To cross:"), steps), text="Wait. Go.")
    assert 'data-text="To cross:\n  1. Wait.\n  2. Go."' in html


def test_each_message_of_a_chat_begins_a_line():
    messages = stated("3/4/25, 18:00 - Ann: At six?"), NAP, stated("3/4/25, 18:01 - Bo: ok", 90)
    html = shown(quoted(*messages))
    place = html.index('data-testid="found"')
    found = html[place : html.index("</blockquote>", place)]
    assert found.count("<br>") == 1 and found.index("The nap") < found.index("<br>") < found.index("Bo: ok")
    assert "<br>" not in shown(quoted(NINE, NAP)).split('data-testid="found"')[1].split("</blockquote>")[0]
