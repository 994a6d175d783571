"""Killed at any moment of an ingest, nothing that was reported is lost and nothing is half there.

`KILLS=20 python -m pytest tests/test_index_kills.py` kills more often; `scripts/kill_check.py` kills the real
command.
"""

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

from assistant.doctor import Health, check_offsets, check_originals, check_vectors
from assistant.settings import load_settings
from documents.queue.tasks import Tasks
from documents.storage.originals import Originals, sha256_of
from documents.storage.sqlite.library import SqliteLibrary
from index.stores.folder import StoreFolder
from tests.fakes import WordHashEmbedder
from tests.library_building import current_index

ROOT = Path(__file__).resolve().parents[1]
KILLS = int(os.environ.get("KILLS", "4"))
FILES = 20  # a round


def write_files(folder: Path) -> None:
    folder.mkdir(parents=True)
    for number in range(FILES):
        lines = [
            f"Line {line} of file {number} in {folder.name}, about topic {number * line}."
            for line in range(9)
        ]
        (folder / f"{number:03}.txt").write_text("\n\n".join(lines))


def add(home: Path, folder: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.adding_child", str(home), str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def killed(process: "subprocess.Popen[str]", *, after: int, seconds: float) -> list[list[str]]:
    """What the process reported before it was killed, some time after so many reports."""
    assert process.stdout is not None
    first = [process.stdout.readline() for _ in range(after)]
    time.sleep(seconds)
    process.kill()
    lines = "".join(first) + process.communicate()[0]
    return [json.loads(line) for line in lines.splitlines(keepends=True) if line.endswith("\n")]


def check(home: Path, reported: list[str]) -> None:
    library = SqliteLibrary(home)
    index = current_index(library, home)
    queue = Tasks(library.database)
    health = Health(load_settings(home), library, WordHashEmbedder(), index, lambda: None, queue)
    assert [one for one in (check_offsets, check_vectors, check_originals) if not one(health).ok] == []
    sources = library.sources()
    assert set(reported) <= {source.uri for source in sources}
    for source in sources:
        assert library.text(source.id) == Path(source.uri).read_text()
        assert source.passages == len(library.passages_of(source.id)) > 0
        assert sha256_of(Originals(home).path(source.sha256)) == source.sha256
    chroma = StoreFolder("chroma", home, library).open()
    assert chroma.ids() == set(library.passage_ids())
    chroma.close()
    library.close()


def test_what_was_reported_survives_every_kill_and_nothing_is_half_there(home: Path, tmp_path: Path) -> None:
    moments = random.Random(KILLS)
    reported: list[str] = []
    for number in range(KILLS):
        write_files(tmp_path / "papers" / f"round-{number}")
        process = add(home, tmp_path / "papers")
        # The files of earlier rounds are reported at once as unchanged: aim at those of this one.
        entries = killed(
            process, after=number * FILES + moments.randrange(FILES), seconds=moments.uniform(0, 0.1)
        )
        assert {status for _, status in entries} <= {"added", "unchanged"}
        reported += [uri for uri, _ in entries]
        check(home, reported)
    last = add(home, tmp_path / "papers")
    entries = [json.loads(line) for line in last.communicate()[0].splitlines()]
    assert len(entries) == KILLS * FILES
    assert list((home / "tmp").iterdir()) == []
    check(home, [uri for uri, _ in entries])
