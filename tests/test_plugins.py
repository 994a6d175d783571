"""What another package brings by its entry points is there; what is broken is one sentence, and no more.

Its store is tried in test_index_stores.py.
"""

import json
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from assistant.assistant import Assistant
from assistant.cli.main import build_cli
from assistant.plugins import GROUP, plugin_commands, plugin_panels
from assistant.settings import load_settings
from assistant.ui.page import Page
from assistant.ui.panel import part
from assistant.ui.quick_gradio import gr
from documents.errors import FootnoteError
from documents.plugins import installed, loaded
from documents.readers import READERS, foreign_readers, is_outdated, reader_for
from evals.datasets import load_set
from evals.errors import BadSet
from evals.metrics import all_metrics, figures
from evals.metrics.figure import Figure
from evals.verdicts import Verdict
from tests.fakes import WordHashEmbedder
from tests.loops import run
from tests.plugging import write_metadata

VERDICTS = [Verdict("a", shown=1), Verdict("b", shown=3), Verdict("c", refused=True)]


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package of which nothing loads, or is what it says."""
    site = tmp_path / "broken"
    groups = ("readers", "metrics", "datasets", "plugins", "stores")
    points = {f"footnote.{name}": {"absent": "no_such_module"} for name in groups}
    points["footnote.readers"]["odd"] = "json:dumps"
    points["footnote.metrics"]["failing"] = "json:dumps"
    write_metadata(site, "broken", points)
    monkeypatch.syspath_prepend(site)
    loaded.cache_clear()
    yield
    loaded.cache_clear()


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A package whose plugins load and then fail, in this process and in the children that it starts."""
    site, module = tmp_path / "faulty", "tests.samples.faulty_plugins"
    readers = {"crashing": f"{module}:CRASH", "textual": f"{module}:TEXT", "leaving": f"{module}:GONE"}
    readers |= {"own": f"{module}:OWN"}
    metrics = {name: f"{module}:{name}" for name in ("number", "words", "raising")}
    points = {"readers": readers, "metrics": metrics, "datasets": {"shape": module}}
    write_metadata(site, "faulty", {f"footnote.{group}": named for group, named in points.items()})
    monkeypatch.syspath_prepend(site)
    monkeypatch.setenv("PYTHONPATH", str(site), prepend=":")
    loaded.cache_clear()
    yield
    loaded.cache_clear()


@pytest.fixture
def reading(home: Path) -> Iterator[Assistant]:
    """An assistant whose files are read in processes that were started with the package."""
    settings = load_settings(home, {"read_seconds": 60.0})
    with Assistant.with_settings(settings, embedder=WordHashEmbedder(), open_model=lambda: None) as opened:
        yield opened


def test_a_format_is_read_split_and_found(example_package: None, reading: Assistant, tmp_path: Path) -> None:
    log, torn = tmp_path / "petrel.shiplog", tmp_path / "torn.shiplog"
    log.write_text("=LOG= Petrel\nAt nine the ferry sailed with twelve crates of herrings.\n")
    torn.write_text("At ten")
    read, failed = reading.add([log, torn]).entries
    assert (read.status, failed.status, failed.message) == (
        "added",
        "failed",
        "torn.shiplog is no logbook. Export it again.",
    )
    (source,) = reading.sources()
    assert (source.title, source.media_type) == ("Log of the Petrel", "text/x-logbook")
    assert "herrings" in reading.search("crates of herrings")[0].passage.text
    assert not source.outdated
    assert reading.reread([source.id]).entries[0].status == "unchanged"


def test_a_reader_that_fails_is_named_with_what_it_said(
    faulty: None, reading: Assistant, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "documents.reading.pool")
    files = [tmp_path / name for name in ("a.crash", "b.astext", "c.gone", "d.txt")]
    for file in files:
        file.write_text("The ferry sails at nine.")
    entries = reading.add(files).entries
    assert [entry.message for entry in entries[:3]] == [
        "a.crash cannot be read: the plugin crashing failed (kaboom in the second line). "
        "Update or uninstall it.",
        "b.astext cannot be read: the plugin textual failed (read() must return a RawDocument). "
        "Update or uninstall it.",
        "c.gone cannot be read: the plugin leaving failed (gone). Update or uninstall it.",
    ]
    assert [entry.status for entry in entries] == ["failed"] * 3 + ["added"]
    assert "in crash\n    raise RuntimeError" in caplog.text


def test_what_a_plugins_reader_takes_of_a_format_of_ours_is_not_called_a_loss(
    faulty: None, reading: Assistant, tmp_path: Path
) -> None:
    (tmp_path / "long.md").write_text("# Ferries\n" + "The ferry sails at nine with twelve crates. " * 20)
    assert reading.add([tmp_path / "long.md"]).ok
    (source,) = reading.sources()
    assert (reading.text(source.id), source.notes) == ("The gist.", ())


