"""Questions about the whole are told from questions about one point."""

import pytest

from assistant.pipeline.scope import scope_note


@pytest.mark.parametrize(
    "question",
    [
        "Summarise the handbook",
        "Can you summarize this?",
        "Give me an OVERVIEW of the rules",
        "What are the main points?",
        "What are these documents about?",
        "tl;dr",
    ],
)
def test_a_question_about_the_whole_is_told_how_little_was_read(question):
    assert scope_note(question, 8) == (
        "Only some passages were read, not the whole of your documents (8 passages read)."
    )


@pytest.mark.parametrize(
    "question",
    [
        "How many rules are there?",
        "List all fares",
        "Name every boat",
        "What is the number of rooms?",
        "Number of people in the hall",
        "What was the total number of German soldiers?",
        "How often did the committee meet?",
        "How many boats do we have?",
        "How many of them can swim?",
    ],
)
def test_a_count_or_list_is_told_that_it_may_miss_some(question):
    note = scope_note(question, 3)
    assert note is not None
    assert "3 passages" in note
    assert note.endswith("a count or list may miss some.")


@pytest.mark.parametrize(
    "question",
    [
        "Who wrote the handbook?",
        "When does the boat sail?",
        "",
        "Everything?",
        "What is the phone number?",
        "What is the phone number of the surgery?",
        "Which phone number do guests call?",
        "Give me the number of the plumber",
        "What's the number of Dr Harris?",
        "What is the number of this house?",
        "How often must the boiler be serviced?",
        "How many guests can I bring?",
        "how many days do we get",
    ],
)
def test_a_question_about_one_point_gets_no_note(question):
    assert scope_note(question, 8) is None
