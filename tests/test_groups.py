"""Tests at once: those of a file go to one process, as do those that share a browser, a model or a server."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
DIES = """\
import os

import pytest


def test_that_dies():
    os._exit(1)


@pytest.mark.parametrize("number", range(20))
def test_beside(number):
    pass
"""
WAITS = """\
import time


def test_that_waits():
    time.sleep(600)


def test_beside():
    pass
"""
TOGETHER = """\
import pytest


@pytest.fixture(scope="module")
def made():
    with open("made", "a") as file:
        file.write("once ")


@pytest.mark.parametrize("number", range(20))
def test_of_a_file(made, number):
    pass
"""


@pytest.mark.xdist_group("alone")
def test_a_group_is_kept_together(request: pytest.FixtureRequest) -> None:
    """By the suffix that pytest-xdist puts on names, which it fails to do with pytest 9.2."""
    if not hasattr(request.config, "workerinput"):
        pytest.skip("only where tests run at once")
    assert request.node.nodeid.endswith("@alone")


def run_at_once(folder: Path, tests: str) -> subprocess.CompletedProcess[str]:
    """How a run of these tests in two processes ended, with the options of pyproject.toml."""
    (folder / "test_some.py").write_text(tests, encoding="utf-8")
    options = ["-c", PROJECT / "pyproject.toml", "--rootdir", folder, "-o", "faulthandler_timeout=2"]
    environ = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, "-p", "tests.scheduling", "--numprocesses", "2", folder],
        cwd=folder,
        env=environ | {"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@pytest.mark.parametrize(
    ("tests", "name"), [(DIES, "test_that_dies"), (WAITS, "test_that_waits")], ids=["dies", "waits"]
)
def test_a_run_ends_where_a_process_dies_or_waits_and_names_the_test(
    tests: str, name: str, tmp_path: Path
) -> None:
    """Without the options the run waits until whoever started it gives up."""
    ended = run_at_once(tmp_path, tests)
    assert ended.returncode == 1
    assert f"crashed while running 'test_some.py::{name}'" in ended.stdout


def test_what_the_tests_of_a_file_share_is_made_once(tmp_path: Path) -> None:
    assert run_at_once(tmp_path, TOGETHER).returncode == 0
    assert (tmp_path / "made").read_text(encoding="utf-8") == "once "
