"""What the folders beside the library hold of a source: runs and caches of evals, uploads, logs."""

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.erasing.contents import texts_in
from assistant.erasing.traces import Traces
from documents.storage.errors import storage_errors
from documents.storage.originals import BLOCK
from documents.storage.sqlite.database import FILE_NAME

RUNS, EVALS, UPLOADS, LOGS = "runs", "evals", "tmp", "log"
SECONDS = "-seconds"  # ends the name of the file that a run's seconds are in


@dataclass(frozen=True, slots=True)
class Deleted:
    """How many eval runs, caches and libraries of evals, and uploads were deleted."""

    runs: int = 0
    caches: int = 0
    uploads: int = 0


def erase_files(home: Path, traces: Traces, originals: Iterable[Path], *, uploading: bool) -> Deleted:
    """Deletes what holds anything of the source; raises StorageFailed where that cannot be done.

    `originals` are the source's original files. Uploads all go, but while a page may be `uploading` only
    those that are the beginning of an original or have the source's words.
    """
    with storage_errors(home / FILE_NAME):
        runs = [path for path in _entries(home / RUNS) if holds(path, traces)]
        # A cache goes as a whole: it has the model's words token by token, which no search finds.
        evals = [path for path in _entries(home / EVALS) if holds(path, traces)]
        uploads = list(_files(home / UPLOADS))
        if uploading:
            whole = list(originals)
            uploads = [path for path in uploads if _begins(path, whole) or holds(path, traces)]
        for path in [*runs, *evals, *(uploads if uploading else _entries(home / UPLOADS))]:
            _delete(path)
        for path in _files(home / LOGS):
            os.truncate(path, 0)  # the model server goes on writing to it
    measured = [path for path in runs if not path.stem.endswith(SECONDS)]
    return Deleted(len(measured), len(evals), len(uploads))


def holds(path: Path, traces: Traces) -> bool:
    """Whether a file, or a file of a folder, has anything of the source."""
    files = _files(path) if path.is_dir() else [path]
    return any(
        traces.named_in(text) or traces.in_record(text)
        for file in files
        for text in (file.name, *texts_in(file))
    )


def counted(home: Path, source_id: str) -> tuple[int, int]:
    """How many eval runs, and how many other things of the evals, name the source."""
    runs = [path for path in _entries(home / RUNS) if _names(path, source_id)]
    return len(runs), sum(_names(path, source_id) for path in _entries(home / EVALS))


def _names(path: Path, source_id: str) -> bool:
    files = _files(path) if path.is_dir() else [path]
    return any(source_id.encode() in file.read_bytes() for file in files)


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _begins(path: Path, originals: Iterable[Path]) -> bool:
    """Whether the file is the beginning of one of these, or all of it."""
    size = path.stat().st_size
    return size > 0 and any(size <= whole.stat().st_size and _same(path, whole) for whole in originals)


def _same(path: Path, whole: Path) -> bool:
    with open(path, "rb") as part, open(whole, "rb") as file:
        while block := part.read(BLOCK):
            if block != file.read(len(block)):
                return False
    return True


def _delete(path: Path) -> None:
    seconds_file = path.with_name(f"{path.stem}{SECONDS}{path.suffix}")
    for file in (path, seconds_file):
        if file.is_dir():
            shutil.rmtree(file)
        else:
            file.unlink(missing_ok=True)
