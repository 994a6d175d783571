"""Questions of an error, a part or a ticket by its code."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.declining.naming import is_asked_by_code
from assistant.evidence.gathering import Scored, coded_first
from assistant.evidence.sentences import EvidenceSentence
from assistant.language.codes import codes, label
from assistant.types import Citation
from tests.building import build_assistant
from tests.showing_building import add

BOILER = """# The Alder boiler

## Resetting

If the boiler has stopped, look at its code. Press reset for five seconds. Never reset more than three times.

## Fault codes

- E01: no gas. Check the valve.
- E07: pressure too low. Fill the system to 1.2 bar.
- E11: the flue is blocked. Do not reset the boiler. Call an engineer.

## Tickets

INC-204 was closed on 3 May: the seal had failed.

INC-207 is open: the pump shows a fault each morning.
"""


@pytest.fixture
def boiler(home: Path) -> Iterator[Assistant]:
    """An assistant without a language model that knows the boiler's manual."""
    with build_assistant(home, llm=None) as built:
        add(built, boiler=BOILER)
        yield built


@pytest.mark.parametrize(
    ("question", "outcome", "first"),
    [
        ("what does e11 mean", "answered", "E11: the flue is blocked."),
        ("error E07", "answered", "E07: pressure too low."),
        ("boiler shows E11 what should i do", None, "E11: the flue is blocked."),
        ("what happened to INC-204", "answered", "INC-204 was closed on 3 May"),
        ("is INC-207 closed", "unsure", "INC-207 is open"),
    ],
)
def test_a_code_names_one_thing(boiler: Assistant, question: str, outcome: str | None, first: str) -> None:
    answer = boiler.ask(question)
    assert outcome is None or answer.outcome == outcome
    assert answer.sentences[0].text.startswith(first)
    assert not any(other in answer.text for other in ("E01", "INC-20") if other not in first)


def test_of_a_code_that_no_document_has_another_says_nothing(boiler: Assistant) -> None:
    for question in ("what does E09 mean", "boiler shows E09 what should i do", "is INC-209 closed"):
        assert boiler.ask(question).outcome != "answered"


def test_more_than_where_it_is_must_be_stated(boiler: Assistant) -> None:
    assert boiler.ask("who is the supplier of the part for E11").outcome != "answered"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Part 4410-B: shaft seal", "4410b"),
        ("4.0.0 was the first one", "4.0.0"),
        ("On A4 paper", ""),
        ("24h before", ""),
        ("May 2021 was wet", ""),
        ("2-3 days", ""),
        ("E11-like faults", ""),
    ],
)
def test_what_is_labelled_by_a_code(text: str, code: str) -> None:
    assert label(text) == code
    assert codes(text) == ({code} if code else codes(text) & {"a4"})


@pytest.mark.parametrize(("title", "first"), [("Pump HX-40", "At half speed"), ("Pumps", "HX-40 pumps")])
def test_a_code_that_a_document_is_called_by_names_all_of_it(title: str, first: str) -> None:
    scored = []
    for text, score in (("At half speed it makes 31 dB.", 2.0), ("HX-40 pumps are for cold water.", 1.0)):
        citation = Citation("s", 1, title, None, 0, len(text), text)
        scored.append(Scored(EvidenceSentence(0, 0, text, title, heading=False, citation=citation), score))
    best = coded_first(scored, "how much noise does the HX-40 make")[0]
    assert best.sentence.text.startswith(first) and best.score == 2.0


def test_what_stands_below_a_code_or_has_it_comes_first_too(home: Path) -> None:
    text = (
        "# Runbook\n\n## GW-311\n\nThe clocks of the scanners drift: restart both of them.\n\n## Limits\n\n"
        "Old refunds fail with GW-419 and are paid by transfer.\n\nWhat an error may mean is logged.\n"
    )
    with build_assistant(home, llm=None) as built:
        add(built, runbook=text)
        below, within = (built.ask(f"what does error {code} mean") for code in ("gw-311", "gw-419"))
    assert below.outcome == "answered" and below.sentences[0].text.startswith("The clocks")
    assert within.outcome != "declined" and within.sentences[0].text.startswith("Old refunds")


ROUTES = """# Camp site

## How to get there

Follow these steps from the motorway:

- M25: leave it at junction 9.
- A243: take the second exit.
- B280: turn left at the inn.

## Rooms

- C03: store for the caretaker.
- D04: drawings.
"""


def test_a_place_that_one_comes_from_leaves_the_other_steps(home: Path) -> None:
    with build_assistant(home, llm=None) as built:
        add(built, camp=ROUTES)
        text = built.ask("what are the steps to get there from the M25").text
    assert all(code in text for code in ("M25", "A243", "B280"))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("what is C03", True),
        ("what does room C03 store", True),
        ("what is part C03", True),
        ("how much is the C03", False),
        ("who can use C03", False),
        ("where is C03", False),
        ("part number of C03", False),
        ("price of C03", False),
        ("caretaker of C03", True),
        ("the bread maker and C03", True),
        ("the bread oven and C03", False),
        ("what is C04", False),
    ],
)
def test_what_is_asked_of_what_a_code_names_must_be_stated(question: str, expected: bool) -> None:
    text = "C03: store of the room for the caretaker and the breadmaker."
    citation = Citation("s", 1, "Camp", None, 0, len(text), text)
    sentence = EvidenceSentence(0, 0, text, "Camp", heading=False, citation=citation)
    assert is_asked_by_code(sentence, question) is expected


def test_a_code_may_be_written_with_a_blank_or_a_hyphen(home: Path) -> None:
    with build_assistant(home, llm=None) as built:
        add(built, pumps="# Pumps\n\nThe pump HX 40 is for cold water. The part 4410-B is a seal of steel.\n")
        assert built.ask("what is the pump HX-40 for").outcome == "answered"
        assert built.ask("is the part 4410-C a seal of steel").outcome != "answered"
