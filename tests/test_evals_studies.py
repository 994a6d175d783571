"""The commands of the studies: what their help looks like."""

import logging

import click
import pytest

from evals.studies.answerable.half import answerable_half
from evals.studies.command import run
from evals.studies.databases import databases
from evals.studies.rankers import rankers
from evals.studies.scale.__main__ import scale


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        (rankers, []),
        (databases, []),
        (answerable_half, []),
        (scale, ["make"]),
        (scale, ["search"]),
    ],
)
def test_help_has_its_example_as_it_is_typed(
    command: click.Command,
    arguments: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.argv", ["study", *arguments, "--help"])
    assert run(command) == 0
    shown = capsys.readouterr().out
    assert "python -m evals.studies." in shown.partition("Options:")[0].partition("\n")[2]
    assert "\\b" not in shown


def test_a_study_says_how_far_it_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    @click.command()
    def training() -> None:
        """Trains, for example: python -m evals.studies.training"""
        logging.getLogger("evals.studies.lowrank").info("step 50 of 100")

    monkeypatch.setattr("sys.argv", ["study"])
    assert run(training) == 0
    assert "step 50 of 100" in capsys.readouterr().err
