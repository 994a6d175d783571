"""Seconds on one question's way, for `Answer.timings`."""

import time


class Timings:
    """Counts from when it is made; `seconds` by the name of a stage or a moment."""

    def __init__(self) -> None:
        self._began = self._lap_began = time.monotonic()
        self.seconds: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """Adds the seconds since the last stage ended to those that this one took."""
        now = time.monotonic()
        self.seconds[stage] = round(self.seconds.get(stage, 0.0) + now - self._lap_began, 4)
        self._lap_began = now

    def clock(self, moment: str) -> None:
        """Notes the seconds from the beginning to this moment."""
        self.seconds[moment] = round(time.monotonic() - self._began, 4)
