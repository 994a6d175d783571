"""What a question looks up in a table: a cell, the rows with a value, or all rows below a heading."""

import pytest

from tests.showing_building import NEW_PRICES, OLD_PRICES, add, pieces, texts

CLUB = """# Alder rowing club

## Rota

| Date | Cox | Second cox | Tea duty | Notes |
|---|---|---|---|---|
| Sat 7 Mar | Hetty | Owen | Ifor | bring the long oars out of the shed |
| Sat 14 Mar | Owen | Ifor | none | |
| Sat 21 Mar | | | | closed for the regatta |
| Sat 28 Mar | Hetty | Ifor | Owen | |

## Loans

| Item | Borrowed by | Bought | Price when bought | Returned |
|---|---|---|---|---|
| Life vest, red | Owen Pryce | 2019 | £45 | 2 March |
| Life vest, blue | Hetty Lund | 2021 | £48 | |
| Megaphone | Owen Pryce | 2015 | £60 | 9 March |

## Boat house

| Thing | State |
|---|---|
| Bench | good |
| Stove | poor |

## Clubroom

| Thing | State |
|---|---|
| Bench | fair |
| Piano | good |
"""


MOORINGS = """# Moorings

| Mooring no. | Length | Holder | Paid 2026 | Lent to |
|---|---|---|---|---|
| 3 | quarter | Lund, H | 4 May | |
| 4 | 8 m | Pryce, O | NO | Ifor Reed |
| 14 | quarter | Reed, I | 9 May | |
| 21 | three-quarter | Abara, Mr & Mrs | 2 May | Hetty Lund |
"""


@pytest.mark.parametrize(
    ("question", "value", "row", "column"),
    [
        ("what length is mooring 4", "8 m", "Mooring 4", "Length"),
        ("how long is mooring no. 14, what length", "quarter", "Mooring 14", "Length"),
        ("who is the holder of mooring 3", "Lund, H", "Mooring 3", "Holder"),
        ("when did mooring 21 pay", "2 May", "Mooring 21", "Paid 2026"),
    ],
)
def test_a_row_is_named_by_its_number_behind_what_the_column_counts(assistant, question, value, row, column):
    add(assistant, moorings=MOORINGS)
    (piece,) = pieces(assistant, question)
    assert (piece.value.text, piece.value.row, piece.value.column) == (value, row, column)


def test_who_is_asked_of_a_row_with_one_column_of_people_asks_for_that(assistant):
    add(assistant, moorings=MOORINGS.replace("Ifor Reed", "5").replace("Hetty Lund", "9"))
    (piece,) = pieces(assistant, "who has mooring no. 14")
    assert (piece.value.text, piece.value.row, piece.value.column) == ("Reed, I", "Mooring 14", "Holder")


TARIFF = """# Rooms 2026

| No. | Name | Nov – Mar, 1 person | Nov – Mar, 2 persons | Jun – Sep, 1 person | Jun – Sep, 2 persons |
|---|---|---|---|---|---|
| Room 1 | Larch | 52 | 74 | 69 | 98 |
| Room 2 | Curlew | 50 | 70 | 66 | 94 |
| Room 3 | Rowan | 56 | 80 | 74 | 106 |

# Field 2026

| Pitch | Ground | Price, to 15 Jun | Price, 16 Jun – 15 Sep |
|---|---|---|---|
| F3 | grass | £22 | £27 |
| F4 | gravel | £24 | £29 |

# Bookings

| No | Booked | Name | Open EUR |
|---|---|---|---|
| B-202 | 2025-12-28 | Moor, Jasper | 0.00 |
| B-233 | 2026-05-18 | Oyelaran, Femi | 881.00 |
"""


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("price of room 3 for two in july", [("106", "Rowan")]),
        ("what is Rowan for 2 persons in february", [("80", "Rowan")]),
        ("what does room 2 cost in july", [("66", "Curlew"), ("94", "Curlew")]),  # of each number of persons
        ("how much is pitch 4 in july", [("£29", "F4")]),
        ("how much is open on b-233", [("881.00", "B-233")]),  # what stands behind the code is a date
    ],
)
def test_a_cell_is_found_by_the_number_of_its_row_and_the_season_of_its_column(assistant, question, values):
    add(assistant, tariff=TARIFF)
    found = [piece for piece in pieces(assistant, question) if piece.sure]
    assert [(piece.value.text, piece.value.row) for piece in found] == values


