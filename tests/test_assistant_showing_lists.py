"""Lists and steps: all items in order, verbatim, and how many are not shown."""

from dataclasses import replace

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from assistant.evidence.rating import Candidate
from assistant.showing.lists import WORDS, whole_list
from tests.showing_building import MANUAL, WET_GOODS, add, looked_for, pieces, texts


def test_steps_come_whole_and_in_order_under_the_line_that_introduces_them(assistant):
    add(assistant, manual=MANUAL)
    (piece,) = pieces(assistant, "How do I light the heater?")
    assert piece.kind == "steps" and piece.more == 0 and piece.sure
    assert piece.title == "Lighting the heater › To light the heater go through these steps:"
    assert texts(piece) == [
        "Open the air valve.",
        "Fill the tray with pellets.",
        "no more than two scoops",
        "never with paper",
        "Light the pellets from above.",
    ]


def test_a_list_of_bullets_is_a_list_and_its_neighbour_is_not_in_it(assistant):
    add(assistant, manual=MANUAL)
    (piece,) = pieces(assistant, "What must I never put into the heater?")
    assert (piece.kind, piece.title) == ("list", "Safety › Never put these into the heater:")
    assert texts(piece) == ["painted wood", "wet leaves", "plastic bottles"]


def test_a_long_list_is_cut_at_an_item_and_what_is_left_out_is_counted(assistant):
    rows = [
        f"- duty number {n} of the warden is to look after room {n} by day and by night" for n in range(50)
    ]
    add(assistant, duties="# House\n\nThe duties of the warden are:\n\n" + "\n".join(rows) + "\n")
    (piece,) = pieces(assistant, "What are the duties of the warden?", "list")
    assert texts(piece) == [row[2:] for row in rows[: len(piece.sentences)]]
    assert len(piece.sentences) + piece.more == 50
    assert piece.words <= WORDS < piece.words + len(rows[0][2:].split())


def test_a_list_about_something_else_is_not_shown_for_one(assistant):
    add(assistant, manual=MANUAL)
    found = pieces(assistant, "Which rules apply to the glass that vinegar dulls?", "list")
    assert [piece.kind for piece in found] == ["quote"]
    assert "Vinegar dulls the glass." in texts(found[0])


def test_a_list_of_another_document_than_the_best_sentence_must_be_nearer(assistant):
    add(assistant, manual=MANUAL, note="# Note\n\nThe heater is lit by Ines.\n")
    wanted, around = looked_for(assistant, "How do I light the heater?")
    (steps,) = whole_list(wanted, around)
    own = steps.sentences[0].citation.source_id
    same = next(each for each in wanted.scored if each.sentence.citation.source_id == own)
    other = next(each for each in wanted.scored if each.sentence.citation.source_id != own)
    for best, ahead, shown in ((same, 0.5, True), (other, 0.5, False), (other, 0.2, True)):
        scored = (replace(best, score=steps.score + ahead), *wanted.scored)
        assert bool(whole_list(replace(wanted, scored=scored), around)) is shown
    assert whole_list(replace(wanted, scored=()), around)  # where all sentences were left out


def test_steps_of_another_section_give_way_to_the_row_that_is_nearer(assistant):
    faults = (
        "# Faults\n\n| Signal | What to do |\n|---|---|\n| 5 blinks | descale the heater |\n| 2 | wait |\n"
    )
    add(assistant, manual=MANUAL + faults.replace("# ", "## "))
    wanted, around = looked_for(assistant, "How do I light the heater?")
    (steps,) = whole_list(wanted, around)
    row = next(each for each in wanted.scored if each.sentence.is_row)
    for ahead, shown in ((0.1, False), (-0.1, True)):
        scored = (replace(row, score=steps.score + ahead), *wanted.scored)
        assert bool(whole_list(replace(wanted, scored=scored), around)) is shown


def test_a_list_is_rated_by_its_words_where_there_is_no_reranker(assistant):
    add(assistant, manual=MANUAL)
    wanted, _ = looked_for(assistant, "What must I never put into the heater?")
    rated = wanted.candidate(0.0, "Never put painted wood into the heater", "")
    assert rated.words == 1.0
    assert wanted.candidate(0.0, "The lamp is green", "").words == 0.0


def test_one_item_alone_is_no_list(assistant):
    add(assistant, note="# Keys\n\nThe rules of the key cupboard:\n\n- lock it\n\nThe end of the note.\n")
    assert whole_list(*looked_for(assistant, "Which rules has the key cupboard?", "list")) == []


