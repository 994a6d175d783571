"""Texts that are being checked: in the background, a few sentences at a time, so that each can be stopped."""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.assistant import Assistant
from assistant.types import Sentence
from assistant.ui import words
from assistant.ui.jobs.runner import Job, Runner
from documents.errors import FootnoteError
from documents.reading.encodings import valid_text
from documents.text.runs import runs
from documents.text.sentences import Span, sentence_spans

LONGEST_TEXT = 100_000  # characters of a text: some thousand sentences
AT_ONCE = 6  # sentences, between which it can be stopped
KEPT = 20  # checked texts, for their exports
RUNNING = 4  # texts that are checked or wait for it: they wait for one another
UNWATCHED = 90  # seconds until a text is let go that no tab asks for: a hidden tab asks once a minute


@dataclass(slots=True)
class Check:
    """One text on its way; its `job` tells the sentences. `total` is about how many there will be."""

    text: str
    sources: tuple[str, ...] | None
    total: int
    job: Job[Sentence]
    looked: float = field(default_factory=time.monotonic)  # when a tab last asked for it


class Checking:
    """Checks texts for all tabs, one after the other."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._runner = Runner("checking a text")
        self._guard = threading.Lock()
        self._checks: dict[str, Check] = {}

    def start(self, text: str, sources: tuple[str, ...] | None = None) -> Check:
        """Begins to check a text against these sources (None: all); returns at once.

        Raises FootnoteError for a text that cannot be checked, or while too many others are.
        """
        text = valid_text(text)
        refuse(text, self._assistant.library.source_count())
        job: Job[Sentence] = Job("checking a text", lambda job: self._work(check))
        check = Check(text, sources, len(sentence_spans(text)), job)
        with self._guard:
            if sum(not check.job.over for check in self._checks.values()) >= RUNNING:
                raise FootnoteError(*words.CHECK_BUSY)
            over = [name for name, check in self._checks.items() if check.job.over]
            for old in over[: max(0, len(self._checks) + 1 - KEPT)]:
                del self._checks[old]
            self._checks[job.id] = check
        self._runner.add(job)
        return check

    def check(self, job_id: str) -> Check | None:
        """The text with this job, None where it is no longer kept; it is known to be watched."""
        with self._guard:
            check = self._checks.get(job_id)
        if check is not None:
            check.looked = time.monotonic()
        return check

    def stop(self, job_id: str) -> None:
        """Stops a check; what was checked stays."""
        check = self.check(job_id)
        if check is not None:
            check.job.stop()

    def _work(self, check: Check) -> None:
        for start, end in pieces(check.text):
            if time.monotonic() - check.looked > UNWATCHED:
                check.job.stop()
            if check.job.stopping:
                return
            checked = self._assistant.check(check.text[start:end], check.sources)
            # A text that was stopped meanwhile stays as the page has it.
            check.job.report(*(moved(sentence, start) for sentence in checked), late=False)


def refuse(text: str, sources: int) -> None:
    """Raises FootnoteError for a text that cannot be checked: nothing, too much, or against nothing."""
    if not sources:
        raise FootnoteError(*words.CHECK_NO_SOURCES)
    if not text.strip():
        raise FootnoteError(*words.CHECK_EMPTY)
    if len(text) > LONGEST_TEXT:
        message, step = words.CHECK_TOO_LONG
        raise FootnoteError(message.format(length=len(text), limit=LONGEST_TEXT), step)


def pieces(text: str) -> Iterator[Span]:
    """Where the pieces that are checked at once begin and end: a few sentences each, of one paragraph.

    Together they have every sentence of the text.
    """

    def goes_on(piece: Sequence[Span], span: Span) -> bool:
        return len(piece) < AT_ONCE and "\n\n" not in text[piece[-1][1] : span[0]]

    return ((piece[0][0], piece[-1][1]) for piece in runs(sentence_spans(text), goes_on))


def moved(sentence: Sentence, by: int) -> Sentence:
    """A sentence of a piece that begins at `by`, with its places counted from the beginning of the text."""
    unsupported = tuple((start + by, end + by) for start, end in sentence.unsupported)
    return replace(sentence, start=sentence.start + by, end=sentence.end + by, unsupported=unsupported)
