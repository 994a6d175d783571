"""Numbers, dates and names as they are read from a text."""

import pytest

from assistant.language.denials import MOST, denials
from assistant.language.names import same_name_word
from assistant.language.parsed import parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,500", 1500),
        ("1 500", 1500),
        ("1.5 thousand", 1500),
        ("fifteen hundred", 1500),
        ("two hundred and five", 205),
        ("3.5bn", 3.5e9),
        ("half a million", 5e5),
        ("two and a half million", 2.5e6),
        ("twenty-one", 21),
        ("two-thirds", 2 / 3),
        ("1½", 1.5),
        ("1/2", 0.5),
        ("27th", 27),
        ("twenty-first", 21),
        ("3,5", 3.5),
        ("a dozen", 12),
    ],
)
def test_number(text: str, value: float) -> None:
    (number,) = parse(f"of {text} men").numbers
    assert value in [pytest.approx(one) for one in number.values]


@pytest.mark.parametrize(
    ("text", "years", "day"),
    [
        ("3 March 2019", 2019, (3, 3)),
        ("March 3rd, 2019", 2019, (3, 3)),
        ("2019-03-03", 2019, (3, 3)),
        ("13/03/2019", 2019, (3, 13)),
        ("the 3rd of March 2019", 2019, (3, 3)),
        ("12. März 2019", 2019, (3, 12)),
        ("March 2019", 2019, (3, None)),
        ("44 BC", -44, (None, None)),
    ],
)
def test_date(text: str, years: int, day: tuple[int | None, int | None]) -> None:
    (date,) = parse(f"It was on {text}.").dates
    assert date.years == (years, years)
    assert day in date.days


def test_spans_of_years() -> None:
    dates = parse("In the 1990s, the 19th century and 1914–18").dates
    assert [date.years for date in dates] == [(1990, 1999), (1800, 1899), (1914, 1914), (1918, 1918)]


def test_measure_is_no_year() -> None:
    read = parse("It lies 1300 kilometres upstream.")
    assert (len(read.dates), read.numbers[0].values) == (0, (1300.0,))


def test_marks_that_stand_apart_are_read() -> None:
    assert parse("On January 18 , 1974 it was 7 @.@ 9 m").dates[0].days == ((1, 18),)
    assert parse("It was 7 @.@ 9 m").numbers[0].values == (7.9,)


def test_names_without_what_begins_a_sentence() -> None:
    names = parse("The king met Mansa Musa of Mali. However, May was cold.").names
    assert [name.text for name in names] == ["Mansa Musa of Mali"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("mali", "malian", True),
        ("libya", "libyan", True),
        ("france", "french", True),
        ("us", "american", True),
        ("nixon", "nikon", False),
    ],
)
def test_same_name_word(one: str, other: str, same: bool) -> None:
    assert same_name_word(one, other) is same


def test_denials_of_a_text_are_read_up_to_a_limit() -> None:
    assert len(denials(parse("not the harbour " * 150))) == MOST
    (denial,) = denials(parse("The ship did not sail."))
    assert denial.cue == "not"