@pytest.mark.parametrize(
    ("question", "title", "first"),
    [
        ("cheapest room for 2 persons in february", "Lowest of 3 rows: Nov – Mar, 2 persons", "No.: Room 2"),
        ("most expensive room in july, 1 person", "Highest of 3 rows: Jun – Sep, 1 person", "No.: Room 3"),
        (
            "which rooms are under 68 in july, 1 person",
            "1 of 3 rows: Jun – Sep, 1 person under 68",
            "No.: Room 2",
        ),
        ("which bookings are still open", "1 of 2 rows: Open EUR above 0", "No: B-233"),
        ("which bookings still have to pay", "1 of 2 rows: Open EUR above 0", "No: B-233"),
    ],
)
def test_rows_are_picked_by_the_column_of_a_season_or_of_what_is_owed(assistant, question, title, first):
    add(assistant, tariff=TARIFF)
    piece = pieces(assistant, question)[0]
    assert (piece.title, texts(piece)[0].split("; ")[0]) == (title, first)


def test_the_cheapest_of_two_lists_that_both_fit_is_not_sure(assistant):
    rows = "| Pitch | Jun – Sep |\n|---|---|\n| Pitch A | £2{n} |\n| Pitch B | £3{n} |\n"
    add(assistant, field=f"# Field\n\n{rows.format(n=1)}", tax=f"# Tax\n\n{rows.format(n=5)}")
    assert not pieces(assistant, "which pitch is cheapest in july")[0].sure


def test_a_row_whose_number_is_told_comes_before_nearer_text(assistant):
    add(
        assistant,
        tariff=f"{TARIFF}\n# Rules\n\nWho has a pitch at 7 must be quiet. Who has pitches sweeps.\n",
    )
    assert texts(pieces(assistant, "who has pitch 3")[0])[0].startswith("Pitch: F3; ")


def test_who_somebody_is_in_a_table_of_people_is_no_cell(assistant):
    add(
        assistant,
        crew="# Crew\n\n| Name | Buddy | Since |\n|---|---|---|\n| Hetty Lund | Owen Pryce | 2019 |\n"
        "| Owen Pryce | Hetty Lund | 2020 |\n",
    )
    assert not any(piece.value and piece.sure for piece in pieces(assistant, "who is hetty lund"))


@pytest.mark.parametrize(
    ("question", "title", "names"),
    [
        ("which moorings are lent", "2 of 4 rows: Lent to", ["4", "21"]),
        ("what is lent and to whom", "2 of 4 rows: Lent to", ["4", "21"]),
        ("how many moorings have not paid", "1 of 4 rows: Paid 2026 NO", ["4"]),
        ("which moorings haven't paid yet", "1 of 4 rows: Paid 2026 NO", ["4"]),
        ("which moorings have paid", "3 of 4 rows: Paid 2026", ["3", "14", "21"]),
        ("which moorings have the length quarter", "2 of 4 rows: Length quarter", ["3", "14"]),
        ("which moorings are not lent", "2 of 4 rows: Lent to –", ["3", "14"]),
    ],
)
def test_what_is_done_to_some_rows_is_told_by_their_entries(assistant, question, title, names):
    add(assistant, moorings=MOORINGS)
    (piece,) = pieces(assistant, question)
    assert piece.title == title
    assert [text.split("; ")[0] for text in texts(piece)] == [f"Mooring no.: {name}" for name in names]


def test_a_row_is_not_named_by_a_word_of_the_column(assistant):
    add(assistant, moorings=MOORINGS.replace("| 3 |", "| Lent buoy |"))
    assert not any(piece.value for piece in pieces(assistant, "what is lent"))


@pytest.mark.parametrize(
    ("question", "value", "row", "column"),
    [
        ("Who is cox on 14 March?", "Owen", "Sat 14 Mar", "Cox"),
        ("who coxes on 14 march", "Owen", "Sat 14 Mar", "Cox"),
        ("tea duty on 28 mar", "Owen", "Sat 28 Mar", "Tea duty"),
        ("tea duty on 21 March", "–", "Sat 21 Mar", "Tea duty"),
        ("when was the blue vest returned", "–", "Life vest, blue", "Returned"),
        ("How much did the megaphone cost when it was bought?", "£60", "Megaphone", "Price when bought"),
        ("When was the megaphone bought?", "2015", "Megaphone", "Bought"),
        ("Who borrowed the red life vest?", "Owen Pryce", "Life vest, red", "Borrowed by"),
        ("state of the bench in the clubroom", "fair", "Bench", "State"),
    ],
)
def test_the_cell_of_a_row_and_a_column_that_are_named_is_the_answer(assistant, question, value, row, column):
    add(assistant, club=CLUB)
    (piece,) = pieces(assistant, question)
    assert (piece.value.text, piece.value.row, piece.value.column) == (value, row, column)
    assert piece.sure


