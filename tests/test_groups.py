"""Tests at once: those that share a browser, a model or a database server go to one process."""

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


@pytest.mark.xdist_group("alone")
def test_a_group_is_kept_together(request: pytest.FixtureRequest) -> None:
    """By the suffix that pytest-xdist puts on names, which it fails to do with pytest 9.2."""
    if not hasattr(request.config, "workerinput"):
        pytest.skip("only where tests run at once")
    assert request.node.nodeid.endswith("@alone")


@pytest.mark.parametrize(
    ("tests", "name"), [(DIES, "test_that_dies"), (WAITS, "test_that_waits")], ids=["dies", "waits"]
)
def test_a_run_ends_where_a_process_dies_or_waits_and_names_the_test(
    tests: str, name: str, tmp_path: Path
) -> None:
    """With the options of pyproject.toml. Without them the run waits until whoever started it gives up."""
    (tmp_path / "test_some.py").write_text(tests, encoding="utf-8")
    options = ["-c", PROJECT / "pyproject.toml", "--rootdir", tmp_path, "-o", "faulthandler_timeout=2"]
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "--numprocesses", "2", tmp_path],
        cwd=tmp_path,
        env={key: value for key, value in os.environ.items() if not key.startswith("PYTEST_")},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert ended.returncode == 1
    assert f"crashed while running 'test_some.py::{name}'" in ended.stdout
