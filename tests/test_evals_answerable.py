"""How the model that tells whether a passage answers is trained, and what it learns from."""

import random

import numpy as np
import pytest

from evals.errors import EvalError
from evals.studies.answerable.folds import run_in_folds
from evals.studies.answerable.lowrank import LowRankScorer, TrainingPair
from evals.studies.answerable.pairs import exchanged, training_pairs
from evals.studies.answerable.train import SEED, folds, write_difference
from evals.studies.written_sets import PassageQuestion, read_questions
from index.models.lowrank import load
from index.models.rerank import PackagedReranker

CHOIR = "The choir meets in the old school on Thursdays."
PIER = "In 1974 the pier at Larne was longer than the choir's old school."


def asked(question, passage, *, answerable=True):
    return PassageQuestion(question, passage, answerable, "town")


def test_an_answerable_question_is_asked_again_with_a_twin_and_beside_another_passage():
    made = training_pairs(
        [asked("Was the pier long in 1974?", PIER), asked("Where is the choir?", CHOIR)] * 8, 1
    )
    twins = {one.texts[0] for one in made if one.texts[1] == PIER and one.target == 0}
    assert "Was the pier short in 1974?" in twins
    assert ("Where is the choir?", PIER) in {one.texts for one in made if one.target == 0}
    assert all(
        one.texts[0] != "Where is the choir?" for one in made if one.texts[1] == CHOIR and one.target == 0
    )


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


def test_what_is_learnt_is_what_the_packaged_model_then_says(tmp_path):
    pairs = [("Where is the choir?", CHOIR), ("Where is the pier?", CHOIR)]
    learning = [TrainingPair(pairs[0], 0.0), TrainingPair(pairs[1], 1.0)] * 24
    scorer = LowRankScorer(SEED)
    before = scorer.scores(pairs)
    assert before[0] > before[1]
    scorer.train(learning, epochs=4, seed=SEED)
    after = scorer.scores(pairs)
    assert after[0] < after[1]  # it learnt what is not so
    path = tmp_path / "difference.npz"
    np.savez(path, **scorer.difference())
    quantised = PackagedReranker(threads=1, difference=path)
    assert [quantised.scores(*pair)[0] for pair in ((q, [p]) for q, p in pairs)] == pytest.approx(
        after, abs=0.6
    )
    assert load(path).keys() == scorer.difference().keys()


def test_a_difference_is_written_from_questions(tmp_path, monkeypatch):
    monkeypatch.setattr("evals.studies.answerable.train.EPOCHS", 1)
    write_difference(
        [asked("Where is the choir?", CHOIR), asked("Who sang?", PIER, answerable=False)], tmp_path / "d.npz"
    )
    assert load(tmp_path / "d.npz")
