"""What has changed between two editions, as far as a question asks for it."""

import re

import pytest

from assistant.showing.editions.asked import asks_of_change
from tests.showing_building import NEW_PRICES, OLD_PRICES, add, compared, pieces, texts

RULES = """# Rules of the Alder yard, edition of {year}

Edition of {year}, valid from 1 May {year}.

The yard opens at {hour}. Keys are kept at the gate by Ada Fenn.

A deposit of {deposit} pounds is taken from each new member. It is paid back on leaving.

Dogs are kept on a lead.{dogs} Ash is put in the iron bin.
"""
OLD = RULES.format(year=2024, hour="eight", deposit=40, dogs="")
NEW = RULES.format(year=2025, hour="nine", deposit=75, dogs=" Dogs need a tag of the yard.")


@pytest.fixture
def rules(assistant):
    add(assistant, old=OLD, new=NEW)
    return assistant


@pytest.mark.parametrize(
    "question",
    [
        "Has the deposit of new members gone up?",
        "Do new members still pay the deposit of 40 pounds?",
        "What did a new member use to pay, is the deposit different now?",
    ],
)
def test_a_question_about_a_change_is_shown_what_differs_the_newer_first(rules, question):
    newer, older = pieces(rules, question)
    assert (newer.kind, older.kind) == ("side", "side")
    assert "A deposit of 75 pounds is taken from each new member." in texts(newer)
    assert "A deposit of 40 pounds is taken from each new member." in texts(older)
    assert newer.title.endswith("edition of 2025") and older.title.endswith("edition of 2024")


def test_what_only_the_newer_says_is_said_to_be_in_it_alone(rules):
    (newer,) = pieces(rules, "What is new about dogs, do they need a tag of the yard now?", "compare")
    assert (newer.kind, texts(newer)) == ("only", ["Dogs need a tag of the yard."])


def test_what_only_one_says_comes_first_where_it_is_nearest(assistant):
    ash = "Ash is put in the iron bin."
    add(
        assistant,
        old=OLD.replace(ash, "Dogs sleep in the long shed by the yard."),
        new=NEW.replace(ash, "Dogs sleep in the long hut by the yard."),
    )
    question = "What is new about dogs of the yard, do they need a tag?"
    only, newer, older = pieces(assistant, question, "compare")
    assert (only.kind, texts(only)) == ("only", ["Dogs need a tag of the yard."])
    assert compared([newer, older]) == [
        ("Dogs sleep in the long hut by the yard.", "Dogs sleep in the long shed by the yard.")
    ]


def test_who_asks_what_is_different_gets_all_but_which_edition_it_is(rules):
    found = pieces(rules, "What is different in the new rules of the yard?")
    assert compared(found) == [
        ("The yard opens at nine.", "The yard opens at eight."),
        (
            "A deposit of 75 pounds is taken from each new member.",
            "A deposit of 40 pounds is taken from each new member.",
        ),
    ]
    only = found[-1]
    assert (only.kind, texts(only)) == ("only", ["Dogs need a tag of the yard."])
    assert only.title == "2025"  # the whole title stands above
    assert all(piece.sure for piece in found)


def test_two_editions_in_files_of_one_name_are_named_by_their_folders(assistant, tmp_path):
    for year, fee in ((2024, 4), (2025, 6)):
        file = tmp_path / str(year) / "fees.md"
        file.parent.mkdir()
        file.write_text(f"# Fees of the Alder yard\n\nA berth is £{fee}. Dogs stay on a lead.\n")
        assistant.add([file])
    found = pieces(assistant, "What has changed in the fees of the Alder yard?", "compare")
    assert {piece.title for piece in found} == {
        f"Fees of the Alder yard ({year}/fees.md)" for year in (2024, 2025)
    }


@pytest.mark.parametrize(
    "question", ["How much is the deposit of a new member?", "Who keeps the keys, is it still Ada Fenn?"]
)
def test_no_sides_where_nothing_changed_or_none_asks(rules, question):
    assert all(piece.kind != "side" for piece in pieces(rules, question))


def test_of_named_rows_only_those_that_differ_are_shown(assistant):
    add(assistant, old=OLD_PRICES, new=NEW_PRICES)
    newer, older = pieces(assistant, "Have pine pellets become dearer?")
    assert texts(newer) == ["Goods: Pine pellets; Small sack: £7; Large sack: £11"]
    assert texts(older) == ["Goods: Pine pellets; Small sack: £6; Large sack: £11"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("did they use to let you in at eight?", True),
        ("has it got dearer?", True),
        ("If I cancel, how was that before and how is it now?", True),
        ("I have got two booklets, what is different?", True),
        ("Ist das Lager teurer als letztes Jahr?", True),
        ("Could I still come at five?", False),
        ("What must I do before I leave?", False),
        ("Where is the old mill?", False),
        ("How much does it cost to change a tyre?", False),
        ("How often is the water of the tank changed?", False),
        ("How many different sizes do you have?", False),
        ("Where are the changing rooms?", False),
        ("Kann ich früher kommen?", False),
        ("Have the rules for dogs changed?", True),
        ("What's new in the rules?", True),
        ("Has the price increased?", True),
        ("Ist Rauchen noch erlaubt?", True),
        ("Was ist neu in der Preisliste?", True),
        ("Les prix ont-ils augmenté ?", True),
        ("¿Han subido los precios?", True),
    ],
)
def test_questions_about_a_change(question, expected):
    assert asks_of_change(question) is expected


