"""What is asked of a month, where one document has the minutes of several meetings."""

import pytest

from tests.showing_building import add, pieces, texts

MINUTES = """# Alder club, minutes

## Meeting of 12 March 2024

Place: the hut. Present: Anna, Ben.

Apologies: Cara.

### 1. Money

The club has £4,300 in the bank. Nobody owes it anything.

### 2. Leak

The pipe was mended on 2 February. It cost £340.

### 3. Fair

The fair is on Saturday 22 June.

## Meeting of 14 May 2024

Place: the kitchen. Present: Anna, Cara.

Apologies: Ben.

### 1. Money

The club has £5,000 in the bank. It was £4,300 before.

### 2. Valves

The committee decided for the firm of Hanley. Brook can only start in September.

### 3. Fair

The fair is moved to Saturday 29 June. It stays free.
"""


@pytest.mark.parametrize(
    ("question", "meant", "not_meant"),
    [
        ("When is the fair, as of the May meeting?", "29 June", "22 June"),
        ("How much money was there at the meeting in March?", "£4,300 in the bank", "£5,000"),
        ("Who was missing on 14 May?", "Apologies: Ben.", "Apologies: Cara."),
    ],
)
def test_other_months_are_left_out(assistant, question, meant, not_meant):
    add(assistant, minutes=MINUTES)
    shown = " ".join(text for piece in pieces(assistant, question) for text in texts(piece))
    assert meant in shown and not_meant not in shown


@pytest.mark.parametrize(
    "question",
    [
        "When is the fair in June?",  # of which no meeting is
        "When is the fair, as it is told in March?",  # which asks nothing of the meeting itself
        "When is the fair, as of the May meeting of 2022?",
    ],
)
def test_otherwise_all_meetings_are_left(assistant, question):
    add(assistant, minutes=MINUTES)
    shown = " ".join(text for piece in pieces(assistant, question) for text in texts(piece))
    assert "22 June" in shown and "29 June" in shown


@pytest.mark.parametrize(
    ("question", "title", "bullets"),
    [
        (
            "Summarise the May meeting", "Meeting of 14 May 2024",
            ["The club has £5,000 in the bank.", "The committee decided for the firm of Hanley.",
             "The fair is moved to Saturday 29 June."],
        ),
        (
            "What was decided in March?", "Meeting of 12 March 2024",
            ["The club has £4,300 in the bank.", "The pipe was mended on 2 February.",
             "The fair is on Saturday 22 June."],
        ),
    ],
)  # fmt: skip
def test_a_meeting_is_summed_up_part_by_part(assistant, question, title, bullets):
    add(assistant, minutes=MINUTES)
    (piece,) = pieces(assistant, question)
    assert piece.title == title and piece.sure
    assert [text for text in texts(piece) if not text.startswith("Place")] == bullets
    answer = assistant.ask(question)
    assert "  - Money: The club has" in answer.text and "  - Fair: The fair is" in answer.text
