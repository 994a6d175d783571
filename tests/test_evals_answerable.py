"""How the model that tells what answers is trained, and what it learns from."""

import random
from dataclasses import replace

import numpy as np
import pytest

from evals.errors import EvalError
from evals.studies.answerable import choices as made_of
from evals.studies.answerable.choices import choices, queries_of
from evals.studies.answerable.found import Found
from evals.studies.answerable.half import of_paragraphs, run_on_half
from evals.studies.answerable.scorer import Choice, LowRankScorer
from evals.studies.answerable.train import SEED, Written, unseen, write_difference, write_first
from evals.studies.answerable.traps import exchanged, trap_queries
from evals.studies.written_sets import PassageQuestion, TextQuery, read_questions
from index.models.gloss import in_english
from index.models.lowrank import load
from index.models.rerank import PackagedReranker

pytestmark = pytest.mark.xdist_group("torch")  # it takes seconds to load, once for all of these
QUICK = 3e-3  # a learning rate with which a few steps are enough
CHOIR = "The choir meets in the old school on Thursdays."
PIER = "In 1974 the pier at Larne was longer than the choir's old school."
TEXTS = ("It opens at nine.", "Dogs stay outside.", "Tickets are 4 euros.", "Children pay half.", "No cards.")


def asked(question, passage, *answers):
    marked = tuple((passage.index(answer), answer) for answer in answers)
    return PassageQuestion(question, passage, bool(answers), "the_town", marked)


def query(right=(), parts=(), texts=TEXTS, heading="The museum"):
    return TextQuery("What is a ticket for my son?", heading, texts, frozenset(right), frozenset(parts))


def test_of_a_trap_the_sentences_of_its_passage_are_learnt_and_the_one_with_the_answer_is_right():
    passage = f"{PIER} {CHOIR} It has sung there since 1974."
    (query, twin) = trap_queries([asked("Who built the largest pier?", passage, "Larne")], SEED)
    assert query == TextQuery(
        "Who built the largest pier?",
        "the town",
        (PIER, CHOIR, "It has sung there since 1974."),
        frozenset([0]),
        frozenset(),
    )
    assert twin == replace(query, query="Who built the smallest pier?", right=frozenset())


def test_a_sentence_with_the_words_of_an_answer_elsewhere_is_left_out():
    passage = f"{CHOIR} It sings on Thursdays. It is old."
    (query, *_) = trap_queries([asked("When does the choir meet?", passage, "on Thursdays")], SEED)
    assert query.texts == (CHOIR, "It is old.") and query.right == {0} and not query.parts


class Longest:
    """Takes the longest text for the one that answers."""

    identity = "longest"

    def scores(self, query, texts):
        assert all(text.startswith("The museum: ") for text in texts)
        return [float(len(text)) for text in texts]


def test_a_model_is_judged_by_the_sentences_of_paragraphs():
    asked = [
        query(right=[0], texts=("It opens at nine.", "Late.")),
        query(right=[1], texts=("It opens at half past nine.", "Late.")),
        query(texts=("No.",)),
    ]
    assert of_paragraphs(asked, Longest()) == (1.0, 0.5)


def test_of_a_question_without_an_answer_no_sentence_is_right_and_no_twin_is_made():
    (query,) = trap_queries([asked("Was it long in 1974?", PIER)], SEED)
    assert not query.right and not query.parts


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


def test_every_second_document_is_unseen():
    questions = [PassageQuestion("?", "", True, name) for name in "abcdefga"]
    assert unseen(questions) == set("aceg")


def test_the_written_pairs_are_read_with_their_groups():
    groups = {one.source for one in read_questions()}
    assert len(groups) == 80 and {one.answerable for one in read_questions()} == {True, False}


def test_what_is_not_there_is_said(tmp_path, data):
    with pytest.raises(EvalError, match="There is no"):
        run_on_half(data, tmp_path / "half.npz", None)


def test_the_training_data_is_read(data):
    questions = read_questions(data / "training" / "answerable.jsonl")
    assert len(questions) > 2_000 and 0.4 < np.mean([one.answerable for one in questions]) < 0.6


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
        assert len(choice.pairs) == made_of.MOST_TEXTS and sum(choice.right) == 1
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


