"""The forms of answers as plain text, on a terminal and in Markdown."""

import pytest

from assistant.export import plain_text
from assistant.export.markdown import answer_with_footnotes, conversation_markdown
from assistant.phrases import DECLINE, NO_MODEL, decline
from assistant.showing.as_text import plain
from assistant.types import Section, Value
from tests.test_assistant_ui_sections import LOST, NAP, NINE, formed, items, quoted, stated
from tests.test_assistant_ui_turns import make_answer

STEPS = (stated("Wait.", 0, number="1."), stated("Go\nhome.", 6, number="2."))
CROSS = (Section("steps", 2, "To cross:", more=3), STEPS)
FARE = (Section("value", 1, value=Value("£11", "Child", "Return")), (stated("Child: £11"),))
EIGHT = stated("Quiet is at eight.", source="t")
SIDES = (
    (Section("side", 1, "New"), (NINE,)),
    (Section("side", 1, "Old"), (EIGHT,)),
    (Section("side", 1, "2025"), (NAP,)),
    (Section("only", 1, "Old"), (stated("Dogs stay.", 90, source="t"),)),
)
# The second sentence follows the first in its paragraph.
SEVERAL = (
    (
        Section("side", 3, "New", more=2),
        (NINE, stated("It ends at six.", 17), stated("The nap is at one.", 90)),
    ),
)
CHANGE = (Section("now", 1), (NINE,)), (Section("before", 1, "Until March"), (stated("At ten.", source="t"),))


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ((CROSS,), "To cross:\n  1. Wait.\n  2. Go home.\n3 more in the document"),
        ((FARE,), "£11 (Child, Return)\nChild: £11"),
        (
            SIDES,
            "New: Quiet is at nine.\nOld: Quiet is at eight.\n\n"
            "2025: The nap is at one.\n\n"
            "Only in Old: Dogs stay.",
        ),
        (
            SEVERAL,
            "New\n  - Quiet is at nine. It ends at six.\n  - The nap is at one.\n2 more differences",
        ),
        (CHANGE, "Quiet is at nine.\n\nUntil March: At ten."),
        (((Section("summary", 2, "all of it"), items(2)),), "all of it\n  - Quiet: Thing 1.\n  - Thing 2."),
        (
            ((Section("summary", 2, "Quiet – House rules"), items(2)),),
            "Quiet – House rules\n  - Thing 1.\n  - Thing 2.",
        ),
        ((quoted(NINE, NAP),), "Quiet is at nine. The nap is at one."),
        (((Section("text", 2), (NINE, NAP)),), "Quiet is at nine. The nap is at one."),
        (
            (quoted(stated("DF: When?"), stated("HM: At one.", 9), stated("No: at two.", 20)),),
            "DF: When?\nHM: At one. No: at two.",
        ),
        (
            (quoted(stated("3/4/25, 18:00 - Ann: At six? Yes."), NAP, stated("3/4/25, 18:01 - Bo: ok", 90)),),
            "3/4/25, 18:00 - Ann: At six? Yes. The nap is at one.\n3/4/25, 18:01 - Bo: ok",
        ),
    ],
)
def test_each_form_in_plain_text(parts, text):
    assert plain(formed(*parts)) == text


def test_the_text_itself_is_copied_where_there_are_no_sections():
    assert plain(make_answer()) == "It sails."
    assert plain(make_answer(refused=True, text=DECLINE, sentences=(), sections=())) == DECLINE


def test_a_terminal_says_unsure_first_and_shows_words_once():
    text = plain_text.answer_text(
        formed(quoted(NINE, NAP), outcome="unsure", notes=("No trams.",), withheld=(LOST,))
    )
    assert text.startswith(
        "Not sure that this answers your question:\n\n"
        "> Quiet is at nine. [1] The nap is at one. [2]\n\n"
        "  [1]-[2] Rules\n\n"
    )
    assert "Note: No trams." in text and "left out" not in text and "loud" not in text
    assert text.count("Quiet is at nine.") == 1


def test_words_behind_a_written_sentence_stay_on_a_terminal():
    written = (Section("text", 1), (stated("Quiet is at nine."),))
    other = plain_text.answer_text(formed(written, quoted(NAP)))
    assert other.count("The nap is at one.") == 1
    assert plain_text.answer_text(make_answer()).count("It sails.") == 2  # without sections: as ever


