"""Two editions side by side, and the parts of a question looked for by themselves."""

import pytest

from assistant.showing.comparisons import parts
from tests.showing_building import NEW_PRICES, OLD_PRICES, PRICES, add, compared, pieces, texts

NEW, OLD = "edition of 2025", "edition of 2024"


def test_two_editions_are_compared_row_by_row_the_newer_first(assistant):
    add(assistant, old=OLD_PRICES, new=NEW_PRICES)
    found = pieces(assistant, "What is the difference between the two price lists for pellets?")
    assert compared(found) == [
        (
            "Goods: Pine pellets; Small sack: £7; Large sack: £11",
            "Goods: Pine pellets; Small sack: £6; Large sack: £11",
        ),
        (
            "Goods: Beech pellets; Small sack: £9; Large sack: £14",
            "Goods: Beech pellets; Small sack: £8; Large sack: £14",
        ),
    ]
    names = [f"Price list of the Alder yard, {edition}" for edition in (NEW, OLD)]
    assert [piece.title for piece in found] == [*names, "2025", "2024"]  # what differs is enough below them


def test_what_brackets_say_behind_a_rows_name_tells_no_rows_apart(assistant):
    new = NEW_PRICES.replace("Kindling (dry) | £3", "Kindling (in nets) | £4")
    add(assistant, old=OLD_PRICES, new=new)
    found = pieces(assistant, "What changed between the price lists for kindling and for pellets?")
    assert (
        "Goods: Kindling (in nets); Small sack: £4; Large sack: £5",
        "Goods: Kindling (dry); Small sack: £3; Large sack: £5",
    ) in compared(found)


def test_a_row_is_shown_with_the_others_row_where_there_is_no_room_for_all(assistant):
    long = PRICES.replace("Pine pellets", "Pine pellets " + "which are pressed of shavings " * 4)
    old = long.format(edition="edition of 2024", day="1 March 2024", pine=6, beech=8, lighters=2)
    new = NEW_PRICES.replace("Pine pellets", "Pine pellets " + "which are pressed of shavings " * 4)
    add(
        assistant,
        old=old,
        new=new.replace("£14", "£15 for members of the yard, their guests and friends " * 3),
    )
    found = pieces(assistant, "What is the difference between the two price lists for pellets?")
    assert all(newer[:20] == older[:20] for newer, older in compared(found))
    assert len(found) == 2 * len(compared(found)) > 0


def test_one_row_that_differs_is_all_that_is_shown(assistant):
    add(assistant, old=OLD_PRICES, new=OLD_PRICES.replace("2024", "2025").replace("£6", "£7"))
    newer, older = pieces(assistant, "What is the difference between the two price lists for pellets?")
    assert texts(newer) == ["Goods: Pine pellets; Small sack: £7; Large sack: £11"]
    assert texts(older) == ["Goods: Pine pellets; Small sack: £6; Large sack: £11"]


LEAVING = """# Rules of the Alder yard, {edition}

Valid from {day}.

The yard opens at eight. A place is let for {months} months. Whoever leaves gives back the key.
"""
OLD_RULES = LEAVING.format(edition="edition of 2024", day="1 March 2024", months="twelve")
NEW_RULES = LEAVING.format(edition="edition of 2025", day="1 March 2025", months="six")


@pytest.mark.parametrize(
    "question",
    [
        "How many months is a place let for now, and is it less than in 2024?",
        "Have the months that a place is let for gone down?",
    ],
)
def test_where_no_row_changed_the_sentence_of_each_edition_is_shown_for_a_change(assistant, question):
    add(assistant, old=OLD_RULES, new=NEW_RULES)
    newer, older = pieces(assistant, question)
    assert "six months" in " ".join(texts(newer))
    assert "twelve months" in " ".join(texts(older))
    assert newer.title.endswith(NEW) and older.title.endswith(OLD)


def test_rows_that_changed_are_no_answer_to_a_question_about_something_else(assistant):
    rest = "\n\nA place at the yard is let for {} months and ends by itself.\n"
    add(assistant, old=OLD_PRICES + rest.format("twelve"), new=NEW_PRICES + rest.format("six"))
    found = pieces(assistant, "Is a place let for fewer months now than a year ago?", "compare")
    assert found and all("Pine" not in text for piece in found for text in texts(piece))


def test_documents_of_different_kinds_are_no_editions(assistant):
    add(
        assistant,
        old=OLD_PRICES,
        new=NEW_PRICES.replace("Price list of the Alder yard", "Rates of Quay House"),
    )
    assert all(piece.kind != "side" for piece in pieces(assistant, "Compare the pellets."))


def test_each_part_of_the_question_is_looked_for_in_the_main_document(assistant):
    plans = (
        "# Moss insurance\n\n## Bronze plan\n\nThe bronze plan pays for a doctor abroad. It is 40 pounds.\n\n"
        "## Golden plan\n\nThe golden plan pays for a doctor and a hospital.\n\n"
        "## Cars\n\nA rented car is insured up to 900 pounds.\n\n## Length\n\nA journey may last six weeks.\n"
    )
    other = "# Boats\n\nA rented car park place is kept for boats. The weeks of the regatta are in May.\n"
    add(assistant, plans=plans, boats=other)
    found = pieces(
        assistant, "What is different between the bronze plan and the golden plan if we have a rented car?"
    )
    shown = " ".join(text for piece in found for text in texts(piece))
    assert "The bronze plan pays" in shown and "The golden plan pays" in shown
    assert "A rented car is insured" in shown and "boats" not in shown
    assert len(shown.split()) <= 120


