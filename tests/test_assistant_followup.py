import pytest

from assistant.followup import standalone

SOLDIERS = [("user", "How many soldiers did Germany send in 2018?"), ("assistant", "1,000.")]
BOAT = [("user", "When was the Marigold built?"), ("assistant", "In 1974.")]


@pytest.mark.parametrize(
    ("question", "history", "expected"),
    [
        ("And in 2019?", SOLDIERS, "How many soldiers did Germany send in 2019?"),
        ("and France?", SOLDIERS, "How many soldiers did France send in 2018?"),
        ("What about France?", SOLDIERS, "How many soldiers did France send in 2018?"),
        ("Who built it?", BOAT, "Who built the Marigold?"),
        ("How long are its ramps?", BOAT, "How long are the Marigold’s ramps?"),
        ("Why?", BOAT, "Why, about the Marigold?"),
    ],
)
def test_a_follow_up_takes_what_it_lacks_from_the_last_question(question, history, expected):
    assert standalone(question, history).question == expected


@pytest.mark.parametrize(
    "question",
    [
        "When was the G5 Sahel created?",
        "What does the handbook say about holidays that fall on a Sunday?",
        "Who is the skipper of the Marigold and where does she live?",
        "Who may bring a dog on board, and what does it cost?",
    ],
)
def test_a_whole_question_is_left_as_it_is(question):
    assert standalone(question, BOAT).question == question


def test_a_follow_up_with_nothing_to_lean_on_is_unclear():
    assert standalone("And in 2019?", []).unclear
    assert standalone("When did they leave?", [("user", "why not?")]).unclear


def test_only_the_persons_own_turns_are_leant_on():
    history = [*BOAT, ("assistant", "The Kestrel was built in 1980.")]
    assert standalone("Who built it?", history).question == "Who built the Marigold?"


def test_a_follow_up_of_a_follow_up_leans_on_the_first_question():
    history = [
        ("user", "When was the Marigold built?"),
        ("assistant", "In 1974."),
        ("user", "How many cars does it carry?"),
        ("assistant", "12."),
    ]
    assert standalone("Who owns it?", history).question == "Who owns the Marigold?"
    assert standalone("What about the Petrel?", history).question == "How many cars does the Petrel carry?"
