import json
from importlib import resources

import pytest

from assistant.grounding.scoring import FILE, Linear, SupportScorer, shipped_scorer

WORDS, MEANING = Linear(-3.0, {"cover": 10.0}), Linear(-1.0, {"cover": 1.0, "alike": 2.0})
SCORER = SupportScorer(WORDS, MEANING, found=0.9, partly=0.5, vetoed=0.7, empty=0.9)


def test_the_score_is_the_logistic_of_the_weighted_sum():
    # 0.6 * 10 - 3 = 3; 1 / (1 + e^-3) = 0.9526
    assert SCORER.score({"cover": 0.6}) == pytest.approx(0.9526, abs=1e-4)
    # 0.6 * 1 + 0.7 * 2 - 1 = 1; 1 / (1 + e^-1) = 0.7311
    assert SCORER.score({"cover": 0.6, "alike": 0.7}) == pytest.approx(0.7311, abs=1e-4)


@pytest.mark.parametrize("features", [{}, {"alike": 0.7}])
def test_a_feature_that_is_not_there_is_an_error(features):
    with pytest.raises(KeyError):
        SCORER.score(features)


def test_extreme_sums_stay_probabilities():
    assert 0.0 < SCORER.score({"cover": -1e9}) < SCORER.score({"cover": 1e9}) < 1.0


def test_the_shipped_model_says_where_it_comes_from():
    values = json.loads((resources.files("assistant.grounding") / FILE).read_text(encoding="utf-8"))
    assert values["command"] == "make train-checker"
    assert set(values["data"]) == {"wice", "scifact", "clapnq"}
    assert all(len(value) == 64 for value in values["data"].values())


def test_more_support_never_scores_less():
    scorer = shipped_scorer()
    for model in (scorer.words, scorer.meaning):
        for name, weight in model.weights.items():
            assert weight <= 0 if name == "clashes" else weight >= 0, name
    assert scorer.partly <= scorer.found
