"""A question and its answer, while it is made and after."""

from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.export.flagged import in_flagged
from assistant.export.numbering import citation_numbers
from assistant.types import Answer, Citation, Done, Event, Evidence, Sentence, SentenceDone, Token, Wait
from assistant.ui import words
from assistant.ui.rendering import render
from assistant.ui.views.answers import Fold, answer_values

Stage = Literal[
    "searching", "starting", "queued", "reading", "writing", "checking", "done", "stopped", "failed"
]


@dataclass(slots=True)
class Turn:
    """What the page shows of one question; it grows with the events of its answer."""

    id: str
    question: str
    conversation: str = ""  # the id of the stored one that has it
    number: int = 0  # its place there, from 1; 0 before it is kept
    stage: Stage = "searching"
    evidence: Evidence | None = None
    sentences: list[Sentence] = field(default_factory=list)
    answer: Answer | None = None
    error: str = ""  # why there is no answer
    trouble: str = ""  # why the answer could not be kept
    gone: frozenset[str] = frozenset()  # ids of cited sources that were removed since
    changed: frozenset[str] = frozenset()  # ids of those that lack quoted words since

    @property
    def cited(self) -> list[Citation]:
        """What the answer cites, also where sources disagree; nothing before there is one."""
        if self.answer is None:
            return []
        sides = (row.citation for conflict in self.answer.conflicts for row in conflict.rows)
        return [*citation_numbers(self.answer.sentences), *sides]

    def grow(self, event: Event) -> bool:
        """Takes an event in; whether there is now something else to show."""
        before = self.stage
        if isinstance(event, Evidence):
            self.evidence, self.stage = event, "reading"
        elif isinstance(event, Wait):
            self.stage = event.stage
            return before != self.stage
        elif isinstance(event, Token):
            self.stage = "writing"
            return before != self.stage
        elif isinstance(event, SentenceDone):
            self.sentences.append(event.sentence)
        elif isinstance(event, Done):
            self.answer, self.stage = event.answer, "done"
        return True


def turn_html(turn: Turn) -> str:
    """One question with all that is known of its answer."""
    values = _growing(turn) if turn.answer is None else answer_values(turn.answer)
    removed = _note(turn, turn.gone, words.CITES_REMOVED)
    changed = _note(turn, turn.changed, words.CITES_CHANGED)
    return render("chat/turn.html", turn=turn, removed=removed, changed=changed, **values)


def _growing(turn: Turn) -> dict[str, Any]:
    """An answer that is being made: its checked sentences and the quotes that are read for it."""
    supported = [sentence for sentence in turn.sentences if sentence.support != "not_found"]
    quotes, hits = (turn.evidence.quotes, turn.evidence.hits) if turn.evidence else ((), ())
    return {
        "sentences": supported,
        "numbers": citation_numbers(supported),
        "quotes": Fold.of(words.CLOSEST, quotes, turn.question, opened=True),
        "flagged": in_flagged(hits),
    }


def _note(turn: Turn, sources: frozenset[str], text: str) -> str:
    """A note that names those of the sources that the answer cites; empty where it cites none."""
    titles = dict.fromkeys(citation.title for citation in turn.cited if citation.source_id in sources)
    return text.format(titles=", ".join(f"“{title}”" for title in titles)) if titles else ""
