"""The bench's pure parts: rows, table, choice of questions. What it measures is run by `make bench`."""

import json
from dataclasses import replace

import pytest

from documents.errors import FootnoteError, MissingExtra
from evals.cases import Case
from evals.errors import EvalError
from evals.studies.bench.__main__ import measure_files, read_folders, read_forms, read_inputs
from evals.studies.bench.clock import interleaved
from evals.studies.bench.files import files_in
from evals.studies.bench.peer import closest
from evals.studies.bench.peer_files import reads
from evals.studies.bench.rows import Comparison, pick_questions, table
from evals.studies.bench.waits import quoting_rows, shared_row
from tests.evals_fakes import make_answer, make_citation

CASES = [Case(str(number), f"Question {number}?", answerable=number % 2 == 0) for number in range(20)]


def test_more_a_second_is_better():
    row = Comparison("ingest", "passages/s", 60.0, 20.0, at_least=2.5)
    assert row.ratio == pytest.approx(3.0)
    assert row.reached is True


def test_fewer_seconds_are_better():
    row = Comparison("answer", "s", 5.0, 15.0, at_least=4.0)
    assert row.ratio == pytest.approx(3.0)
    assert row.reached is False


def test_a_limit_is_on_footnotes_own_figure():
    assert Comparison("help", "s", 0.2, below=0.3).reached is True
    assert Comparison("help", "s", 0.3, below=0.3).reached is False


def test_without_a_target_nothing_is_reached_or_missed():
    row = Comparison("first evidence, p50", "s", 0.1)
    assert row.ratio is None
    assert row.reached is None


def test_json_has_the_figures_worked_out():
    record = Comparison("answer", "s", 5.0, 20.0, at_least=4.0).to_dict()
    assert record["ratio"] == pytest.approx(4.0)
    assert record["reached"] is True
    assert record["footnote"] == 5.0


def test_table_is_plain_and_aligned():
    lines = table(
        [
            Comparison("ingest", "passages/s", 1234.5, 400.0, at_least=2.5),
            Comparison("help", "s", 0.4567, below=0.3),
        ]
    ).split("\n")
    assert lines == [
        "        Footnote          usual stack     ratio  target   reached",
        "ingest  1,234 passages/s  400 passages/s  3.1x   >= 2.5x  yes",
        "help    0.457 s                                  < 0.3 s  no",
    ]


def test_questions_are_the_same_each_time_and_a_shorter_choice_begins_a_longer_one():
    assert pick_questions(CASES, 6) == pick_questions(CASES, 6)
    assert pick_questions(CASES, 6)[:3] == pick_questions(CASES, 3)
    assert len(set(pick_questions(CASES, 50))) == len(CASES)


def test_questions_can_be_answerable_ones_only():
    answerable = {case.question for case in CASES if case.answerable}
    assert set(pick_questions(CASES, 50, answerable_only=True)) == answerable


def test_no_question_is_an_error_with_a_next_step():
    with pytest.raises(EvalError) as caught:
        pick_questions([CASES[1]], 1, answerable_only=True)
    assert "--questions" in caught.value.next_step


def test_sides_take_turns():
    order = []
    sides = {"a": lambda item: order.append(f"a{item}"), "b": lambda item: order.append(f"b{item}")}
    seconds = interleaved(sides, [1, 2], lambda line: None)
    assert order == ["a1", "b1", "a2", "b2"]
    assert [len(seconds[name]) for name in ("a", "b")] == [2, 2]


def test_before_each_item_things_are_put_in_order_untimed():
    order = []
    sides = {"a": lambda item: order.append(f"a{item}")}
    seconds = interleaved(sides, [1, 2], lambda line: None, before=lambda: order.append("before"))
    assert order == ["before", "a1", "before", "a2"]
    assert len(seconds["a"]) == 2


