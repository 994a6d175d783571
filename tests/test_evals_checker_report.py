import json

import pytest

from evals.errors import BadSet
from evals.studies.checker.check import check_all
from evals.studies.checker.figures import (
    CheckedSentence,
    accuracy,
    believed,
    evidence_f1,
    found_right,
    lost,
    macro_f1,
    response_f1,
)
from evals.studies.checker.pairs import LabelledSentence, ragtruth_pairs, written_pairs
from evals.studies.checker.report import report
from evals.studies.checker.sets import load_ragtruth
from evals.studies.written_sets import BESIDE, EVERYDAY
from tests.fakes import WordHashEmbedder

PASSAGES = (("Dogs travel free.", "Bicycles cost two pounds each way."),)


def outcome(support, score, label="found", kind="1", cited=(), evidence=()):
    gold = tuple(frozenset(one) for one in evidence)
    pair = LabelledSentence("s", kind, "g", "text", "", PASSAGES, label, gold)
    return CheckedSentence(pair, support, score, frozenset(cited), 0.01)


def test_shares_by_hand():
    ones = [
        outcome("found", 0.9),
        outcome("found", 0.8, "not_found"),
        outcome("partly", 0.6, "partly"),
        outcome("not_found", 0.2),
    ]
    assert found_right(ones) == 0.5
    assert lost(ones) == 0.5  # of the two that are stated
    assert believed(ones) == 0.5  # of the two that are not
    assert accuracy(ones) == 0.5
    # found: 2*1/(2+2) = 0.5; partly: 2*1/(1+1) = 1; not_found: 0/(1+1) = 0
    assert macro_f1(ones) == pytest.approx(0.5)


def test_an_answer_is_as_good_as_its_worst_sentence():
    # Scores 0.1 (wrong), 0.2 (right), 0.3 (wrong), 0.9 (right): at 0.3 F1 = 2*2/(3+2) = 0.8.
    ones = [
        outcome("found", 0.1, "not_found", "a"),
        outcome("found", 0.9, kind="a"),
        outcome("found", 0.2, kind="b"),
        outcome("found", 0.3, "not_found", "c"),
        outcome("found", 0.9, kind="d"),
    ]
    assert response_f1(ones) == pytest.approx(0.8)


def test_evidence_is_compared_with_the_best_gold_set():
    one = outcome("found", 1.0, cited=[(0, 0)], evidence=[[(0, 1)], [(0, 0), (0, 1)]])
    assert evidence_f1([one]) == pytest.approx(2 / 3)
    assert evidence_f1([outcome("found", 1.0)]) is None


def test_pairs_are_checked_and_the_report_has_every_part():
    pairs = [
        LabelledSentence("ragtruth", "1", "g", "Dogs travel free.", "", PASSAGES, "found"),
        LabelledSentence("ragtruth", "1", "g", "Lunch is served at noon.", "", PASSAGES, "not_found"),
    ]
    ones = list(check_all(pairs, WordHashEmbedder()))
    assert [one.support for one in ones] == ["found", "not_found"]
    assert ones[0].cited == {(0, 0)}
    text = report(ones, ones, ones, {"everyday, the half seen": ones})
    for part in ("AUROC", "ECE", "wice", "scifact", "the half seen", "| score | sentences |", "p95"):
        assert part in text


@pytest.mark.parametrize("path", [EVERYDAY, BESIDE])
def test_only_one_half_of_the_written_sentences_is_in_view(path):
    pairs = list(written_pairs("seen", path))
    assert {pair.label for pair in pairs} == {"found", "not_found"}
    assert not {pair.group for pair in pairs} & {pair.group for pair in written_pairs("kept", path)}


def test_a_sentence_that_overlaps_a_span_is_unsupported(tmp_path):
    response = "Dogs travel free. Lunch is at noon."
    row = {"id": "1", "source_id": "s", "question": "q", "passages": ["Dogs travel free."]}
    # The span begins with the full stop of the sentence before, which it does not make wrong.
    span = {"start": 16, "end": 35}
    path = tmp_path / "responses.jsonl"
    path.write_text(json.dumps({**row, "response": response, "spans": [span]}))
    assert [pair.label for pair in ragtruth_pairs(tmp_path)] == ["found", "not_found"]
    path.write_text(json.dumps({**row, "response": response, "spans": [{"start": 1, "end": 99}]}))
    with pytest.raises(BadSet):
        load_ragtruth(tmp_path)
