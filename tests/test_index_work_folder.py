"""Folders of work under way: several processes have theirs side by side, and the dead leave none behind."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from documents.errors import StorageFailed
from documents.inputs import PastedText, Queued
from documents.library import Vectors
from index.work_folder import LOCK, work_folder
from tests.fakes import WordHashEmbedder
from tests.library_building import ingest_parts

ROOT = Path(__file__).resolve().parents[1]
HOLD = "import sys, time\nfrom pathlib import Path\nfrom index.work_folder import work_folder\n"
HOLD += "with work_folder(Path(sys.argv[1])) as folder:\n    print(folder, flush=True)\n    time.sleep(60)\n"


def test_nothing_is_left_when_the_work_ends(tmp_path: Path) -> None:
    temporary = tmp_path / "tmp"
    with pytest.raises(ValueError, match="a bug"), work_folder(temporary) as folder:
        (folder / "a.txt").write_text("one")
        raise ValueError("a bug")
    assert list(temporary.iterdir()) == []


def test_others_keep_their_folders_and_the_killed_leave_none(tmp_path: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, tmp_path], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    theirs = Path(child.stdout.readline().strip())
    with work_folder(tmp_path) as ours:
        assert theirs.is_dir() and ours.is_dir() and theirs != ours
    assert theirs.is_dir()
    child.kill()
    child.communicate()
    assert theirs.is_dir()
    with work_folder(tmp_path) as ours:
        assert sorted(tmp_path.iterdir()) == [ours, ours.with_name(ours.name + LOCK)]


def test_a_folder_that_cannot_be_made_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "tmp").write_text("in the way")
    with pytest.raises(StorageFailed), work_folder(tmp_path / "tmp"):
        pass


def test_what_is_stopped_fails_alone_and_leaves_nothing(home: Path) -> None:
    with ingest_parts(home) as parts:
        texts = [PastedText(f"Note {number}", f"The ferry number {number} sails.") for number in range(5)]
        asked: list[int] = []

        def stopped(number: int) -> bool:
            asked.append(number)
            return number == 1 or (number == 3 and asked.count(3) > 2)  # at once, and in the middle

        report = parts.ingestor.add(texts, stopped=stopped)
        assert [entry.status for entry in report.entries] == ["added", "failed", "added", "failed", "added"]
        assert report.entries[1].message == report.entries[3].message == "It was cancelled."
        assert len(parts.library.sources()) == parts.originals() == 3


class InBatches(WordHashEmbedder):
    """A batch is one text."""

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        rows = []
        for done, text in enumerate(texts, 1):
            rows.append(super().embed([text]))
            if progress is not None:
                progress(done)
        return np.vstack(rows)


def test_what_is_stopped_while_it_is_embedded_ends_after_the_batch_at_hand(home: Path) -> None:
    embedder = InBatches()
    long = "\n\n".join(f"The ferry number {number} sails at nine from the pier." * 6 for number in range(40))
    with ingest_parts(home, embedder=embedder) as parts:
        given = [PastedText("Short", "The lamp is lit."), PastedText("Long", long)]

        def stopped(number: int) -> bool:
            return number == 1 and len(embedder.embedded) >= 3

        report = parts.ingestor.add(given, stopped=stopped)
        assert [entry.status for entry in report.entries] == ["added", "failed"]
        assert len(embedder.embedded) == 4  # three, then what is still wanted
        assert report.entries[1].message == "It was cancelled."


def test_a_file_from_the_queue_keeps_its_address_and_its_day(home: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.md"
    copy.write_text("# Ferries\n\nThe ferry sails at nine.")
    with ingest_parts(home) as parts:
        assert parts.statuses(Queued("/papers/ferries.md", copy, "2025-04-03")) == ["added"]
        (source,) = parts.library.sources()
        assert (source.uri, source.date, source.dated_by) == ("/papers/ferries.md", "2025-04-03", "file")
        assert parts.statuses(Queued("upload:ferries.md", copy)) == ["unchanged"]
