"""The figures, against numbers worked out by hand."""

import math

import pytest

from evals.metrics import METRICS, OURS, figures
from evals.metrics.confidence import area_under_roc, calibration_error, risks
from evals.metrics.figure import Figure
from evals.metrics.percentiles import percentile
from evals.metrics.ranking import ndcg_at_k, recall_at_k
from evals.points import Points
from evals.verdicts import Verdict

# Five answerable cases (two right, one wrong, one declined, one without gold answers) and three that are not.
VERDICTS = [
    Verdict("right-1", right=True, draft_right=True, confidence=0.9, words=10, units=1, covered=((0,),)),
    Verdict("right-2", right=True, draft_right=True, confidence=0.7, words=20, units=2, covered=((), (1,))),
    Verdict("wrong", right=False, draft_right=False, confidence=0.8, words=30, evidence_cited=False),
    Verdict("declined", refused=True, right=False, draft_right=True, confidence=0.4, words=6),
    Verdict("no gold answer", right=None, confidence=0.5, evidence_cited=True),
    Verdict("invented", answerable=False, draft_right=False, confidence=0.6, words=12),
    Verdict("declined rightly 1", answerable=False, refused=True, draft_right=False, confidence=0.1, words=6),
    Verdict("declined rightly 2", answerable=False, refused=True, draft_right=False, confidence=0.0, words=6),
]


@pytest.mark.parametrize(
    ("name", "value", "n"),
    [
        ("right_call", 4 / 7, 7),
        ("correct", 2 / 4, 4),
        ("wrongly_declined", 1 / 5, 5),
        ("declined_unanswerable", 2 / 3, 3),
        ("answered", 5 / 8, 8),
        ("answerable_answered", 4 / 5, 5),
        ("wrong_among_answered", 2 / 4, 4),
        ("evidence_cited", 1 / 2, 2),
        ("recall@1", 1 / 2, 2),
        ("recall@5", 3 / 4, 2),
        ("mrr@10", 3 / 4, 2),
        ("ndcg@10", (1 + (1 / math.log2(3)) / (1 + 1 / math.log2(3))) / 2, 2),
        ("words_p50", 16.0, 4),
        ("unsure", 0.0, 8),
    ],
)
def test_figure_is_as_worked_out_by_hand(name, value, n):
    figure = METRICS[name].figure(VERDICTS)
    assert figure.value == pytest.approx(value)
    assert figure.n == n


# Answerable, with points: all told (answered, unsure), half of them, a third, all and what must not be said,
# declined. Without an answer: declined, unsure, invented.
BY_POINTS = [
    Verdict("right", right=True, useful=True, points=Points(2, 2), words=30),
    Verdict("unsure", unsure=True, right=False, useful=True, points=Points(2, 2), words=50),
    Verdict("half", right=False, useful=False, points=Points(2, 4), words=20),
    Verdict("third", right=False, useful=False, points=Points(1, 3), words=40),
    Verdict("spoilt", right=False, useful=False, points=Points(1, 1, True), words=10),
    Verdict("declined", refused=True, right=False, useful=False, points=Points(0, 2), words=6),
    Verdict("none, declined", answerable=False, refused=True, points=Points(), words=6),
    Verdict("none, unsure", answerable=False, unsure=True, points=Points(), words=60),
    Verdict("none, invented", answerable=False, points=Points(), words=70),
]


@pytest.mark.parametrize(
    ("name", "value", "n"),
    [
        ("useful", 2 / 6, 6),
        ("right", 1 / 6, 6),
        ("complete", (1 + 1 + 1 / 2 + 1 / 3 + 1 + 0) / 6, 6),
        ("declined", 1 / 6, 6),
        ("misled", 3 / 9, 9),  # a third, spoilt, invented
        ("kept_silent", 2 / 3, 3),
        ("unsure", 2 / 9, 9),
        ("correct", 1 / 6, 6),
        ("right_call", (1 + 0.5 + 1 + 0.5) / 9, 9),
        ("answered", 7 / 9, 9),
        ("answerable_answered", 5 / 6, 6),
        ("declined_unanswerable", 1 / 3, 3),
        ("wrong_among_answered", 4 / 5, 5),
        ("words_p50", 40.0, 7),
    ],
)
def test_figure_of_points_and_of_unsure_answers_is_as_worked_out_by_hand(name, value, n):
    figure = METRICS[name].figure(BY_POINTS)
    assert figure.value == pytest.approx(value)
    assert figure.n == n


def test_an_unsure_answer_that_is_wrong_or_has_nothing_to_compare_it_to_is_no_right_call():
    wrong = Verdict("a", unsure=True, useful=False, right=False)
    assert METRICS["right_call"].figure([wrong]) == Figure(0.0, 1)
    assert METRICS["right_call"].figure([Verdict("b", unsure=True)]) == Figure(None, 0)


