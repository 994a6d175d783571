"""All rows with a value that a column has again and again: open tickets, jobs that have not started."""

import pytest

from tests.showing_building import add, pieces, texts

TICKETS = """# Tickets of May

| Ticket | Opened | Category | Priority | Agent | Status | Summary |
|---|---|---|---|---|---|---|
| 71 | 2 May | Lost parcel | High | Femke | Closed | crate to Lyon, found again |
| 72 | 3 May | Billing | Normal | Femke | Open | wants the old price |
| 73 | 5 May | Lost parcel | Normal | Joost | Open | two bags to Ghent |
| 74 | 6 May | Pick-up | High | Joost | Not started | driver did not come |
| 75 | 7 May | Billing | Normal | Femke | Not started | name on the invoice |
| 76 | 9 May | Lost parcel | High | Joost | Closed | no scan since |
"""
STATED = (
    ("how many tickets are still open", "2 of 6 rows: Status Open", ["72", "73"]),
    ("Which tickets are about lost parcels?", "3 of 6 rows: Category Lost parcel", ["71", "73", "76"]),
    ("which tickets of joost are closed", "1 of 6 rows: Agent Joost, Status Closed", ["76"]),
    ("which tickets haven't been started yet", "2 of 6 rows: Status Not started", ["74", "75"]),
    ("list the tickets with status not started", "2 of 6 rows: Status Not started", ["74", "75"]),
    ("which tickets are not closed", "4 of 6 rows: Status not Closed", ["72", "73", "74", "75"]),
    ("how many high priority tickets are there", "3 of 6 rows: Priority High", ["71", "74", "76"]),
)


@pytest.mark.parametrize(("question", "title", "names"), STATED)
def test_all_rows_with_the_values_that_are_named_are_the_answer(assistant, question, title, names):
    add(assistant, tickets=TICKETS)
    (piece,) = pieces(assistant, question)
    assert piece.title == title and piece.sure
    assert [text.split("; ")[0] for text in texts(piece)] == [f"Ticket: {name}" for name in names]


@pytest.mark.parametrize(
    "question",
    [
        "which tickets are closed without a refund",  # what is denied is no value
        "which open ticket is the oldest",  # the extreme decides
        "when was the open ticket of femke opened",  # no rows are asked for
        "which tickets are open or closed",  # two values of one column
        "who opened the tickets about Lyon",  # no value is named
    ],
)
def test_what_asks_for_something_else_is_not_answered_by_rows_of_a_kind(assistant, question):
    add(assistant, tickets=TICKETS)
    assert not any(piece.sure and " rows: " in piece.title for piece in pieces(assistant, question))


TRIP = """# Ski trip

| Name | Skis or board | Diet |
|---|---|---|
| Ruth | ski | vegetarian |
| Lena | board | vegetarian |
| Tom | ski | no nuts |
| Agnes | ski | no nuts |
"""


def test_what_the_table_stands_below_is_no_value_and_who_is_asked_for_may_be_one(assistant):
    add(assistant, trip=TRIP)
    (piece,) = pieces(assistant, "how many vegetarians are on the ski trip")
    assert piece.title == "2 of 4 rows: Diet vegetarian" and piece.sure


@pytest.mark.parametrize("question", ["what should ruth eat", "how many drivers are on the ski trip"])
def test_what_asks_for_no_rows_of_the_table_gets_none(assistant, question):
    add(assistant, trip=TRIP)
    assert not any(" rows: " in piece.title for piece in pieces(assistant, question))


def test_a_name_in_the_title_that_tells_rows_apart_is_one_of_the_values(assistant):
    rows = [
        ("2 May", "Biscuit", "Vaccination"),
        ("3 May", "Pepper", "Vaccination"),
        ("4 May", "Biscuit", "Check"),
    ]
    rows += [("5 May", "Pepper", "Check"), ("6 May", "Biscuit", "Vaccination")]
    table = "".join(f"| {' | '.join(row)} |\n" for row in rows)
    add(
        assistant,
        pets=f"# Vet record of Biscuit and Pepper\n\n| Date | Animal | Visit |\n|---|---|---|\n{table}",
    )
    (piece,) = pieces(assistant, "which visits of Biscuit were vaccinations")
    assert piece.title == "2 of 5 rows: Animal Biscuit, Visit Vaccination" and piece.sure


def test_a_word_that_is_not_accounted_for_leaves_it_unsure(assistant):
    add(assistant, tickets=TICKETS)
    first = pieces(assistant, "which jobs for Ghent are open")[0]
    assert not first.sure


def test_a_column_of_names_has_no_kinds(assistant):
    add(
        assistant,
        crew="# Crew\n\n| No | Boat | Cook |\n|---|---|---|\n| 1 | Petrel | Ann |\n| 2 | Marigold | Bo |\n"
        "| 3 | Gannet | Cy |\n",
    )
    assert not any(
        " rows: " in piece.title for piece in pieces(assistant, "which boats has Ann painted and cooked on")
    )


MEMBERS = """# Members

| Name | Category | Paid | Town | Refund | Rating | Opened |
|---|---|---|---|---|---|---|
| Ann | Junior | Yes | Leek | £20 | Good | 2 May |
| Ben | Junior | No | Stone | £75 | Best | 3 May |
| Cy | Senior | Yes | Leek | £0 | Fair | 4 May |
| Dan | Senior | No | Stone | £10 | Good | 5 May |
| Eve | Open | Yes | Leek | £0 | Best | 6 May |
| Flo | Open | No | Leek | £5 | Fair | 7 May |
"""


@pytest.mark.parametrize(
    "question",
    [
        "Which junior members have paid?",  # another column would leave fewer
        "How many junior members have a refund?",
        "Which member is best?",  # no "Good"
        "Which members have the best rating?",
        "How many members have been opened?",  # not "Open"
        "which members are junior or senior",  # two values of one column
        "Which junior members does Ben know?",  # a word of one row
        "what town is used",
    ],
)
def test_what_would_leave_other_rows_is_not_answered_by_those_of_a_kind(assistant, question):
    add(assistant, members=MEMBERS)
    assert not any(piece.sure and " rows: Category" in piece.title for piece in pieces(assistant, question))
    assert not any(piece.sure and "Rating Good" in piece.title for piece in pieces(assistant, question))


def test_where_two_tables_have_such_rows_both_are_shown_and_none_is_sure(assistant):
    head = "| Ticket | Team | Status |\n|---|---|---|\n"
    rows = (
        "| {0}1 | Red | Open |\n| {0}2 | Blue | Closed |\n| {0}3 | Red | Open |\n| {0}4 | Blue | Closed |\n"
    )
    book = f"# Tickets\n\n## January\n\n{head}{rows.format('A')}\n## February\n\n{head}{rows.format('B')}"
    add(assistant, book=book)
    found = [piece for piece in pieces(assistant, "Which tickets are open?") if " rows: " in piece.title]
    assert [piece.title for piece in found] == ["2 of 4 rows: Status Open"] * 2
    assert not any(piece.sure for piece in found)
