"""A table shown whole, where all of it is asked for."""

import pytest

from assistant.showing.tables.entire import ROWS, named_table
from tests.showing_building import add, pieces, texts

HOURS = """# Lodge Cycles

## Opening hours

| Day | Summer | Winter |
|---|---|---|
| Monday | 9 to 18 | closed |
| Saturday | 8 to 20 | 9 to 12 |
| Sunday | 10 to 16 | closed |

On Whit Monday it is open.

## Prices

| Bicycle | Day | Week |
|---|---|---|
| City bicycle | £14 | £70 |
| Cargo bicycle | £40 | £200 |
"""


@pytest.mark.parametrize(
    ("question", "heading", "rows"),
    [
        ("What are the opening hours?", "Opening hours", 3),
        ("opening hours", "Opening hours", 3),
        ("show me the opening hours table", "Opening hours", 3),
        ("Show me the whole price table", "Prices", 2),
        ("What are your prices?", "Prices", 2),
        ("can I see the price list", "Prices", 2),
    ],
)
def test_all_rows_are_shown_in_order_below_their_heading(assistant, question, heading, rows):
    add(assistant, hours=HOURS)
    shown = pieces(assistant, question)
    assert (shown[0].kind, shown[0].title, shown[0].sure) == ("list", heading, True)
    names = [text.split("; ")[0].split(": ")[1] for text in texts(shown[0])]
    assert names == sorted(names, key=HOURS.index) and len(names) == rows


@pytest.mark.parametrize(
    "question",
    ["What are the opening hours on Sunday?", "How much is a cargo bicycle?", "What are the rules?"],
)
def test_a_question_about_something_in_it_is_not_answered_by_all_of_it(assistant, question):
    add(assistant, hours=HOURS)
    assert all(len(piece.sentences) < 3 for piece in pieces(assistant, question) if piece.kind == "list")


def test_two_tables_below_such_headings_are_not_sure(assistant):
    add(assistant, hours=HOURS, shop=HOURS.replace("Lodge Cycles", "Harbour Shop"))
    assert not pieces(assistant, "What are the opening hours?")[0].sure


def test_of_two_editions_the_later_ones_table_is_shown(assistant):
    for year, price in ((2025, 140), (2026, 150)):
        rows = f"| Ten swims | £34 |\n| Year | £{price} |\n"
        head = (
            f"# Prices {year}\n\nValid from 1 January {year}.\n\n## Passes\n\n| Pass | Price |\n|---|---|\n"
        )
        add(assistant, **{f"prices{year}": head + rows})
    first = pieces(assistant, "show me the passes")[0]
    assert first.title == "Passes" and first.sure
    assert texts(first)[1] == "Pass: Year; Price: £150"


def test_a_long_table_says_how_much_more_there_is(assistant):
    rows = "\n".join(f"| Part {number} | £{number} |" for number in range(ROWS + 5))
    add(assistant, parts=f"# Shop\n\n## Spare parts\n\n| Part | Price |\n|---|---|\n{rows}\n")
    shown = pieces(assistant, "show me the spare parts")[0]
    assert (len(shown.sentences), shown.more) == (ROWS, 5)


def test_no_table_is_named_by_what_is_asked_of_one_thing():
    for question in (
        "what is the deposit",
        "what are the rules for dogs",
        "prices for members",
        "which hours are you open",
        "why are the prices so high",
    ):
        assert not named_table(question)
