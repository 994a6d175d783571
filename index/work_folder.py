"""Where files lie while they are read: a folder for each piece of work, which goes when that ends."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import lock_descriptor

from documents.storage.errors import storage_errors
from documents.storage.lock import is_held
from documents.storage.originals import is_older

PREFIX = "ingest-"
LOCK = ".lock"  # beside the folder, held while somebody works in it
MAKING = 60.0  # seconds in which a folder is made after its lock


@contextmanager
def work_folder(temporary: Path) -> Iterator[Path]:
    """A new folder in `temporary`, deleted afterwards; and those go that killed processes have left.

    Other processes may work in theirs meanwhile. Raises StorageFailed where none can be made.
    """
    with storage_errors(temporary):
        temporary.mkdir(parents=True, exist_ok=True, mode=0o700)
        _clear(temporary)
        lock_file = tempfile.NamedTemporaryFile(dir=temporary, prefix=PREFIX, suffix=LOCK)
    with lock_file:
        folder = _folder(Path(lock_file.name))
        try:
            with storage_errors(temporary):
                lock_descriptor(lock_file.fileno(), blocking=False)
                folder.mkdir(mode=0o700)
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _folder(lock: Path) -> Path:
    return lock.with_name(lock.name.removesuffix(LOCK))


def _clear(temporary: Path) -> None:
    """Deletes folders in which nobody works any longer, and what held them."""
    for left in temporary.glob(f"{PREFIX}*"):
        lock = left if left.name.endswith(LOCK) else left.with_name(left.name + LOCK)
        # A folder is made when its lock is held already; a lock alone may be about to be.
        if (left.is_dir() or is_older(lock, MAKING)) and not is_held(lock):
            shutil.rmtree(_folder(lock), ignore_errors=True)
            lock.unlink(missing_ok=True)
