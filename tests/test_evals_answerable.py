"""How the model that tells whether a passage answers is trained, and what it learns from."""

import random

import numpy as np
import pytest

from evals.errors import EvalError
from evals.studies.answerable import choices as made_of
from evals.studies.answerable.choices import choices, queries_of
from evals.studies.answerable.folds import run_in_folds
from evals.studies.answerable.found import Found
from evals.studies.answerable.lowrank import Choice, LowRankScorer
from evals.studies.answerable.pairs import exchanged, training_pairs
from evals.studies.answerable.train import SEED, folds, write_choosing, write_difference
from evals.studies.written_sets import PassageQuestion, TextQuery, read_questions
from index.models.lowrank import load
from index.models.rerank import PackagedReranker

CHOIR = "The choir meets in the old school on Thursdays."
PIER = "In 1974 the pier at Larne was longer than the choir's old school."
TEXTS = ("It opens at nine.", "Dogs stay outside.", "Tickets are 4 euros.", "Children pay half.", "No cards.")


def asked(question, passage, *, answerable=True):
    return PassageQuestion(question, passage, answerable, "town")


def query(right=(), parts=(), texts=TEXTS, heading="The museum"):
    return TextQuery("What is a ticket for my son?", heading, texts, frozenset(right), frozenset(parts))


def test_an_answerable_question_is_asked_again_with_a_twin_and_beside_another_passage():
    made = training_pairs(
        [asked("Was the pier long in 1974?", PIER), asked("Where is the choir?", CHOIR)] * 8, 1
    )
    unanswered = {choice.pairs[0] for choice in made if choice.right == (False,)}
    twins = {question for question, passage in unanswered if passage == PIER}
    assert "Was the pier short in 1974?" in twins
    assert ("Where is the choir?", PIER) in unanswered
    assert ("Where is the choir?", CHOIR) not in unanswered


def test_nothing_is_made_of_a_question_that_has_no_answer():
    assert len(training_pairs([asked("Was it long in 1974?", PIER, answerable=False)], 1)) == 1


@pytest.mark.parametrize(
    ("question", "names", "numbers", "twin"),
    [
        ("Was it built in 1974?", [], ["1802", "12"], "Was it built in 1802?"),
        ("Did they sail to Larne?", ["Oban"], [], "Did they sail to Oban?"),
        ("Which ship is the largest?", [], [], "Which ship is the smallest?"),
        ("Who sang?", ["Oban"], ["1802"], None),
    ],
)
def test_one_thing_is_exchanged(question, names, numbers, twin):
    assert exchanged(question, names, numbers, random.Random(0)) == twin


def test_each_document_is_unseen_by_one_model_of_the_folds():
    unseen = folds([PassageQuestion("?", "", True, name) for name in "abcdefg"], 3)
    assert sorted(name for names in unseen for name in names) == list("abcdefg")


def test_the_written_pairs_are_read_with_their_groups():
    groups = {one.source for one in read_questions()}
    assert len(groups) == 80 and {one.answerable for one in read_questions()} == {True, False}


def test_what_is_not_there_is_said(tmp_path, data):
    with pytest.raises(EvalError, match="answerable-0"):
        run_in_folds(data, tmp_path, 4, None)


def test_the_training_data_is_read(data):
    questions = read_questions(data / "training" / "answerable.jsonl")
    assert len(questions) > 2_000 and 0.4 < np.mean([one.answerable for one in questions]) < 0.6


def test_a_difference_is_written_from_questions(tmp_path, monkeypatch):
    monkeypatch.setattr("evals.studies.answerable.train.EPOCHS", 1)
    write_difference(
        [asked("Where is the choir?", CHOIR), asked("Who sang?", PIER, answerable=False)], tmp_path / "d.npz"
    )
    assert load(tmp_path / "d.npz")


@pytest.fixture
def apart(monkeypatch):
    """No texts are read as one."""
    monkeypatch.setattr(made_of, "JOINED", 0.0)


