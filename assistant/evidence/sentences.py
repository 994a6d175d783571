"""The sentences of passages, each with the quote that cites it."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.types import Citation
from documents.errors import UnknownSource
from documents.instructions import name_flagged, spans_to_assistant, speaks_to_assistant
from documents.instructions.requests import requests_out_of_place
from documents.library import Library
from documents.text.blocks import block_at, moved
from documents.text.sentences import Span, units
from documents.text.shown import is_header, place_of, shown
from documents.types import Block, Passage
from index.types import Hit

_SECTION = " › "  # between the title and the section in a label
_LABEL = 6  # words of a line that can be a name alone
_STATES = re.compile(r"[.!?:;…\d。！？]")  # what a line has that says something: an end, or a number


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """One sentence of a retrieved passage, at its place in the stored text.

    `text` is what a person and the model read of it: a row with the names of its columns.
    """

    hit: int  # the rank of its passage, 0 is the best
    number: int  # its place among the sentences of the passage
    text: str
    label: str  # title › section, for the model and for matching
    heading: bool  # a heading, a header row: it gives context, but it states nothing
    citation: Citation
    order: bool = False  # it surely speaks to the assistant
    request: bool = False  # it asks for a text that has nothing to do with its passage
    block: Block | None = None  # where it begins, its places those of the whole text

    def follows(self, other: "EvidenceSentence") -> bool:
        """Whether this sentence comes right after `other` in the same passage."""
        return self.hit == other.hit and self.number == other.number + 1

    @property
    def section(self) -> str:
        """The heading that it stands below, or the title of its document; "" for one that is an order."""
        return self.label.rpartition(_SECTION)[2]


def evidence_sentences(hits: Sequence[Hit], library: Library) -> list[EvidenceSentence]:
    """All sentences of the hits, in the order of the hits and then of the text.

    None is left out: those that speak to the assistant are marked. Titles and headings that do are left out
    of the labels.
    """
    sentences: list[EvidenceSentence] = []
    for rank, hit in enumerate(hits):
        try:
            sentences += passage_sentences(rank, hit.passage, library)
        except UnknownSource:
            continue  # removed since the search: what is left of it must not be quoted
    return sentences


def passage_sentences(
    rank: int, passage: Passage, library: Library, pages: Sequence[int] = ()
) -> Iterator[EvidenceSentence]:
    """The sentences of one passage, `rank` being its own; with `pages` each on the page where it begins.

    Raises UnknownSource where its source is gone.
    """
    text, source_id, version = passage.text, passage.source_id, passage.version
    title, date = library.title(source_id, version)
    media_type = library.media_type(source_id, version)
    stored = library.blocks(source_id, version, passage.start, passage.end)
    blocks = moved(stored, -passage.start)
    label = label_of(title, passage.headings)
    orders, requests = spans_to_assistant(text), requests_out_of_place(text)
    for number, span in enumerate(units(text, blocks)):
        quote = text[slice(*span)]
        words = shown(text, span, blocks, media_type)
        at = block_at(blocks, span[0])
        page = bisect_right(pages, passage.start + span[0]) or None if pages else passage.page
        citation = Citation(
            source_id=source_id,
            version=version,
            title=title,
            page=page,
            start=passage.start + span[0],
            end=passage.start + span[1],
            quote=quote,
            headings=passage.headings,
            date=date,
            shown=words if words != quote else "",
            place=place_of(page, None if at is None else blocks[at], media_type),
        )
        heading = (
            quote.strip("# \t") in passage.headings
            or is_header(text, span, blocks)
            or _is_label(quote, None if at is None else blocks[at])
        )
        yield EvidenceSentence(
            rank,
            number,
            words,
            label,
            heading,
            citation,
            # The names of a table's columns are read with each of its rows.
            order=_touches(span, orders) or (words != quote and speaks_to_assistant(words)),
            request=_touches(span, requests),
            block=None if at is None else stored[at],
        )


def label_of(title: str, headings: Sequence[str]) -> str:
    """Title › section, without names that speak to the assistant."""
    names = [title, *(heading for heading in headings if heading != title)]
    return _SECTION.join(name for name in names if not name_flagged(name))


def _is_label(quote: str, block: Block | None) -> bool:
    """Whether a line names something and states nothing: a letterhead, a title that is no heading."""
    running = block is None or block.kind in ("paragraph", "furniture")
    return running and len(quote.split()) <= _LABEL and not _STATES.search(quote)


def _touches(span: Span, others: Iterable[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)
