"""What a question takes for granted, beside what its evidence states."""

import pytest

from assistant.grounding.facts import question_gaps


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
    gaps = question_gaps(question, [window])
    assert (kind, asked) in [(gap.kind, gap.asked) for gap in gaps]
    assert stated is None or stated in [gap.stated for gap in gaps]


def test_question_that_fits_has_no_gap() -> None:
    assert question_gaps("When did Mali host the summit?", ["In January 2017 Mali hosted the summit."]) == []


def test_gap_says_that_no_document_has_a_name() -> None:
    window = ["The mayor owned twelve ships."]
    (gap,) = question_gaps("How many ships did the mayor sell to Dara?", window, lambda word: word != "dara")
    assert (gap.asked, gap.nowhere, gap.sure) == ("Dara", True, True)
    (gap,) = question_gaps("How many ships did the mayor sell to Dara?", window, lambda word: True)
    assert (gap.nowhere, gap.sure) == (False, False)


def test_empty_window() -> None:
    question_gaps("", [])
    question_gaps("Who was the largest?", [])
