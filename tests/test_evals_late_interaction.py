"""How the model that ranks passages is trained, and what it learns from."""

import random

import pytest

from evals.studies.answerable.found import Found, Stretch
from evals.studies.late_interaction import train
from evals.studies.late_interaction.scorer import LateInteractionScorer, Ranking
from evals.studies.late_interaction.train import SEED, TURNS, batches, rankings
from evals.studies.written_sets import TextQuery, WrittenDocument, WrittenQuestion
from index.models.late_interaction import LateInteraction
from index.models.lowrank import load

pytestmark = pytest.mark.xdist_group("torch")  # it takes seconds to load, once for all of these
QUERY = "How do I get my money back?"
BACK, REFUND, FERRY = (
    "The back door is locked at ten.",
    "Refunds are paid within a week.",
    "Ferries leave every hour.",
)


class Longest:
    """Takes the longest texts for the nearest."""

    identity = "longest"

    def scores(self, query, texts):
        return [float(len(text)) for text in texts]


def found(texts, right=(), parts=()):
    query = TextQuery(QUERY, "", tuple(texts), frozenset(right), frozenset(parts))
    stretches = tuple((Stretch(0, len(text), right=place in right),) for place, text in enumerate(texts))
    return Found(query, query, stretches, answered=True, alone=True)


def test_wrong_passages_are_among_those_that_the_ranker_puts_first(monkeypatch):
    monkeypatch.setattr(train, "NEAR", 3)
    texts = ["a" * length for length in range(1, 9)]
    made = list(rankings(found(texts, right=[7, 0], parts=[6]), Longest(), random.Random(SEED)))
    assert len(made) == TURNS
    for ranking in made:
        assert ranking.right == (texts[0],) and ranking.part == {texts[6]}
        assert len(ranking.wrong) == train.WRONG and set(ranking.wrong) <= set(texts[3:6])
        assert ranking.stretches == {
            text: (Stretch(0, len(text), right=text in ranking.right),) for text in ranking.texts
        }


def test_a_question_whose_answer_was_not_found_teaches_nothing():
    assert not list(rankings(found([BACK, REFUND]), Longest(), random.Random(SEED)))


def test_each_turn_has_each_question_once(monkeypatch):
    monkeypatch.setattr(train, "BATCH", 2)
    questions = [found([BACK, f"{number}"], right=[0]) for number in range(3)] + [found([BACK])]
    made = batches(questions, Longest(), random.Random(SEED))
    assert [len(batch) for batch in made] == [2, 1] * TURNS
    for first, second in (made[:2], made[2:]):
        assert {each.wrong for each in first + second} == {("0",), ("1",), ("2",)}


def test_what_is_learnt_is_what_the_packaged_model_then_says(tmp_path):
    scorer = LateInteractionScorer(SEED)
    texts = [BACK, REFUND, FERRY]
    before = scorer.scores(QUERY, texts)
    assert before == pytest.approx(LateInteraction(threads=1, difference=None).scores(QUERY, texts), abs=0.03)
    assert before[1] == max(before)
    learning = [Ranking(QUERY, (FERRY,), (BACK, REFUND)), Ranking("When is it locked?", (BACK,), (REFUND,))]
    scorer.train([learning] * 10, rate=4e-3)
    after = scorer.scores(QUERY, texts)
    assert after[2] == max(after)  # it learnt what is not so
    scorer.write(tmp_path / "difference.npz")
    quantised = LateInteraction(threads=1, difference=tmp_path / "difference.npz")
    assert quantised.scores(QUERY, texts) == pytest.approx(after, abs=0.06)


def test_what_answers_in_part_is_no_wrong_passage_for_another_question():
    scorer = LateInteractionScorer(SEED)
    one = Ranking(QUERY, (REFUND,), (BACK,))
    other = Ranking("When do ferries leave?", (FERRY,), (BACK,))
    beside = scorer._loss([one, other]).item()
    parted = scorer._loss([Ranking(QUERY, (REFUND,), (BACK,), frozenset([FERRY])), other]).item()
    assert parted < beside


def test_the_sentence_that_answers_is_told_from_those_beside_it():
    scorer = LateInteractionScorer(SEED)
    text = f"{BACK} {REFUND} {FERRY}"
    places = [(text.index(each), text.index(each) + len(each)) for each in (BACK, REFUND, FERRY)]

    def ranking(right, part=None):
        stretches = [Stretch(*place, right=place == right, part=place == part) for place in places]
        return Ranking(QUERY, (text,), (), stretches={text: stretches})

    def loss(*given):
        return scorer._loss([ranking(*given)]).item()

    back, refund, _ = places
    nothing = loss(None)
    assert nothing < loss(refund) < loss(back)
    assert loss(refund, back) < loss(refund)  # what answers in part is not told from it
    scorer.train([[ranking(back)]] * 8, rate=2e-3)
    assert loss(back) < loss(refund)


def test_the_whole_writes_a_difference(tmp_path, monkeypatch):
    monkeypatch.setattr(train, "DIFFERENCE", tmp_path / "difference.npz")
    monkeypatch.setattr("evals.studies.answerable.train.MODELS", tmp_path)
    text = f"# The pier\n\n{REFUND}\n\n{FERRY}\n"
    question = WrittenQuestion(QUERY, (REFUND,), ())
    train.write_difference([WrittenDocument("set-1", "pier.md", text, (question,))])
    assert load(tmp_path / "difference.npz")
