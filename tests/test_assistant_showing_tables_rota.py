"""Who is on or off on a day, by a table with a row for each person and a column for each day."""

import pytest

from assistant.types import Value
from tests.showing_building import add, pieces, texts

ROTA = """# Staff rota

## Week 1

| Name | Role | Mon 4 May | Tue 5 May | Sat 9 May |
|---|---|---|---|---|
| Ann Lee | Tills | 9-5 | off | 9-5 |
| Bo Fox | Café | off | 8-4 | 8-12 |
| Cy Dean | Yard | HOLIDAY | HOLIDAY | off |
| Notes | Bank holiday on Monday | | | |

## Week 2

| Name | Role | Mon 11 May | Tue 12 May | Sat 16 May |
|---|---|---|---|---|
| Ann Lee | Tills | off | 10-6 | off |
| Bo Fox | Café | 8-4 | 7-3 | off |
| Cy Dean | Yard | 7-3 | 7-3 | 9-5 |
"""


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("who is on on saturday 9 may?", "Sat 9 May: Ann Lee (9-5), Bo Fox (8-12)"),
        ("Who's working on 16 May", "Sat 16 May: Cy Dean (9-5)"),
        ("who is off on Tuesday 5 May", "Tue 5 May: Ann Lee (off), Cy Dean (HOLIDAY)"),
        ("who is on holiday on 5 May", "Tue 5 May: Cy Dean (HOLIDAY)"),
    ],
)
def test_those_who_are_on_or_off_are_named_above_their_rows(assistant, question, title):
    add(assistant, rota=ROTA)
    (found,) = pieces(assistant, question)
    assert (found.kind, found.title, found.sure) == ("list", title, True)
    assert all(text.split(";")[0].split(": ")[1] in title for text in texts(found))


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("what time does Bo start on tuesday 12 may", Value("7-3", "Bo Fox", "Tue 12 May")),
        ("is ann working on 16 may?", Value("off", "Ann Lee", "Sat 16 May")),
    ],
)
def test_the_cell_of_one_who_is_named_is_shown(assistant, question, value):
    add(assistant, rota=ROTA)
    (found,) = pieces(assistant, question)
    assert (found.value, found.sure) == (value, True)


@pytest.mark.parametrize(
    "question",
    [
        "who is on on saturday",  # of which week?
        "who is in charge of the tills on saturday 9 may",
        "what does ann sell on saturday 9 may",
        "who is on",
    ],
)
def test_what_asks_for_no_day_or_for_something_else_is_not_meant(assistant, question):
    add(assistant, rota=ROTA)
    assert not any(piece.counted and piece.sure for piece in pieces(assistant, question))


def test_a_later_edition_makes_it_unsure(assistant):
    add(assistant, old=ROTA.replace("Staff rota", "Staff rota 2025"))
    assert pieces(assistant, "who is on on saturday 9 may")[0].sure
    add(assistant, new="# Staff rota 2026\n\n## Week 1\n\nThe rota of saturday 9 may is on the wall.\n")
    assert not any(piece.sure for piece in pieces(assistant, "who is on on saturday 9 may"))


SHIFTS = """# Clinic timetable

| {name} | Mon | Tues | Weds | Keys |
|---|---|---|---|---|
| {first} | Early | Late | off | front |
| {second} | Late | {early} | Early | |
| {third} | off | Early | Late | |
"""


def test_days_in_short_and_shifts_by_name_are_told_too(assistant):
    names = {"first": "Asha", "second": "Ben", "third": "Carl"}
    add(assistant, clinic=SHIFTS.format(name="Nurse", early="Early", **names))
    (found,) = pieces(assistant, "who is on early on tuesday?")
    assert (found.title, found.sure) == ("Tues: Ben, Carl (Early)", True)
    (found,) = pieces(assistant, "who is off on monday")
    assert found.title == "Mon: Carl (off)"


@pytest.mark.parametrize(
    "question", ["who is on the phone on tuesday", "who is working in the laundry on tuesday"]
)
def test_those_who_are_on_are_not_named_for_something_the_table_does_not_have(assistant, question):
    names = {"first": "Asha", "second": "Ben", "third": "Carl"}
    add(assistant, clinic=SHIFTS.format(name="Nurse", early="Early", **names))
    assert not any(piece.counted for piece in pieces(assistant, question))


def test_a_table_of_subjects_is_no_rota(assistant):
    names = {"first": "Maths", "second": "French", "third": "Music"}
    add(assistant, school=SHIFTS.format(name="Lesson", early="Early", **names))
    assert not any(piece.counted for piece in pieces(assistant, "who is on on tuesday"))
