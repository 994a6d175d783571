"""When a busy server is asked again: one rule for embeddings, rankings and language models."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

BUSY = (429, 502, 503)  # statuses of a server that may take the same request in a moment
LONGEST_RETRY_AFTER = 30.0  # seconds: one that asks to be left alone for longer is not waited for


@dataclass(frozen=True, slots=True)
class RetryRule:
    """How often a request is made, and how many seconds are between."""

    tries: int = 4
    first: float = 0.5
    longest: float = 8.0

    def wait(self, tried: int, asked_seconds: float | None = None) -> float | None:
        """Seconds until the next try, after so many; None: no more. `asked_seconds`: the server's own wish.

        Without that twice as long each time, and by chance up to a half less, so that those who were refused
        together do not come back together.
        """
        if tried >= self.tries or (asked_seconds or 0.0) > LONGEST_RETRY_AFTER:
            return None
        if asked_seconds is not None:
            return asked_seconds + random.uniform(0.0, 0.1)
        return min(self.longest, self.first * 2.0 ** (tried - 1)) * random.uniform(0.5, 1.0)


QUICK = RetryRule(tries=3, first=0.2, longest=1.0)  # somebody waits for the answer
ONCE = RetryRule(tries=1)
PATIENT = RetryRule(tries=7, first=0.5, longest=8.0)  # nobody does: documents are being added


class Backoff:
    """How long what failed is left alone: twice as long each time, from one second to a minute."""

    def __init__(
        self, *, first: float = 1.0, longest: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._first = first
        self._longest = longest
        self._clock = clock
        self._delay = 0.0
        self._until = 0.0

    @property
    def failing(self) -> bool:
        """Whether it failed the last time."""
        return self._delay > 0

    @property
    def due(self) -> bool:
        """Whether it may be tried (again)."""
        return self._clock() >= self._until

    def failed(self) -> None:
        """Notes that it failed."""
        self._delay = min(self._longest, self._delay * 2 or self._first)
        self._until = self._clock() + self._delay * random.uniform(0.8, 1.0)

    def succeeded(self) -> None:
        """Notes that it works."""
        self._delay, self._until = 0.0, 0.0


def retry_after_seconds(value: str | None) -> float | None:
    """Seconds of a Retry-After header, which has them or a date; None where it has neither.

    >>> retry_after_seconds("3"), retry_after_seconds("soon"), retry_after_seconds(None)
    (3.0, None, None)
    """
    if not value:
        return None
    if value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    return max(0.0, (date.astimezone(UTC) - datetime.now(UTC)).total_seconds())
