"""Reciprocal rank fusion on hand-worked numbers."""

import pytest

from index.fusion import reciprocal_rank


def test_a_name_in_both_rankings_gets_the_sum() -> None:
    scores = reciprocal_rank(["a", "b"], ["b", "c"], k=1)
    assert scores == pytest.approx({"b": 1 / 3 + 1 / 2, "a": 1 / 2, "c": 1 / 3})


def test_the_best_comes_first_and_ties_go_by_name() -> None:
    assert list(reciprocal_rank(["c", "a"], ["a", "c"], ["b"], k=10)) == ["a", "c", "b"]


def test_one_ranking_keeps_its_order() -> None:
    assert list(reciprocal_rank(["z", "y", "x"])) == ["z", "y", "x"]


def test_nothing_gives_nothing() -> None:
    assert reciprocal_rank([], []) == {}