@pytest.fixture
def small_steps(monkeypatch):
    monkeypatch.setattr("evals.studies.answerable.scorer.BATCH", 4)


@pytest.mark.usefixtures("small_steps")
def test_what_is_learnt_is_what_the_packaged_model_then_says(tmp_path):
    pairs = (("Where is the choir?", CHOIR), ("Where is the pier?", CHOIR))
    scorer = LowRankScorer(SEED)
    before = scorer.scores(pairs)
    assert before[0] > before[1]
    learning = [Choice(pairs, (False, True))] * 32
    scorer.train(learning, rate=QUICK, seed=SEED)
    after = scorer.scores(pairs)
    assert after[0] < after[1]  # it learnt what is not so
    path = tmp_path / "difference.npz"
    scorer.write(path)
    quantised = PackagedReranker(threads=1, difference=path)
    assert [quantised.scores(*pair)[0] for pair in ((q, [p]) for q, p in pairs)] == pytest.approx(
        after, abs=0.6
    )


@pytest.fixture(scope="module")
def scorer():
    """One that has learnt nothing."""
    return LowRankScorer(SEED)


def test_it_learns_from_glosses_as_the_packaged_model_reads_them(scorer):
    pair = ("Wann ist die Küche geöffnet?", "Die Küche ist von acht bis neun geöffnet.")
    assert scorer.scores([pair]) == scorer.scores([(in_english(pair[0]), in_english(pair[1]))])


def test_scores_come_in_the_order_of_their_pairs(scorer):
    pairs = [("Where is the choir?", text) for text in (PIER * 3, CHOIR, PIER, CHOIR + PIER)]
    alone = [scorer.scores([pair])[0] for pair in pairs]
    assert scorer.scores(pairs) == pytest.approx(alone, abs=0.1)


@pytest.mark.usefixtures("small_steps")
def test_a_choice_without_any_that_is_right_lowers_all():
    pairs = (("Who sang?", PIER), ("Who sang?", CHOIR))
    scorer = LowRankScorer(SEED)
    scorer.train([Choice(pairs, (False, False))] * 32, rate=QUICK, seed=SEED)
    assert max(scorer.scores(pairs)) < -1


def test_what_is_learnt_later_goes_on_from_what_was_learnt_first(tmp_path, monkeypatch):
    found = Found(query(right=[3]), query(right=[3]), (), answered=True, alone=True)
    written = Written([query(right=[3]), query()], [found])
    write_first(written, tmp_path / "first.npz")
    trap = asked("Where is the choir?", CHOIR, "in the old school")
    write_difference(tmp_path / "first.npz", written, [trap], tmp_path / "later.npz")
    first, later = load(tmp_path / "first.npz"), load(tmp_path / "later.npz")
    assert first.keys() == later.keys()
    assert any(np.any(first[name] != later[name]) for name in first)
    monkeypatch.setattr("evals.studies.answerable.train.LATER_RATE", 0.0)
    write_difference(tmp_path / "first.npz", written, [trap], tmp_path / "same.npz")
    same = load(tmp_path / "same.npz")
    assert all(np.array_equal(first[name], same[name]) for name in first)


def test_what_was_learnt_is_gone_on_from(tmp_path):
    pairs = [("Where is the choir?", CHOIR), ("Who sang?", PIER)]
    learnt = LowRankScorer(SEED)
    learnt.train([Choice(tuple(pairs), (False, True))] * 8, rate=QUICK, seed=SEED)
    other = LowRankScorer(SEED + 1)
    assert other.scores(pairs) != pytest.approx(learnt.scores(pairs), abs=0.02)
    learnt.write(tmp_path / "learnt.npz")
    other.start_from(load(tmp_path / "learnt.npz"))
    assert other.scores(pairs) == pytest.approx(learnt.scores(pairs), abs=0.02)
    with pytest.raises(KeyError):
        other.start_from({})


def test_a_question_about_a_passage_is_a_query_with_one_text():
    assert queries_of([asked("Where?", PIER, "Larne"), asked("Who?", PIER)]) == [
        TextQuery("Where?", "", (PIER,), frozenset([0]), frozenset()),
        TextQuery("Who?", "", (PIER,), frozenset(), frozenset()),
    ]
