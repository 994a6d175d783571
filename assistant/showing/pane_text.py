"""What stands around a quote: the stretch of stored text that is shown beside an answer."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from documents.errors import UnknownSource
from documents.library import Library
from documents.text.blocks import moved
from documents.text.headings import Outline
from documents.text.shown import page_name
from documents.types import Block, DatedBy, Record

AROUND = 4000  # characters on each side of a quote
_LINE = 200  # characters within which the end of a line is looked for; beyond it, words do
_BLANK = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class PaneText(Record):
    """`before + quote + after` is one stretch of the stored text.

    `page` (from 1) and `headings` (outermost first) are those where the quote begins. `breaks` are the
    beginnings of pages in the stretch: the place in it and the number of the page; `page_name` is what such
    a page is called (page, slide, sheet). `blocks` are those that reach into the stretch, cut to it, their
    places counted from its beginning. `whole`: the stretch is the whole text; `cut_before` and `cut_after`
    say where there is more of it. `current`: this is the version that is asked now. For a source that was
    removed at `removed_at` (ISO, in UTC) there is no text left; `version` is 0 there, where none was named.
    """

    source_id: str
    version: int
    title: str
    date: str | None = None
    dated_by: DatedBy | None = None
    uri: str = ""
    page: int | None = None
    headings: tuple[str, ...] = ()
    before: str = ""
    quote: str = ""
    after: str = ""
    whole: bool = False
    cut_before: bool = False
    cut_after: bool = False
    current: bool = False
    pages: int | None = None
    removed_at: str | None = None
    breaks: tuple[tuple[int, int], ...] = ()
    media_type: str = ""
    page_name: str = "page"
    blocks: tuple[Block, ...] = ()


def pane_text(
    library: Library,
    source_id: str,
    version: int | None,
    start: int,
    end: int,
    around: int | None = AROUND,
) -> PaneText:
    """The quote `[start:end]` of a version (None: the current one) with the text on both sides of it.

    At most `around` characters a side, cut at the end of a line or word; None: all of it. Places
    outside the text are moved into it. Raises UnknownSource for what never was in the library.
    """
    try:
        source = library.source(source_id)
        document = library.document(source_id, version)
    except UnknownSource:
        removed = library.removed(source_id)
        if removed is None:
            raise
        return PaneText(source_id, version or 0, removed[0], removed_at=removed[1])
    text, pages = document.text, document.page_starts
    start = min(max(start, 0), len(text))
    end = min(max(end, start), len(text))
    first, last = (0, len(text)) if around is None else _stretch(text, start, end, max(around, 0))
    return PaneText(
        source_id=source_id,
        version=version or source.version,
        title=document.title or source.title,
        date=document.date,
        dated_by=document.dated_by,
        uri=source.uri,
        page=bisect_right(pages, start) or None if pages else None,
        headings=Outline(document.headings).over(start),
        before=text[first:start],
        quote=text[start:end],
        after=text[end:last],
        whole=(first, last) == (0, len(text)),
        cut_before=first > 0,
        cut_after=last < len(text),
        current=version is None or version == source.version,
        pages=len(pages) if pages else None,
        breaks=tuple(
            (place - first, number)
            for number, place in enumerate(pages or (), start=1)
            if first <= place < last
        ),
        media_type=document.media_type,
        page_name=page_name(document.media_type),
        blocks=_cut(library.blocks(source_id, version, first, last), first, last),
    )


def _cut(blocks: Sequence[Block], first: int, last: int) -> tuple[Block, ...]:
    """The blocks without what lies outside `[first:last]`, their places counted from `first`."""
    inside = (replace(block, start=max(block.start, first), end=min(block.end, last)) for block in blocks)
    return tuple(moved(inside, -first))


def _stretch(text: str, start: int, end: int, around: int) -> tuple[int, int]:
    """Where the stretch around `[start:end]` begins and ends: at lines, else at words, else anywhere."""
    first, last = max(0, start - around), min(len(text), end + around)
    if first > 0 and not _BLANK.match(text, first - 1):
        line = text.find("\n", first, min(first + _LINE, start)) + 1
        word = _BLANK.search(text, first, start)
        first = line or (word.end() if word else first)
    if last < len(text) and not _BLANK.match(text, last):
        line = text.rfind("\n", max(last - _LINE, end), last) + 1
        blanks = [blank.end() for blank in _BLANK.finditer(text, end, last)]  # Chinese has none
        last = line or (blanks[-1] if blanks else last)
    return first, last
