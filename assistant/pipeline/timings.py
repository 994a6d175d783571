"""Seconds on one question's way, for `Answer.timings`."""

import time


class Timings:
    """Counts from when it is made; `seconds` by the name of a stage or a moment."""

    def __init__(self) -> None:
        self._began = self._lap_began = time.monotonic()
        self.seconds: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """Notes the seconds that a stage took: those since the last one ended."""
        now = time.monotonic()
        self.seconds[stage] = round(now - self._lap_began, 4)
        self._lap_began = now

    def clock(self, moment: str) -> None:
        """Notes the seconds from the beginning to this moment."""
        self.seconds[moment] = round(time.monotonic() - self._began, 4)
