"""Questions of an error, a part or a ticket by its code."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.language.codes import codes, label
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
