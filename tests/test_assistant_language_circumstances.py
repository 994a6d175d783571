"""Whom, which days and which months a question tells, and a cell of a table is for."""

import pytest

from assistant.language.circumstances import Circumstances, age_range, ages_in, circumstances, is_for


@pytest.mark.parametrize(
    ("question", "ages"),
    [
        ("Is my 13-year-old allowed in?", (13,)),
        ("My son is 16 and alone. What is his curfew?", (16,)),
        ("meine 9-jährige", (9,)),
        ("J'ai 45 ans : ça coûte combien ?", (45,)),
        ("I'm 15 minutes late", ()),
        ("he is 30% sure", ()),
        ("she's 9 weeks old", ()),
        ("I'm one of the tenants", ()),
        ("I'm 5 miles away", ()),
        ("They are 12 each", ()),
        ("a 10 year old car", ()),
        ("I'm twenty-five, what is it?", (25,)),
    ],
)
def test_ages_that_are_told(question, ages):
    assert ages_in(question) == ages


@pytest.mark.parametrize(
    ("cell", "column", "span"),
    [
        ("age 7 to 12", "", (7, 12)),
        ("65+", "Who", (65, 130)),
        ("de 5 à 7 ans", "", (5, 7)),
        ("bis 6 Jahre", "", (0, 6)),
        ("9.00 to 16.00", "Who", None),
        ("5 to 8 people", "For whom", None),
        ("10 weeks, 40 minutes", "For whom", None),
        ("8 to 11", "Open", None),  # nothing says that these are ages
        ("10 to 20", "Members", None),
        ("1 to 3 years", "Contract term", None),
        ("up to 2 years", "Warranty", None),
        ("9 to 5", "Adults' swimming", None),
        ("Under-16s", "", (0, 15)),
        ("aged 8 to under 12", "", (8, 11)),
        ("enfants de 4 à 11 ans", "", (4, 11)),
        ("Cat or rabbit under 8", "", (0, 7)),
        ("Dogs 7 and over", "Pet", (7, 130)),
        ("Driver aged 30 or over", "", (30, 130)),
        ("Named drivers aged 21 to 24", "", (21, 24)),
        ("Driver aged under 21", "", (0, 20)),
    ],
)
def test_ages_that_a_cell_is_for(cell, column, span):
    assert age_range(cell, column) == span


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("may I come on a Saturday in May?", Circumstances(weekdays=frozenset({5}), months=frozenset({5}))),
        ("may I sit in the sun?", Circumstances()),
        ("Was kostet es am Samstag im Mai?", Circumstances(weekdays=frozenset({5}), months=frozenset({5}))),
        ("Is it open at the weekend?", Circumstances(weekdays=frozenset({5, 6}))),
        ("How much is it in a year?", Circumstances()),
    ],
)
def test_days_and_months_that_are_told(question, expected):
    assert circumstances(question) == expected


@pytest.mark.parametrize(
    ("cell", "fits"),
    [
        ("Mon-Fri, early", False),
        ("Sat/Sun", True),
        ("Mar–Oct", True),
        ("October to April", False),
        ("daily, 10 am to 9 pm", True),
        ("weekdays only", False),
        ("Do not bring dogs", None),
        ("So viel wie möglich", None),
        ("Sat Nav hire", None),
        ("May be closed", None),
    ],
)
def test_days_and_months_that_a_cell_is_for(cell, fits):
    assert is_for(cell, "", circumstances("on a Saturday in July")) is fits


@pytest.mark.parametrize(
    ("question", "cell", "fits"),
    [
        ("excess for my 9 yr old cat", "Cats 8 and over", True),
        ("excess for my 9 yr old cat", "Cats under 8", False),
        ("excess for my 9 yr old cat", "Children under 10", None),
        ("is my 9 yr old free", "Cats under 8", None),
        ("is my 9 yr old free with her dog", "Children under 10", True),
    ],
)
def test_rows_for_animals_are_for_animals_of_that_age(question, cell, fits):
    assert is_for(cell, "", circumstances(question)) is fits
