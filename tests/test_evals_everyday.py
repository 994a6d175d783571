"""The figures on a set of everyday questions: those of check_everyday.py, which comes with the data."""

import json
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from assistant.export.control_characters import json_text
from assistant.settings import Settings
from evals.datasets import load_set
from evals.runner import Runner
from tests.evals_fakes import FakeAssistant, make_answer, make_decline

# The checker's name of a figure, and ours.
FIGURES = {
    **{name: name for name in ("useful", "right", "complete", "declined", "misled", "kept_silent")},
    "words": "words_p50",
}
WAYS = 9


@pytest.fixture
def everyday(data):
    folder, tool = data / "everyday", data.parent / "tools" / "check_everyday.py"
    for path in (folder, tool):
        if not path.exists():
            pytest.skip(f"{path} is not there")
    return folder, tool


@pytest.fixture
def settings(tmp_path):
    return Settings(home=tmp_path / "home", models=tmp_path / "models", llm="none")


def scripted(case, way):
    """An answer that has all points of the case, some, or none, with one of the three outcomes."""
    everything = ". ".join(group[0] for group in case.must) or "It is so."
    half = ". ".join(group[-1] for group in case.must[: (case.needed + 1) // 2])
    return [
        make_answer(everything),
        make_answer(half),
        make_answer("I have heard of it."),
        make_answer(everything, outcome="unsure"),
        make_answer(f"{everything}, {' '.join(case.must_not)}", outcome="unsure"),
        make_answer(f"{everything}, {' '.join(case.must_not)}"),
        replace(make_decline(), text=everything),
        make_answer(f"{'word ' * 148}{everything}"),
        make_answer(half, outcome="unsure"),
    ][way]


def test_all_figures_are_those_of_the_checker(everyday, settings, tmp_path):
    folder, tool = everyday
    case_set = load_set(folder)
    answers = {case.question: scripted(case, number % WAYS) for number, case in enumerate(case_set.cases)}
    texts = {one.name: one.content().decode("utf-8", errors="replace") for one in case_set.documents}
    run = Runner(settings, supports=lambda *_: True).run(case_set, FakeAssistant(answers, texts=texts))
    printed = json.loads(json_text(run.to_dict()))

    exported = tmp_path / "run.jsonl"
    rows = [
        {"id": case["id"], "text": case["answer"]["text"], "outcome": case["answer"]["outcome"]}
        for case in printed["cases"]
    ]
    exported.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, tool, folder, exported], capture_output=True, text=True, check=True
    )

    *kinds, last = done.stdout.splitlines()
    assert f"{len(case_set.cases)} cases" in last
    theirs = {name: float(value) for name, value in re.findall(r"· (\w+) ([\d.]+)", last)}
    assert theirs.keys() == FIGURES.keys() and 0 < theirs["misled"] < 1 and 0 < theirs["declined"] < 1
    ours = {name: printed["figures"][figure] for name, figure in FIGURES.items()}
    assert ours == pytest.approx(theirs, abs=0.00051)  # theirs have three decimals
    rows_of_kinds = dict(_kind(line) for line in kinds)
    assert printed["kinds"].keys() - rows_of_kinds.keys() == {"none"}
    for kind, row in rows_of_kinds.items():
        assert {name: printed["kinds"][kind][name] for name in row} == pytest.approx(row, abs=0.00051)


def _kind(line):
    kind, n, useful, declined = re.fullmatch(r"(\w+) (\d+) useful ([\d.]+) declined ([\d.]+)", line).groups()
    return kind, {"n": int(n), "useful": float(useful), "declined": float(declined)}
