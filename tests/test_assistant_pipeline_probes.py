"""One-token questions to the model: what is asked, and how the answer is read off."""

import math

import pytest

from assistant.llm.protocol import Message, Piece
from assistant.pipeline.probes import ask_answerable, choice_probe, log_odds
from assistant.types import Wait
from tests.fakes import FakeLLM

PROMPT = [Message("system", "Answer."), Message("user", "A passage.\n\nQuestion: When?\n\nAnswer it.")]


def piece(text, **top):
    """A token with the probabilities of its alternatives; `_The` stands for " The"."""
    alternatives = tuple((token.replace("_", " "), math.log(share)) for token, share in top.items())
    return Piece(text, -0.1, alternatives)


# The choice


def test_the_choice_takes_the_place_of_the_instruction_after_passages_and_question():
    system, user = choice_probe(PROMPT)
    assert system == PROMPT[0]
    assert user.text.startswith("A passage.\n\nQuestion: When?\n\nCan this question be answered")
    assert "Answer it." not in user.text


def test_log_odds_add_up_the_forms_of_a_word():
    found = log_odds([piece("answered", answered=0.3, _Answered=0.3, Else=0.2)], ("answered",), ("else",))
    assert found == pytest.approx(math.log(3), abs=1e-4)


def test_a_word_that_is_no_alternative_is_very_unlikely_but_not_impossible():
    assert log_odds([piece("answered", answered=1.0)], ("answered",), ("else",)) > 10
    assert log_odds([piece("else", **{"else": 1.0})], ("answered",), ("else",)) < -10


@pytest.mark.parametrize("pieces", [[], [Piece("answered", None, ())]])
def test_log_odds_are_not_known_without_alternatives(pieces):
    assert log_odds(pieces, ("answered",), ("else",)) is None


def test_the_probe_is_one_token_and_repeats_what_the_model_has_read():
    model = FakeLLM()
    ask_answerable(model, PROMPT)
    ((system, user),) = model.probes
    assert system == PROMPT[0] and user.text.startswith("A passage.\n\nQuestion: When?")


def test_a_model_that_knows_no_limit_is_stopped():
    class Endless(FakeLLM):
        def stream(self, messages, *, max_tokens):
            while True:
                yield Piece("answered", -0.1, (("answered", -0.1),))

    assert ask_answerable(Endless(), PROMPT) > 0


def test_what_is_waited_for_is_no_answer():
    class Queued(FakeLLM):
        def stream(self, messages, *, max_tokens):
            yield Wait("queued")
            yield from super().stream(messages, max_tokens=max_tokens)

    assert ask_answerable(Queued(), PROMPT) == ask_answerable(FakeLLM(), PROMPT)


@pytest.mark.parametrize("logprob", [1000.0, 0.5])
def test_a_log_probability_above_zero_is_none(logprob):
    assert math.isfinite(log_odds([Piece("else", -0.1, (("else", logprob),))], ("answered",), ("else",)))
