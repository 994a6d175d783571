"""The report's curve of risk against coverage, and the bar of where cases fell short."""

import json
import re

from evals.cases import Case
from evals.page.curve import MOST_POINTS, Point, curve_of
from evals.page.report import causes, report_html
from evals.runs import CaseRun, Run
from evals.verdicts import Verdict
from tests.evals_fakes import make_answer


def answered(confidence, right=True, **changes):
    return Verdict("a", confidence=confidence, right=right, useful=right, draft_right=right, **changes)


def unsure(confidence, right=True):
    return answered(confidence, right, unsure=True)


SURE = [answered(0.9)] * 6 + [answered(0.8, False)]
REST = [unsure(0.5)] * 8 + [unsure(0.4, False)] * 5


def test_the_curve_answers_the_surest_first_and_those_of_one_confidence_together():
    curve = curve_of(REST + SURE)
    assert curve.points == (Point(6, 0), Point(7, 1), Point(15, 1), Point(20, 6))
    assert (curve.run, curve.cases, curve.nearest) == (Point(7, 1), 20, 1)
    assert (curve.highest, curve.place(Point(20, 6))) == (40, (100.0, 25.0))


def test_what_was_not_answered_counts_by_what_it_showed_and_without_an_answer_all_is_wrong():
    declined = Verdict("a", refused=True, confidence=0.3, right=False, useful=False, draft_right=True)
    none = Verdict("a", answerable=False, unsure=True, confidence=0.2)
    open_one = Verdict("a", confidence=0.1, right=None)  # nothing to compare it to
    curve = curve_of([*SURE, *REST, declined, none, open_one])
    assert curve.points[-2:] == (Point(21, 6), Point(22, 7))


def test_few_cases_make_no_curve_and_few_answers_no_point():
    assert curve_of((SURE + REST)[1:]) is None
    assert curve_of([answered(0.5)] * 30) is None  # all of one confidence
    first = curve_of([answered(0.99, False), *SURE, *REST]).points[0]
    assert first == Point(7, 1)  # not one of one wrong


def test_a_long_curve_is_thinned_and_keeps_its_end():
    curve = curve_of(answered(number / 1000, number % 3 > 0) for number in range(1000))
    assert MOST_POINTS / 2 < len(curve.points) <= MOST_POINTS and curve.points[-1].answered == 1000
    assert len(json.loads(curve.sent)) == len(curve.points)


def test_the_causes_are_one_bar_the_failures_first():
    found = list(causes([*SURE, *REST, Verdict("a", answerable=False, unsure=True)]))
    assert [(cause.kind.title, cause.number) for cause in found] == [
        ("Gave a wrong answer", 1),
        ("Unsure, and what it showed is not the answer", 5),
        ("Unsure where there is no answer", 1),
        ("Unsure, though what it showed is right", 8),
    ]


def rows(verdicts):
    for number, verdict in enumerate(verdicts):
        yield CaseRun(Case(str(number), f"Question {number}?", True, ("32",)), make_answer("32"), verdict)


def test_a_report_has_both_where_there_is_something_to_show():
    def html(verdicts):
        return report_html(Run.of("mine", rows(verdicts), settings={}, versions={}))

    shown = html(SURE + REST)
    assert "Where 14 cases fell short" in shown and "If fewer or more were answered" in shown
    words = " ".join(re.sub(r"<[^>]+>", " ", shown).split())
    assert (
        "The ring is this run: of 20 cases that can be told right or wrong 7 answered, 1 of them wrong."
        in words
    )
    assert "If fewer" not in html(SURE)
    assert "fell short" not in html([answered(0.9)] * 20)


def test_a_part_of_the_bar_shows_as_many_cases_as_it_says():
    declined = Verdict("a", refused=True, right=False, useful=False, units=1, covered=((), ()))
    ranked = Verdict("a", asked=False, units=1, covered=((), ()))
    html = report_html(Run.of("mine", rows([declined] * 3 + [ranked] * 2), settings={}, versions={}))
    parts = re.findall(r'data-kind="(outcome-\d+)"[^>]*>(\d+)<', html)
    cases = [found.split() for found in re.findall(r'data-kinds="([^"]*)"', html)]
    assert [(sum(kind in each for each in cases), int(number)) for kind, number in parts] == [(3, 3), (2, 2)]