def test_editions_of_one_name_are_told_apart_by_their_files(assistant):
    old, new = (re.sub(r"(?:, e|E)dition of \d+|, valid from .*", "", text) for text in (OLD, NEW))
    add(assistant, rules_2024=old, rules_2025=new)
    found = pieces(assistant, "Has the deposit of new members gone up?")
    assert [piece.title for piece in found] == [
        "Rules of the Alder yard (rules_2025.md)",
        "Rules of the Alder yard (rules_2024.md)",
    ]


@pytest.fixture
def fees(assistant):
    """Three editions of which each has another fee."""
    add(
        assistant,
        **{
            f"fees_{year}": FEES.format(year=year, fee=fee) for year, fee in ((2023, 2), (2024, 3), (2025, 5))
        },
    )
    return assistant


FEES = """# Fees of the Alder yard, edition of {year}

A parking place costs {fee} pounds a day. Bicycles are free. The office is at the gate.
"""


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("Has the cost of a parking place gone up?", [2025, 2024]),
        ("Has a parking place become dearer since 2023?", [2025, 2023]),
        ("Is a parking place different in 2025?", [2025, 2024]),
        ("Was a parking place different between 2023 and 2024?", [2024, 2023]),
    ],
)
def test_of_three_editions_the_newest_are_compared_unless_others_are_named(fees, question, years):
    found = pieces(fees, question)
    assert [piece.title[-4:] for piece in found] == [str(year) for year in years]


def test_who_asks_for_all_that_differs_is_told_how_much_is_not_shown(assistant, monkeypatch):
    rows = "\n".join(f"The berth at pole {name * 3} costs {{fee}} pounds." for name in "abcdefghijkl")
    text = (
        "# Berths of the Alder yard, edition of {year}\n\n" + rows.replace("\n", "\n\n") + "\n\nDogs stay.\n"
    )
    monkeypatch.setattr("assistant.showing.editions.asked.ALL_WORDS", 120)
    add(assistant, old=text.format(year=2024, fee=4), new=text.format(year=2025, fee=6))
    found = pieces(assistant, "What is different between the two editions?", "compare")
    assert 12 > len(compared(found)) == 12 - found[-1].more
    assert all(piece.more == 0 for piece in found[:-1])


def test_a_ticket_that_is_valid_to_a_date_is_no_line_that_names_the_edition(assistant):
    text = (
        "# Tickets of the yard, edition of {0}\n\nSeason tickets are valid until 30 May {0}.\n\nDogs stay.\n"
    )
    add(assistant, old=text.format(2024), new=text.format(2025))
    newer, older = pieces(assistant, "What is different between the two editions?", "compare")
    assert (texts(newer), texts(older)) == (
        ["Season tickets are valid until 30 May 2025."],
        ["Season tickets are valid until 30 May 2024."],
    )


HIRE = """# {title}, edition of {year}

## Fees

Hall: {fees[0]} pounds.

Kitchen: {fees[1]} pounds.

Piano: {fees[2]} pounds.

## Hours

The hall opens at {hour}.

## Care

{care}
"""


def test_of_all_that_differs_other_values_of_several_sections_come_first_and_other_words_last(
    assistant, monkeypatch
):
    monkeypatch.setattr("assistant.showing.editions.asked.FIRST", 3)
    then, now = "The floor is swept by those who hire.", "Those who hire sweep the floor."
    title = "Terms of hire of the Alder hall"
    old = HIRE.format(title=title, year=2024, hour="8", fees=(20, 12, 15), care=then)
    new = HIRE.format(title=title, year=2025, hour="9", fees=(24, 16, 25), care=now)
    add(assistant, old=old, new=new)
    found = [
        newer
        for newer, _ in compared(pieces(assistant, "What is new in the terms of hire? Everything, please"))
    ]
    assert found == [
        "Hall: 24 pounds.",
        "Kitchen: 16 pounds.",
        "The hall opens at 9.",
        "Piano: 25 pounds.",
        now,
    ]


def test_everything_inside_a_question_does_not_ask_for_all_that_differs(assistant):
    for year, fee in ((2024, 20), (2025, 24)):
        text = f"The fee covers everything: {fee} pounds.\n\nDogs: {fee}.\n"
        add(assistant, **{f"hall-{year}": f"# Terms of hire, edition of {year}\n\n{text}"})
    found = pieces(assistant, "Does the fee still cover everything?")
    assert found and not any("Dogs" in text for piece in found for text in texts(piece))


@pytest.mark.parametrize("question", ["What changed in the terms of hire?", "Show me all the changes"])
def test_who_names_the_document_or_says_all_gets_all(assistant, question):
    for year, fee in ((2024, 20), (2025, 24)):
        text = (
            f"# Terms of hire, edition of {year}\n\nThe hall is {fee} pounds.\n\nKeys: {fee} days before.\n"
        )
        add(assistant, **{f"hall-{year}": text})
    assert len(compared(pieces(assistant, question, "compare"))) == 2
