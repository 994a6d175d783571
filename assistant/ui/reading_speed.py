"""How fast the language model reads, as measured: for the bar that runs while it does."""

import time

from assistant.ui.views.turns import Turn

FIRST_GUESS = 0.018  # seconds a word, on two cores
WEIGHT = 0.3  # of the latest answer, beside those before


class ReadingSpeed:
    """Learns from the time between a turn's evidence and its first word."""

    def __init__(self) -> None:
        self._seconds_a_word = FIRST_GUESS
        self._reading: tuple[str, float] = ("", 0.0)  # the turn that is read for, since when

    def notice(self, turn: Turn) -> float:
        """Takes in a turn each time that it changes; the seconds that reading will take, if it begins now."""
        words = turn.evidence.words if turn.evidence else 0
        if turn.stage == "reading" and self._reading[0] != turn.id:
            self._reading = (turn.id, time.monotonic())
        elif turn.stage in ("starting", "queued"):
            self._reading = ("", 0.0)  # no time of reading
        elif turn.stage == "writing" and self._reading[0] == turn.id and words:
            measured = (time.monotonic() - self._reading[1]) / words
            self._seconds_a_word += WEIGHT * (measured - self._seconds_a_word)
            self._reading = ("", 0.0)
        return self.expected(words) if turn.stage == "reading" else 0.0

    def expected(self, words: int) -> float:
        """The seconds that the model needs for so many words."""
        return words * self._seconds_a_word
