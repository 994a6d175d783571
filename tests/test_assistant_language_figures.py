"""Numbers, dates and denials as people write them."""

import pytest

from assistant.language.dates import short_weekdays
from assistant.language.denials import denials
from assistant.language.numbers import same_value
from assistant.language.parsed import parse


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("six hours", "6 h"),
        ("two and a half hours", "2 h 30"),
        ("an hour and ten minutes", "1 h 10"),
        ("an hour and a half", "90 minutes"),
        ("the hundred and thirty-five", "135"),
        ("3 working days", "three days"),
    ],
)
def test_the_same_amount_may_be_written_in_several_ways(first, second):
    (one,), (other,) = (parse(f"It takes {text}, or so.").numbers for text in (first, second))
    assert same_value(one, other)
    assert same_value(other, one)


def test_three_working_days_are_no_three_weeks():
    days, weeks = (parse(f"Within {text}.").numbers[0] for text in ("3 working days", "three weeks"))
    assert not same_value(weeks, days)


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("not less than 5", "over"),
        ("no fewer than 5", "over"),
        ("not more than 5", "under"),
        ("no more than 5", "under"),
        ("more than 5", "over"),
        ("at most 5", "under"),
    ],
)
def test_a_limit_that_is_denied_is_the_other_one(text, hedge):
    assert parse(f"It holds {text} people.").numbers[0].hedge == hedge


@pytest.mark.parametrize(
    ("text", "years", "day"),
    [
        ("on the ninth of March 1887", (1887, 1887), (3, 9)),
        ("on the twenty-first of May", None, (5, 21)),
        ("by 31.12.25", (2025, 2025), (12, 31)),
        ("until 2028-02", (2028, 2028), (2, None)),
        ("on 14 may at ten", None, (5, 14)),
    ],
)
def test_days_and_months_in_words_and_figures(text, years, day):
    (date,) = parse(f"She came {text}.").dates
    assert (date.years, date.days) == (years, (day,))


@pytest.mark.parametrize("text", ["nobody under 14 may take part", "version 3.1.4", "the address 10.0.12.5"])
def test_what_is_no_date(text):
    assert parse(text).dates == ()


def test_years_that_follow_each_other_are_no_month():
    assert [date.years for date in parse("In 2004-05 it closed.").dates] == [(2004, 2004), (2005, 2005)]


def test_weekdays_may_be_short():
    assert short_weekdays("calf! stopped Thu, Tues and Weds") == {"Thursday", "Tuesday", "Wednesday"}
    assert short_weekdays("Open Sat at 9, Sun in the afternoon") == {"Saturday", "Sunday"}


@pytest.mark.parametrize("text", ["The Sun rises at 6.", "Sat on a bench.", "the heat of Sun's rays"])
def test_the_sun_and_who_sat_are_no_weekdays(text):
    assert short_weekdays(text) == set()


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Go to the chair rather than the deputy.", ["deputy"]),
        ("Use one other than the Ordway.", ["Ordway"]),
        ("Take honey instead of sugar.", ["sugar"]),
        ("Not more than a quarter may be in kind.", []),
        ("Chairs stack 8 high no more, 120 of them.", []),
    ],
)
def test_what_is_set_aside_is_denied_and_a_limit_is_not(text, denied):
    parsed = parse(text)
    assert [parsed.tokens[at].text for denial in denials(parsed) for at in denial.words] == denied