def test_words_of_two_documents_have_a_line_each_on_a_terminal():
    text = plain_text.answer_text(formed(quoted(NINE), quoted(stated("At ten.", source="t"))))
    assert "\n  [1] Rules\n  [2] Rules\n" in text


def test_two_editions_in_turn_have_a_line_each_on_a_terminal():
    told = [
        (Section("side", 1, name), (stated(f"Quiet {nth}.", nth * 9, source=name),))
        for nth in range(3)
        for name in ("New", "Old")
    ]
    text = plain_text.answer_text(formed(*told))
    assert "\n  [1], [3], [5] Rules\n  [2], [4], [6] Rules\n" in text


def test_items_of_one_page_have_one_line_on_a_terminal():
    listed = [stated(f"Thing {nth}.", nth * 9, place=f"page 4, item {nth}") for nth in (1, 2, 3)]
    text = plain_text.answer_text(formed((Section("list", 3), tuple(listed))))
    assert "\n  [1]-[3] Rules, page 4\n" in text


def test_markdown_keeps_forms_and_footnotes():
    text = answer_with_footnotes(formed(CROSS, FARE))
    assert text.startswith(
        "To cross:\n\n1. Wait.[^1]\n2. Go home.[^2]\n\n3 more in the document\n\n"
        "**£11** (Child, Return)\n\n> Child: £11[^3]\n\n[^1]: "
    )


def test_what_two_editions_say_of_one_thing_is_one_paragraph_of_markdown():
    text = answer_with_footnotes(formed(*SIDES))
    assert text.startswith(
        "**New**: Quiet is at nine.[^1]  \n**Old**: Quiet is at eight.[^2]\n\n"
        "**2025**: The nap is at one.[^3]"
    )


def test_numbers_that_a_renderer_would_change_are_kept_as_text():
    odd = tuple(stated(f"Step {number}", number=number) for number in ("1.", "3.", "b)", ""))
    text = answer_with_footnotes(formed((Section("steps", 4), odd)))
    for line in ("- 1\\. Step 1.", "- 3\\. Step 3.", "- b) Step b)", "- Step[^"):
        assert line in text
    markdown_it = pytest.importorskip("markdown_it")
    assert "<ol" not in markdown_it.MarkdownIt().render(text)


def test_a_numbered_list_that_begins_later_stays_one():
    later = tuple(stated(f"Step {nth}", nth * 9, number=f"{nth}.") for nth in (4, 5))
    assert "4. Step 4[^1]\n5. Step 5[^2]\n" in answer_with_footnotes(formed((Section("steps", 2), later)))


def test_markdown_says_unsure_with_what_speaks_against_it():
    one = formed(quoted(NINE), outcome="unsure", notes=("No trams.", NO_MODEL), withheld=(LOST,))
    text = answer_with_footnotes(one)
    assert NO_MODEL not in text
    assert text.startswith("Not sure that this answers your question:\n\n> Quiet is at nine.[^1]\n\n")
    assert text.index("Note: No trams.") < text.index("[^1]: ")
    whole = conversation_markdown("Quiet", [("When?", one)])
    assert whole.count("No trams.") == 1 and "Left out" not in whole
    assert whole.index("[^1]\n") < whole.index("Note: ") < whole.index("[^1]: ")


@pytest.mark.parametrize("trick", ["# x", "1. x", "a\n# b", "**x**", "[a](http://b.c)", "<b>", "> x", "- x"])
def test_no_word_of_a_part_steers_the_renderer(trick):
    markdown_it = pytest.importorskip("markdown_it")
    sentence = stated(trick, number=trick)
    kinds = ("text", "quote", "list", "steps", "value", "side", "only", "now", "before", "summary")
    parts = [(Section(kind, 1, trick, Value(trick, trick, trick)), (sentence,)) for kind in kinds]
    plain_one = stated("s", number="n")
    like = [(Section(kind, 1, "t", Value("v", "r", "c")), (plain_one,)) for kind in kinds]
    render = markdown_it.MarkdownIt().render
    tags = [
        [token for token in render(answer_with_footnotes(formed(*one))).split("<") if token[:1] in "abhoup/"]
        for one in (parts, like)
    ]
    assert [token.split(">")[0] for token in tags[0]] == [token.split(">")[0] for token in tags[1]]


def test_a_decline_says_three_missing_words_at_most():
    assert decline(["Zork", "Quux", "1974", "lamp"]) == f"{DECLINE} Nowhere in them: Zork, Quux, 1974."
