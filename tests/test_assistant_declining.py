"""The signals that decide whether an answer is given, and the decision."""

import math
from dataclasses import fields, replace

import pytest

from assistant.declining import (
    WEIGHTS,
    Signals,
    absent,
    best_support,
    confidence,
    decline_probability,
    declines,
    missing_share,
    model_declined,
    terms,
    token_signals,
)
from assistant.evidence import EvidenceSentence
from assistant.llm import Piece
from assistant.types import Citation, Sentence
from documents.inputs import PastedText
from tests.building import build_assistant
from tests.fakes import FakeLLM

SURE = Signals(
    model_declined=0,
    p_decline=0.01,
    lowest_logprob=-0.1,
    mean_logprob=-0.05,
    missing_share=0.0,
    unknown_terms=0,
    absent_terms=0,
    draft_unknown=0,
    similarity=0.8,
    support=1.0,
    cited_rank=1,
)


def piece(text, **top):
    """A token with the probabilities of its alternatives; `_The` stands for " The"."""
    alternatives = tuple((token.replace("_", " "), math.log(share)) for token, share in top.items())
    return Piece(text, -0.1, alternatives)


def evidence(text, label="Ferry"):
    citation = Citation("s", 1, label, None, 0, len(text), text)
    return EvidenceSentence(0, 0, text, label, heading=False, citation=citation)


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


def test_the_lowest_and_mean_of_the_tokens_that_have_a_probability():
    pieces = [Piece("a", -1.0, ()), Piece("b", None, ()), Piece("c", -3.0, ())]
    assert token_signals(pieces) == (-3.0, -2.0)


def test_without_log_probabilities_there_is_neither():
    assert token_signals([Piece("a", None, ())]) == (None, None)
    assert token_signals([]) == (None, None)


# Words that are missing


def test_the_missing_share_is_by_weight_and_the_title_counts_as_near():
    near = [evidence("Dogs travel free of charge.", label="The Marigold")]
    weights = {"dog": 1.0, "marigold": 2.0, "mongolia": 3.0}
    assert missing_share(weights, near) == pytest.approx(0.5)
    assert missing_share(weights, []) == 1.0


def test_a_question_without_words_misses_none():
    assert missing_share({}, [evidence("Dogs.")]) == 0.0


def test_terms_are_names_and_numbers_with_digits_as_written():
    assert terms("When did the Marigold carry 1,500 cars for twelve members in 2019?") == [
        "Marigold",
        "1,500",
        "2019",
    ]


@pytest.mark.parametrize(
    ("term", "text", "is_absent"),
    [
        ("Marigold", "the marigold sails", False),
        ("Marigolds", "the Marigold sails", False),
        ("Kestrel", "the Marigold sails", True),
        ("1,500", "1500 people", False),
        ("12", "twelve cars", False),
        ("2019", "in 2018", True),
    ],
)
def test_a_term_is_absent_when_no_form_of_it_is_there(term, text, is_absent):
    assert absent([term], [evidence(text)]) == ([term] if is_absent else [])


def test_all_terms_are_absent_from_no_evidence():
    assert absent(["Marigold", "12"], []) == ["Marigold", "12"]


# The decision


def test_confidence_is_a_probability_and_a_sure_answer_is_given():
    assert 0.5 < confidence(SURE) < 1
    assert not declines(SURE)


@pytest.mark.parametrize(
    "worse",
    [
        {"p_decline": 0.9},
        {"missing_share": 1.0},
        {"unknown_terms": 1},
        {"absent_terms": 1},
        {"draft_unknown": 1},
        {"similarity": 0.1},
        {"lowest_logprob": -6.0},
    ],
)
def test_each_doubt_lowers_the_confidence_and_none_raises_it(worse):
    (name,) = worse
    if not WEIGHTS.get(name):
        assert confidence(replace(SURE, **worse)) == confidence(SURE)
    else:
        assert confidence(replace(SURE, **worse)) < confidence(SURE)


def test_every_weight_belongs_to_a_signal():
    assert set(WEIGHTS) <= {field.name for field in fields(Signals)}


def test_a_model_that_declined_or_an_answer_without_support_is_declined_however_sure():
    assert declines(replace(SURE, model_declined=1), threshold=0.0)
    assert declines(replace(SURE, support=0.0), threshold=0.0)
    assert confidence(replace(SURE, model_declined=1)) < 0.1


def test_the_threshold_decides_between_the_two():
    middle = confidence(SURE)
    assert not declines(SURE, threshold=middle)
    assert declines(SURE, threshold=middle + 1e-6)


def test_what_the_model_does_not_tell_is_taken_for_typical():
    untold = replace(SURE, p_decline=None, lowest_logprob=None, mean_logprob=None)
    assert 0 < confidence(untold) < confidence(SURE)


@pytest.mark.parametrize(
    ("draft", "declined"),
    [
        ("", 1.0),
        ("  \n", 1.0),
        ("The documents do not say.", 1.0),
        ("The passages don't contain the answer.", 1.0),
        ("The Marigold was built in 1974.", 0.0),
        ("The documents are kept for a year.", 0.0),
    ],
)
def test_a_draft_that_declines_is_told_from_an_answer(draft, declined):
    assert model_declined(draft) == declined


def test_the_best_support_is_that_of_a_sentence_that_is_shown():
    found = Sentence("a", 0, 1, "partly", 0.6, (), ())
    withheld = Sentence("b", 0, 1, "not_found", 0.9, (), ())
    assert best_support([found, withheld]) == 0.6
    assert best_support([withheld]) == 0.0
    assert best_support([]) == 0.0


# A server that gives no log-probabilities


class BareModel(FakeLLM):
    """Gives text alone, as many servers do."""

    def stream(self, messages, *, max_tokens):
        for one in super().stream(messages, max_tokens=max_tokens):
            yield Piece(one.text, None, ())


def test_a_model_without_log_probabilities_answers_and_declines_all_the_same(home):
    bare = BareModel()
    with build_assistant(home, llm=bare) as assistant:
        assistant.add([PastedText("Ferry", "The Marigold was built in 1974 at the yard of Tam Orrick.")])
        bare.enqueue("The Marigold was built in 1974.")
        answer = assistant.ask("When was the Marigold built?")
        assert answer.text == "The Marigold was built in 1974."
        assert [answer.signals[name] for name in ("p_decline", "lowest_logprob", "mean_logprob")] == [
            None
        ] * 3
        bare.enqueue("The Kestrel was built in 1974.")
        assert assistant.ask("When was the Kestrel built?").refused
