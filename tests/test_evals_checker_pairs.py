import json

import pytest

from evals.errors import BadSet
from evals.studies.checker.pairs import (
    clapnq_pairs,
    scifact_pairs,
    training_pairs,
    wice_pairs,
)


def lines(path, *rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def qa_set(folder, **case):
    (folder / "docs").mkdir(parents=True)
    first = "The Petrel was built in 1974. She carries 12 cars.\n\nHannet has a pier. It is old."
    (folder / "docs" / "boats.txt").write_text(f"Boats\n\n{first}")
    (folder / "docs" / "dogs.txt").write_text("Dogs\n\nDogs travel free of charge.")
    base = {"source": "boats.txt", "answerable": True}
    lines(folder / "questions.jsonl", *({**base, **one} for one in case["cases"]))
    return folder


CASES = [
    {
        "id": "1",
        "question": "When was the Petrel built?",
        "answers": ["1974"],
        "evidence": ["The Petrel was built in 1974."],
    },
    {
        "id": "2",
        "question": "How many cars does the Petrel carry?",
        "answers": ["12"],
        "evidence": ["She carries 12 cars."],
    },
]


def test_clapnq_gives_gold_sentences_with_and_without_their_evidence(tmp_path):
    answer = "The Petrel was built in the year 1974. She has room for 12 cars."
    case = {**CASES[0], "answers": [answer]}
    pairs = list(clapnq_pairs(qa_set(tmp_path / "clapnq", cases=[case])))
    assert [(pair.kind, pair.label) for pair in pairs] == [("gold", "found"), ("removed", "not_found")] * 2
    assert any("Dogs travel free" in one for passage in pairs[0].passages for one in passage)


def test_wice_keeps_its_label_and_places_of_evidence(tmp_path):
    row = {"id": "a", "claim": "It sank.", "title": "T", "source_sentences": [f"S{n}." for n in range(25)]}
    lines(tmp_path / "claims.jsonl", {**row, "label": "partially_supported", "supporting": [[0, 12]]})
    (pair,) = wice_pairs(tmp_path)
    assert (pair.label, len(pair.passages)) == ("partly", 3)
    assert pair.evidence == (frozenset({(0, 0), (1, 2)}),)


def test_an_unknown_label_is_an_error_with_its_line(tmp_path):
    row = {"id": "a", "claim": "It sank.", "title": "T", "source_sentences": ["S."], "label": "maybe"}
    lines(tmp_path / "claims.jsonl", row)
    with pytest.raises(BadSet, match="line 1"):
        list(wice_pairs(tmp_path))


def test_scifact_contradicted_and_open_claims_are_not_found(tmp_path):
    lines(tmp_path / "corpus-1.jsonl", {"id": "7", "title": "T", "text": "Mice like tea. Rats do not."})
    said = {"source": "7", "label": "CONTRADICT", "text": "Rats do not.", "start": 15, "end": 27}
    lines(
        tmp_path / "questions.jsonl",
        {"id": "1", "question": "Rats like tea.", "relevant": ["7"], "evidence": [said]},
        {"id": "2", "question": "Cats like tea.", "relevant": ["7"], "evidence": []},
    )
    pairs = list(scifact_pairs(tmp_path))
    assert [(pair.kind, pair.label) for pair in pairs] == [("CONTRADICT", "not_found"), ("OPEN", "not_found")]
    assert pairs[0].evidence == (frozenset({(0, 1)}),)


def test_the_training_sets_are_read_whole(data):
    pairs = list(training_pairs(data))
    assert {pair.set for pair in pairs} == {"wice", "scifact", "clapnq"}
    assert len(pairs) > 1000
    assert all(pair.text.strip() for pair in pairs)
