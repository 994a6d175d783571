"""Everyday documents that disagree, and others that only read alike: `everyday_conflicts.jsonl`.

The rules were made on the half "work"; of "check" only the shares were looked at while they were made.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.conflicts import find_conflicts
from assistant.evidence.gathering import Scored
from assistant.types import Conflict
from tests.test_assistant_conflicts import Document, evidence

Case = dict[str, Any]
CASES: list[Case] = [
    json.loads(line)
    for line in (Path(__file__).parent / "everyday_conflicts.jsonl").read_text(encoding="utf-8").splitlines()
]
RECALL = 0.8
FALSE = 0.05


def conflicts(question: str, *documents: Document) -> tuple[Conflict, ...]:
    sentences = evidence(*documents)
    return find_conflicts(question, sentences, [Scored(one, 1.0) for one in sentences])


def of_case(case: Case) -> tuple[Conflict, ...]:
    return conflicts(case["question"], *((one["title"], one["text"]) for one in case["documents"]))


@pytest.mark.parametrize("half", ["work", "check"])
def test_most_everyday_disagreements_are_shown_with_their_values(half: str) -> None:
    cases = [one for one in CASES if one["half"] == half and one["values"]]
    shown = [
        {row.value for conflict in of_case(case) for row in conflict.rows} == set(case["values"])
        for case in cases
    ]
    assert len(shown) > 30 and sum(shown) >= 0.75 * len(shown)
    assert sum(bool(of_case(case)) for case in cases) >= RECALL * len(cases)


@pytest.mark.parametrize("half", ["work", "check"])
def test_what_only_reads_alike_is_left_alone(half: str) -> None:
    cases = [one for one in CASES if one["half"] == half and not one["values"]]
    wrong = [case["question"] for case in cases if of_case(case)]
    assert len(cases) > 30 and len(wrong) <= FALSE * len(cases), wrong


@pytest.mark.parametrize(
    ("question", "one", "other", "shown"),
    [
        ("What is the deposit?", "The deposit is 50 pounds.", "The deposit is 80 pounds.",
         ["50 pounds", "80 pounds"]),
        ("When does the ferry sail?", "The ferry sails at nine in the morning.",
         "The ferry sails at ten in the morning.",
         ["nine", "ten"]),
        ("Are dogs allowed on board?", "Dogs are allowed on board.", "Dogs are not allowed on board.",
         ["allowed", "not allowed"]),
        ("Is smoking permitted here?", "Smoking is permitted here.", "Smoking is forbidden here.",
         ["permitted", "forbidden"]),
        ("What is the colour of the boat?", "The boat is red.", "The boat is blue.", ["red", "blue"]),
        ("Where is the key?", "The key is under the mat.", "The key is behind the shed.",
         ["under the mat", "behind the shed"]),
        ("What is the phone number of the club?", "The phone number of the club is 0555 0142.",
         "The phone number of the club is 0555 0199.", ["0555 0142", "0555 0199"]),
    ],
)  # fmt: skip
def test_the_shown_value_is_short(question: str, one: str, other: str, shown: list[str]) -> None:
    (conflict,) = conflicts(question, ("Notice", one), ("Letter", other))
    assert [row.value for row in conflict.rows] == shown
    for row, text in zip(conflict.rows, (one, other), strict=True):
        assert row.citation.quote == text


def test_an_amount_of_another_dimension_is_no_answer() -> None:
    prices = ("The grand piano is 25 pounds.", "The grand piano is 40 pounds.")
    ages = ("The grand piano is 90 years old.", "The grand piano is 80 years old.")
    asked = "How old is the grand piano?"
    assert conflicts(asked, *(("Notice", prices[0]), ("Letter", prices[1]))) == ()
    (conflict,) = conflicts(asked, *(("Notice", ages[0]), ("Letter", ages[1])))
    assert [row.value for row in conflict.rows] == ["90 years", "80 years"]


@pytest.mark.parametrize(
    ("question", "text", "values"),
    [
        (
            "What is the rent of the old mill?",
            "The rent of the old mill is {}.",
            ("250 pounds", "300 pounds"),
        ),
        ("What was the last donation?", "The last donation was {}.", ("250 pounds", "300 pounds")),
        ("How high is the deposit?", "The deposit is {} high.", ("50 pounds", "80 pounds")),
        ("How far is the beach?", "The beach is {} from here.", ("5 minutes", "15 minutes")),
        ("How long does the tank last?", "The tank lasts for {}.", ("200 litres", "300 litres")),
    ],
)
def test_words_that_measure_elsewhere_hide_no_disagreement(
    question: str, text: str, values: tuple[str, str]
) -> None:
    (conflict,) = conflicts(question, *zip(("a", "b"), map(text.format, values), strict=True))
    assert {row.value for row in conflict.rows} == set(values)


def test_the_subject_is_named() -> None:
    text = "The fare for a car on the Marigold is {} pounds."
    (conflict,) = conflicts(
        "What is the fare for a car on the Marigold?",
        ("Notice", text.format(12)),
        ("Letter", text.format(14)),
    )
    assert conflict.subject == "the fare for a car on the Marigold"


def test_three_documents_are_rows_by_value() -> None:
    text = "The deposit is {} pounds."
    (conflict,) = conflicts(
        "What is the deposit?", ("a", text.format(50)), ("b", text.format(80)), ("c", text.format(50))
    )
    assert sorted(row.value for row in conflict.rows) == ["50 pounds", "50 pounds", "80 pounds"]


def test_a_few_and_a_part_are_no_other_number_of_the_same_kind() -> None:
    question = "How many people may be in the main hall?"
    allowed = "The most people allowed in the main hall is 180."
    assert conflicts(question, ("Caretaker", allowed), ("Certificate", allowed.replace("180", "160")))
    few = "The cash is counted in the vestry, not the main hall, by two people."
    assert not conflicts(question, ("Caretaker", allowed), ("Risks", few))