@pytest.mark.parametrize(
    ("question", "title", "names"),
    [
        ("which days is hetty cox", "2 of 4 rows: Cox Hetty", ["Sat 7 Mar", "Sat 28 Mar"]),
        ("when is Owen on tea", "1 of 4 rows: Tea duty Owen", ["Sat 28 Mar"]),
        ("which dates was ifor second cox", "2 of 4 rows: Second cox Ifor", ["Sat 14 Mar", "Sat 28 Mar"]),
        (
            "everything that owen borrowed",
            "2 of 3 rows: Borrowed by Owen Pryce",
            ["Life vest, red", "Megaphone"],
        ),
        ("list all things in the boat house", "2 of 2 rows: Boat house", ["Bench", "Stove"]),
    ],
)
def test_all_rows_with_a_value_or_below_a_heading_are_the_answer(assistant, question, title, names):
    add(assistant, club=CLUB)
    (piece,) = pieces(assistant, question)
    assert piece.title == title and piece.sure
    assert [text.split(";")[0].partition(": ")[2] for text in texts(piece)] == names


@pytest.mark.parametrize(
    "question",
    [
        "Who is cox on 15 March?",  # no such row
        "Who was sick on 14 March?",  # a word that no column has
        "Who is cox at Henley on 14 March?",
        "Which days is Hetty not cox?",
        "How much did the megaphone weigh?",
        "state of the bench",  # two tables have one
        "Why is Hetty cox on 7 March?",
        "Who is cox after 14 March?",
        "Who is cox on 14 March 2025?",  # nothing says of which year the rota is
        "Which days is Owen off tea?",
        "Who was cox before Hetty?",
        "Where was the megaphone bought?",
        "How was the megaphone bought?",
        "How many megaphones were bought?",
        "Price of the megaphone per week when bought",
        "Who returned the megaphone?",
        "Is the megaphone a price?",
        "price of life when bought",  # half a name
        "state of the piano in the boat house",
    ],
)
def test_nothing_is_looked_up_where_a_word_is_not_accounted_for(assistant, question):
    add(assistant, club=CLUB)
    assert not any(piece.sure for piece in pieces(assistant, question))


def test_a_row_below_another_heading_than_the_one_that_is_named_is_not_shown(assistant):
    add(assistant, club=CLUB)
    shown = [
        text for piece in pieces(assistant, "How is the piano in the boat house?") for text in texts(piece)
    ]
    assert shown and not any("Piano" in text for text in shown)


def test_a_table_of_which_there_is_a_later_edition_is_not_looked_up(assistant):
    add(assistant, old=OLD_PRICES, new=NEW_PRICES)
    found = pieces(assistant, "How much was a small sack of pine pellets in the edition of 2024?")
    assert not any(piece.sure for piece in found) and found[-1].title.endswith("edition of 2025")


def test_a_row_of_another_table_that_is_named_leaves_the_best_one(assistant):
    """ "March" is a row of the second table, and the first one has what is asked."""
    money = "\n## Money\n\n| Month | Fees |\n|---|---|\n| March | £90 |\n| April | £80 |\n"
    add(assistant, club=CLUB + money)
    shown = [
        text for piece in pieces(assistant, "who rows with the cox on 14 March?") for text in texts(piece)
    ]
    assert any("Sat 14 Mar" in text for text in shown)


def test_a_day_of_another_year_is_no_row(assistant):
    bookings = "# Hall\n\n| Day | Booked by |\n|---|---|\n| 3 May 2026 | Choir |\n| 4 May 2026 | Chess |\n"
    add(assistant, hall=bookings)
    (piece,) = pieces(assistant, "Who booked the hall on 3 May 2026?")
    assert piece.value.text == "Choir" and piece.sure
    assert not any(piece.sure for piece in pieces(assistant, "Who booked the hall on 3 May 2025?"))


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("which pots are over £5", "1 of 2 rows: Price over £5"),
        ("Which pots hold more than 2 litres?", "1 of 2 rows: Litres more than 2 litres"),
    ],
)
def test_a_limit_is_no_value(assistant, question, title):
    add(
        assistant,
        pots="# Pots\n\n| Pot | Price | Litres |\n|---|---|---|\n| Low | £5 | 2 |\n| Tall | £9 | 4 |\n",
    )
    assert [piece.title for piece in pieces(assistant, question)] == [title]


def test_a_value_in_cells_that_deny_is_not_looked_up(assistant):
    books = "# Books\n\n| Book | Status |\n|---|---|\n| Ferns | available |\n| Mosses | not available |\n"
    add(assistant, books=books)
    assert not any(piece.sure for piece in pieces(assistant, "books with status available"))


def test_a_row_is_named_by_its_month(assistant):
    fees = "# Fees\n\n| Month | Members | Note |\n|---|---|---|\n| March | 31 | none |\n| April | 29 | |\n"
    add(assistant, fees=fees)
    (piece,) = pieces(assistant, "How many members in april?")
    assert piece.value.text == "29" and piece.sure


def test_a_word_of_a_note_is_no_value(assistant):
    add(assistant, club=CLUB)
    assert not any(piece.sure for piece in pieces(assistant, "which notes have oars"))


