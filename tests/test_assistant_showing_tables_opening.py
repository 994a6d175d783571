"""The rows of a table of opening hours for the day or month that a question tells."""

import pytest

from tests.showing_building import add, pieces, texts

MUSEUM = """# Guide to the salt museum

## Opening hours

| Period | Days | Hours |
|---|---|---|
| 1 April - 31 October | Tuesday to Sunday | 10:00 - 17:30 |
| 1 November - 31 March | Friday to Sunday | 11:00 - 16:00 |

Closed on 25 and 26 December. The last tour begins at three.

## Tours

The salt museum has tours on Wednesdays in July and August.
"""
SUMMER, WINTER = "Period: 1 April - 31 October", "Period: 1 November - 31 March"
SHOP = """# The shop

## When we are open

| Day | Hours |
|---|---|
| Monday | 9 to 18 |
| Saturday | 8 to 12 |
| Sunday | closed |
"""


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Is the salt museum open on a Wednesday in December?", [WINTER]),
        ("is the museum open on mondays in july", [SUMMER]),  # it is not: Tuesday to Sunday
        ("when does the museum close in summer", [SUMMER]),
        ("are you open on mondays", [SUMMER, WINTER]),
    ],
)
def test_the_rows_for_what_is_told_come_with_what_stands_beside_them(assistant, question, rows):
    add(assistant, museum=MUSEUM)
    hours, beside = pieces(assistant, question)
    assert (hours.kind, hours.title, hours.sure) == ("list", "Opening hours", True)
    assert [text.split(";")[0] for text in texts(hours)] == rows
    assert texts(beside) == ["Closed on 25 and 26 December.", "The last tour begins at three."]


def test_of_a_table_of_days_the_day_is_shown(assistant):
    add(assistant, shop=SHOP)
    (hours,) = pieces(assistant, "is the shop open on sundays")
    assert texts(hours) == ["Day: Sunday; Hours: closed"]


@pytest.mark.parametrize(
    "question",
    ["Can I open an account on Monday?", "Is the tour good in July?", "What are the opening hours?"],
)
def test_a_question_that_asks_for_no_hours_of_a_day_is_not_meant(assistant, question):
    add(assistant, museum=MUSEUM)
    assert not any(len(piece.sentences) < 2 for piece in pieces(assistant, question) if piece.kind == "list")


def test_the_hours_of_something_else_are_not_sure(assistant):
    add(assistant, museum=MUSEUM)
    assert not any(piece.sure for piece in pieces(assistant, "is the pool at the museum open on mondays"))


def test_the_hours_of_a_table_are_not_shown_for_what_it_does_not_name(assistant):
    add(assistant, shop=SHOP)
    found = pieces(assistant, "is the permit office open on sundays")
    assert not any(piece.counted for piece in found)


def test_where_no_place_is_named_among_several_documents_it_is_not_sure_which_is_meant(assistant):
    add(assistant, shop=SHOP)
    assert pieces(assistant, "are you open on sundays")[0].sure
    add(assistant, museum=MUSEUM)
    hours = [piece for piece in pieces(assistant, "are you open on sundays") if piece.counted]
    assert {piece.title for piece in hours} == {"The shop", "Guide to the salt museum"}
    assert not any(piece.sure for piece in hours)


def test_a_place_that_has_a_column_is_named_and_who_closes_asks_for_no_hours(assistant):
    places = SHOP.replace("Hours |", "Yard | Kiosk |").replace("|---|---|", "|---|---|---|")
    add(assistant, shop=places.replace("closed |", "closed | 10 to 12 |"), museum=MUSEUM)
    first = pieces(assistant, "is the kiosk open on sundays")[0]
    assert (texts(first), first.sure) == (["Day: Sunday; Yard: closed; Kiosk: 10 to 12"], True)
    assert not any(piece.counted for piece in pieces(assistant, "who closes the kiosk on sundays"))


def test_what_names_the_weekday_beside_the_table_goes_first(assistant):
    beside = "Closed on Mondays in school holidays."
    add(assistant, shop=f"{SHOP}\nThe shop has a ramp. {beside}\n")
    first, hours = pieces(assistant, "is the shop open on mondays")
    assert (texts(first), texts(hours)) == ([beside], ["Day: Monday; Hours: 9 to 18"])


def test_the_hours_of_an_earlier_edition_are_not_sure(assistant):
    old = MUSEUM.replace("Guide to the salt museum", "Guide to the salt museum 2024")
    new = MUSEUM.replace("Guide to the salt museum", "Guide to the salt museum 2025").replace(
        "17:30", "18:00"
    )
    add(assistant, old=old)
    assert pieces(assistant, "is the museum open on tuesdays in july")[0].sure
    add(assistant, new=new)
    sure = [piece for piece in pieces(assistant, "is the museum open on tuesdays in july") if piece.sure]
    assert all("18:00" in text for piece in sure for text in texts(piece) if "Hours" in text)


def test_what_is_closed_on_a_day_is_not_said_to_be_open(assistant):
    pools = (
        "| Pool | Opens | Closed on |\n|---|---|---|\n| Lido | 9:00 | Monday |\n| Pit | 10:00 | Friday |\n"
    )
    add(assistant, pools=f"# Opening times of the pools\n\n{pools}")
    (closed,) = pieces(assistant, "which pools are closed on friday")
    assert texts(closed) == ["Pool: Pit; Opens: 10:00; Closed on: Friday"]
    found = pieces(assistant, "which pools are open on friday")
    assert not any(piece.sure and piece.counted for piece in found)
