"""The model that tells what answers, judged on short texts that it did not learn from."""

from evals.studies.answerable.__main__ import auroc, is_row
from evals.studies.written_sets import SHORT, PassageQuestion, read_questions


class Longer:
    """Takes the longer question for the answered one."""

    identity = "longer"

    def scores(self, query, texts):
        return [float(len(query)) for _ in texts]


def test_figures_are_of_the_scores_of_each_pair():
    pairs = [
        PassageQuestion("a?", "x", False, "1"),
        PassageQuestion("abc?", "x", True, "1"),
        PassageQuestion("ab?", "x", False, "1"),
    ]
    assert auroc(pairs, Longer()) == 1.0
    assert auroc([*pairs, PassageQuestion("abcd?", "x", False, "1")], Longer()) == 2 / 3


def test_rows_are_told_from_other_texts():
    rows = {pair.passage for pair in read_questions(SHORT) if is_row(pair)}
    assert 50 <= len(rows) <= 70
    assert all(passage.count(":") for passage in rows)