def test_cases_without_points_have_no_figures_of_points():
    values = figures(VERDICTS)
    assert all(values[name] == Figure(None, 0) for name in ("right", "complete", "declined", "misled"))
    assert values["kept_silent"] == Figure(None, 0)


def test_confidence_figures_count_the_draft_not_what_was_shown():
    # By confidence: right, wrong, right, wrong (invented), right (though declined), wrong, wrong.
    assert METRICS["aurc"].figure(VERDICTS).value == pytest.approx(
        (0 + 1 / 2 + 1 / 3 + 2 / 4 + 2 / 5 + 3 / 6 + 4 / 7) / 7
    )
    assert METRICS["auroc"].figure(VERDICTS) == Figure(pytest.approx((4 + 3 + 2) / 12), 7)
    errors = 0.1 + 0.3 + 0.8 + 0.6 + 0.6 + 0.1 + 0.0
    assert METRICS["ece"].figure(VERDICTS).value == pytest.approx(errors / 7)


def test_citation_figures_are_over_citations_and_sentences_not_over_cases():
    verdicts = [
        Verdict("a", citations=5, located=5, cited=4, cited_supporting=3, shown=2, shown_supported=2),
        Verdict("b", citations=1, located=0, cited=1, cited_supporting=0, shown=2, shown_supported=0),
    ]
    assert METRICS["located"].figure(verdicts) == Figure(5 / 6, 6)
    assert METRICS["citation_precision"].figure(verdicts) == Figure(3 / 5, 5)
    assert METRICS["citation_recall"].figure(verdicts) == Figure(2 / 4, 4)


@pytest.mark.parametrize("name", METRICS)
def test_nothing_eligible_gives_none_never_0(name):
    assert METRICS[name].figure([]) == Figure(None, 0)
    nothing = Verdict("only ranked, and nothing to find", asked=False)
    assert METRICS[name].figure([nothing]) == Figure(None, 0)


def test_a_ranking_set_has_ranking_figures_only():
    values = figures([Verdict("claim", asked=False, units=1, covered=((), (0,)))])
    given = {name for name, figure in values.items() if figure.value is not None}
    assert given == {"recall@1", "recall@5", "recall@10", "ndcg@10", "mrr@10"}


def test_ndcg_is_the_usual_binary_one_where_a_hit_covers_one_unit():
    # Relevant at ranks 2 and 4 of three relevant documents.
    expected = (1 / math.log2(3) + 1 / math.log2(5)) / (1 + 1 / math.log2(3) + 1 / 2)
    assert ndcg_at_k([(), (0,), (), (2,)], 3, k=10) == pytest.approx(expected)


def test_ndcg_counts_a_gold_span_once_and_never_passes_1():
    assert ndcg_at_k([(0,), (0,)], 1, k=10) == 1.0
    assert ndcg_at_k([(0, 1, 2), (0,)], 3, k=10) == 1.0
    assert ndcg_at_k([(0,)] * 3, 2, k=10) == pytest.approx(1 / (1 + 1 / math.log2(3)))
    assert ndcg_at_k([()] * 10 + [(0,)], 1, k=10) == 0.0


def test_recall_counts_a_unit_once():
    assert recall_at_k([(0,), (0,), (1,)], 4, k=3) == 0.5


def test_confidence_figures_do_not_depend_on_the_order_of_ties():
    tied = [(0.5, True), (0.5, False), (0.5, True)]
    for order in (tied, tied[::-1], [tied[1], tied[0], tied[2]]):
        assert risks(order) == pytest.approx([1 / 3] * 3)
        assert area_under_roc(order) == 0.5


def test_auroc_is_none_where_all_drafts_are_right():
    assert area_under_roc([(0.9, True), (0.1, True)]) is None


def test_calibration_error_puts_a_confidence_of_1_in_the_last_bin():
    assert calibration_error([(1.0, True), (0.95, True)]) == pytest.approx(0.025)


def test_percentile_lies_between_neighbours():
    assert percentile([4.0, 1.0, 2.0, 3.0], 50) == 2.5
    assert percentile([7.0], 95) == 7.0


def test_seconds_are_of_timed_answers_only():
    verdicts = [Verdict("a", seconds={"total": 3.0, "first_token": 1.0}), Verdict("replayed")]
    assert METRICS["seconds_p50"].figure(verdicts) == Figure(3.0, 1)
    assert METRICS["first_evidence_p95"].figure(verdicts) == Figure(None, 0)


def test_every_figure_has_a_name_of_its_own_and_a_meaning():
    assert len(METRICS) == len(OURS)
    assert all(metric.meaning for metric in METRICS.values())
