"""The models of confidence: fitted on examples, judged on documents they did not see, taken by a person."""

import math
import random
from dataclasses import replace

import pytest

from assistant.declining.calibration import COVERAGE, FILE_NAME, calibration_of, shipped
from assistant.grounding.scoring import Linear
from documents.text.runs import grouped
from evals.calibrating import forget, propose, take, to_text
from evals.errors import BadSet
from evals.fitting import (
    DIRECTIONS,
    Example,
    by_kind,
    examples_of,
    fit,
    held_out,
    without_probabilities,
)
from evals.studies.bootstrap import interval
from evals.studies.declining.examples import read_examples, write_examples
from evals.studies.declining.report import report
from evals.studies.declining.train import fit_all
from tests.evals_fakes import make_run
from tests.test_assistant_declining import SURE


def draft(right, *, group="a", has_answer=True, **signals):
    return Example("squad", replace(SURE, **signals), right, has_answer, group)


def drafts(count=200, seed=3):
    """Drafts whose `answerable` signal tells right from wrong most of the time; the others are noise."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        right = chance.random() < 0.5
        found.append(
            draft(
                right,
                group=str(number % 10),
                has_answer=right or chance.random() < 0.3,
                answerable=chance.gauss(1.5 if right else -1.5, 1.0),
                mean_logprob=chance.gauss(-0.3, 0.1),
                similarity=chance.random(),
            )
        )
    return found


def test_a_fit_finds_the_signal_that_tells_and_its_size():
    model = fit(drafts(2000))
    assert 0.5 < model.weights["answerable"] < 3.5
    assert abs(model.weights["answerable"]) > 3 * abs(model.weights["similarity"])


def test_no_weight_has_the_sign_that_it_must_not_have():
    turned = [replace(one, right=not one.right) for one in drafts()]
    model = fit(turned)
    for name, sign in DIRECTIONS["draft"].items():
        assert model.weights[name] * sign >= 0
    assert model.weights["answerable"] == 0


def test_a_fit_from_a_start_stays_there_where_the_cases_agree_with_it():
    start = fit(drafts(4000, seed=1))
    again = fit(drafts(4000, seed=2), start, 0.1)
    assert again.weights["answerable"] == pytest.approx(start.weights["answerable"], rel=0.25)


def test_a_signal_that_never_changes_gets_no_weight():
    assert fit(drafts()).weights["rank"] == 0  # the same in all of them


def test_a_fit_from_a_start_moves_the_bias_where_more_drafts_are_wrong():
    start = Linear(3.0, {"answerable": 1.0})
    wrong = [replace(one, right=False) for one in drafts(200)]
    assert fit(wrong, start, 0.1).bias < start.bias


def test_held_out_confidences_never_saw_their_document(monkeypatch):
    seen = []
    monkeypatch.setattr(
        "evals.fitting.fit",
        lambda members, *_: seen.append({one.group for one in members}) or Linear(0, {}),
    )
    members = drafts(100)
    assert held_out(members) == [0.5] * 100
    assert all(len(groups) == 8 for groups in seen) and len(seen) == 5


def test_one_document_alone_can_still_be_judged():
    members = [replace(one, group="only") for one in drafts(60)]
    assert all(0 < value < 1 for value in held_out(members))


def test_kinds_are_drafts_bare_drafts_and_quotes_and_no_declines():
    members = [
        draft(True),
        draft(False, model_declined=1.0),
        draft(True, quoted=1.0, mean_logprob=None, answerable=None),
        draft(True, quoted=1.0, mean_logprob=None, answerable=None, first_answers=1.0),
    ]
    kinds = by_kind(members)
    assert {kind: len(found) for kind, found in kinds.items()} == {
        "draft": 1,
        "bare": 1,
        "quotes": 1,
        "words": 2,
    }
    assert all(one.signals.first_answers is None for one in kinds["words"])
    assert kinds["bare"] == without_probabilities([members[0]])
    assert kinds["bare"][0].signals.mean_logprob is None


def test_examples_are_kept_without_any_text(tmp_path):
    members = drafts(5)
    write_examples(members, tmp_path / "examples.jsonl")
    assert read_examples(tmp_path / "examples.jsonl") == members


def test_the_shipped_model_is_what_the_kept_examples_give():
    made = fit_all(read_examples())
    assert made.kinds == shipped().kinds


def test_the_standard_answers_what_it_is_meant_to_on_documents_not_fitted_on():
    for kind in shipped().kinds.values():
        point = next(one for one in kind.curve if one.threshold == kind.standard)
        assert COVERAGE <= point.answerable_answered < COVERAGE + 0.05


def test_the_report_has_every_figure_with_an_interval():
    text = report(read_examples()[::4])
    assert "| AUROC of confidence | 0." in text and "(0." in text
    assert "quotes only" in text and "without log-probabilities" in text


# A person's own cases


def run_of(examples, name="mine"):
    """A run whose answers have these signals."""
    return make_run(name, [(one.signals.to_dict(), one.right, one.answerable, one.group) for one in examples])


def test_a_proposal_shows_both_curves_and_is_in_force_once_taken(tmp_path):
    proposal = propose(run_of(drafts(120)), shipped())
    assert proposal.before.curve and proposal.after.curve
    text = to_text(proposal)
    assert "now" in text and "then" in text and "mine" in text
    assert calibration_of(tmp_path) == shipped()
    take(proposal.calibration, tmp_path)
    assert calibration_of(tmp_path) == proposal.calibration
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o077 == 0


def test_only_the_model_of_the_drafts_that_were_made_is_changed():
    proposal = propose(run_of(drafts(120)), shipped())
    kinds = proposal.calibration.kinds
    assert {name for name, kind in kinds.items() if kind != shipped().kinds[name]} == {"draft"}


def test_a_probe_that_failed_now_and_then_changes_nothing():
    members = drafts(120)
    members[0] = without_probabilities(members[:1])[0]
    assert propose(run_of(members), shipped()).kind == "draft"


def test_questions_that_the_model_declined_count_as_not_answered():
    declined = [draft(False, group="d", model_declined=1.0) for _ in range(120)]
    point = propose(run_of([*drafts(120), *declined]), shipped()).after.curve[0]
    assert point.answerable_answered == 1.0  # only when even declines were taken for answers
    answered = [
        one
        for one in propose(run_of([*drafts(120), *declined]), shipped()).after.curve
        if one.threshold > 0.1
    ]
    assert max(one.answerable_answered for one in answered) < 0.6


def test_forgetting_goes_back_to_what_came_with_footnote(tmp_path):
    take(shipped(), tmp_path)
    assert forget(tmp_path) is True
    assert forget(tmp_path) is False
    assert calibration_of(tmp_path) == shipped()


@pytest.mark.parametrize("members", [[], drafts(39), [replace(one, right=True) for one in drafts(80)]])
def test_too_few_cases_are_one_clear_sentence(members):
    with pytest.raises(BadSet, match="too few cases to calibrate on"):
        propose(run_of(members), shipped())


def test_an_answer_without_signals_is_no_example():
    run = run_of(drafts(3))
    bare = replace(run.cases[0], answer=replace(run.cases[0].answer, signals={}))
    assert len(examples_of(replace(run, cases=(bare, *run.cases[1:])))) == 2


def test_cases_with_the_same_sources_are_one_group_and_an_unsure_draft_is_an_example_as_any():
    run = run_of(drafts(3))
    rows = [
        replace(row, case=replace(row.case, source=None, sources=sources))
        for row, sources in zip(run.cases, (("a", "b"), ("a", "b"), ("a",)), strict=True)
    ]
    rows[1] = replace(
        rows[1],
        answer=replace(rows[1].answer, outcome="unsure"),
        verdict=replace(rows[1].verdict, unsure=True, right=False, draft_right=True),
    )
    first, second, third = examples_of(replace(run, cases=tuple(rows)))
    assert first.group == second.group != third.group
    assert second.right


# Intervals


def test_groups_are_drawn_whole():
    cases = [("a", 1.0)] * 50 + [("b", 0.0)] * 50
    groups = list(grouped(cases, lambda case: case[0]).values())
    low, high = interval(groups, lambda drawn: sum(v for _, v in drawn) / len(drawn))
    assert (low, high) == (0.0, 1.0)


def test_cases_of_their_own_give_a_narrow_interval():
    chance = random.Random(1)
    cases = [[float(chance.random() < 0.5)] for _ in range(400)]
    low, high = interval(cases, lambda drawn: sum(drawn) / len(drawn))
    assert 0.4 < low < 0.5 < high < 0.6


def test_a_figure_that_is_never_there_has_no_interval():
    assert interval([[1.0]], lambda drawn: None) is None


def test_log_odds_of_nothing_are_the_bias():
    assert Linear(0.7, {}).log_odds({}) == 0.7
    assert math.isfinite(Linear(0.0, {"rank": -1.0}).log_odds({"rank": None}))
