"""Events of the questions under way, for whoever counts them: never a word of a question."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from assistant.phrases import QUOTES_ONLY
from assistant.types import Answer, Event, Evidence, Token

Ending = Literal["answered", "unsure", "declined", "stopped", "failed"]


@dataclass(slots=True)
class Course:
    """One question's course. Seconds count from when the page's server took it; None: it never came to that.

    `stages` are the seconds by stage, as in `Answer.timings`; `tokens` what the model wrote; `errors` names
    the kinds of what went wrong, "model" where the answer was made without the model that is set.
    """

    id: str
    ending: Ending = "stopped"
    seconds: float = 0.0
    first_quotes: float | None = None
    tokens: int = 0
    stages: Mapping[str, float] = field(default_factory=dict)
    errors: tuple[str, ...] = ()
    _began: float = field(default_factory=time.monotonic)

    def notice(self, event: Event) -> None:
        """Takes an event of the answer in."""
        if isinstance(event, Evidence) and self.first_quotes is None:
            self.first_quotes = time.monotonic() - self._began
        elif isinstance(event, Token):
            self.tokens += 1

    def end(self, answer: Answer | None, failure: str = "") -> None:
        """Notes how it ended: with an answer, by a failure of this kind, or stopped."""
        self.seconds = time.monotonic() - self._began
        if answer is not None:
            self.ending, self.stages = answer.outcome, answer.timings
            self.errors = ("model",) if QUOTES_ONLY in answer.notes else ()
        elif failure:
            self.ending, self.errors = "failed", (failure,)


class Observer(Protocol):
    """Whoever counts questions. Called from any thread; must return at once."""

    def begun(self) -> None:
        """A question is taken."""

    def ended(self, course: Course) -> None:
        """One that was taken has come to its end."""
