"""The command `eval`, from its arguments to its exit status."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

import assistant
from evals import plugin
from evals.errors import BadSet, NotLocated
from tests.evals_fakes import FakeAssistant
from tests.test_evals_datasets import write_set
from tests.test_evals_runs import ANSWERS, HITS, QUOTE, ROWS, make_answer, make_citation


@pytest.fixture
def command(monkeypatch, tmp_path):
    """Runs the command on a fake library, with a checker that calls everything found."""
    monkeypatch.setenv("FOOTNOTE_HOME", str(tmp_path / "home"))
    library = FakeAssistant(ANSWERS, hits=HITS)

    class Opener:
        @staticmethod
        def open(home=None, **settings):
            return library

    # The one place where command and assistant meet; all below takes its parts as arguments.
    monkeypatch.setattr(assistant, "Assistant", Opener, raising=False)
    monkeypatch.setattr(assistant, "check_text", lambda text, passages: [], raising=False)

    def invoke(*words):
        return CliRunner().invoke(plugin.eval_command, [str(word) for word in words])

    invoke.library = library
    return invoke


def test_the_plugin_offers_its_commands_with_help_and_example():
    commands = {command.name: command for command in plugin.commands()}
    assert set(commands) == {"eval", "calibrate"}
    text = CliRunner().invoke(commands["eval"], ["--help"]).output
    assert "footnote eval my-questions" in text and "Measure the answers" in text
    text = CliRunner().invoke(commands["calibrate"], ["--help"]).output
    assert "footnote calibrate my-questions" in text and "how sure an answer must be" in text


def test_calibrate_without_a_set_is_wrong_usage(home):
    commands = {command.name: command for command in plugin.commands()}
    result = CliRunner().invoke(commands["calibrate"], [])
    assert result.exit_code == 2 and "Name the folder of your questions." in result.output


def test_forgetting_a_calibration_needs_no_set(home):
    commands = {command.name: command for command in plugin.commands()}
    result = CliRunner().invoke(commands["calibrate"], ["--forget"])
    assert result.exit_code == 0 and "comes with Footnote" in result.output


def test_loading_the_plugin_imports_nothing_heavy():
    code = (
        "import sys, evals.plugin\n"
        "ours = {'evals', 'evals.plugin'}\n"
        "ours_all = ('documents', 'index', 'assistant', 'evals')\n"
        "loaded = {name for name in sys.modules if name.split('.')[0] in ours_all}\n"
        "heavy = {'torch', 'chromadb', 'llama_index', 'gradio', 'numpy', 'sqlite3'} & set(sys.modules)\n"
        "sys.exit(str(loaded - ours | heavy) if loaded - ours | heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_it_prints_the_run_as_json_and_keeps_it(command, tmp_path):
    result = command(write_set(tmp_path / "mine", *ROWS, docs=False), "--json")
    assert result.exit_code == 0, result.output
    values = json.loads(result.stdout)
    assert list(values)[:4] == ["set", "settings", "versions", "figures"] and values["set"] == "mine"
    kept = sorted(path.name for path in (tmp_path / "home" / "runs").iterdir())
    assert len(kept) == 2 and kept[0].endswith("-seconds.json")
    assert command.library.closed


def test_it_prints_a_table_and_writes_the_report(command, tmp_path):
    report = tmp_path / "report.md"
    result = command(write_set(tmp_path / "mine", *ROWS, docs=False), "--limit", 2, "--markdown", report)
    assert result.stdout.startswith("mine: 2 cases")
    assert f"Written to {report}" in result.stderr
    assert report.read_text("utf-8").startswith("# Eval of mine")


def test_a_report_that_cannot_be_written_is_one_clear_error(command, tmp_path):
    folder = write_set(tmp_path / "mine", *ROWS, docs=False)
    result = command(folder, "--markdown", tmp_path / "no" / "folder.md")
    assert "cannot be written" in result.exception.message
    assert result.stdout == ""  # told before the questions are asked


def test_a_citation_that_is_not_located_is_an_error_after_the_json(command, tmp_path):
    command.library.answers = dict.fromkeys(
        ANSWERS, make_answer("x", make_citation("boats.txt", QUOTE, start=1))
    )
    result = command(write_set(tmp_path / "mine", *ROWS, docs=False), "--json")
    assert isinstance(result.exception, NotLocated)
    assert json.loads(result.stdout)["figures"]["located"] == 0.0


def test_a_set_with_documents_is_asked_of_its_own_library(command, tmp_path):
    command.library.texts = {}
    result = command(write_set(tmp_path / "mine", *ROWS), "--json")
    assert result.exit_code == 0, result.output
    assert command.library.added == [["boats.txt", "fares.txt"]]


def test_a_set_that_is_not_there_is_an_error_with_a_next_step(command, tmp_path):
    result = command(tmp_path / "nowhere")
    assert isinstance(result.exception, BadSet) and "questions.jsonl" in result.exception.next_step


def test_a_limit_of_0_is_wrong_usage(command):
    assert command("--limit", 0).exit_code == 2


def test_a_run_is_compared_with_an_earlier_one_and_one_of_another_set_is_refused_before_asking(
    command, tmp_path
):
    folder = write_set(tmp_path / "mine", *ROWS)
    assert command(folder).exit_code == 0
    compared = command(folder, "--against", "last")
    assert "Beside the earlier run," in compared.output and "Gained: 0" in compared.output
    printed = json.loads(command(folder, "--against", "last", "--json").stdout)
    assert printed["comparison"]["differences"]["right_call"]["now"] == printed["figures"]["right_call"]
    other = write_set(tmp_path / "other", {"id": "zz", "question": "Who?", "answerable": False})
    asked = len(command.library.asked)
    run = next((tmp_path / "home" / "runs").glob("mine-*Z.json"))
    refused = command(other, "--against", run)
    assert "none of these cases" in str(refused.exception) and len(command.library.asked) == asked
