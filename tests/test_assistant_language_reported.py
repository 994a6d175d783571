"""What a question of what is said of a subject is looked for by."""

import pytest

from assistant.language.reported import subject_of


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("What does the contract say about cats and dogs?", "cats and dogs (the contract)"),
        ("so what did Anna tell us about the roof", "the roof (Anna)"),
        ("what does the lease say on pets?", "pets (the lease)"),
        ("What do they say regarding the deposit?", "the deposit"),
        ("Was schreibt Frau Ito über die Miete?", "die Miete (Frau Ito)"),
        ("Que disent les statuts sur les chiens ?", "les chiens (les statuts)"),
        ("¿Qué dice el contrato sobre perros?", "perros (el contrato)"),
        ("qué dice el contrato sobre perros", "perros (el contrato)"),
    ],
)
def test_the_subject_is_looked_for(question, subject):
    assert subject_of(question) == subject


@pytest.mark.parametrize(
    "question",
    [
        "What do I say on the phone?",
        "What did the board say on Monday about the roof?",
        "What does it say on page 3?",
        "What does the label say on the back?",
        "What would the doctor say about it?",
        "What did he say about everything?",
        "What was said about the roof?",
        "What is the letter about?",
        "Who said what about the roof?",
    ],
)
def test_other_questions_stay_as_they_are(question):
    assert subject_of(question) == question
