"""Texts that are being checked: in the background, a few sentences at a time, so that each can be stopped."""

import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assistant.assistant import Assistant
from assistant.types import Sentence
from assistant.ui import words
from assistant.ui.jobs.worker import Worker
from documents.errors import FootnoteError
from documents.reading.encodings import valid_text
from documents.text.sentences import Span, sentence_spans

LONGEST = 100_000  # characters of a text: some thousand sentences
AT_ONCE = 6  # sentences, between which it can be stopped
KEPT = 20  # checked texts, for their exports
RUNNING = 4  # texts that are checked or wait for it: they wait for one another
UNWATCHED = 90  # seconds until a text is let go that no tab asks for: a hidden tab asks once a minute


@dataclass(slots=True)
class Job:
    """One text on its way; `sentences` grows. `total` is about how many there will be."""

    id: str
    text: str
    sources: tuple[str, ...] | None
    total: int
    begun: bool = False
    sentences: list[Sentence] = field(default_factory=list)
    stopped: bool = False
    ended: bool = False
    error: str = ""  # why it came to an end too early
    looked: float = field(default_factory=time.monotonic)  # when a tab last asked for it

    @property
    def over(self) -> bool:
        """Whether no more sentences will come."""
        return self.ended or self.stopped


class Checking:
    """Checks texts for all tabs, one after the other."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._worker = Worker("checking a text")
        self._guard = threading.Lock()
        self._jobs: dict[str, Job] = {}

    def start(self, text: str, sources: tuple[str, ...] | None = None) -> Job:
        """Begins to check a text against these sources (None: all); returns at once.

        Raises FootnoteError for a text that cannot be checked, or while too many others are.
        """
        text = valid_text(text)
        refuse(text, len(self._assistant.library.source_ids()))
        job = Job(secrets.token_hex(16), text, sources, len(sentence_spans(text)))
        with self._guard:
            if sum(not one.over for one in self._jobs.values()) >= RUNNING:
                raise FootnoteError(*words.CHECK_BUSY)
            ended = [name for name, one in self._jobs.items() if one.over]
            for old in ended[: max(0, len(self._jobs) + 1 - KEPT)]:
                del self._jobs[old]
            self._jobs[job.id] = job
        self._worker.do(lambda: self._work(job))
        return job

    def job(self, name: str) -> Job | None:
        """The text with this id, None where it is no longer kept; it is known to be watched."""
        with self._guard:
            job = self._jobs.get(name)
        if job is not None:
            job.looked = time.monotonic()
        return job

    def stop(self, name: str) -> None:
        """Stops a check; what was checked stays."""
        job = self.job(name)
        if job is not None:
            with self._guard:
                job.stopped = True

    def _work(self, job: Job) -> None:
        job.begun = True
        try:
            for start, end in pieces(job.text):
                job.stopped |= time.monotonic() - job.looked > UNWATCHED
                if job.stopped:
                    break
                checked = self._assistant.check(job.text[start:end], job.sources)
                with self._guard:  # a text that was stopped meanwhile stays as it was told
                    if not job.stopped:
                        job.sentences.extend(moved(one, start) for one in checked)
        except FootnoteError as error:
            job.error = str(error)
        except Exception as error:  # the page must not wait for an end that never comes; the log has the rest
            job.error = words.BUG.format(error=error)
            raise
        finally:
            job.ended = True


def refuse(text: str, sources: int) -> None:
    """Raises FootnoteError for a text that cannot be checked: nothing, too much, or against nothing."""
    if not sources:
        raise FootnoteError(*words.CHECK_NO_SOURCES)
    if not text.strip():
        raise FootnoteError(*words.CHECK_EMPTY)
    if len(text) > LONGEST:
        message, step = words.CHECK_TOO_LONG
        raise FootnoteError(message.format(length=len(text), limit=LONGEST), step)


def pieces(text: str) -> Iterator[Span]:
    """Where the pieces that are checked at once begin and end: a few sentences each, of one paragraph.

    Together they have every sentence of the text.
    """
    piece: list[Span] = []
    for span in sentence_spans(text):
        if piece and (len(piece) == AT_ONCE or "\n\n" in text[piece[-1][1] : span[0]]):
            yield piece[0][0], piece[-1][1]
            piece = []
        piece.append(span)
    if piece:
        yield piece[0][0], piece[-1][1]


def moved(one: Sentence, by: int) -> Sentence:
    """A sentence of a piece that begins at `by`, with its places counted from the beginning of the text."""
    unsupported = tuple((start + by, end + by) for start, end in one.unsupported)
    return replace(one, start=one.start + by, end=one.end + by, unsupported=unsupported)
