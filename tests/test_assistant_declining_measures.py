"""What signals are made of."""

from dataclasses import replace

import pytest

from assistant.declining.measures import read_as_claim, with_names
from tests.test_assistant_showing_assembly import found

EVIDENCE = [
    found("We repair machines by Brunelli, Piccola and the Maestra."),
    found("Bell the cat."),
    found("On a Saturday, Tom rang the bell."),
]


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("how do i descale the piccola", "how do i descale the Piccola"),
        ("did tom repair the brunelli", "did Tom repair the Brunelli"),
        ("who rang the bell", "who rang the bell"),  # also in small letters
        ("is it in the machines", "is it in the machines"),
        ("Who is PICCOLA", "Who is PICCOLA"),
    ],
)
def test_names_in_small_letters_get_the_capitals_that_they_have_there(asked, named):
    assert with_names(asked, EVIDENCE) == named


@pytest.mark.parametrize("name", ["Lumenet", "lumenet", "contract"])
def test_what_all_evidence_stands_below_is_not_asked_of_it_again(name):
    question = f"What is the notice period of {name}?"
    found_there = found("The notice period is one month, to the end of any month.")
    labelled = replace(found_there, label="Contract of Lumenet")
    alone, _ = read_as_claim(question, [labelled], None)
    mixed, _ = read_as_claim(question, [labelled, found_there], None)
    assert alone > mixed