@pytest.mark.parametrize(
    ("question", "edition"),
    [
        ("Which wet goods must I bring back?", "2025"),
        ("Which wet goods must I bring back by the edition of 2024?", "2024"),
    ],
)
def test_the_list_is_of_the_latest_edition_or_of_the_one_that_is_named(assistant, question, edition):
    add(assistant, old=WET_GOODS.format(2024, "five"), new=WET_GOODS.format(2025, "nine"))
    piece = pieces(assistant, question, "list")[0]
    assert piece.kind == "list"
    assert piece.sentences[0].citation.title == f"Rules of the Alder yard, edition of {edition}"


def test_another_list_of_a_later_edition_is_not_taken_for_it(assistant):
    rules = "# Rules of the Alder yard, edition of {}\n\nDate: 1 May {}\n\n## {}\n\n{}:\n\n- {}\n- {}\n"
    old = rules.format(2024, 2024, "Returns", "Wet goods must be back", "wet sacks", "wet boxes")
    new = rules.format(
        2025, 2025, "Charges for weighing in winter", "Wet goods must be back by day", "wet wood", "wet coal"
    )
    add(assistant, old=old, new=new)
    wanted, around = looked_for(assistant, "Which wet goods must be back?", "list")
    (piece,) = whole_list(wanted, around)
    assert texts(piece) == ["wet sacks", "wet boxes"]


TWO_LISTS = (
    "# Walk\n\n## For the night\n\nPack these things:\n\n- a lamp\n- a towel\n- a torch\n\n"
    "## What stays at home\n\nThese things are not for the walk:\n\n- drones\n- speakers\n- gas\n"
)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Which things do I pack for the walk?", "a lamp"),
        ("Which things shouldn't I pack for the walk?", "drones"),
        ("I can't carry much. Which things do I pack for the night?", "a lamp"),
        ("Which things do I pack for the night if it does not rain?", "a lamp"),
        ("Which things do I pack for a night with no light?", "a lamp"),
        ("What should I not forget to pack for the walk?", "a lamp"),
        ("Which things do I pack for the walk that are not provided?", "a lamp"),
        ("If I come for the walk, which things must I not pack?", "drones"),
        ("Which things cant I pack for the walk?", "drones"),
    ],
)
def test_who_asks_what_not_to_do_is_shown_the_list_that_says_so(assistant, question, first):
    add(assistant, walk=TWO_LISTS)
    (piece,) = whole_list(*looked_for(assistant, question, "list"))
    assert texts(piece)[0] == first


def test_a_list_of_what_to_do_is_no_sure_answer_to_what_not_to_do(assistant):
    add(assistant, walk=TWO_LISTS[: TWO_LISTS.index("## What")])
    (asked,) = whole_list(*looked_for(assistant, "Which things do I pack for the night?", "list"))
    (piece,) = whole_list(*looked_for(assistant, "Which things do I not pack for the night?", "list"))
    assert texts(piece)[0] == texts(asked)[0] == "a lamp"
    assert asked.sure and not piece.sure


def test_a_sentence_that_says_what_not_to_do_goes_before_a_list_that_does_not(assistant):
    packed = TWO_LISTS[: TWO_LISTS.index("## What")].replace("Pack these things:", "You need:")
    add(assistant, walk=f"{packed}Not to pack for the night: drones, speakers, gas.\n")
    question = "Which things do I not pack for the night?"
    assert whole_list(*looked_for(assistant, question, "list")) == []
    assert (
        texts(pieces(assistant, question, "list")[0])[0]
        == "Not to pack for the night: drones, speakers, gas."
    )


def test_a_warning_not_to_forget_is_none_against_the_list(assistant):
    add(assistant, walk=TWO_LISTS.replace("Pack these things:", "Do not forget to pack these things:"))
    (piece,) = whole_list(*looked_for(assistant, "Which things shouldn't I pack for the walk?", "list"))
    assert texts(piece)[0] == "drones"


