"""The whole with real models: the example documents, three questions, and a model server that dies.

How Stop reaches the model's process is in test_assistant_llm_server.py.
"""

import os
import signal

import pytest

from assistant import phrases
from assistant.assistant import Assistant
from assistant.llm.server_record import read_record
from assistant.types import Done, Evidence, Token, Wait

CROSSING = "How long does the crossing from Carrow Quay to Ellisk take?"
CHANGE = "What does it cost to change a booking?"
ABSENT = "Which club won the football championship of Mongolia in 1998?"


@pytest.fixture(scope="module")
def examples(models, tmp_path_factory):
    """The assistant with the example documents and the models that `make setup` leaves."""
    home = tmp_path_factory.mktemp("home")
    with Assistant.open(
        home, models=models, llm="embedded", embedder="embedded", reranker="embedded"
    ) as assistant:
        assert assistant.add_examples().ok
        yield assistant


def assert_quotes_are_stored_text(assistant, answer):
    """Every citation of the answer is the stored text at its offsets."""
    for sentence in answer.sentences:
        assert sentence.citations
        for citation in sentence.citations:
            stored = assistant.text(citation.source_id, citation.version)
            assert stored[citation.start : citation.end] == citation.quote


def test_what_no_document_says_is_declined_with_what_is_missing(examples):
    answer = examples.ask(ABSENT)
    assert answer.refused
    assert answer.sentences == ()
    assert "Mongolia" in answer.missing
    assert set(answer.missing) <= {"club", "football", "championship", "Mongolia", "1998"}
    assert answer.quotes


def test_a_server_killed_in_mid_answer_leaves_quotes_and_the_next_answer_is_from_its_document(
    examples,
):
    events = examples.stream(CHANGE)
    assert isinstance(next(events), Evidence)
    assert isinstance(next(event for event in events if not isinstance(event, Wait)), Token)
    killed = read_record(examples.settings.models).pid
    os.kill(killed, signal.SIGKILL)
    *_, last = events
    assert isinstance(last, Done)
    answer = last.answer
    assert phrases.QUOTES_ONLY in answer.notes
    assert any("£4" in quote.quote for quote in answer.quotes)
    assert_quotes_are_stored_text(examples, answer)

    again = examples.ask(CROSSING)
    assert not again.refused
    assert "35 minutes" in again.text
    assert any("35 minutes" in c.quote for sentence in again.sentences for c in sentence.citations)
    assert_quotes_are_stored_text(examples, again)
    assert phrases.QUOTES_ONLY not in again.notes
    assert again.timings["first_evidence"] < again.timings["first_token"] < again.timings["total"]
    assert None not in again.signals.values()
    assert read_record(examples.settings.models).pid != killed
