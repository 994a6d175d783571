"""The model that tells what answers, judged on short texts that it did not learn from."""

from evals.studies.answerable.__main__ import READ, answered_auroc, auroc, is_row, places, scored
from evals.studies.answerable.found import Found
from evals.studies.written_sets import SHORT, PassageQuestion, TextQuery, read_questions


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


class Longest:
    """Takes the longest text for the one that answers."""

    identity = "longest"

    def scores(self, query, texts):
        return [float(len(text)) for text in texts]


def found(*texts, right=(), parts=(), answered=True):
    query = TextQuery("?", "", texts, frozenset(right), frozenset(parts))
    return Found(query, query, (), answered, alone=answered and not parts)


def test_the_place_of_what_answers_is_that_of_the_best_right_text():
    asked = [
        found("a", "ccc", "bb", right=[0, 2]),
        found("a", "bb", right=[1]),
        found("a", "bb"),  # answered, but not by what was found
        found(*"a" * READ, "the longest", right=[READ]),  # nobody reads it
        found("a", "bb", parts=[0, 1]),
        found("a", "bb", answered=False),
    ]
    assert places(scored(asked, Longest())) == [1, 0, READ, READ]


def test_whether_any_text_answers_is_told_by_the_highest_score():
    asked = [found("a", "bbb", right=[0]), found("aa", answered=False), found(answered=False)]
    assert answered_auroc(scored(asked, Longest())) == 1.0
