"""The whole with real models: the example documents and two questions.

How Stop reaches the model's process, and what a killed one tells, is in test_assistant_llm_server.py; what
the answer is then, in test_assistant_damage.py.
"""

import pytest

from assistant import phrases
from assistant.assistant import Assistant

CROSSING = "How long does the crossing from Carrow Quay to Ellisk take?"
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


def test_an_answer_is_from_its_document_and_says_how_long_each_step_took(examples):
    answer = examples.ask(CROSSING)
    assert not answer.refused
    assert "35 minutes" in answer.text
    assert any("35 minutes" in c.quote for sentence in answer.sentences for c in sentence.citations)
    assert_quotes_are_stored_text(examples, answer)
    assert phrases.QUOTES_ONLY not in answer.notes
    assert answer.timings["first_evidence"] < answer.timings["first_token"] < answer.timings["total"]
    assert None not in answer.signals.values()
