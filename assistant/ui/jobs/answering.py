"""Questions on their way from the page: each a turn that grows, is kept at its end, and can be stopped."""

import threading
import time
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass

from assistant.assistant import Assistant
from assistant.types import Event
from assistant.ui import words
from assistant.ui.jobs.observing import Course, Observer
from assistant.ui.jobs.runner import Job
from assistant.ui.views.turns import Turn
from documents.errors import FootnoteError
from documents.reading.encodings import valid_text

REMEMBERED = 100  # ids of questions: those that were stopped early, and those that were kept
AGAIN = 0.1  # seconds until it is looked again whether a question has ended


@dataclass(frozen=True, slots=True)
class Question:
    """What the page asks: `id` is the tab's own name for it, `replacing` the number of a turn asked again."""

    id: str
    text: str
    conversation: str | None = None
    sources: tuple[str, ...] | None = None
    replacing: int | None = None


class Answering:
    """Answers questions for all tabs, each in a thread of its own: it can be stopped at any moment."""

    def __init__(self, assistant: Assistant, observer: Observer | None = None) -> None:
        self._assistant = assistant
        self._observer = observer
        self._jobs: dict[str, Job[Event]] = {}
        self._left: dict[str, Job[Event]] = {}  # those that nobody waits for any longer
        # A stop may overtake its question, which waits for the ones before it.
        self._stopped: deque[str] = deque(maxlen=REMEMBERED)
        self._kept: dict[str, str] = {}  # the conversations of the latest, in the order they came
        self._leaving = False

    @property
    def under_way(self) -> int:
        """How many questions are being answered."""
        return len(self._jobs) + len(self._left)

    def leave(self) -> None:
        """Takes no more questions: each is told to be asked again. Those under way go on."""
        self._leaving = True

    def cut(self) -> None:
        """Stops the model under all questions: each is answered by its quotes, and kept. Returns at once."""
        for job in [*self._jobs.values(), *self._left.values()]:
            self._break_later(job)

    def turns(self, question: Question) -> Generator[Turn | None, None, None]:
        """The turn each time that it has something else to show, and None as a sign of life.

        Raises nothing: what goes wrong is the turn's `error`, or its `trouble` where it is answered but
        could not be kept. Closing the generator, as a tab that goes does, stops the model: the question is
        kept with its quotes, unless it was asked again, when the answer that there is stays.
        """
        turn = Turn(question.id, valid_text(question.text))
        if self._leaving:
            turn.error, turn.stage = words.LEAVING, "failed"
            yield turn
            return
        job: Job[Event] = Job("question", lambda job: self._answer(job, turn.question, question))
        course = Course(question.id)
        self._jobs[question.id] = job
        if self._observer is not None:
            self._observer.begun()
        if question.id in self._stopped:
            job.stop()
        left = False
        try:
            try:
                yield turn
                job.start()
                yield from self._grow(turn, job, course)
            except GeneratorExit:
                left = True
                raise
            finally:
                if left:
                    self._finish_later(job, question)
                else:
                    self._halt(job)
                course.end(turn.answer, "" if left or job.stopping else job.failure)
                if self._observer is not None:
                    self._observer.ended(course)
            self._end(turn, job, question)
            yield turn
        finally:  # only now: the process may end as soon as nothing is under way
            self._jobs.pop(question.id, None)

    def stop(self, question_id: str) -> bool:
        """Stops a question, also one that waits for its turn; returns at once, whether it was under way."""
        self._stopped.append(question_id)
        if (job := self._jobs.get(question_id)) is not None:
            self._halt(job)
        return job is not None

    def hurry(self, question_id: str) -> bool:
        """Stops the model under a question, which is then answered by its quotes, and kept; returns at once,
        whether it was under way.
        """
        if (job := self._jobs.get(question_id)) is not None:
            self._break_later(job)
        return job is not None

    def kept_in(self, question_id: str, seconds: float) -> str | None:
        """The id of the conversation that a question was kept in, "" for none; None while it is under way.

        A page that was loaded anew asks for its question. Waits so long for its end at most.
        """
        until = time.monotonic() + seconds
        while question_id in self._jobs or question_id in self._left:
            if time.monotonic() > until:
                return None
            time.sleep(AGAIN)
        return self._kept.get(question_id, "")

    def _finish_later(self, job: Job[Event], question: Question) -> None:
        self._left[question.id] = job
        threading.Thread(target=self._finish, args=(job, question), name="finishing", daemon=True).start()

    def _finish(self, job: Job[Event], question: Question) -> None:
        """Brings a question to its end that nobody waits for any longer."""
        turn = Turn(question.id, valid_text(question.text))
        try:
            if question.replacing is not None:
                job.stop()
            elif job.stage == "queued":
                job.start()
            self._break_later(job)
            for event in job.listen():
                if event is not None:
                    turn.grow(event)
            self._end(turn, job, question)
        finally:
            self._left.pop(question.id, None)

    def _end(self, turn: Turn, job: Job[Event], question: Question) -> None:
        """Keeps what is an answer, or says why there is none."""
        if turn.answer is not None:
            self._keep(turn, question)
        elif job.stopping:
            turn.stage = "stopped"
        else:
            turn.error, turn.stage = job.error, "failed"

    def _grow(self, turn: Turn, job: Job[Event], course: Course) -> Iterator[Turn | None]:
        for event in job.listen():
            if event is None:
                yield None
                continue
            course.notice(event)
            if turn.grow(event) and turn.answer is None:
                yield turn

    def _answer(self, job: Job[Event], text: str, question: Question) -> None:
        history = self._assistant.conversations.history(question.conversation or "", question.replacing)
        with closing(self._assistant.stream(text, history, question.sources)) as stream:
            for event in stream:
                if job.stopping:
                    return
                job.report(event)

    def _halt(self, job: Job[Event]) -> None:
        if not job.over:
            job.stop()
            self._break_later(job)

    def _break_later(self, job: Job[Event]) -> None:
        threading.Thread(target=self._break_off, args=(job,), name="stopping", daemon=True).start()

    def _break_off(self, job: Job[Event]) -> None:
        """The generator can only be closed by its own thread: so the model's call is broken under it."""
        while not job.ended:
            if job.thread is not None:  # else it is about to begin, as the model's call may be
                self._assistant.stop_answers(job.thread)
            job.wait(AGAIN)

    def _keep(self, turn: Turn, question: Question) -> None:
        assert turn.answer is not None
        try:
            turn.conversation, turn.number = self._assistant.conversations.keep(
                turn.question, turn.answer.to_dict(), question.conversation, replacing=question.replacing
            )
            self._kept[question.id] = turn.conversation
            for old in list(self._kept)[:-REMEMBERED]:
                self._kept.pop(old, None)
        except FootnoteError as error:  # the answer is shown all the same
            turn.conversation, turn.trouble = question.conversation or "", str(error)
