"""From stored text to passages: whole sentences, packed up to a number of tokens.

A heading starts a new passage, a paragraph that fits stays whole, short paragraphs merge, and a
passage ends with its page. Nothing overlaps, and every character that is not white space is in
exactly one passage.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from documents.sentences import sentence_spans
from documents.types import Heading, RawDocument

CountTokens = Callable[[Sequence[str]], list[int]]

_TINY = 8  # a section below size / 8 tokens takes the next one along
_CHARACTERS = 12  # a token is taken for no more characters than this: tokenizers fold a long word into one
# A run without blanks is cut after 40 characters, never before a mark that joins the one before it.
_PIECE = re.compile("\\S{1,40}[\u0300-\u036f\u200d\ufe00-\ufe0f\u20d0-\u20ff]*")
_PART_OF_HEADER = 80  # characters


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """Where a passage is in the stored text; `page` is 1-based or None, headings outermost first."""

    start: int
    end: int
    page: int | None
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or a piece of one that is too long, with what it costs."""

    start: int
    end: int
    tokens: int
    section: int  # how many headings begin at or before it
    page: int  # 0 without pages
    paragraph: int


def split(document: RawDocument, *, count_tokens: CountTokens, size: int) -> list[PassageSpan]:
    """The passages of a document, in order, each of at most `size` tokens.

    `count_tokens` is called at most twice, with all sentences at once.
    """
    units = _units(document, count_tokens, size)
    pages = document.page_starts is not None
    paths = _heading_paths(document.headings)
    return [
        PassageSpan(group[0].start, group[-1].end, group[0].page if pages else None, paths[group[-1].section])
        for group in _pack(units, size)
    ]


def header(title: str, headings: Sequence[str], date: str | None) -> str:
    """What a passage is filed under: "title › section › date", one line, each part kept short."""
    parts = [_short(part) for part in (title, *headings, date or "")]
    return " › ".join(dict.fromkeys(part for part in parts if part))


def _short(part: str) -> str:
    line = " ".join(part.split())
    if len(line) <= _PART_OF_HEADER:
        return line
    return (line[:_PART_OF_HEADER].rpartition(" ")[0] or line[: _PART_OF_HEADER - 1]) + "…"


def _units(document: RawDocument, count_tokens: CountTokens, size: int) -> list[_Unit]:
    text = document.text
    spans = sentence_spans(text)
    costs = _costs(text, spans, count_tokens)
    too_long = [span for span, cost in zip(spans, costs, strict=True) if cost > size]
    pieces = _cut(text, too_long, count_tokens, size)
    place = _placer(document)
    units: list[_Unit] = []
    paragraph, end = 0, 0
    for span, cost in zip(spans, costs, strict=True):
        paragraph += text.count("\n", end, span[0]) > 1
        end = span[1]
        parts = [(span, cost)] if cost <= size else next(pieces)
        unit = replace(place(span[0]), paragraph=paragraph)
        units += [replace(unit, start=start, end=stop, tokens=tokens) for (start, stop), tokens in parts]
    return units


def _placer(document: RawDocument) -> Callable[[int], _Unit]:
    """A function from an offset to a unit there, with its section and page."""
    headings = [heading.start for heading in document.headings]
    pages = list(document.page_starts or ())

    def place(start: int) -> _Unit:
        return _Unit(start, start, 0, bisect_right(headings, start), bisect_right(pages, start), 0)

    return place


def _costs(text: str, spans: Sequence[tuple[int, int]], count_tokens: CountTokens) -> list[int]:
    if not spans:
        return []
    counts = count_tokens([text[start:end] for start, end in spans])
    least = [(end - start) // _CHARACTERS for start, end in spans]
    return [max(pair) for pair in zip(counts, least, strict=True)]


_Piece = tuple[tuple[int, int], int]


def _cut(
    text: str, sentences: Sequence[tuple[int, int]], count_tokens: CountTokens, size: int
) -> Iterator[list[_Piece]]:
    """For each sentence over `size`, its pieces: as many words as fit, at last runs of characters."""
    cuts = [[found.span() for found in _PIECE.finditer(text, *span)] for span in sentences]
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


def _pack(units: Sequence[_Unit], size: int) -> Iterator[list[_Unit]]:
    """Groups of units that each become one passage."""
    group: list[_Unit] = []
    used = 0
    ahead = _ahead(units)
    for position, unit in enumerate(units):
        if group and _breaks(group[-1], unit, used=used, ahead=ahead[position], size=size):
            yield group
            group, used = [], 0
        group.append(unit)
        used += unit.tokens
    if group:
        yield group


def _ahead(units: Sequence[_Unit]) -> list[int]:
    """For each unit, the tokens from it to the end of its paragraph on its page."""
    totals: list[int] = [0] * len(units)
    for position in range(len(units) - 1, -1, -1):
        unit = units[position]
        after = units[position + 1] if position + 1 < len(units) else None
        same = after is not None and (after.paragraph, after.page) == (unit.paragraph, unit.page)
        totals[position] = unit.tokens + (totals[position + 1] if same else 0)
    return totals


def _breaks(before: _Unit, unit: _Unit, *, used: int, ahead: int, size: int) -> bool:
    """Whether a new passage begins with `unit`, given `used` tokens in the present one."""
    if unit.page != before.page or used + unit.tokens > size:
        return True
    tiny = used < size / _TINY
    if unit.section != before.section:
        return not tiny
    new_paragraph = unit.paragraph != before.paragraph
    return new_paragraph and not tiny and used + ahead > size


def _heading_paths(headings: Sequence[Heading]) -> list[tuple[str, ...]]:
    """For each number of headings begun, the headings in force, outermost first."""
    paths: list[tuple[str, ...]] = [()]
    stack: list[Heading] = []
    for heading in headings:
        stack = [outer for outer in stack if outer.level < heading.level] + [heading]
        paths.append(tuple(outer.text for outer in stack))
    return paths
