"""How fast the language model reads, as measured: for the bar that runs while it does."""

import time

from assistant.ui.views.turns import Turn

FIRST_GUESS = 0.018  # seconds a word, on two cores
WEIGHT = 0.3  # of the latest answer, beside those before


class Pace:
    """Learns from the time between a turn's evidence and its first word."""

    def __init__(self) -> None:
        self._seconds_a_word = FIRST_GUESS
        self._reading: tuple[str, float] = ("", 0.0)  # the turn that is read for, since when

    def notice(self, one: Turn) -> float:
        """Takes in a turn each time that it changes; the seconds that reading will take, if it begins now."""
        words = one.evidence.words if one.evidence else 0
        if one.stage == "reading" and self._reading[0] != one.id:
            self._reading = (one.id, time.monotonic())
        elif one.stage in ("starting", "queued"):
            self._reading = ("", 0.0)  # no time of reading
        elif one.stage == "writing" and self._reading[0] == one.id and words:
            measured = (time.monotonic() - self._reading[1]) / words
            self._seconds_a_word += WEIGHT * (measured - self._seconds_a_word)
            self._reading = ("", 0.0)
        return self.expected(words) if one.stage == "reading" else 0.0

    def expected(self, words: int) -> float:
        """The seconds that the model needs for so many words."""
        return words * self._seconds_a_word
