"""Stored answers come back as they were, also those of an older or a later Footnote."""

import json

import pytest

from assistant.assistant import Assistant
from assistant.types import Answer, Citation, Conflict, ConflictRow
from documents.inputs import PastedText
from tests.fakes import FakeLLM


@pytest.fixture
def stored(assistant: Assistant, llm: FakeLLM) -> tuple[Answer, str]:
    """An answer with all that answers have, and how it is stored."""
    assistant.add([PastedText("Ferry", "# Boats\n\nThe Marigold was built in 1974. She carries 12 cars.")])
    llm.enqueue("The Marigold was built in 1974. Its captain is Dara Quint.")
    answer = assistant.ask("When was the Marigold built?")
    assert answer.sentences and answer.withheld and answer.hits and answer.quotes
    return answer, json.dumps(answer.to_dict())


def test_an_answer_comes_back_equal(stored: tuple[Answer, str]) -> None:
    answer, text = stored
    assert Answer.from_dict(json.loads(text)) == answer


def test_an_answer_stored_before_the_later_fields_gets_their_defaults(stored: tuple[Answer, str]) -> None:
    _, text = stored
    values = json.loads(text)
    for name in ("quotes", "signals"):
        del values[name]
    for name in ("headings", "date"):
        del values["sentences"][0]["citations"][0][name]
    old = Answer.from_dict(values)
    assert (old.quotes, old.signals) == ((), {})
    citation = old.sentences[0].citations[0]
    assert (citation.headings, citation.date) == ((), None)


def test_what_a_later_footnote_added_is_left_out(stored: tuple[Answer, str]) -> None:
    answer, text = stored
    values = json.loads(text) | {"mood": "cheerful"}
    values["hits"][0]["passage"]["colour"] = "blue"
    assert Answer.from_dict(values) == answer


def test_records_inside_records_come_back() -> None:
    row = ConflictRow("12", None, Citation("s", 1, "t", None, 0, 1, "q", ("h",), "2024-01-01"))
    conflict = Conflict("cars", (row, row))
    assert Conflict.from_dict(conflict.to_dict()) == conflict


def test_a_record_without_a_needed_field_is_refused() -> None:
    with pytest.raises(ValueError, match="standalone_question"):
        Answer.from_dict({"question": "When?"})