@pytest.mark.parametrize(("wanted", "size"), [(10, 91), (1, 200), (100, 10)])
def test_passage_size_is_matched(wanted, size):
    assert closest(lambda size: 1000 // size, wanted, low=10, high=200) == size


def test_a_missing_folder_is_named_with_the_next_step(tmp_path):
    with pytest.raises(FootnoteError, match=r"no folder .*nowhere.*--documents"):
        read_inputs(tmp_path / "nowhere", tmp_path / "questions.jsonl")
    with pytest.raises(FootnoteError, match=r"no file .*questions\.jsonl.*--questions"):
        read_inputs(tmp_path, tmp_path / "questions.jsonl")


def test_a_missing_folder_of_files_is_named_with_the_next_step(tmp_path):
    with pytest.raises(FootnoteError, match=r"no folder .*nowhere.*--files"):
        read_folders([tmp_path / "nowhere"])


def test_missing_readers_of_the_usual_stack_are_named_with_the_command(tmp_path, monkeypatch):
    monkeypatch.setattr("evals.studies.bench.peer_files.READERS", ("docx2txt.nowhere", "no_such_reader"))
    with pytest.raises(MissingExtra, match="make bench"):
        read_folders([tmp_path])


def test_without_files_there_is_no_row_and_that_is_said(capsys):
    assert measure_files([], quick=True) == []
    assert "--files" in capsys.readouterr().err


def test_files_of_several_folders_are_found_at_any_depth(tmp_path):
    names = ["a/b/deep.pdf", "a/table.csv", "z/letter.pdf"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    found = files_in([tmp_path / "z", tmp_path / "a"])
    assert [path.name for path in found] == ["letter.pdf", "deep.pdf", "table.csv"]


def test_a_file_that_the_usual_stack_takes_for_text_is_left_out(tmp_path):
    (tmp_path / "mail.msg").write_text("words")
    (tmp_path / "blank.txt").write_text(" \n")
    (tmp_path / "words.txt").write_text("words")
    assert [reads(path) for path in sorted(tmp_path.iterdir())] == [False, False, True]


# Programs that ask at once

ANSWER = make_answer("It carries 32 cars.", make_citation("boats.txt", "It carries 32 cars."))


class Program:
    """Answers at once; `seconds` are what each of its timings shall have taken."""

    def __init__(self, *seconds):
        self.seconds, self.asked = list(seconds), []

    def ask(self, question):
        self.asked.append(question)


def test_the_program_that_waits_longest_for_the_others_counts(monkeypatch):
    def timed(work):
        work()
        return work.args[0].seconds.pop(0)

    monkeypatch.setattr("evals.studies.bench.waits.timed", timed)
    programs = [Program(2.0, 3.0), Program(1.0, 10.0)]  # alone, then at once
    row = shared_row(programs, ["a?", "b?", "c?", "d?"], lambda line: None)
    assert (row.footnote, row.below, row.reached) == (10.0, 2.3, False)
    assert programs[0].asked == ["a?", "c?"] * 2 and programs[1].asked == ["b?", "d?"] * 2


def answering(*answers):
    left = list(answers)
    return type("Answering", (), {"ask": lambda self, question: left.pop(0)})()


def test_lists_steps_and_tables_have_a_row_of_their_own_where_there_are_any():
    fact = replace(ANSWER, timings={"total": 0.1})
    steps = replace(ANSWER, form="steps", timings={"total": 1.5})
    declined = replace(ANSWER, form="list", refused=True, timings={"total": 0.2})
    whole, lists = quoting_rows(answering(fact, steps, declined), ["a?", "b?", "c?"])
    assert (lists.footnote, lists.reached) == (1.5, False)
    assert "3 questions" in whole.what and "1 question," in lists.what
    assert len(quoting_rows(answering(fact), ["a?"])) == 1


def test_the_set_with_lists_may_be_missing_unless_it_was_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("evals.studies.bench.__main__.FORMS", tmp_path / "nowhere")
    assert read_forms(None) is None
    assert "--forms" in capsys.readouterr().err
    with pytest.raises(FootnoteError):
        read_forms(tmp_path / "nowhere")


def test_follow_ups_of_that_set_are_left_out(tmp_path):
    (tmp_path / "docs").mkdir()
    case = {"id": "1", "question": "When?", "answerable": False, "answers": []}
    later = {**case, "id": "2", "question": "And why?", "history": [["user", "When?"]]}
    lines = "\n".join(map(json.dumps, (case, later)))
    (tmp_path / "questions.jsonl").write_text(lines, encoding="utf-8")
    assert read_forms(tmp_path) == (tmp_path / "docs", ["When?"])