TRIAL = """# Leaching trial

| Treatment | n | NO3-N leached (kg/ha) | NH4-N leached (kg/ha) | Leachate (mm) |
|---|---|---|---|---|
| Control | 4 | 41.2 | 1.1 | 148 |
| Char | 3 | 27.2 | 0.8 | 131 |
"""
GRADES = """# Marks

| Mark | Meaning | Percentage of points |
|---|---|---|
| 1.0 / 1.3 | very good | 90 - 100 |
| 1.7 / 2.0 / 2.3 | good | 75 - 89 |
| 5.0 | fail | below 50 |
"""


def values(assistant, question):
    """The cells that are shown."""
    return [piece.value.text for piece in pieces(assistant, question) if piece.value]


def test_a_column_with_a_word_of_the_question_itself_goes_before_one_that_begins_alike(assistant):
    add(assistant, trial=TRIAL)
    assert values(assistant, "NO3-N leached in the control") == ["41.2"]
    # Two columns have "leached", the third one only a word that begins so.
    assert "148" not in values(assistant, "what was leached in the control")


def test_a_row_may_have_several_names(assistant):
    add(assistant, marks=GRADES)
    assert values(assistant, "what percentage do i need for a 2.0") == ["75 - 89"]
    assert values(assistant, "what is the meaning of a 5.0") == ["fail"]


def test_how_many_of_one_thing_are_in_stock_is_its_cell_and_of_all_are_rows(assistant):
    parts = "| A1 | Inner tube 28 inch | 42 |\n| A2 | Inner tube 20 inch | 11 |\n| A3 | Bell | 0 |\n"
    add(assistant, parts=f"# Spare parts\n\n| Part no. | Part | In stock |\n|---|---|---|\n{parts}")
    first = pieces(assistant, "How many inner tubes 28 inch are in stock?")[0]
    assert first.value is not None and (first.value.text, first.value.column) == ("42", "In stock")
    assert pieces(assistant, "how many parts are in stock")[0].title == "2 of 3 rows: In stock above 0"


TRAPS = """# Orders

| Order | Customer | Paid | Sent | Cancelled |
|---|---|---|---|---|
| A1 | Mill Ltd | 02/10/2026 | | |
| A2 | Oak Farm | | 05/10/2026 | |
| A4 | Elm Cafe | 0 | 07/10/2026 | 08/10/2026 |
| A7 | Rose Hill | 12/10/2026 | 13/10/2026 | |

# Shops

| Shop | Owner | Open since | Sunday |
|---|---|---|---|
| Bakery | Karl | 1998 | closed |
| Florist | Rosa | 2010 | 9-12 |

# Tools

| Item | Keeper | Lent to | Returned |
|---|---|---|---|
| Drill | Ann Marsh | Bill Tate | |
| Ladder | Ann Marsh | | |
| Tent | Bo Lund | Ed Grant | 20/10/2026 |

# Plots

| Plot | Crop | Size m2 |
|---|---|---|
| 4 | Kale | 70 |
| 5 | Leek | 80 |

# Rooms

| Room | Heated | Cleaned |
|---|---|---|
| Kitchen | yes | 3 May |
| Spare room | no | |

# Buses

| Bus | Driver | Leaves |
|---|---|---|
| 7 | Anna Holt | 7:30 |
| 8 | Bill Kerr | 8:10 |

# Cottages

| Cottage | Sleeps | Nov – Mar | Jul, Aug | Pets |
|---|---|---|---|---|
| Rose | 4 | 300 | 600 | yes |
| Oak | 6 | 350 | 750 | no |
| Barn | 8 | 70 per night | 150 per night | no |
"""


@pytest.mark.parametrize(
    "question",
    [
        "which orders have been paid and sent",  # two columns
        "which orders are sent but not paid",
        "which orders have been paid by Ann",  # somebody who stands in another column, or in none
        "which orders have been sent",  # one was cancelled
        "which shops are open on sunday",
        "which shops are still open",  # "Open since" is no sum
        "what is lent to Ann",
        "what is lent out",  # one has come back
        "who has plot 4",  # grows there
        "who pays for bus 7",
        "when does the bus 8 am leave",
        "which cottage is cheapest in july with pets",
        "which cottage is the cheapest in november",  # one costs so much a night
        "which cottages are under 400 in november and july",
    ],
)
def test_what_a_table_does_not_tell_so_is_never_sure(assistant, question):
    add(assistant, traps=TRAPS)
    assert not any(piece.sure and piece.counted for piece in pieces(assistant, question))


def test_what_all_rows_are_names_none_of_them(assistant):
    add(assistant, traps=TRAPS)
    (piece,) = pieces(assistant, "which rooms have been cleaned")
    assert (piece.title, texts(piece)) == (
        "1 of 2 rows: Cleaned",
        ["Room: Kitchen; Heated: yes; Cleaned: 3 May"],
    )
