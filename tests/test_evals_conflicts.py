"""What is shown of a disagreement is judged against what each document states."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.types import Citation, Conflict, ConflictRow
from evals.datasets import load_set, ramdocs
from evals.errors import BadSet
from evals.studies.bootstrap import with_interval
from evals.studies.conflicts import run
from evals.studies.conflicts.__main__ import conflicts
from evals.studies.conflicts.disputes import in_view, read_disputes
from evals.studies.conflicts.figures import FIGURES, RECALL
from evals.studies.conflicts.judge import JudgedDispute, ShownValue, judge
from evals.studies.conflicts.report import report
from evals.studies.conflicts.run import FlaggedQuestion

RECORD = {
    "id": "r-1",
    "question": "When was the Weir built?",
    "documents": [
        {"text": "The Weir was built in 1856.", "type": "correct", "answer": "1856"},
        {"text": "The Weir was built in 1900.\x00", "type": "misinfo", "answer": "1900"},
        {"text": "A weir is a low dam.", "type": "noise", "answer": "unknown"},
    ],
    "disambig_entity": ["The Weir"],
    "gold_answers": ["1856"],
    "wrong_answers": ["1900"],
}
AGREEING = {**RECORD, "id": "r-2", "documents": RECORD["documents"][:1]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "ramdocs"
    path.mkdir()
    (path / "questions.jsonl").write_text(
        "".join(json.dumps(one) + "\n" for one in (RECORD, AGREEING)), "utf-8"
    )
    return path


def citation(source: str, quote: str) -> Citation:
    return Citation(source, 1, source, None, 0, len(quote), quote)


def conflict(*sides: tuple[str, str, str]) -> Conflict:
    rows = (ConflictRow(value, None, citation(source, quote)) for value, source, quote in sides)
    return Conflict("it", tuple(rows))


def shown(disagrees: bool, *values: ShownValue, gold: bool = False, id: str = "x") -> JudgedDispute:
    return JudgedDispute(id, "?", disagrees, values, gold, gold)


def test_the_set_has_a_document_for_each_text(folder: Path) -> None:
    case_set = load_set(folder)
    assert [one.name for one in case_set.documents] == [
        "r-1-00.txt",
        "r-1-01.txt",
        "r-1-02.txt",
        "r-2-00.txt",
    ]
    assert case_set.documents[1].text == "The Weir was built in 1900. "  # what is no text breaks no reader
    assert case_set.cases[0].answers == ("1856",)


def test_noise_states_nothing_and_one_answer_is_no_disagreement(folder: Path) -> None:
    first, second = read_disputes(folder)
    assert (first.answers, first.disagrees) == (("1856", "1900"), True)
    assert (second.answers, second.disagrees) == (("1856",), False)


@pytest.mark.parametrize("documents", [[], ["text"], [{"type": "noise"}]])
def test_a_broken_record_is_named_by_its_line(folder: Path, documents: list[object]) -> None:
    (folder / "questions.jsonl").write_text(json.dumps({**RECORD, "documents": documents}), "utf-8")
    with pytest.raises(BadSet, match="line 1"):
        ramdocs.load(folder)


def test_a_row_is_right_where_its_document_gives_that_answer(folder: Path) -> None:
    dispute = read_disputes(folder)[0]
    names = {"a": ("r-1-00.txt",), "b": ("r-1-01.txt", "r-7-00.txt"), "c": ("r-1-02.txt",)}
    sides = conflict(
        ("1856", "a", "built in 1856"), ("1856", "b", "built in 1900"), ("a low dam", "c", "a low dam")
    )
    judged = judge(dispute, [sides], names)
    assert [(row.stated, row.noise) for row in judged.values] == [
        (True, False),
        (False, False),
        (False, True),
    ]
    assert judged.gold_values and judged.gold_quoted and judged.flagged
    assert not judge(dispute, [conflict(("May", "a", "in 1856"))], names).gold_values
    assert judge(dispute, [conflict(("May", "a", "in 1856"))], names).gold_quoted
    assert not judge(dispute, [], names).flagged


def test_figures_by_hand() -> None:
    right, wrong = ShownValue("1", "1", "a", True, False), ShownValue("2", "2", "b", False, True)
    cases = [shown(True, right, right, gold=True), shown(True), shown(False, right, wrong), shown(False)]
    assert [share(cases) for share in FIGURES.values()] == [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.75, 0.25]
    assert all(share([]) is None for share in FIGURES.values())


def test_the_interval_holds_the_share_and_is_the_same_each_time() -> None:
    value = ShownValue("1", "1", "a", True, False)
    cases = [shown(True, *[value] * (number < 30), id=str(number)) for number in range(40)]
    text = with_interval(FIGURES[RECALL], cases, lambda case: case.id)
    share, low, high = map(float, re.findall(r"\d\.\d+", text))
    assert 0.5 < low < share == 0.75 < high < 0.95
    assert with_interval(FIGURES[RECALL], cases, lambda case: case.id) == text
    assert with_interval(FIGURES[RECALL], [], id) == "–"


def test_shares_are_by_the_id_alone() -> None:
    shares = [in_view(f"ramdocs-{number}") for number in range(200)]
    assert 100 < sum(shares) < 140
    assert shares == [in_view(f"ramdocs-{number}") for number in range(200)]


def test_the_report_lists_each_false_alarm_with_its_quotes() -> None:
    row = ShownValue("1", "1", "a", True, False)
    cases = [JudgedDispute(f"ramdocs-{number}", "?", True, (row, row), True, True) for number in range(20)]
    alarm = FlaggedQuestion("q1", "How deep?", True, (conflict(("5", "a", "five\nmetres")),), 0.2)
    text = report(cases, {"squad": [alarm, FlaggedQuestion("q2", "Who?", False, (), 0.1)]})
    assert "| precision of the flag | 1.000 (1.000–1.000) | 1.000 (1.000–1.000) |" in text
    assert "| squad | 1 of 1 | 0 of 1 | 0.15 |" in text
    assert '- squad, q1: How deep?\n  - 5: "five\\nmetres"' in text


def test_the_command_prints_the_report(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def elsewhere(where: object, settings: object) -> list[FlaggedQuestion]:
        asked.append(str(where))
        return [FlaggedQuestion("q", "?", True, (), 0.1)]

    monkeypatch.setattr(
        "evals.studies.conflicts.__main__.ask_disputes", lambda folder, settings: [shown(True)]
    )
    monkeypatch.setattr("evals.studies.conflicts.__main__.ask_agreeing", elsewhere)
    result = CliRunner().invoke(conflicts, [str(folder.parent)])
    assert result.exit_code == 0, result.output
    assert "| recall of the flag |" in result.output
    assert asked == ["squad", "clapnq", "mali", "examples"]


def test_each_question_is_asked_of_its_own_documents(
    folder: Path, monkeypatch: pytest.MonkeyPatch, assistant: object
) -> None:
    assistant.add([_written(folder, one.name, one.text) for one in ramdocs.load(folder).documents])
    monkeypatch.setattr(run, "_opened", lambda case_set, settings: assistant)
    judged = run.ask_disputes(folder, None)
    assert [dispute.id for dispute in judged] == ["r-1", "r-2"]
    assert not judged[1].flagged
    assert {value.source for value in judged[0].values} <= {"r-1-00.txt", "r-1-01.txt", "r-2-00.txt"}


def _written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder / name


def test_the_shared_set_is_read_as_its_description_says(data: Path) -> None:
    disputes = read_disputes(data / "ramdocs")
    assert len(disputes) == 250
    assert sum(one.disagrees for one in disputes) == 217
