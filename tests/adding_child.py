"""Adds a folder and prints each entry, until it is killed: `python -m tests.adding_child HOME FOLDER`."""

import json
import sys
from pathlib import Path

from documents.storage.lock import WriteLock
from index.ingest_job import Progress
from tests.library_building import ingest_parts


def report(progress: Progress) -> None:
    if progress.entry is not None:
        print(json.dumps([progress.entry.uri, progress.entry.status]), flush=True)


if __name__ == "__main__":
    home = Path(sys.argv[1])
    home.mkdir(parents=True, exist_ok=True)
    lock = WriteLock(home)
    with ingest_parts(home, use_store=True) as parts:
        lock.acquire()
        parts.ingestor.add([Path(sys.argv[2])], report=report)
