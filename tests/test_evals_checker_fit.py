import json
import random
from importlib import resources

import pytest

from assistant.grounding.scoring import FILE, SupportScorer
from evals.studies.checker.features import OWN, TABLE, FeatureRow, read_table, write_table
from evals.studies.checker.fit import fit_scorer, fold_of
from evals.studies.checker.train import described

NAMES = ("cover_all", "alike", "clashes")


def rows(count=300):
    chance = random.Random(3)
    found = []
    for number in range(count):
        stated = number % 2 == 0
        values = {name: chance.gauss(1.0 if stated else 0.0, 0.7) for name in NAMES}
        values["clashes"] = float(not stated and number % 3 == 0)
        found.append(
            FeatureRow(
                "wice" if number % 4 else "squad", "x", str(number), "found" if stated else "partly", values
            )
        )
    return found


def test_the_fit_tells_stated_from_not_and_keeps_the_signs():
    scorer = fit_scorer(rows())
    good = {name: 1.5 for name in NAMES} | {"clashes": 0.0}
    bad = {name: -0.5 for name in NAMES} | {"clashes": 1.0}
    assert scorer.score(good) > 0.9 > 0.5 > scorer.score(bad)
    assert scorer.meaning.weights["clashes"] <= 0 <= scorer.meaning.weights["cover_all"]
    assert "alike" in scorer.meaning.weights and "alike" not in scorer.words.weights


def test_the_same_rows_give_the_same_judge_and_the_json_gives_it_back():
    scorer = fit_scorer(rows())
    assert fit_scorer(rows()) == scorer
    assert SupportScorer.from_dict(json.loads(json.dumps(described(scorer, {"wice": "0"})))) == scorer


def test_a_document_is_in_one_fold():
    assert fold_of("17") == fold_of("17")
    assert {fold_of(str(number)) for number in range(20)} == set(range(5))


def test_the_table_is_read_as_it_was_written(tmp_path):
    path = tmp_path / "features.csv"
    written = [FeatureRow("wice", "found", "12", "found", {"cover_all": 0.5, "clashes": 1.0})]
    write_table(written, {"wice": "abc"}, path)
    assert read_table(path) == (written, {"wice": "abc"})
    assert "The" not in path.read_text()


def test_the_shipped_model_is_made_from_the_kept_features():
    found, hashes = read_table()
    shipped = json.loads((resources.files("assistant.grounding") / FILE).read_text(encoding="utf-8"))
    made = described(fit_scorer(found), hashes)
    assert made["data"] == shipped["data"]
    for name in ("found", "partly", "vetoed", "empty"):
        assert shipped[name] == pytest.approx(made[name], abs=0.01)
    for model in ("words", "meaning"):
        assert shipped[model]["bias"] == pytest.approx(made[model]["bias"], abs=0.02)
        assert shipped[model]["weights"] == pytest.approx(made[model]["weights"], abs=0.02)


def test_the_kept_features_are_numbers_without_text():
    head, columns, *lines = TABLE.read_text(encoding="utf-8").splitlines()
    assert head.startswith("# ")
    assert TABLE.stat().st_size < 1_000_000
    places = [place for place, name in enumerate(columns.split(",")) if name not in OWN]
    for line in lines[:200]:
        values = line.split(",")
        assert all(float(values[place]) == float(values[place]) for place in places)
