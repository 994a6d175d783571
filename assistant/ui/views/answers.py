"""An answer as it is shown: its parts, what was left out, the quotes that were read, what helps a decline."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from assistant.export.checked import left_out, left_out_title, unstated
from assistant.export.flagged import Flagged, in_flagged
from assistant.export.markdown import answer_with_footnotes
from assistant.export.numbering import numbered
from assistant.phrases import DECLINE, DECLINE_CHOSEN, MOST_MISSING, NO_MODEL, more_in_document
from assistant.showing.as_text import plain, together
from assistant.showing.citation_span import overlap, spanning
from assistant.types import Answer, Citation, Section, Sentence
from assistant.ui import words

LARGE = 24  # characters of a value that is set large; a longer one would fill the page
SHOWN_ITEMS = 10  # of a list; the rest is folded


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


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an answer: found words, a list or steps, a cell, a side, a change, a summary.

    `over` spans all that it cites, from the mark with number `mark` on; None where it stands nowhere, or
    where a later quote of the same section says so.
    """

    section: Section
    sentences: Sequence[Sentence]
    over: Citation | None
    mark: int
    flagged: bool

    def goes_on(self, before: "Part") -> bool:
        """Whether both are quotes of one section of a document, with nothing to be said between them."""
        return (
            self.section.kind == before.section.kind == "quote"
            and not self.section.title
            and self.flagged == before.flagged
            and self.over is not None
            and before.over is not None
            and _section_of(self.over) == _section_of(before.over)
        )

    @property
    def more(self) -> str:
        """How many more such items its document has, in words; empty for none."""
        return more_in_document(self.section.more) if self.section.more else ""

    @property
    def in_order(self) -> bool:
        """Whether the items have an order of their own."""
        return self.section.kind == "steps" or any(sentence.number for sentence in self.sentences)

    @property
    def first(self) -> list[list[Sentence]]:
        """The items that are shown, of a sentence each; the others are folded."""
        return [[sentence] for sentence in self.sentences[:SHOWN_ITEMS]]

    @property
    def rest(self) -> list[list[Sentence]]:
        """The items beyond them."""
        return [[sentence] for sentence in self.sentences[SHOWN_ITEMS:]]

    @property
    def paragraphs(self) -> list[list[Sentence]]:
        """The sentences, those that follow one another in one paragraph together."""
        return together(self.sentences)

    @property
    def is_large(self) -> bool:
        """Whether the value is short enough to be set large."""
        return self.section.value is not None and len(self.section.value.text) <= LARGE


def answer_values(answer: Answer) -> dict[str, Any]:
    """What the template `chat/answer.html` shows of an answer."""
    numbers, flagged = numbered(answer.sentences), in_flagged(answer.hits)
    unsure = answer.outcome == "unsure"
    without_model = NO_MODEL in answer.notes
    return {
        "answer": answer,
        "numbers": numbers,
        "flagged": flagged,
        "unsure": unsure,
        "quotes_only": without_model and not unsure,
        "notes": [note for note in answer.notes if note != NO_MODEL],
        "made": _made(answer),
        "left_out": left_out(answer) and (left_out_title(answer), unstated(answer)),
        "copied": (plain(answer), answer_with_footnotes(answer)),
        **(_declined(answer) if answer.refused else _given(answer, numbers, flagged)),
    }


def is_declined(answer: Answer) -> bool:
    """Whether the documents do not say: not that the question is unclear, or that there are no documents."""
    return answer.refused and answer.text.startswith((DECLINE, DECLINE_CHOSEN))


def has_found_words(answer: Answer) -> bool:
    """Whether the answer has words of the documents in some form, not only text that was written."""
    return any(section.kind != "text" for section in answer.sections)


def _given(answer: Answer, numbers: Mapping[Citation, int], flagged: Flagged) -> dict[str, Any]:
    """The parts of an answer, sides of a comparison that follow each other together, and the quotes read."""
    parts = _with_places([_part(section, cited, numbers, flagged) for section, cited in answer.parts()])
    groups = groupby(parts, key=lambda part: part.section.kind == "side")
    return {"groups": [(sides, list(together)) for sides, together in groups], "read": _read(answer)}


def _part(
    section: Section, sentences: Sequence[Sentence], numbers: Mapping[Citation, int], flagged: Flagged
) -> Part:
    cited = [sentence.citations[0] for sentence in sentences if sentence.citations]
    over = None if section.kind == "summary" else spanning(cited)
    return Part(section, sentences, over, numbers[cited[0]] if cited else 0, any(map(flagged, cited)))


def _with_places(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts, of which quotes of one section in a row say only once where they stand: below the last.

    What is opened there is the first of them, which answers best.
    """
    groups: list[list[Part]] = []
    for part in parts:
        if groups and part.goes_on(groups[-1][-1]):
            groups[-1].append(part)
        else:
            groups.append([part])
    for best, *others in groups:
        if others:
            yield from (replace(part, over=None) for part in (best, *others[:-1]))
            yield replace(others[-1], over=_first_of([best, *others]), mark=best.mark)
        else:
            yield best


def _section_of(citation: Citation) -> tuple[object, ...]:
    return citation.source_id, citation.version, citation.page, citation.headings


def _first_of(parts: Sequence[Part]) -> Citation | None:
    """What the first part cites, at the place that all have in common."""
    cited = [part.over for part in parts if part.over]
    whole = spanning(cited)
    return whole and replace(cited[0], place=whole.place)


def _read(answer: Answer) -> Fold:
    """The quotes that were read, folded: the answer has taken their place.

    Of an answer that is made of found words only the other quotes.
    """
    question = answer.standalone_question
    if not has_found_words(answer):
        return Fold.of(words.QUOTES_READ.format(count=len(answer.quotes)), answer.quotes, question)
    cited = [citation for sentence in answer.sentences for citation in sentence.citations]
    others = [quote for quote in answer.quotes if not any(overlap(quote, citation) for citation in cited)]
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


def _made(answer: Answer) -> list[tuple[str, str]]:
    """How it was made: the model, and the seconds of each stage."""
    seconds = [
        (label, f"{answer.timings[stage]:.1f} s")
        for stage, label in words.STAGES.items()
        if stage in answer.timings
    ]
    return [(words.MODEL, answer.model or words.NO_MODEL), *seconds]
