"""Two runs of a set side by side: gained, lost, and what so many cases can show."""

import json

import pytest

from evals.cases import Case
from evals.comparing import compare, in_words, remarks
from evals.errors import EvalError
from evals.keeping.kept import KeptRuns
from evals.metrics.figure import Figure
from evals.metrics.intervals import paired_difference, share_interval
from evals.report import to_markdown, to_table
from evals.runs import CaseRun, Run, save
from evals.verdicts import Verdict
from tests.evals_fakes import make_answer, make_decline


def run_of(outcomes, *, answers=("32",), **made):
    """A run of answerable cases: "r" answered rightly, "w" wrongly, "d" declined, "u" unsure and right."""
    rows = []
    for number, letter in enumerate(outcomes):
        case = Case(str(number), f"Question {number}?", True, answers, line=number + 1)
        verdict = Verdict(
            case.id, right=letter == "r", useful=letter in "ru", refused=letter == "d", unsure=letter == "u"
        )
        rows.append(CaseRun(case, make_decline() if letter == "d" else make_answer("32 cars."), verdict))
    settings = {"llm": "none", "limit": None, "home": "/one", **made}
    return Run.of("mine", rows, settings=settings, versions={"code": made.get("llm", "abc"), "model": "m"})


def test_cases_are_gained_and_lost_by_what_they_are_worth():
    comparison = compare(run_of("wwrruu"), run_of("rurwur"))
    assert comparison.changed(1) == ["0", "1", "5"]
    assert comparison.changed(-1) == ["3"]
    assert comparison.differences["right_call"].before == pytest.approx(3 / 6)
    assert comparison.differences["right_call"].now == pytest.approx(4 / 6)


def test_few_changed_cases_show_no_difference_and_many_do():
    before, few = run_of("w" * 4 + "r" * 36), run_of("r" * 40)
    assert in_words("correct", compare(before, few).differences["correct"]) == (
        "no difference that 40 cases can show"
    )
    before, many = run_of("w" * 20 + "r" * 20), run_of("r" * 40)
    assert in_words("correct", compare(before, many).differences["correct"]) == "better by 32 to 63 points"
    worse = compare(many, before).differences
    assert in_words("correct", worse["correct"]) == "worse by 32 to 63 points"
    assert in_words("wrong_among_answered", worse["wrong_among_answered"]).startswith("worse by ")
    assert in_words("unsure", compare(before, run_of("u" * 40)).differences["unsure"]).startswith("more by ")
    assert in_words("correct", compare(many, many).differences["correct"]) == "the same"


def test_a_share_of_what_was_answered_is_compared_though_other_cases_were_answered():
    difference = compare(run_of("rrww"), run_of("rrdd")).differences["wrong_among_answered"]
    assert (difference.before, difference.now, difference.n) == (0.5, 0.0, 2)
    assert difference.low < -0.5 < difference.high
    nothing = compare(run_of("dd"), run_of("rr")).differences
    assert "wrong_among_answered" not in nothing  # before, nothing was answered


def test_the_interval_of_a_difference_holds_the_true_one_in_about_95_of_100():
    import random

    chance = random.Random(3)
    held = 0
    for _ in range(400):
        before, now = [], []
        for _ in range(60):
            old = chance.random() < 0.6
            new = old if chance.random() < 0.7 else chance.random() < 0.7  # 0.63 in all
            before.append(Figure(float(old), 1))
            now.append(Figure(float(new), 1))
        difference = paired_difference(before, now)
        held += difference.low <= 0.03 <= difference.high
    assert 0.92 <= held / 400 <= 0.99


def test_an_interval_of_nothing_is_everything():
    assert share_interval(0.0, 0) == (0.0, 1.0)


def test_cases_with_another_gold_and_other_settings_are_named():
    before, now = run_of("rr", llm="none"), run_of("rrr", llm="embedded", home="/two", limit=3)
    comparison = compare(before, now)
    assert list(remarks(comparison)) == [
        "Left out: 1 case of only one run, or with another gold in each.",
        "Made otherwise: Footnote's code; llm none → embedded.",
    ]
    with pytest.raises(EvalError, match="no case in common"):
        compare(run_of("rr"), run_of("rr", answers=("33",)))


def test_the_table_and_the_report_name_what_changed():
    comparison = compare(run_of("wr"), run_of("rd"))
    table = to_table(run_of("rd"), comparison)
    assert "Beside the earlier run, 2 cases in both:" in table
    assert "  Gained: 1: 0\n  Lost: 1: 1" in table
    report = to_markdown(run_of("rd"), comparison)
    assert "### Lost: 1\n" in report
    assert "before: Answered rightly\n  - now: Declined though there is an answer" in report
    assert json.loads(json.dumps(comparison.to_dict()))["gained"] == ["0"]


def test_an_earlier_run_is_named_by_its_name_its_file_or_as_the_last(tmp_path):
    kept = KeptRuns(tmp_path)
    with pytest.raises(EvalError, match="No run of mine is kept yet"):
        kept.find("last", "mine")
    path = save(run_of("wr"), tmp_path)
    for name in ("last", path.stem, str(path)):
        assert kept.find(name, "mine").cases == kept.open(path.stem).cases
    with pytest.raises(EvalError, match="There is no file"):
        kept.find(str(tmp_path / "none.json"), "mine")
    (tmp_path / "other.json").write_text("{}")
    with pytest.raises(EvalError, match="cannot be read"):
        kept.find(str(tmp_path / "other.json"), "mine")
    with pytest.raises(EvalError, match="no such run"):
        kept.find("other", "mine")
