import json
from importlib import resources

import pytest

from assistant.grounding.scoring import FILE, Model, Term, shipped_scorer

MODEL = Model(0.5, {"cover": Term(0.4, 0.2, 1.5)}, slope=2.0, offset=-1.0)


def test_the_score_is_the_calibrated_logistic_of_the_sum():
    # 0.5 + (0.6 - 0.4) / 0.2 * 1.5 = 2.0; 2.0 * 2.0 - 1.0 = 3.0; 1 / (1 + e^-3) = 0.9526
    assert MODEL.score({"cover": 0.6}) == pytest.approx(0.9526, abs=1e-4)


def test_a_feature_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        MODEL.score({})


def test_extreme_sums_stay_probabilities():
    assert 0.0 < MODEL.score({"cover": -1e9}) < MODEL.score({"cover": 1e9}) < 1.0


def test_the_shipped_model_says_where_it_comes_from():
    values = json.loads((resources.files("assistant.grounding") / FILE).read_text(encoding="utf-8"))
    assert values["command"] == "make train-checker"
    assert set(values["data"]) == {"wice", "scifact", "clapnq"}
    assert all(len(value) == 64 for value in values["data"].values())


def test_more_support_never_scores_less():
    scorer = shipped_scorer()
    for model in (scorer.words, scorer.meaning):
        for name, term in model.terms.items():
            against = name == "clashes"
            assert term.coefficient <= 0 if against else term.coefficient >= 0, name
    assert scorer.partly <= scorer.found
