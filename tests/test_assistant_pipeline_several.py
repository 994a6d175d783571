"""A text that asks several questions, taken apart; and what asks but one, left whole."""

import pytest

from assistant.pipeline.several import MOST_QUESTIONS, questions_in

SEVERAL = [
    ("how do i descale it and how often", ["how do i descale it", "how often"]),
    ("whats the deposit and when do i get it back", ["whats the deposit", "when do i get it back"]),
    ("What is the deposit and when is it paid back?", ["What is the deposit?", "when is it paid back?"]),
    (
        "What does it cost, how long does it take, and are dogs allowed?",
        ["What does it cost?", "how long does it take?", "are dogs allowed?"],
    ),
    ("When is the boat hired out? Can I pay by card?", ["When is the boat hired out?", "Can I pay by card?"]),
    ("Who was Ann Lodge and what did she do.", ["Who was Ann Lodge", "what did she do."]),
    ("how many chairs came & how many were broken", ["how many chairs came", "how many were broken"]),
    ("If it rains, is the race held? Who decides?", ["If it rains, is the race held?", "Who decides?"]),
    ("Was kostet die Karte und wann fährt das Boot?", ["Was kostet die Karte?", "wann fährt das Boot?"]),
    (
        "Combien coûte le billet et quand part le bateau ?",
        ["Combien coûte le billet?", "quand part le bateau ?"],
    ),
    (
        "Is the Plus plan cheaper and what does it leave out",
        ["Is the Plus plan cheaper", "what does it leave out"],
    ),
]

ONE = [
    "which room has a bath and has a view",
    "who is in charge and has the key",
    "is the dog that barks and is big allowed",
    "what is the rule that says when and how dogs are walked",
    "When and where was Ann Lodge born?",
    "Which rooms are free and are heated?",
    "Which rooms have a bath and which don't?",
    "What is the difference between what we pay and what members pay?",
    "What do I pay in July and when the school is closed?",
    "Is there a fee for people who race and who sail?",
    "Until 1987, what was the club called?",
    "The club meets in May, June and which other month?",
    "What month, every four years, is the race held in?",
    "In what year of the century, did the harbour open?",
    "when do we meet and for how long",
    "Can I bring a dog and a cat?",
    "Does it help at school? How?",
    "We are back on Monday. What has to be done?",
    "We are moving, so my plot goes back. How do I go about it and what has to be done before?",
    "what was built and was sold",
    "and what about dogs?",
    "",
]


@pytest.mark.parametrize(("asked", "questions"), SEVERAL, ids=[asked for asked, _ in SEVERAL])
def test_each_question_is_one(asked, questions):
    assert questions_in(asked) == questions


@pytest.mark.parametrize("asked", ONE)
def test_what_asks_but_one_stays_whole(asked):
    assert questions_in(asked) == [asked]


def test_further_ones_stay_with_the_last():
    asked = [f"Where is room {number}?" for number in range(MOST_QUESTIONS + 2)]
    questions = questions_in(" ".join(asked))
    assert questions == [*asked[: MOST_QUESTIONS - 1], " ".join(asked[MOST_QUESTIONS - 1 :])]
