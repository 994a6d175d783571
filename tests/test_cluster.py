"""Two pages, two workers and a command on one library, some of them killed; the large run is the script's."""

import sys
from pathlib import Path

import pytest

from scripts.cluster_check import Check, Plan
from tests.postgres_server import programs


@pytest.mark.fuzz
@pytest.mark.skipif(programs() is None, reason="PostgreSQL with pgvector is not installed")
def test_whatever_is_killed_every_file_comes_in_once(home: Path, tmp_path: Path) -> None:
    plan = Plan(files=60, kills=4, restarts=1, readers=2)
    seen = Check(plan, tmp_path, program=(sys.executable, "-m", "tests.cluster_child")).run()
    assert "\n".join(seen.faults) == ""
    assert (seen.kills, seen.restarts) == (4, 1)
    assert seen.questions > 0
