"""One-token questions to the model: what is asked, and how the answer is read off."""

import math

import pytest

from assistant.llm import Message, Piece
from assistant.probes import ask_answerable, ask_decline, choice_probe, decline_probability, log_odds
from tests.fakes import FakeLLM

PROMPT = [Message("system", "Answer."), Message("user", "A passage.\n\nQuestion: When?\n\nAnswer it.")]


def piece(text, **top):
    """A token with the probabilities of its alternatives; `_The` stands for " The"."""
    alternatives = tuple((token.replace("_", " "), math.log(share)) for token, share in top.items())
    return Piece(text, -0.1, alternatives)


# The probability of a decline


@pytest.mark.parametrize("first", ["The", " The", "the", "\nThe"])
def test_a_decline_is_the_product_of_its_first_tokens_however_they_are_cut(first):
    pieces = [piece(first, The=0.8), piece(" documents", _documents=0.5), piece(" do", _do=0.5)]
    assert decline_probability(pieces) == pytest.approx(0.2)


def test_two_forms_of_one_word_count_together():
    assert decline_probability([piece("Dogs", The=0.3, _The=0.2, Dogs=0.5)]) == pytest.approx(0.5)


def test_what_follows_another_token_is_not_looked_at():
    pieces = [piece("Dogs", The=0.25, Dogs=0.75), piece(" documents", _documents=0.01)]
    assert decline_probability(pieces) == pytest.approx(0.25)


def test_an_answer_that_begins_like_a_decline_is_told_by_its_second_word():
    pieces = [piece("The", The=1.0), piece(" Marigold", _documents=0.02, _Marigold=0.98)]
    assert decline_probability(pieces) == pytest.approx(0.02)


def test_a_decline_that_is_no_alternative_has_no_probability():
    assert decline_probability([piece("Dogs", Dogs=0.9)]) == 0.0


def test_rounded_probabilities_do_not_add_up_to_more_than_one():
    assert decline_probability([piece("The", The=0.7, _The=0.7)]) == 1.0


@pytest.mark.parametrize("pieces", [[], [Piece("The", None, ())], [Piece("The", -0.1, ())]])
def test_without_alternatives_the_probability_is_not_known(pieces):
    assert decline_probability(pieces) is None


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


def test_both_probes_are_short_and_repeat_what_the_model_has_read():
    model = FakeLLM()
    ask_decline(model, PROMPT)
    ask_answerable(model, PROMPT)
    assert [probe[0] for probe in model.probes] == [PROMPT[0]] * 2
    assert all(probe[1].text.startswith("A passage.\n\nQuestion: When?") for probe in model.probes)
