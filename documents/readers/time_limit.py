"""Time of its own for work that takes long on every file, beside the limit for reading one.

What limits a reader (pool_child.py) says here how it is asked; without a limit nothing is asked.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MOST_SECONDS = 6_000.0  # seconds that a file can be granted in all
_listeners: list[Callable[[float], None]] = []


def on_more_time(listener: Callable[[float], None]) -> None:
    """From now on the listener is called with the seconds that are asked for, or (below 0) given back."""
    _listeners[:] = [listener]


@contextmanager
def granted(seconds: float) -> Iterator[None]:
    """The block has so many seconds that do not count for the file; what it does not need goes back."""
    _ask(seconds)
    began = time.monotonic()
    try:
        yield
    finally:
        _ask(min(0.0, time.monotonic() - began - seconds))


def _ask(seconds: float) -> None:
    for listener in _listeners:
        listener(seconds)
