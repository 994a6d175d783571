"""The last entry of a log that a question asks for."""

from datetime import date

import pytest

from assistant.showing.tables.logs.latest import latest
from tests.showing_building import add, looked_for, pieces, texts

CAR = """# Service, MOT and repair history

| Date | Miles | Type | Garage | Work done | Paid |
|---|---|---|---|---|---|
| 28/03/2022 | 20815 | MOT | Bridge End Garage | PASS | 45.00 |
| 03/11/2022 | 25480 | Repair | Bridge End Garage | Battery | 112.00 |
| 27/03/2023 | 28244 | MOT | Otley Tyre & Exhaust | FAIL | 45.00 |
| 05/09/2024 | 38611 | Repair | Otley Tyre & Exhaust | Front brakes | 278.50 |
| 02/10/2024 | 39010 | Tyres | Bridge End Garage | Two at the back | 142.00 |
| 25/03/2025 | 42390 | MOT | Bridge End Garage | PASS | 54.85 |
| 25/03/2025 | 42390 | Service | Bridge End Garage | Oil, brake fluid | 249.30 |
| 24/03/2098 | | MOT | Bridge End Garage | booked | |
"""


def days(piece):
    return [text.split("; ")[0].partition(": ")[2] for text in texts(piece)]


@pytest.mark.parametrize(
    ("question", "title", "day"),
    [
        ("when was the last mot", "Latest of 3 rows: Type MOT", "25/03/2025"),
        ("when was the second last mot", "Second latest of 3 rows: Type MOT", "27/03/2023"),
        ("which garage did the third last mot", "Third latest of 3 rows: Type MOT", "28/03/2022"),
        ("how much did the last mot cost", "Latest of 3 rows: Type MOT", "25/03/2025"),
        ("how much was our last service?", "Latest of 1 row: Type Service", "25/03/2025"),
        ("who did the most recent repair", "Latest of 2 rows: Type Repair", "05/09/2024"),
        ("when did we last have the tyres done", "Latest of 1 row: Type Tyres", "02/10/2024"),
        ("when was it last at bridge end garage", "", "25/03/2025"),
        ("when is the last mot", "Latest of 4 rows: Type MOT", "24/03/2098"),  # also what is to come
    ],
)
def test_the_row_of_the_latest_day_is_shown(assistant, question, title, day):
    add(assistant, car=CAR)
    first = pieces(assistant, question)[0]
    assert set(days(first)) == {day}
    assert first.sure and first.counted and first.title.startswith(title)


def test_when_is_answered_by_the_day(assistant):
    add(assistant, car=CAR)
    value = pieces(assistant, "when was the last repair")[0].value
    assert value is not None and (value.text, value.column) == ("05/09/2024", "Date")


def test_how_much_is_answered_by_the_total(assistant):
    add(
        assistant,
        car=CAR.replace("Paid |", "Parts | Total paid |")
        .replace("|---|---|---|---|---|---|", "|" + "---|" * 7)
        .replace("| 54.85 |", "| | 54.85 |")
        .replace("| 278.50 |", "| 168.50 | 278.50 |"),
    )
    value = pieces(assistant, "how much was the last repair")[0].value
    assert value is not None and (value.text, value.column) == ("278.50", "Total paid")


def test_a_word_more_of_one_row_alone_leaves_it_unsure(assistant):
    add(assistant, car=CAR)
    first = pieces(assistant, "when was the last battery repair")[0]
    assert (days(first), first.sure) == (["03/11/2022"], False)
    first = pieces(assistant, "when was the last mot with a pass")[0]
    assert (days(first), first.sure) == (["25/03/2025"], True)


@pytest.mark.parametrize(
    "question",
    [
        "which repairs were done in the last year",
        "what were the last three repairs",
        "when was the last inspection",  # no such row
        "when was the clutch last repaired",
        "when was the third last repair",  # of two
        "when was the MOT before the last one",
        "what was paid after the last repair",
        "how many miles were between the last repair and now",
        "how many hours did the repair last at Bridge End Garage",
        "which repair was done last week",
        "how long does a repair last",
        "what was not done at the last service",
    ],
)
def test_what_asks_something_else_has_no_last_row(assistant, question):
    add(assistant, car=CAR)
    assert latest(*looked_for(assistant, question)) == []


def test_what_is_to_come_has_not_happened(assistant):
    add(assistant, car=CAR)
    looked = looked_for(assistant, "when was the last mot")
    assert [days(piece) for piece in latest(*looked, today=date(2024, 1, 1))] == [["27/03/2023"]]
    assert [days(piece) for piece in latest(*looked, today=date(2099, 1, 1))] == [["24/03/2098"]]


def test_days_without_a_year_are_in_no_order(assistant):
    add(
        assistant,
        car=CAR.replace("/20", " 20").replace(" 2022", "").replace(" 2023", "").replace(" 2024", ""),
    )
    assert latest(*looked_for(assistant, "when was the last repair")) == []


BOILER = """# Boiler and chimney log

| Date | Type | Notes | Done |
|---|---|---|---|
| 03/03/2024 | Service | boiler | yes |
| 17/05/2024 | Service | chimney cowl | yes |
| 01/06/2024 | Repair | chimney pot | no |
| 02/06/2024 | Repair | boiler pump | yes |
| 09/06/2024 | Repair | gutter | no |
"""


def test_a_word_of_the_title_that_tells_rows_apart_is_looked_for_in_them(assistant):
    add(assistant, boiler=BOILER)
    first = pieces(assistant, "when was the last boiler service")[0]
    assert (days(first), first.sure) == (["03/03/2024"], False)


def test_one_of_two_things_that_a_table_is_about_is_not_sure_where_no_row_names_it(assistant):
    add(assistant, boiler=BOILER.replace("boiler", "burner"))
    first = pieces(assistant, "when was the last boiler service")[0]
    assert not (first.sure and "Latest" in first.title)


def test_the_last_that_was_done_is_no_matter_of_days_alone(assistant):
    add(assistant, boiler=BOILER)
    assert latest(*looked_for(assistant, "when was the last repair that was done")) == []


@pytest.mark.parametrize("latest_first", [False, True])
def test_the_last_entry_of_a_log_is_the_one_at_its_end(assistant, latest_first):
    rows = [
        "| 2 May 2025 | Petrel | oil |",
        "| 3 May 2025 | Gannet | rope |",
        "| 9 June 2025 | Petrel | sail |",
    ]
    rows = rows[::-1] if latest_first else rows
    table = "\n".join(["| Day | Boat | Work |", "|---|---|---|", *rows, ""])
    add(assistant, log=f"# Boat log\n\n{table}")
    last, second = (
        pieces(assistant, question)[0]
        for question in ("what is the last entry in the boat log", "the second last row of the boat log")
    )
    assert (days(last), days(second)) == (["9 June 2025"], ["3 May 2025"])
    assert last.title == f"Row {1 if latest_first else 3} of 3" and last.sure
