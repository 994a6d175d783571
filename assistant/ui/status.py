"""What the server is doing, in one line and for the page's script."""

import secrets
from contextlib import suppress

from assistant.assistant import Assistant
from assistant.phrases import DECLINE_CHOSEN, disagreement
from assistant.showing.as_text import against, plain
from assistant.types import Answer
from assistant.ui import words
from assistant.ui.jobs.adding import Adding
from assistant.ui.model_loading import ModelLoading
from assistant.ui.panel import Data
from assistant.ui.views.answers import has_found_words, is_declined
from assistant.ui.views.turns import Stage, Turn
from documents.errors import StorageFailed
from documents.reading.notes import count

WAITING: dict[Stage, str] = {
    "starting": words.STARTING_MODEL,
    "queued": words.QUEUED,
    "reading": words.READING,
    "writing": words.WRITING,
    "checking": words.CHECKING_ANSWER,
}


class Status:
    """Looks at what is loading and what is being added."""

    def __init__(self, assistant: Assistant, loading: ModelLoading, adding: Adding) -> None:
        self._assistant = assistant
        self._loading = loading
        self._adding = adding
        self._counted = (-1, 0)
        self._epoch = secrets.token_hex(8)
        self.leaving = False  # no question is taken any more
        self._latest: Data = {}

    def sources(self) -> int:
        """The number of sources; counted again only after a change."""
        generation = self._assistant.library.generation
        if self._counted[0] != generation:
            self._counted = (generation, self._assistant.library.source_count())
        return self._counted[1]

    def known_sources(self) -> int:
        """The number of sources, as it was when the library last answered."""
        with suppress(StorageFailed):
            return self.sources()
        return self._counted[1]

    def now(self) -> Data:
        """Whether it is `ready` to answer and `busy` adding, the `status` line, and what tells of changes.

        While the library does not answer, all is as it was, but nothing is ready and the status says why.
        """
        try:
            self._latest = self._read_state()
        except StorageFailed as error:
            if not self._latest:
                raise
            return {**self._latest, "ready": False, "status": str(error)}
        return self._latest

    def _read_state(self) -> Data:
        sources = self.sources()
        busy, adding = self._adding.state
        status = self._loading.status(sources)
        if busy and self._loading.done:
            status = f"{status} {words.STILL_ADDING}"
        return {
            "ready": self._loading.done,
            "status": words.LEAVING if self.leaving else status,
            "busy": busy,
            "adding": adding,
            "erased": self._adding.removing.erased,
            "sources": sources,
            "label": count(sources, "source"),
            "generation": self._counted[0],
            "epoch": self._epoch,  # another one: the server was started again, and the page is an old one
        }


def line(turn: Turn, sources: str) -> str:
    """The status line of a question; `sources` says how many are asked."""
    if turn.stage == "searching":
        return words.SEARCHING.format(sources=sources)
    if turn.stage == "stopped":
        return words.STOPPED
    if turn.stage == "failed":
        return words.FAILED
    if turn.answer is not None:
        return _answered_line(turn.answer)
    return _waiting(turn)


def read_aloud(answer: Answer) -> str:
    """What is read out of an answer: its text, and before it on what sources disagree, if it is not in it.

    After an unsure one, what speaks against it; that it is not sure is said by the status line, read before.
    """
    text = plain(answer)
    titles = (disagreement(conflict).rstrip(".") for conflict in answer.conflicts)
    return " ".join([*(f"{title}." for title in titles if title not in text), text, *against(answer)])


def _waiting(turn: Turn) -> str:
    """What was found, and what is waited for before the answer is there."""
    if turn.evidence is None:
        return ""
    evidence = turn.evidence
    sources = count(len({hit.passage.source_id for hit in evidence.hits}), "source")
    passages = words.FOUND.format(passages=count(len(evidence.hits), "passage"), sources=sources)
    return WAITING[turn.stage].format(found=passages, words=count(evidence.words, "word"))


def _answered_line(answer: Answer) -> str:
    seconds = answer.timings.get("total", 0.0)
    if answer.refused and not is_declined(answer):
        return answer.text.split(".")[0] + "."  # unclear, or no documents: nothing was declined
    if answer.refused:
        chosen = answer.text.startswith(DECLINE_CHOSEN)
        return (words.DECLINED_CHOSEN if chosen else words.DECLINED).format(seconds=seconds)
    if answer.conflicts and not answer.sentences:
        return words.SIDE_BY_SIDE.format(seconds=seconds)
    if answer.outcome == "unsure":
        return words.FOUND_UNSURE.format(seconds=seconds)
    cited = {citation.source_id for sentence in answer.sentences for citation in sentence.citations}
    unwritten = words.FOUND_FORM if has_found_words(answer) else words.QUOTED
    text = words.ANSWERED if answer.model else unwritten
    return text.format(seconds=seconds, sources=count(len(cited), "source"))
