"""Questions about written documents, asked of the whole program, and what it shows for them."""

from dataclasses import replace

import pytest

from assistant.settings import load_settings
from evals.gold import Place
from evals.studies.answerable.asked import COLUMNS, Asked, asked_in, figures
from evals.studies.answerable.located import LocatedQuestion
from evals.studies.declining.examples import WRITTEN, written
from evals.studies.written_sets import WrittenDocument
from tests.test_evals_answerable_found import POOL, asked


@pytest.fixture(scope="module")
def answered(tmp_path_factory, weights):
    questions = (
        asked("What does a kid pay?", "| Child | £2.50 |"),
        asked("Who was the first king of Norway?"),
        asked("When do you open on Sundays?", parts=("We open at seven.", "On Sundays we open at nine.")),
        asked("Is there a sauna?", "The sauna is in the cellar."),
    )
    settings = load_settings(tmp_path_factory.mktemp("asked"), {"models": weights}, environ={})
    return list(asked_in([WrittenDocument("town", "pool.md", POOL, questions)], settings))


def test_what_has_the_evidence_is_right_and_what_is_not_answered_is_declined(answered):
    price, king, hours = answered  # no document has the evidence of the last
    assert price.right and price.shown and "£2.50" in price.answer.text
    assert not king.question.answered and not king.right and not king.shown and king.answer.refused
    assert hours.question.answered and not hours.question.right


def test_evidence_that_is_withheld_is_right_but_not_shown(answered):
    price = answered[0]
    declined = replace(price.answer, refused=True, sentences=(), withheld=price.answer.sentences)
    withheld = Asked(price.question, declined)
    assert withheld.right and not withheld.shown
    assert not Asked(price.question, replace(price.answer, sentences=())).right


def test_parts_answer_only_together():
    question = LocatedQuestion("town", "?", right=(), parts=(Place("a", 0, 9), Place("a", 20, 29)))
    assert not question.is_answered_by([Place("a", 0, 9), Place("b", 20, 29)])
    assert question.is_answered_by([Place("a", 0, 12), Place("a", 18, 29)])


def test_figures_are_shares_of_those_with_and_without_an_answer(answered):
    price, king, _ = answered
    row = dict(zip(COLUMNS[1:], figures([price, price, king]), strict=True))
    assert row["answerable"] == "2" and row["shown"] == "1.000" and row["declined"] == "0.000"
    assert row["others"] == "1" and row["answered"] == "0.000"
    assert row["AUROC"] == "1.000"
    assert figures([])[1] == "–"


def test_each_is_an_example_of_its_set_for_the_confidence(answered):
    price, king, hours = written(answered)
    assert {one.set for one in (price, king, hours)} == {WRITTEN}
    assert price.right and price.answerable and not king.answerable
    assert price.group == hours.group and price.signals.quoted
