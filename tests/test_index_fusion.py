"""The weighted sum on hand-worked numbers."""

import pytest

from index.fusion import weighted_sum


def test_an_id_that_both_found_gets_both_parts() -> None:
    scores = weighted_sum({"a": 0.6, "b": 0.5}, {"b": 10.0, "a": 5.0})
    assert scores == pytest.approx({"b": 0.5 + 0.4, "a": 0.6 + 0.2})


def test_the_best_comes_first_and_ties_go_by_name() -> None:
    assert list(weighted_sum({"c": 0.5, "a": 0.5, "b": 0.9}, {})) == ["b", "a", "c"]


def test_the_scale_of_the_lexical_scores_does_not_matter() -> None:
    cosines = {"a": 0.6, "b": 0.5}
    assert weighted_sum(cosines, {"b": 1.0}) == pytest.approx(weighted_sum(cosines, {"b": 40.0}))


def test_nothing_gives_nothing() -> None:
    assert weighted_sum({}, {}) == {}
