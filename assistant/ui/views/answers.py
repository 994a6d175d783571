"""An answer as it is shown: its parts, what was left out, the quotes that were read, what helps a decline."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from assistant.export.checked import left_out, left_out_title, unstated
from assistant.export.flagged import Flagged, in_flagged
from assistant.export.markdown import answer_with_footnotes
from assistant.export.numbering import citation_numbers
from assistant.phrases import DECLINE, DECLINE_CHOSEN, MOST_MISSING, NO_DOCUMENTS, NO_MODEL, NOT_SURE
from assistant.showing.as_text import plain, says_unsure
from assistant.showing.pieces import citations_overlap
from assistant.types import Answer, Citation
from assistant.ui import words
from assistant.ui.views.parts import Part, answer_parts
from assistant.ui.views.sides import Sides
from documents.text.runs import runs


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A quote in a list: the words that it shares with `question` are bold, `above` stands over it."""

    citation: Citation
    question: str = ""
    above: str = ""


@dataclass(frozen=True, slots=True)
class Fold:
    """Quotes under a title that folds them away."""

    title: str
    rows: Sequence[QuoteRow]
    opened: bool = False

    @classmethod
    def of(cls, title: str, quotes: Iterable[Citation], question: str, *, opened: bool = False) -> "Fold":
        """Quotes of one question."""
        return cls(title, [QuoteRow(citation, question) for citation in quotes], opened)


def answer_values(answer: Answer) -> dict[str, Any]:
    """What the template `chat/answer.html` shows of an answer."""
    numbers, flagged = citation_numbers(answer.sentences), in_flagged(answer.hits)
    unsure = answer.outcome == "unsure"
    without_model = NO_MODEL in answer.notes
    return {
        "answer": answer,
        "numbers": numbers,
        "flagged": flagged,
        "unsure": unsure,
        "says_unsure": says_unsure(answer),
        "no_documents": answer.text == NO_DOCUMENTS,
        "quotes_only": without_model and not unsure,
        "notes": [note for note in answer.notes if note != NO_MODEL],
        "made": _how_made(answer),
        "left_out": left_out(answer) and (left_out_title(answer), unstated(answer)),
        "copied": (
            f"{NOT_SURE}:\n\n{plain(answer)}" if says_unsure(answer) else plain(answer),
            answer_with_footnotes(answer),
        ),
        **(_declined(answer) if answer.refused else _answered(answer, numbers, flagged)),
    }


def is_declined(answer: Answer) -> bool:
    """Whether the documents do not say: not that the question is unclear, or that there are no documents."""
    return answer.refused and answer.text.startswith((DECLINE, DECLINE_CHOSEN))


def has_found_words(answer: Answer) -> bool:
    """Whether the answer has words of the documents in some form, not only text that was written."""
    return any(section.kind != "text" for section in answer.sections)


def _answered(answer: Answer, numbers: Mapping[Citation, int], flagged: Flagged) -> dict[str, Any]:
    """The parts of an answer, sides of a comparison that follow each other as one, and the quotes read."""
    return {"asked_apart": _by_question(answer_parts(answer, numbers, flagged)), "read": _quotes_read(answer)}


def _by_question(parts: Iterable[Part]) -> Iterator[tuple[str, Iterable[Part | Sides]]]:
    """The parts below the one of several questions that they answer; "" where one was asked."""
    for first, *others in runs(parts, lambda _, part: part.section.kind != "asked"):
        if first.section.kind == "asked":
            yield first.section.title, _grouped(others)
        else:
            yield "", _grouped([first, *others])


def _grouped(parts: Iterable[Part]) -> Iterator[Part | Sides]:
    """The parts; sides that follow each other are a table where they are of several documents."""
    for sides, following in groupby(parts, key=lambda part: part.section.kind in ("side", "only")):
        together = list(following)
        table = Sides.of(together) if sides else None
        yield from [table] if table else together


def _quotes_read(answer: Answer) -> Fold:
    """The quotes that were read, folded: the answer has taken their place.

    Of an answer that is made of found words only the other quotes.
    """
    question = answer.standalone_question
    if not has_found_words(answer):
        return Fold.of(words.QUOTES_READ.format(count=len(answer.quotes)), answer.quotes, question)
    cited = [citation for sentence in answer.sentences for citation in sentence.citations]
    others = [
        quote for quote in answer.quotes if not any(citations_overlap(quote, citation) for citation in cited)
    ]
    return Fold.of(words.OTHER_QUOTES.format(count=len(others)), others, question)


def _declined(answer: Answer) -> dict[str, Any]:
    """That it is declined, and of what helps only what applies."""
    title, _, rest = answer.text.partition(".")
    near = [QuoteRow(miss.citation, miss.stated, miss.text) for miss in answer.near_misses]
    return {
        "title": f"{title}.",
        # Where nothing was looked for: the question is unclear, or there are no documents.
        "why": "" if answer.missing or near else rest.strip(),
        "missing": answer.missing[:MOST_MISSING],
        "near_misses": near,
        "nearest": _nearest(answer),
    }


def _nearest(answer: Answer) -> Fold:
    """The nearest passages, those of each part of the question where it has several."""
    if not answer.nearest:
        title = words.NEAREST.format(count=len(answer.quotes))
        return Fold.of(title, answer.quotes, answer.standalone_question, opened=not answer.near_misses)
    rows = [
        QuoteRow(near.citation, near.part, words.NEAREST_FOR.format(part=near.part) if near.part else "")
        for near in answer.nearest
    ]
    return Fold(words.NEAREST.format(count=len(rows)), rows)


def _how_made(answer: Answer) -> list[tuple[str, str]]:
    """How it was made: the model, and the seconds of each stage."""
    seconds = [
        (label, f"{answer.timings[stage]:.1f} s")
        for stage, label in words.STAGES.items()
        if stage in answer.timings
    ]
    return [(words.MODEL, answer.model or words.NO_MODEL), *seconds]
