"""What a second process does to a data folder: `python -m tests.storage_child ACTION HOME`."""

import sys
import time
from pathlib import Path

from documents.errors import FootnoteError
from documents.queue.tasks import Tasks
from documents.storage.lock import WriteLock
from documents.storage.sqlite.database import Database
from documents.storage.sqlite.library import SqliteLibrary


def hold(home: Path) -> None:
    lock = WriteLock(home)
    lock.acquire()
    print("held", flush=True)
    time.sleep(60)


def take(home: Path) -> None:
    WriteLock(home).acquire()


def open_library(home: Path) -> None:
    library = SqliteLibrary(home)
    library.set_note("opened", "yes")
    library.close()


def read(home: Path) -> None:
    library = SqliteLibrary(home)
    for source in library.sources():
        print(library.text(source.id), "(flagged)" if source.flagged else "")
    print(library.lexical(["ferry"], 5))


def queue(home: Path) -> None:
    tasks = Tasks(Database(home))
    print(tasks.tasks(), tasks.count("waiting"))


def write(home: Path) -> None:
    SqliteLibrary(home).set_note("a", "b")


ACTIONS = {"hold": hold, "take": take, "open": open_library, "read": read, "queue": queue, "write": write}

if __name__ == "__main__":
    try:
        ACTIONS[sys.argv[1]](Path(sys.argv[2]))
    except FootnoteError as error:
        sys.exit(str(error))