def test_what_can_be_read_is_told_with_the_new_format(example_package: None, tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(bytes(range(256)))
    with pytest.raises(FootnoteError, match=r"\.shiplog"):
        reader_for(tmp_path / "a.bin")


def test_a_metric_is_a_figure_with_its_meaning(example_package: None) -> None:
    assert figures(VERDICTS)["brief"] == Figure(0.5, 2)
    assert list(all_metrics())[-1] == "brief"
    assert all_metrics()["brief"].meaning == "answers of one sentence / answered"


def test_a_metric_that_fails_is_one_sentence_and_the_others_have_their_figures(
    faulty: None, caplog: pytest.LogCaptureFixture
) -> None:
    values = figures(VERDICTS)
    assert [values[name] for name in ("number", "words", "raising")] == [Figure(None, 0)] * 3
    assert values["answered"] == Figure(pytest.approx(2 / 3), 3)
    assert [record.getMessage() for record in caplog.records] == [
        "The metric number failed (it must return a Figure). Update or uninstall it.",
        "The metric raising failed (KeyError('no such field')). Update or uninstall it.",
        "The metric words failed (could not convert string to float: 'many'). Update or uninstall it.",
    ]
    assert "in raising\n    raise KeyError" in caplog.text


def test_a_data_set_of_another_shape_is_loaded(example_package: None, tmp_path: Path) -> None:
    (tmp_path / "quiz.txt").write_text("When does the ferry sail? | nine\nWho painted it?\n")
    cases = load_set(tmp_path).cases
    assert [(case.question, case.answerable, case.answers) for case in cases] == [
        ("When does the ferry sail?", True, ("nine",)),
        ("Who painted it?", False, ()),
    ]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("question", "The set s cannot be read: the plugin shape failed (KeyError('question'))."),
        ("list", "The set s cannot be read: the plugin shape failed (load() must return a CaseSet)."),
        ("empty", "The plugin shape finds no cases in the set s."),
    ],
)
def test_a_data_set_that_cannot_be_read_is_one_sentence(
    faulty: None, tmp_path: Path, said: str, message: str
) -> None:
    folder = tmp_path / "s"
    folder.mkdir()
    (folder / "faulty").write_text(said)
    with pytest.raises(BadSet) as caught:
        load_set(folder)
    assert caught.value.message == message and caught.value.next_step


def test_a_place_of_the_page_and_a_command_are_there(example_package: None, assistant: Assistant) -> None:
    async def built() -> object:
        return Page(assistant, list(plugin_panels(installed(GROUP), assistant, pytest.fail))).build()

    blocks = run(built())
    calls = [one.__name__ for block in blocks.blocks.values() for one in getattr(block, "server_fns", [])]
    assert "tides_now" in calls
    assert CliRunner().invoke(build_cli(), ["tides"]).output == "The tide is high.\n"


@dataclass
class PluginPanel:
    name: str
    placed: str
    title = "Mine"
    script = ""

    def build(self) -> None:
        with gr.Column():
            if self.placed == "nothing":
                raise ValueError("no build")
            part(self.placed, f"<p>{self.name}</p>")


def test_a_panel_that_fails_is_one_sentence_and_the_others_stand(
    assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    made = [("broken", "nothing"), ("library", "library"), ("absent", "other"), ("mine", "mine")]
    panels = [PluginPanel(*one) for one in (*made, ("mine", "mine"))]

    async def built() -> gr.Blocks:
        return Page(assistant, [object(), *panels]).build()  # type: ignore[list-item]

    ids = [block.elem_id for block in run(built()).blocks.values() if block.elem_id]
    assert [name for name in ids if name.startswith("panel-")] == [
        *("panel-chat", "panel-search", "panel-check", "panel-library", "panel-mine", "panel-settings")
    ]
    assert ids.count("part-mine") == ids.count("part-library") == ids.count("part-settings") == 1
    told = [record.getMessage() for record in caplog.records if record.name == "assistant.ui.plugged"]
    assert [line.split(" is left out ")[1] for line in told] == [
        "('object' object has no attribute 'name'). Update or uninstall it.",
        "(no build). Update or uninstall it.",
        "(the name library is taken). Update or uninstall it.",
        "(build() places no part absent). Update or uninstall it.",
        "(the name mine is taken). Update or uninstall it.",
    ]
    assert told[1].startswith("The panel broken of tests.test_plugins is left out")


def test_nothing_broken_stops_the_program_and_each_is_one_sentence(
    broken: None, assistant: Assistant, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("The ferry sails at nine.")
    assert reader_for(letter).name == "text"
    assert assistant.add([letter]).ok
    assert figures(VERDICTS)["answered"] == Figure(pytest.approx(2 / 3), 3)
    assert figures(VERDICTS)["failing"] == Figure(None, 0)
    (tmp_path / "questions.jsonl").write_text(
        json.dumps({"id": "1", "question": "Why?", "answerable": False})
    )
    assert load_set(tmp_path).cases[0].question == "Why?"
    warnings: list[str] = []
    panels = plugin_panels(installed(GROUP), assistant, warnings.append)
    assert [panel.name for panel in panels] == ["evals"]
    absent = "The plugin absent does not load (No module named 'no_such_module'). Update or uninstall it."
    odd = "The plugin odd does not load (json:dumps is not a documents.readers.Reader)"
    assert warnings == [absent]
    told = [record.getMessage() for record in caplog.records]
    assert told.count(absent) == 3 and sum(line.startswith(odd) for line in told) == 1
    assert sum(line.startswith("The metric failing failed") for line in told) == 2


@pytest.mark.parametrize("commands", [lambda: None, lambda: "no commands", lambda: sys.exit("gone")])
def test_commands_that_are_none_are_one_sentence(commands: Callable[[], object]) -> None:
    point = SimpleNamespace(name="odd", load=lambda: SimpleNamespace(commands=commands))
    warnings: list[str] = []
    assert list(plugin_commands([point], warnings.append)) == []
    assert len(warnings) == 1 and warnings[0].startswith("The plugin odd does not load (")


def test_a_reader_with_a_name_of_ours_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = next(reader for reader in READERS if reader.name == "pdf")
    theirs = replace(ours, version=1, suffixes=(".foo",))
    monkeypatch.setattr("documents.readers.loaded", lambda *_: {"theirs": theirs})
    assert foreign_readers() == () and not is_outdated(ours.label)


def test_the_commands_are_those_of_the_plugins_that_are_there_now(
    example_package: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "tides" in build_cli().commands
    monkeypatch.setattr("assistant.cli.main.installed", lambda group: [])
    assert "tides" not in build_cli().commands
