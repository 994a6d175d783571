"""How fast the language model reads, as measured: for the bar that runs while it does."""

import time

from assistant.types import Event, Evidence, Token

FIRST_GUESS = 0.018  # seconds a word, on two cores
WEIGHT = 0.3  # of the latest answer, beside those before


class Pace:
    """Learns from the time between an answer's evidence and its first word."""

    def __init__(self) -> None:
        self._seconds_a_word = FIRST_GUESS
        self._words = 0
        self._began = 0.0

    def notice(self, event: Event) -> None:
        """Takes in an event of an answer, as it happens."""
        if isinstance(event, Evidence):
            self._words, self._began = event.words, time.monotonic()
        elif isinstance(event, Token) and self._words:
            measured = (time.monotonic() - self._began) / self._words
            self._seconds_a_word += WEIGHT * (measured - self._seconds_a_word)
            self._words = 0

    def expected(self, words: int) -> float:
        """The seconds that the model needs for so many words."""
        return words * self._seconds_a_word
