"""A limit on work: what has to be linear in the length of a text, and is not, takes minutes of it."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class TooMuchWork(BaseException):
    """A test has computed for too long. No `except Exception` of ours or of a library's takes it."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raises TooMuchWork where this process computes for longer; waiting and other programs do not count."""

    def stop(number: int, frame: object) -> None:
        raise TooMuchWork(f"more than {seconds:g} seconds of processor time")

    handler = signal.signal(signal.SIGVTALRM, stop)
    outer, _ = signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, outer)
        signal.signal(signal.SIGVTALRM, handler)