def test_the_parts_of_a_list_come_together_unless_one_is_asked_for(assistant):
    crumble = (
        "# Apple crumble\n\nFor the fruit:\n\n- 800 g apples\n- 80 g sugar\n\n"
        "For the topping:\n\n- 200 g flour\n- 60 g oats\n\n"
        "# Almond cake\n\nFor the cake:\n\n- 3 eggs\n- 100 g almonds\n"
    )
    add(assistant, recipes=crumble)
    fruit, topping, *_ = pieces(assistant, "Which ingredients does the apple crumble need?", "list")
    assert (fruit.title, texts(fruit)) == ("Apple crumble › For the fruit:", ["800 g apples", "80 g sugar"])
    assert (topping.title, texts(topping)) == (
        "Apple crumble › For the topping:",
        ["200 g flour", "60 g oats"],
    )
    (alone, *_) = pieces(assistant, "What goes in for the topping?", "list")
    assert texts(alone) == ["200 g flour", "60 g oats"]


OUTAGE = """# Outage of the pump in March

## Summary

The pump stood still in March for two hours, and the pump house was wet. The outage was told in March to all.

## What went badly

- Nobody watches the mailbox.
- The handbook is silent on it.

## Who may start it

Only Ann or Ben may start the pump. It takes a minute.

1. Close the valve before the tank as far as it goes.
2. Wait until the needle in the glass stands still.
3. Press the green knob on the pump for a second.
"""


def test_a_list_below_the_words_of_the_question_needs_no_others(assistant):
    add(assistant, outage=OUTAGE)
    piece = pieces(assistant, "what went badly in the outage of the pump in March", "list")[0]
    assert texts(piece) == ["Nobody watches the mailbox.", "The handbook is silent on it."]


def test_steps_are_no_list_of_people(assistant):
    add(assistant, outage=OUTAGE)
    asked = "{} with the valve, the needle in the glass and the green knob on the pump"
    assert whole_list(*looked_for(assistant, asked.format("what is done"), "list"))
    assert whole_list(*looked_for(assistant, asked.format("who works"), "list")) == []


def test_people_may_be_numbered(assistant):
    people = (
        "1. Ann Lee, chair of the club, who keeps the keys\n2. Ben Moss, who writes the minutes of the board"
    )
    add(assistant, board=f"# Board\n\nThe board of the club:\n\n{people}\n")
    (piece,) = whole_list(*looked_for(assistant, "who is on the board of the club", "list"))
    assert len(piece.sentences) == 2


def test_a_footer_where_a_list_runs_on_is_no_item_of_it(assistant, tmp_path):
    steps = ["Open the valve.", "Fill the tray.", "Light the pellets.", "Wait for the lamp."]
    canvas = Canvas(str(tmp_path / "a.pdf"), pagesize=A4)
    canvas.drawString(60, 780, "To light the heater go through these steps:")
    for number, step in enumerate(steps, 1):
        canvas.drawString(60, 780 - 20 * number, f"{number}. {step}")
        if number % 2 == 0:
            canvas.drawString(60, 30, "Alder heaters, Quay Road")
            canvas.showPage()
    canvas.save()
    assistant.add([tmp_path / "a.pdf"])
    (piece,) = pieces(assistant, "How do I light the heater?")
    assert (piece.kind, texts(piece)) == ("steps", steps)


def test_the_number_of_a_heading_is_no_word_of_the_lists_name(assistant):
    add(
        assistant,
        sensor="# Sensor\n\n## 1. Buttons\n\nA long press begins the manual gas calibration of it.\n\n"
        "## 8. Manual calibration\n\n1. Open the windows.\n2. Hold the knob.\n3. Wait for green.\n",
    )
    first = pieces(assistant, "how do i do the manual calibration of gas")[0]
    assert (first.kind, first.title, len(first.sentences)) == ("steps", "8. Manual calibration", 3)


def test_a_list_is_rated_as_near_as_the_nearest_of_its_sentences(assistant):
    add(assistant, manual=MANUAL)
    wanted, around = looked_for(assistant, "What must I never put into the heater?")
    assert wanted.nearest([]) == 0.0
    nearness = {"wet leaves": 0.2, "painted wood": 0.1, "Open the air valve.": 0.3}
    known = [replace(each, near=nearness.get(each.text, 0.0)) for each in wanted.sentences]
    rated: list[Candidate] = []

    def rate(candidates):
        rated.extend(candidates)
        return wanted.rate(candidates)

    (never,) = whole_list(replace(wanted, sentences=known, rate=rate), around)
    assert "wet leaves" in texts(never)
    by_text = {each.text: each.near for each in rated}
    assert [near for text, near in by_text.items() if "wet leaves" in text] == [0.2]
    assert [near for text, near in by_text.items() if "air valve" in text] == [0.3]