@pytest.fixture
def together(monkeypatch):
    """Some texts of every query are read as one."""
    monkeypatch.setattr(made_of, "JOINED", 1.0)


def test_a_choice_has_what_is_right_and_some_of_the_others(apart):
    for choice in choices([query(right=[3])] * 20, SEED):
        assert len(choice.pairs) == made_of.MOST and sum(choice.right) == 1
        right = choice.pairs[choice.right.index(True)]
        assert right == ("What is a ticket for my son?", "The museum: Children pay half.")


def test_where_all_is_right_another_is_among_them_if_there_is_one(apart):
    (choice,) = choices([query(right=[0, 1, 2, 3])], SEED)
    assert sum(choice.right) == 4 and len(choice.right) == 5
    (choice,) = choices([query(right=[0], texts=TEXTS[:1], heading="")], SEED)
    assert choice == Choice((("What is a ticket for my son?", TEXTS[0]),), (True,))


def test_what_is_right_only_in_part_is_no_choice_by_itself(apart):
    for choice in choices([query(parts=[2, 3])] * 20, SEED):
        texts = " ".join(text for _, text in choice.pairs)
        assert not any(choice.right) and "euros" not in texts and "half" not in texts
    (choice,) = choices([query(parts=[0, 1], texts=TEXTS[:2])], SEED)
    assert choice.right == (True,) and all(text in choice.pairs[0][1] for text in TEXTS[:2])


def test_texts_that_are_read_as_one_are_right_as_their_parts_are(together):
    for choice in choices([query(right=[0], parts=[2, 3])] * 50, SEED):
        for right, (_, text) in zip(choice.right, choice.pairs, strict=True):
            both = TEXTS[2] in text and TEXTS[3] in text
            assert right == (TEXTS[0] in text or both)
            assert right or not (TEXTS[2] in text or TEXTS[3] in text)


def test_what_is_learnt_is_what_the_packaged_model_then_says(tmp_path):
    pairs = (("Where is the choir?", CHOIR), ("Where is the pier?", CHOIR))
    scorer = LowRankScorer(SEED)
    before = scorer.scores(pairs)
    assert before[0] > before[1]
    learning = [Choice(pairs, (False, True))] * 4
    scorer.train(learning, epochs=24, seed=SEED)
    after = scorer.scores(pairs)
    assert after[0] < after[1]  # it learnt what is not so
    path = tmp_path / "difference.npz"
    np.savez(path, **scorer.difference())
    quantised = PackagedReranker(threads=1, difference=path)
    assert [quantised.scores(*pair)[0] for pair in ((q, [p]) for q, p in pairs)] == pytest.approx(
        after, abs=0.6
    )
    assert load(path).keys() == scorer.difference().keys()


def test_scores_come_in_the_order_of_their_pairs():
    pairs = [("Where is the choir?", text) for text in (PIER * 3, CHOIR, PIER, CHOIR + PIER)]
    scorer = LowRankScorer(SEED)
    alone = [scorer.scores([pair])[0] for pair in pairs]
    assert scorer.scores(pairs) == pytest.approx(alone, abs=0.1)


def test_a_choice_without_any_that_is_right_lowers_all():
    pairs = (("Who sang?", PIER), ("Who sang?", CHOIR))
    scorer = LowRankScorer(SEED)
    scorer.train([Choice(pairs, (False, False))] * 4, epochs=24, seed=SEED)
    assert max(scorer.scores(pairs)) < -1


def test_a_difference_is_written_from_queries(tmp_path):
    found = Found(query(right=[3]), query(right=[3]), answered=True, alone=True)
    write_choosing([query(right=[3]), query()], [found], tmp_path / "d.npz")
    assert load(tmp_path / "d.npz")


def test_a_question_about_a_passage_is_a_query_with_one_text():
    assert queries_of([asked("Where?", PIER), asked("Who?", PIER, answerable=False)]) == [
        TextQuery("Where?", "", (PIER,), frozenset([0]), frozenset()),
        TextQuery("Who?", "", (PIER,), frozenset(), frozenset()),
    ]