def test_no_place_is_shown_twice(assistant):
    add(
        assistant,
        plans="# Plans\n\nThe red plan and the blue plan cost the same.\n\nThe red plan has no guests.\n",
    )
    found = pieces(assistant, "What is the difference between the red plan and the blue plan?")
    shown = [text for piece in found for text in texts(piece)]
    assert len(shown) == len(set(shown))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Is the red plan cheaper than the blue one?", ["Is the red plan cheaper", "the blue one"]),
        ("What is the difference?", []),
        ("Was ist teurer, Tarif A oder Tarif B?", ["Was ist teurer", "Tarif A", "Tarif B"]),
    ],
)
def test_parts_of_a_question(question, expected):
    assert parts(question) == expected


HEATERS = """# The Alder heaters

The A4 and the A4 Plus are heaters for one room.

| | A4 | A4 Plus |
|---|---|---|
| Heat | 4 kW | 6 kW |
| Weight | 60 kg | 85 kg |
| Pellets | 6 mm | 6 mm |
| Timer | | 24 hours |
"""


@pytest.mark.parametrize(
    ("question", "sure"),
    [
        ("Difference between A4 and A4 Plus", True),
        ("A4 vs A4 Plus", True),
        ("What is different in the A4 Plus from the A4, for a greenhouse?", False),
    ],
)
def test_all_rows_in_which_two_columns_differ_are_shown_and_no_others(assistant, question, sure):
    add(assistant, heaters=HEATERS)
    (table, *rest) = pieces(assistant, question, "compare")
    assert table.title == "3 of 4 rows: A4 and A4 Plus differ"
    assert [text.split(";")[0] for text in texts(table)] == ["Heat", "Weight", "Timer"]
    assert table.sure is sure and (rest == []) is sure


GRANTS = """# Grants

| Organisation | Project | Asked for | Awarded |
|---|---|---|---|
| Brass band | Instruments | £6,500 | £4,000 |
| Lunch club | Kitchen | £900 | £900 |
| Rowers | Boat | £3,000 | £1,200 |
"""


def test_a_column_of_words_is_not_compared_with_one_of_amounts(assistant):
    add(assistant, grants=GRANTS)
    found = pieces(assistant, "Which projects got less than they asked for?", "compare")
    assert not any("differ" in piece.title for piece in found)
    (table, *_) = pieces(assistant, "What is the difference between asked for and awarded?", "compare")
    assert table.title == "2 of 3 rows: Asked for and Awarded differ"


@pytest.mark.parametrize(
    "question",
    [
        "Difference in weight between the A4 and the A4 Plus",  # names a row
        "Is the A4 better than a stove?",  # names one column
        "What is the same in the A4 and the A4 Plus?",
        "In what do the A4 and the A4 Plus not differ?",
    ],
)
def test_a_table_is_not_compared_where_the_question_names_a_row_or_one_column(assistant, question):
    add(assistant, heaters=HEATERS)
    assert all("differ" not in piece.title for piece in pieces(assistant, question, "compare"))


def test_a_column_is_not_named_by_the_longer_name_of_another(assistant):
    head = "# Plans\n\n| | Basic | Basic Plus | Basic Max |\n|---|---|---|---|\n"
    add(assistant, plans=f"{head}| Data | 5 | 20 | 20 |\n| Calls | no | no | yes |\n")
    (table,) = pieces(assistant, "Basic Plus vs Basic Max", "compare")
    assert table.title == "1 of 2 rows: Basic Plus and Basic Max differ"
    assert [text.split(";")[0] for text in texts(table)] == ["Calls"]


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Compare pine and kindling", ["Goods: Pine pellets", "Goods: Kindling (dry)"]),
        (
            "What is the difference between beech pellets and firelighters?",
            ["Goods: Beech", "Goods: Firelighters"],
        ),
        ("What is the difference between pine pellets and logs?", []),
    ],
)
def test_rows_that_are_named_stand_side_by_side(assistant, question, rows):
    add(assistant, new=NEW_PRICES)
    first = pieces(assistant, question)[0]
    assert (first.kind == "list") is bool(rows)
    assert all(text.startswith(row) for text, row in zip(texts(first), rows, strict=bool(rows)))


def test_rows_may_be_named_by_one_letter_or_a_code(assistant):
    table = "# Coatings\n\n| Coating | Cover | Cost |\n|---|---|---|\n" + "".join(
        f"| {name} | {cover} % | {cover * 3} |\n"
        for cover, name in enumerate(("A-1 Sil", "B-2 Mar", "C-3 Hyd"), 4)
    )
    add(assistant, coatings=table)
    for question in ("Compare the coatings B and C by cost", "What is the difference between B-2 and C-3?"):
        first = pieces(assistant, question)[0]
        assert [text[:12] for text in texts(first)] == ["Coating: B-2", "Coating: C-3"], question


def test_two_rows_are_compared_in_one_edition_unless_a_change_is_asked_for(assistant):
    add(assistant, old=OLD_PRICES, new=NEW_PRICES)
    rows = pieces(assistant, "Are pine pellets dearer than kindling?")[0]
    assert [text.split(";")[0] for text in texts(rows)] == ["Goods: Pine pellets", "Goods: Kindling (dry)"]
    found = pieces(assistant, "Have pine pellets become dearer than beech pellets since 2024?")
    assert all(piece.kind == "side" for piece in found)
