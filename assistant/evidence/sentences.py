"""The sentences of passages, each with the quote that cites it."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.evidence.context import AskedContext
from assistant.types import Citation
from documents.errors import UnknownSource
from documents.instructions import name_flagged, spans_to_assistant, speaks_to_assistant
from documents.instructions.requests import requests_out_of_place
from documents.library import Library
from documents.text.blocks import block_at, moved
from documents.text.sentences import Span, units
from documents.text.shown import is_header, place_of, shown
from documents.types import Block, Passage
from index.models.gloss import for_text
from index.types import Hit

SECTION = " › "  # between the title and the section in a label
_LABEL = 6  # words of a line that can be a name alone
_STATES = re.compile(r"[.!?:;…\d。！？]")  # what a line has that says something: an end, or a number


@dataclass(frozen=True, slots=True)
class EvidenceSentence:
    """One sentence of a retrieved passage, at its place in the stored text.

    `text` is what a person and the model read of it: a row with the names of its columns. `near` is how near
    its words come to those of the question, read in their passage; 0 where that is not known.
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
    near: float = 0.0

    @property
    def kind(self) -> str:
        """What it is in its document: the kind of its block, "" where it is in none."""
        return self.block.kind if self.block else ""

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return self.kind == "cell"

    @property
    def furniture(self) -> bool:
        """Whether it stands around the text: a running header, a banner, a signature."""
        return self.kind == "furniture"

    @property
    def section(self) -> str:
        """The heading that it stands below, or the title of its document; "" for one that is an order."""
        return self.label.rpartition(SECTION)[2]

    @property
    def below_label(self) -> str:
        """Its text as a reranker reads it."""
        return below(self.label, self.text)


def evidence_sentences(hits: Sequence[Hit], library: Library, query: str = "") -> list[EvidenceSentence]:
    """All sentences of the hits of a query, in the order of the hits and then of the text.

    None is left out: those that speak to the assistant are marked. Titles and headings that do are left out
    of the labels. The name of a file, who wrote a mail and what introduces a list is in them where the query
    has a word of these alone.
    """
    sentences: list[EvidenceSentence] = []
    context = AskedContext(library, query)
    for rank, hit in enumerate(hits):
        try:
            sentences += passage_sentences(rank, hit.passage, library, context)
        except UnknownSource:
            continue  # removed since the search: what is left of it must not be quoted
    return sentences


def comparable(evidence: Iterable[EvidenceSentence], text: str) -> list[EvidenceSentence]:
    """The evidence as a text can be held against it word by word: glossed where it alone is foreign.

    Its citations stay as they are.
    """
    return [
        replace(sentence, text=for_text(sentence.text, text), label=for_text(sentence.label, text))
        for sentence in evidence
    ]


def passage_sentences(
    rank: int, passage: Passage, library: Library, context: AskedContext, pages: Sequence[int] = ()
) -> Iterator[EvidenceSentence]:
    """The sentences of one passage, `rank` being its own; with `pages` each on the page where it begins.

    Raises UnknownSource where its source is gone.
    """
    text, source_id, version = passage.text, passage.source_id, passage.version
    title, date = library.title(source_id, version)
    media_type = library.media_type(source_id, version)
    stored = library.blocks(source_id, version, passage.start, passage.end)
    blocks = moved(stored, -passage.start)
    outline = library.outline(source_id, version)
    orders, requests = spans_to_assistant(text), requests_out_of_place(text)
    name = context.file_of(passage, title)
    above = ""
    for number, span in enumerate(units(text, blocks)):
        at = block_at(blocks, span[0])
        block = None if at is None else stored[at]
        words = shown(text, span, blocks, media_type)
        page = bisect_right(pages, passage.start + span[0]) or None if pages else passage.page
        headings = outline.over(passage.start + span[0])  # a passage may be of several short sections
        citation = replace(
            _quote(passage, span, words, headings),
            title=title,
            page=page,
            date=date,
            place=place_of(page, block, media_type),
        )
        if block is not None and block.kind not in ("item", "cell"):
            above = words if words.endswith(":") or block.kind == "caption" else ""
        others = (words, title, *headings)
        led = context.writer_of(passage, citation.start, *others) or context.said_alone(above, *others)
        yield EvidenceSentence(
            rank,
            number,
            words,
            label_of(title, headings, name, led),
            heading=is_header(text, span, blocks) or _is_heading(citation, block),
            citation=citation,
            # The names of a table's columns are read with each of its rows.
            order=_touches(span, orders) or (bool(citation.shown) and speaks_to_assistant(words)),
            request=_touches(span, requests),
            block=block,
        )


def _quote(passage: Passage, span: Span, words: str, headings: tuple[str, ...]) -> Citation:
    """The words of a passage at some offsets, which a person reads as `words`."""
    quote = passage.text[slice(*span)]
    return Citation(
        source_id=passage.source_id,
        version=passage.version,
        title="",
        page=passage.page,
        start=passage.start + span[0],
        end=passage.start + span[1],
        quote=quote,
        headings=headings,
        shown=words if words != quote else "",
    )


def label_of(title: str, headings: Sequence[str], file: str = "", above: str = "") -> str:
    """File › title › section › the line above, without names that speak to the assistant."""
    names = [file, title, *(heading for heading in headings if heading != title), above]
    return SECTION.join(name for name in names if name and not name_flagged(name))


def below(names: str, text: str) -> str:
    """A text behind the names that it stands below, as a reranker reads it and learnt to.

    >>> below("The ferry › Fares", "Dogs 2 euros."), below("", "Dogs 2 euros.")
    ('The ferry › Fares: Dogs 2 euros.', 'Dogs 2 euros.')
    """
    return f"{names}: {text}" if names else text


def _is_heading(citation: Citation, block: Block | None) -> bool:
    """Whether a line names something and states nothing: a heading, a letterhead, "Dear Anna," in a mail."""
    if citation.quote.strip("# \t") in citation.headings:
        return True
    running = block is None or block.kind in ("paragraph", "quote", "furniture")
    return running and len(citation.quote.split()) <= _LABEL and not _STATES.search(citation.quote)


def _touches(span: Span, others: Iterable[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)
