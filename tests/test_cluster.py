"""Two pages, two workers and a command on one library, some of them killed; the large run is the script's."""

import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from scripts.cluster_check import Check, Plan
from tests.postgres_server import programs

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.fuzz
@pytest.mark.skipif(programs() is None, reason="PostgreSQL with pgvector is not installed")
def test_whatever_is_killed_every_file_comes_in_once(home: Path, tmp_path: Path) -> None:
    plan = Plan(files=60, kills=4, restarts=1, readers=2)
    seen = Check(plan, tmp_path, program=(sys.executable, "-m", "tests.cluster_child")).run()
    assert "\n".join(seen.faults) == ""
    assert (seen.kills, seen.restarts) == (4, 1)
    assert seen.questions > 0


@contextmanager
def started(*arguments: str) -> Iterator[list[str]]:
    """What the script says at its start, without pages and workers."""
    command = [sys.executable, "scripts/cluster.py", "--pages", "0", "--workers", "0", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line.strip())
            if line.startswith("Ctrl-C"):
                break
        try:
            yield lines
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


@pytest.mark.skipif(programs() is None, reason="PostgreSQL with pgvector is not installed")
def test_a_kept_cluster_opens_its_database_again() -> None:
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)  # root's server is that of another user
    try:
        for statement in ("CREATE TABLE kept (word text)", "DROP TABLE kept"):
            with started("--folder", str(folder)) as said:
                library = said[0].removeprefix("Library: ")
                with psycopg.connect(library) as connection:
                    connection.execute(statement)
            assert f"FOOTNOTE_HOME={folder}/home FOOTNOTE_LIBRARY={library} " in said[2]
            assert said[-1] == "Ctrl-C stops all; the same --folder goes on with what was added."
    finally:
        shutil.rmtree(folder)


@pytest.mark.skipif(programs() is None, reason="PostgreSQL with pgvector is not installed")
def test_a_cluster_that_is_not_kept_says_that_all_is_deleted() -> None:
    with started() as said:
        assert said[-1].startswith("Ctrl-C stops all and deletes all that was added")
