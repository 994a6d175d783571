"""What a question takes for granted, beside what its evidence states."""

import pytest

from assistant.grounding.facts import question_gaps
from assistant.language.denials import denials
from assistant.language.parsed import parse


@pytest.mark.parametrize(
    ("question", "window", "kind", "asked", "stated"),
    [
        (
            "What summit did Mali host in 2019?",
            "In January 2017 Mali hosted the Africa summit.",
            "date",
            "2019",
            "January 2017",
        ),
        (
            "Which lake is the smallest of the country?",
            "Lake Debo is the largest of the country.",
            "antonym",
            "smallest",
            "largest",
        ),
        ("What lies in the South Sea?", "Much oil lies in the North Sea.", "antonym", "South", "North"),
        ("Which tribes did not join the war?", "Many tribes joined the war.", "negation", "join", "not"),
        ("How many ships did Dara own?", "Kofi owned twelve ships.", "name", "Dara", None),
    ],
)
def test_gap(question: str, window: str, kind: str, asked: str, stated: str | None) -> None:
    gaps = question_gaps(question, [window], lambda word: True)
    assert (kind, asked) in [(gap.kind, gap.said) for gap in gaps]
    assert stated is None or stated in [gap.stated for gap in gaps]


def test_question_that_fits_has_no_gap() -> None:
    assert (
        question_gaps(
            "When did Mali host the summit?", ["In January 2017 Mali hosted the summit."], lambda word: True
        )
        == []
    )


def test_gap_says_that_no_document_has_a_name() -> None:
    window = ["The mayor owned twelve ships."]
    (gap,) = question_gaps("How many ships did the mayor sell to Dara?", window, lambda word: word != "dara")
    assert (gap.said, gap.nowhere, gap.veto) == ("Dara", True, True)
    (gap,) = question_gaps("How many ships did the mayor sell to Dara?", window, lambda word: True)
    assert (gap.nowhere, gap.veto) == (False, False)


def test_empty_window() -> None:
    question_gaps("", [], lambda word: True)
    question_gaps("Who was the largest?", [], lambda word: True)


@pytest.mark.parametrize(
    ("question", "window"),
    [
        (
            "Why aren't hot water bottles allowed?",
            "Hot water bottles of any make are not allowed in the cages.",
        ),
        (
            "Why wouldn't the Preservation Trust get what is left?",
            "The Preservation Trust was dissolved in 2021.",
        ),
        ("Why isn't the pool open on Sunday?", "On Sunday the pool is not open."),
    ],
)
def test_a_denial_before_its_subject_does_not_deny_the_subject(question: str, window: str) -> None:
    assert [
        gap for gap in question_gaps(question, [window], lambda word: True) if gap.kind == "negation"
    ] == []


def test_who_is_told_not_to_do_something_is_told_so_by_the_verb() -> None:
    told = parse("Don't touch the bowls on the table.")
    (denial,) = denials(told)
    assert [told.tokens[place].text for place in denial.words] == ["touch", "bowls", "table"]


def test_what_is_denied_of_a_subject_that_comes_later_is_still_a_gap() -> None:
    gaps = question_gaps("Why aren't dogs allowed?", ["Dogs are allowed on the deck."], lambda word: True)
    assert [gap.kind for gap in gaps] == ["negation"]


def test_what_a_question_has_in_another_order_is_not_what_it_denies():
    question = "what interest do they charge on the overdraft now"
    source = "We do not charge interest or a fee for an unarranged overdraft."
    assert not any(gap.kind == "negation" for gap in question_gaps(question, [source], lambda word: True))
