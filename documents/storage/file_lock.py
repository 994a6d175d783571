"""A lock on a file that goes when its process does, however that ends."""

import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

RETRY_SECONDS = 0.05


@contextmanager
def file_lock(path: Path, *, seconds: float) -> Generator[None, None, None]:
    """Holds the lock on `path` while the block runs; the file itself stays, empty.

    The operating system drops the lock with the process, so a file left behind by a crash locks nothing.
    Raises TimeoutError when another holds it for longer than `seconds`, OSError when `path` cannot be
    written.
    """
    deadline = time.monotonic() + seconds
    with path.open("ab") as file:
        while not try_lock(file):
            if time.monotonic() > deadline:
                raise TimeoutError(f"{path} has been locked by another process for {seconds:.0f} seconds")
            time.sleep(RETRY_SECONDS)
        try:
            yield
        finally:
            unlock(file)


def is_held(path: Path) -> bool:
    """Whether some process, or this one, holds the lock on `path`; it is not kept from it."""
    # There may be no such file yet, or one that only its writer may read.
    with suppress(OSError), open(path, "rb") as file:
        if not try_lock(file):
            return True
        unlock(file)
    return False


if sys.platform == "win32":

    def try_lock(file: IO[Any]) -> bool:  # Any: text or bytes
        """Whether the lock on an open file could be had; it goes with the file or the process."""
        import msvcrt

        try:
            # A byte past all content, which others must be able to read.
            file.seek(1 << 20)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def unlock(file: IO[Any]) -> None:  # Any: text or bytes
        """Gives the lock back; closing the file would do so too."""
        import msvcrt

        file.seek(1 << 20)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:

    def try_lock(file: IO[Any]) -> bool:  # Any: text or bytes
        """Whether the lock on an open file could be had; it goes with the file or the process."""
        import fcntl

        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(file: IO[Any]) -> None:  # Any: text or bytes
        """Gives the lock back. Closing the file is not enough: a child that just starts has it too."""
        import fcntl

        fcntl.flock(file, fcntl.LOCK_UN)
