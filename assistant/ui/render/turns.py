"""A question and its answer as HTML, while it is made and after."""

from dataclasses import dataclass, field
from typing import Literal

from assistant.export.flagged import Flagged, in_flagged
from assistant.export.markdown import answer_with_footnotes
from assistant.export.numbering import numbered
from assistant.phrases import NO_MODEL, NOT_SURE
from assistant.showing.parts import plain
from assistant.showing.spanning import overlap
from assistant.types import Answer, Done, Event, Evidence, Sentence, SentenceDone, Token, Wait
from assistant.ui import words
from assistant.ui.render.conflicts import conflicts
from assistant.ui.render.declines import decline, help_on
from assistant.ui.render.html import button, escape
from assistant.ui.render.quotes import card, quote_list
from assistant.ui.render.sections import quoting, sections
from assistant.ui.render.sentences import left_out, sentences

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


def turn(one: Turn) -> str:
    """One question with all that is known of its answer."""
    body = _answer(one.answer) + _gone(one) if one.answer is not None else _on_its_way(one)
    return (
        f'<article class="turn" data-testid="turn" data-turn="{escape(one.id)}" data-stage="{one.stage}" '
        f'data-number="{one.number}" data-question="{escape(one.question)}">'
        f'<h2 class="asked" dir="auto">{escape(one.question)}</h2>{body}</article>'
    )


def _on_its_way(one: Turn) -> str:
    kept = [sentence for sentence in one.sentences if sentence.support != "not_found"]
    text = sentences(kept, numbered(kept)) or _waiting(one)
    quotes = one.evidence.quotes if one.evidence else ()
    flagged = in_flagged(one.evidence.hits if one.evidence else ())
    return "".join(
        [
            '<p class="understood" hidden></p>',
            f'<div class="slot pending">{text}</div>',
            quote_list(words.CLOSEST, quotes, question=one.question, folded=False, flagged=flagged),
        ]
    )


def _waiting(one: Turn) -> str:
    if one.error:
        return f'<p class="error" data-testid="error" role="alert" dir="auto">{escape(one.error)}</p>'
    if one.stage in ("stopped", "failed"):
        return f'<p class="quiet">{escape(words.NOT_FINISHED)}</p>'
    return f'<p class="quiet waiting">{escape(words.WAITING_FOR_ANSWER)}</p>'


def _answer(one: Answer) -> str:
    numbers, flagged = numbered(one.sentences), in_flagged(one.hits)
    said = decline(one, flagged) if one.refused else _quotes_only(one) + sections(one, numbers, flagged)
    after = [help_on(one, flagged), left_out(one)] if one.refused else [left_out(one), _read(one, flagged)]
    return "".join(
        [
            _understood(one),
            f'<div class="slot">{_unsure(one)}{conflicts(one.conflicts, flagged)}{said}</div>',
            *(_notes(one) + after if one.outcome == "unsure" else after + _notes(one)),
            _foot(one),
            *(card(number, cited, flagged=flagged(cited)) for cited, number in numbers.items()),
        ]
    )


def _unsure(one: Answer) -> str:
    """The line over what was found where it may not answer the question."""
    return f'<p class="unsure" data-testid="unsure">{escape(NOT_SURE)}</p>' if one.outcome == "unsure" else ""


def _read(one: Answer, flagged: Flagged) -> str:
    """The quotes that were read, folded: the answer has taken their place.

    Of an answer that is made of found words only the other quotes.
    """
    if not quoting(one):
        title = words.QUOTES_READ.format(count=len(one.quotes))
        return quote_list(title, one.quotes, question=one.standalone_question, folded=True, flagged=flagged)
    cited = [citation for sentence in one.sentences for citation in sentence.citations]
    others = [quote for quote in one.quotes if not any(overlap(quote, shown) for shown in cited)]
    title = words.OTHER_QUOTES.format(count=len(others))
    return quote_list(title, others, question=one.standalone_question, folded=True, flagged=flagged)


def _gone(one: Turn) -> str:
    """A note on the cited sources that are no longer in the library."""
    cited = numbered(one.answer.sentences) if one.answer else {}
    titles = dict.fromkeys(citation.title for citation in cited if citation.source_id in one.gone)
    note = words.CITES_REMOVED.format(titles=", ".join(f"“{title}”" for title in titles))
    return f'<p class="note" data-testid="cites-removed" dir="auto">{escape(note)}</p>' if titles else ""


def _understood(one: Answer) -> str:
    if one.standalone_question == one.question:
        return '<p class="understood" hidden></p>'
    question = one.standalone_question
    pencil = button("edit", "✎", size="small", label=words.CHANGE_QUESTION, data_text=question)
    return (
        f'<p class="understood quiet" dir="auto">{escape(words.UNDERSTOOD)} <em>{escape(question)}</em> '
        f"{pencil}</p>"
    )


def _quotes_only(one: Answer) -> str:
    """That no model is connected, over quotes; what needs none has no such note, and unsure says enough."""
    if NO_MODEL not in one.notes or one.outcome == "unsure":
        return ""
    return (
        f'<p class="quiet" data-testid="quotes-only">{escape(words.QUOTES_ONLY)} '
        f'<a href="#settings" data-nav="settings">{escape(words.CONNECT)}</a></p>'
    )


def _notes(one: Answer) -> list[str]:
    """The notes, but for that on the model, which stands above the quotes; small under an unsure answer."""
    look = "against" if one.outcome == "unsure" else "note"
    shown = [note for note in one.notes if note != NO_MODEL]
    return [f'<p class="{look}" data-testid="note" dir="auto">{escape(note)}</p>' for note in shown]


def _foot(one: Answer) -> str:
    return (
        f'<div class="foot" data-testid="foot">{_copy(words.COPY, plain(one))}'
        f"{_copy(words.COPY_FOOTNOTES, answer_with_footnotes(one))}"
        f"{button('edit', words.EDIT, size='small')}{button('retry', words.RETRY, size='small')}"
        f"{_details(one)}</div>"
    )


def _copy(label: str, text: str) -> str:
    return button("copy", label, size="small", data_done=words.COPIED, data_text=text)


def _details(one: Answer) -> str:
    rows = [(words.MODEL, one.model or words.NO_MODEL)]
    rows += [
        (label, f"{one.timings[stage]:.1f} s")
        for stage, label in words.STAGES.items()
        if stage in one.timings
    ]
    cells = "".join(f"<dt>{escape(name)}</dt><dd><bdi>{escape(value)}</bdi></dd>" for name, value in rows)
    return f'<details class="made"><summary>{escape(words.MADE)}</summary><dl>{cells}</dl></details>'
