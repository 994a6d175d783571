"""From stored text to passages: whole sentences, packed up to a number of tokens.

A heading starts a new passage, a paragraph, list or table that fits stays whole with what introduces it,
short ones merge; an item or a row is cut only where it is longer than a passage. A passage ends with its
page, and where menus and banners begin or end. Nothing overlaps, and every character that is not white space
is in exactly one passage. The text is gone through in windows, to need little memory beside it.
"""

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from documents.instructions import passage_flagged
from documents.text.blocks import block_at, introduction
from documents.text.headings import Outline, shortened
from documents.text.runs import runs
from documents.text.sentences import Span, units
from documents.types import Block, Passage, RawDocument

CountTokens = Callable[[Sequence[str]], list[int]]

_WINDOW = 50_000  # characters whose tokens are counted at once
_TINY = 8  # a section below size / 8 tokens takes the next one along
_LEAST_CHARACTERS = 80  # and so does one below so many characters: what is stored beside a passage is no less
_CHARACTERS = 12  # a token is taken for no more characters than this: tokenizers fold a long word into one
# A run without blanks is cut after 40 characters, never before a mark that joins the one before it.
_PIECE = re.compile("\\S{1,40}[\u0300-\u036f\u200d\ufe00-\ufe0f\u20d0-\u20ff]{0,40}")
_PART_OF_HEADER = 80  # characters
ATTACHED = ", attached to "  # in a title, before the mail that an attachment came with


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """Where a passage is in the stored text; `page` is 1-based or None, headings outermost first.

    `flagged`: it, or a heading over it, speaks to the assistant. `furniture`: it is of a menu, a banner, a
    running header. `introduction` stands above it and belongs to it: the line before its list, the names of
    its table's columns.
    """

    start: int
    end: int
    page: int | None
    headings: tuple[str, ...]
    flagged: bool = False
    furniture: bool = False
    introduction: str = ""

    @classmethod
    def of(cls, passage: Passage) -> "PassageSpan":
        """Where a stored passage is; what introduces it is in its header."""
        return cls(
            passage.start, passage.end, passage.page, passage.headings, passage.flagged, passage.furniture
        )


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or a piece of one that is too long, with what it costs."""

    start: int
    end: int
    tokens: int
    section: int  # how many headings begin at or before it
    page: int  # 0 without pages
    paragraph: int
    furniture: bool


def split(document: RawDocument, *, count_tokens: CountTokens, size: int) -> list[PassageSpan]:
    """The passages of a document, in order, each of at most `size` tokens.

    `count_tokens` is called at most twice for each window of the text, with all its sentences at once.
    """
    text, blocks, pages = document.text, document.blocks, document.page_starts is not None
    outline = Outline(document.headings)
    spans: list[PassageSpan] = []
    end = 0
    for group in _pack(_ahead(_units(document, outline, count_tokens, size), size), size):
        line = text.rfind("\n", end, group[0].start) + 1 or end
        if spans and (marks := text[end:line].rstrip()):  # what closes the code or table before
            spans[-1] = replace(spans[-1], end=end + len(marks))
        start = group[0].start - len(text[line : group[0].start].lstrip())  # with the mark of an item
        end = group[-1].end
        headings = outline.over(end - 1)
        flagged = passage_flagged(text[start:end], headings)
        page = group[0].page if pages else None
        above = introduction(text, blocks, group[0].start)
        spans.append(PassageSpan(start, end, page, headings, flagged, group[0].furniture, above))
    if spans:
        spans[-1] = replace(spans[-1], end=len(text.rstrip()))
    return spans


def header(title: str, headings: Sequence[str], date: str | None, introduction: str = "") -> str:
    """What a passage is filed under: "title › section › date › introduction", each part kept short.

    The title of an attachment has its mail's subject in it, which is a part of its own: neither is cut.
    """
    whole = (*title.split(ATTACHED), *headings, date or "", introduction)
    parts = [shortened(part, _PART_OF_HEADER) for part in whole]
    return " › ".join(dict.fromkeys(part for part in parts if part))


def without_parts(line: str, parts: Iterable[str]) -> str:
    """A header without some of its parts.

    >>> without_parts("fees › ‘Merger’ of 2024-01-01 › Prices", ["‘Merger’ of 2024-01-01"])
    'fees › Prices'
    """
    for part in parts:
        line = line.replace(f" › {shortened(part, _PART_OF_HEADER)}", "", 1)
    return line


def _units(document: RawDocument, outline: Outline, count_tokens: CountTokens, size: int) -> Iterator[_Unit]:
    text, blocks, pages = document.text, document.blocks, document.page_starts or ()
    paragraph, end = 0, 0
    for number, spans in _by_item(_costed(text, blocks, count_tokens, size), blocks):
        block = None if number is None else blocks[number]
        start, stop = spans[0][0][0], spans[-1][0][1]
        introduced = block is not None and block.introduced_by is not None
        paragraph += text.count("\n", end, start) > 1 and not introduced
        end = stop
        furniture = block is not None and block.kind == "furniture"
        unit = _Unit(start, stop, 0, outline.number(start), bisect_right(pages, start), paragraph, furniture)
        pieces = [piece for _, parts in spans for piece in parts]
        tokens = sum(cost for _, cost in pieces)
        for (first, last), cost in pieces if tokens > size else [((start, stop), tokens)]:
            yield replace(unit, start=first, end=last, tokens=cost)


def _by_item(
    costed: Iterable["_Costed"], blocks: Sequence[Block]
) -> Iterator[tuple[int | None, list["_Costed"]]]:
    """The sentences with the number of their block; those of one item together, else each for itself."""
    placed = ((block_at(blocks, sentence[0][0]), sentence) for sentence in costed)

    def goes_on(group: list[tuple[int | None, _Costed]], following: tuple[int | None, _Costed]) -> bool:
        number = following[0]
        return number is not None and number == group[-1][0] and blocks[number].kind == "item"

    for group in runs(placed, goes_on):
        yield group[0][0], [sentence for _, sentence in group]


_Piece = tuple[Span, int]
_Costed = tuple[Span, list[_Piece]]


def _costed(text: str, blocks: Sequence[Block], count_tokens: CountTokens, size: int) -> Iterator[_Costed]:
    """Each sentence with its pieces and their tokens: itself, or where it is over `size` its parts."""
    for spans in _windows(units(text, blocks)):
        costs = _costs(text, spans, count_tokens)
        too_long = [span for span, cost in zip(spans, costs, strict=True) if cost > size]
        pieces = _cut(text, too_long, count_tokens, size)
        for span, cost in zip(spans, costs, strict=True):
            yield span, [(span, cost)] if cost <= size else next(pieces)


def _windows(spans: Iterable[Span]) -> Iterator[list[Span]]:
    """Sentences whose tokens are counted together."""
    return runs(spans, lambda window, _: window[-1][1] - window[0][0] <= _WINDOW)


def _costs(text: str, spans: Sequence[Span], count_tokens: CountTokens) -> list[int]:
    if not spans:
        return []
    counts = count_tokens([text[start:end] for start, end in spans])
    least = [max(1, (end - start) // _CHARACTERS) for start, end in spans]
    return [max(pair) for pair in zip(counts, least, strict=True)]


def _cut(
    text: str, sentences: Sequence[Span], count_tokens: CountTokens, size: int
) -> Iterator[list[_Piece]]:
    """For each sentence over `size`, its pieces: as many words as fit, at last runs of characters."""
    cuts = [[match.span() for match in _PIECE.finditer(text, *span)] for span in sentences]
    costs = iter(_costs(text, [span for spans in cuts for span in spans], count_tokens))
    for spans in cuts:
        yield _join([(span, next(costs)) for span in spans], size)


def _join(words: Sequence[_Piece], size: int) -> list[_Piece]:
    joined: list[_Piece] = []
    for (start, end), cost in words:
        if joined and joined[-1][1] + cost <= size:
            (first, _), before = joined[-1]
            joined[-1] = ((first, end), before + cost)
        else:
            joined.append(((start, end), cost))
    return joined


def _ahead(units: Iterable[_Unit], size: int) -> Iterator[tuple[_Unit, int]]:
    """Each unit with the tokens from it to its paragraph's end on its page; above `size` perhaps fewer."""
    waiting: deque[_Unit] = deque()
    total = 0
    for unit in units:
        ended = waiting and (unit.paragraph, unit.page) != (waiting[-1].paragraph, waiting[-1].page)
        while waiting and (ended or total > size):
            yield waiting[0], total
            total -= waiting.popleft().tokens
        waiting.append(unit)
        total += unit.tokens
    while waiting:
        yield waiting[0], total
        total -= waiting.popleft().tokens


def _pack(units: Iterable[tuple[_Unit, int]], size: int) -> Iterator[list[_Unit]]:
    """Groups of units that each become one passage."""
    group: list[_Unit] = []
    used = 0
    for unit, ahead in units:
        if group and _breaks(group, unit, used=used, ahead=ahead, size=size):
            yield group
            group, used = [], 0
        group.append(unit)
        used += unit.tokens
    if group:
        yield group


def _breaks(group: Sequence[_Unit], unit: _Unit, *, used: int, ahead: int, size: int) -> bool:
    """Whether a new passage begins with `unit`, given `used` tokens in the present one."""
    before = group[-1]
    if unit.page != before.page or unit.furniture != before.furniture or used + unit.tokens > size:
        return True
    tiny = used < size / _TINY
    if unit.section != before.section:
        return not tiny and before.end - group[0].start >= _LEAST_CHARACTERS
    new_paragraph = unit.paragraph != before.paragraph
    return new_paragraph and not tiny and used + ahead > size
