"""Questions on their way from the page: each a turn that grows, is kept at its end, and can be stopped."""

import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.assistant import Assistant
from assistant.ui import words
from assistant.ui.jobs.asking import Asking
from assistant.ui.views.turns import Turn
from documents.errors import FootnoteError
from documents.reading.encodings import valid_text

logger = logging.getLogger(__name__)
STOPPED_EARLY = 100  # ids that are remembered


@dataclass(frozen=True, slots=True)
class Question:
    """What the page asks: `id` is the tab's own name for it, `replacing` the number of a turn asked again."""

    id: str
    text: str
    conversation: str | None = None
    sources: tuple[str, ...] | None = None
    replacing: int | None = None


class Answering:
    """Answers questions for all tabs."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._asking: dict[str, Asking] = {}
        # A stop may overtake its question, which waits for the ones before it.
        self._stopped: deque[str] = deque(maxlen=STOPPED_EARLY)

    def turns(self, question: Question) -> Iterator[Turn | None]:
        """The turn each time that it has something else to show, and None as a sign of life.

        Raises nothing: what goes wrong is the turn's `error`, or its `trouble` where it is answered but
        could not be kept.
        """
        one = Turn(question.id, valid_text(question.text))
        try:
            yield from self._grow(one, question)
        except FootnoteError as error:
            one.error, one.stage = str(error), "failed"
        except Exception as error:  # a bug: the page must not wait for an end that never comes
            logger.exception("a question failed")
            one.error, one.stage = words.BUG.format(error=error), "failed"
        finally:
            self._asking.pop(question.id, None)
        if one.answer is not None:
            self._keep(one, question)
        yield one

    def stop(self, question_id: str) -> None:
        """Stops a question, also one that waits for its turn."""
        self._stopped.append(question_id)
        asking = self._asking.get(question_id)
        if asking is not None:
            asking.stop()

    def _grow(self, one: Turn, question: Question) -> Iterator[Turn | None]:
        history = self._assistant.conversations.history(question.conversation or "", question.replacing)
        asking = Asking(self._assistant, one.question, history, sources=question.sources)
        self._asking[question.id] = asking
        if question.id in self._stopped:
            asking.stop()
        yield one
        for event in asking.events():
            if event is None:
                yield None
            elif one.grow(event) and one.answer is None:
                yield one
        if asking.stopped and one.answer is None:
            one.stage = "stopped"

    def _keep(self, one: Turn, question: Question) -> None:
        assert one.answer is not None
        try:
            one.conversation, one.number = self._assistant.conversations.keep(
                one.question, one.answer.to_dict(), question.conversation, replacing=question.replacing
            )
        except FootnoteError as error:  # the answer is shown all the same
            one.conversation, one.trouble = question.conversation or "", str(error)
