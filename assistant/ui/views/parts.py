"""The parts of an answer, each with the place that it is opened at."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.export.flagged import Flagged
from assistant.showing.as_text import by_paragraph, messages, more_not_shown, part_names
from assistant.showing.pieces import spanning
from assistant.types import Answer, Citation, Section, Sentence
from assistant.ui.views.grids import Grid, grid_of
from documents.text.runs import runs

LARGE = 24  # characters of a value that is set large; a longer one would fill the page
SHOWN_ITEMS = 10  # of a list; the rest is folded


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
        """How much more there is, in words; empty for nothing."""
        return more_not_shown(self.section)

    @property
    def in_order(self) -> bool:
        """Whether the items have an order of their own."""
        return self.section.kind == "steps" or any(sentence.number for sentence in self.sentences)

    @property
    def first(self) -> list[list[Sentence]]:
        """The items that are shown, of a sentence each; the others are folded."""
        return [[sentence] for sentence in self.sentences[:SHOWN_ITEMS]]

    @property
    def names(self) -> list[str]:
        """For each of them the heading that it stands below, where a summary goes on with another section."""
        return part_names(self.section, self.sentences[:SHOWN_ITEMS])

    @property
    def rest(self) -> list[list[Sentence]]:
        """The items beyond them."""
        return [[sentence] for sentence in self.sentences[SHOWN_ITEMS:]]

    @property
    def grid(self) -> Grid | None:
        """The table that its items are rows of, where they are."""
        listed = self.section.kind in ("list", "summary")
        return grid_of(self.sentences, self.section.title) if listed else None

    @property
    def paragraphs(self) -> list[list[Sentence]]:
        """The sentences, those that follow one another in one paragraph together."""
        return by_paragraph(self.sentences)

    @property
    def messages(self) -> list[list[Sentence]]:
        """The sentences, those of one message of a chat together."""
        return messages(self.sentences)

    @property
    def is_large(self) -> bool:
        """Whether the value is short enough to be set large."""
        return self.section.value is not None and len(self.section.value.text) <= LARGE


def answer_parts(answer: Answer, numbers: Mapping[Citation, int], flagged: Flagged) -> Iterator[Part]:
    """The parts of an answer in order."""
    return _with_places([_part(section, cited, numbers, flagged) for section, cited in answer.parts()])


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
    for best, *others in runs(parts, lambda group, part: part.goes_on(group[-1])):
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
