"""Models that are always right or always wrong, on the set that ships with Footnote."""

from dataclasses import replace

import pytest

from assistant.settings import load_settings
from evals.cases import Case, CaseSet, GoldEvidence, choose
from evals.datasets import load_set
from evals.keeping.libraries import open_with
from evals.studies.oracle.__main__ import Scripted, ask_all, drafts_of
from evals.studies.oracle.drafts import DECLINE, Drafts, answers, evidence, short
from evals.studies.oracle.outcomes import DraftOutcome, half_right, report
from evals.studies.written_sets import read_answers
from tests.evals_fakes import make_answer, make_decline, make_sentence

BUILT = Case(
    "1", "When?", True, ("1974",), "boats.txt", (GoldEvidence("boats.txt", "The Petrel was built in 1974."),)
)
CARS = Case(
    "2", "How many?", True, ("9",), "boats.txt", (GoldEvidence("boats.txt", "The Petrel carries 9 cars."),)
)
NONE = Case("3", "Who?", False)
TEXT = "The Petrel was built in 1974. The Petrel carries 9 cars. She was sold for 120 pounds in 1980."
DRAFTS = Drafts(CaseSet("boats", (BUILT, CARS, NONE)), lambda name: TEXT)


def test_drafts_are_right_or_wrong_as_they_should_be():
    assert DRAFTS.draft("evidence", BUILT) == "The Petrel was built in 1974."
    assert DRAFTS.draft("short", BUILT) == "1974."
    assert DRAFTS.draft("another question", BUILT) == "The Petrel carries 9 cars."
    exchanged = DRAFTS.draft("exchanged", BUILT)
    assert exchanged and exchanged != evidence(BUILT)
    assert DRAFTS.draft("decline", NONE) == DECLINE


def test_the_gold_in_other_words_is_that_of_the_set_and_the_case():
    gold = read_answers()[0]
    case = replace(BUILT, id=gold.id)
    assert Drafts(CaseSet(gold.set, (case,)), str).draft("other words", case) == gold.sentence
    assert Drafts(CaseSet("boats", (case,)), str).draft("other words", case) is None


def test_a_case_without_an_answer_has_a_decline_and_nothing_else():
    assert DRAFTS.draft("evidence", NONE) is DRAFTS.draft("short", NONE) is None
    assert DRAFTS.draft("decline", BUILT) is None


def test_another_sentence_that_has_the_answer_too_is_not_wrong():
    same = Case("4", "Which year?", True, ("1974",), "boats.txt", BUILT.evidence)
    assert Drafts(CaseSet("boats", (BUILT, same)), lambda name: TEXT).draft("another question", BUILT) is None


def test_a_short_answer_is_written_as_the_evidence_has_it():
    case = Case(
        "5", "When?", True, evidence=(GoldEvidence("a", "It leaves at 8.40."),), must=(("8 40", "840"),)
    )
    assert short(case) == "8.40."
    assert answers(case, "8.40.")


def test_only_words_of_the_draft_in_an_answer_are_the_draft_shown():
    shown = make_answer("The Petrel was built in 1974.")
    assert DraftOutcome.of("evidence", "1", "The Petrel was built in 1974.", shown).shown
    assert not DraftOutcome.of("evidence", "1", "The Petrel carries 9 cars.", shown).shown
    unsure = make_answer("It was built in 1974.", outcome="unsure")
    assert not DraftOutcome.of("evidence", "1", "It was built in 1974.", unsure).shown
    direct = make_answer("A list.", draft="", sentences=(make_sentence("A list."),))
    assert not DraftOutcome.of("evidence", "1", "A list.", direct).asked
    assert DraftOutcome.of("evidence", "1", "X", make_decline()).outcome == "declined"


def rows(right, wrong):
    """A right and a wrong draft for each of 400 cases; so many of each hundred are shown as answered."""
    for number in range(400):
        for kind, share in (("evidence", right), ("exchanged", wrong)):
            is_shown = number % 100 < share
            yield DraftOutcome(
                kind, str(number), "x", "answered" if is_shown else "unsure", asked=True, shown=is_shown
            )


def test_half_right_draws_one_draft_a_case():
    drawn = half_right(list(rows(right=90, wrong=15)))
    assert drawn is not None and drawn.cases == 400
    assert drawn.before == pytest.approx(0.4, abs=0.06)
    assert drawn.kept == pytest.approx(0.9, abs=0.05)
    assert drawn.after == pytest.approx(0.4 * 0.15 / (0.4 * 0.15 + 0.6 * 0.9), abs=0.05)
    assert half_right(list(rows(right=90, wrong=15))) == drawn  # seeded
    assert half_right([]) is None


def test_the_report_has_a_row_for_each_kind():
    lines = report(list(rows(right=90, wrong=15))).splitlines()
    assert "| right: evidence | 400 | 90.0% | 10.0% | 0.0% |" in lines
    assert "| wrong: exchanged | 400 | 15.0% | 85.0% | 0.0% |" in lines


def test_on_the_example_set_right_answers_are_kept_and_exchanged_ones_are_not(home, embedder):
    case_set, model = load_set("examples"), Scripted()
    with open_with(case_set, load_settings(home), embedder=embedder, open_model=lambda: model) as library:
        cases = choose(case_set.cases, limit=24, seed=0)
        found = list(ask_all(cases, drafts_of(case_set, library), library, model))
    by_kind = {
        kind: [row for row in found if row.kind == kind] for kind in ("evidence", "exchanged", "decline")
    }
    assert all(by_kind.values())
    assert sum(row.outcome == "answered" for row in by_kind["evidence"]) >= 0.8 * len(by_kind["evidence"])
    assert sum(row.shown for row in by_kind["exchanged"]) <= 0.2 * len(by_kind["exchanged"])
    assert all(row.outcome != "answered" for row in by_kind["decline"])
