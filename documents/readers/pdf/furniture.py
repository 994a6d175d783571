"""What stands on several pages at the same place: running headers and footers, numbers of pages."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from documents.readers.pdf.cells import Table
from documents.readers.pdf.lines import Line, Piece, line_of, rows
from documents.readers.pdf.sides import is_under

_OUTERMOST = 3  # lines from the top and from the bottom of a page that may be furniture
_AROUND = 4  # pages before and after that are looked at: left and right pages may differ
_FEW_PAGES = 4  # pages up to which one other with the same line is enough, else it takes two
_SAME_PLACE = 6.0  # points
_WHITE = 1.5  # of its size: how far a line stands from the text, from baseline to baseline, at least
_UNDER = 3.0  # of the size: how close below a table's header its cells stand
_ZONE = 0.2  # of the page's height, at the top and at the bottom, where furniture stands
_MOST_PIECES = 8  # of a line that may be furniture
_LONGEST_LINE = 300  # characters of such a line
_NUMBER = re.compile(r"\d{1,9}")
_ROMAN = re.compile(r"[ivxlc]{1,7}")


@dataclass(slots=True)
class Content:
    """What stands on a page in one direction: tables ruled off, the pieces of text, furniture apart.

    `top` and `bottom` are the edges of the page, in upright places.
    """

    turn: int
    top: float
    bottom: float
    tables: list[Table]
    pieces: list[Piece]
    head: list[Line] = field(default_factory=list)
    foot: list[Line] = field(default_factory=list)


class _Edge(NamedTuple):
    """A line at the top or the bottom of a page."""

    text: str
    base: float


_Rows = list[list[Piece]]
_Edges = tuple[list[_Edge], list[_Edge]]


def separate_furniture(pages: Iterable[list[Content]], count: int) -> Iterator[list[Content]]:
    """The same pages (`count` in all), the furniture of each taken out of its pieces.

    Only the pages around one are looked at: no more of them are in memory at once.
    """
    edges: list[_Edges] = []
    waiting: deque[tuple[list[Content], _Rows]] = deque()
    needed = 1 if count <= _FEW_PAGES else 2
    for page in pages:
        lines = list(rows(page[0].pieces)) if page else []
        waiting.append((page, lines))
        edges.append(_edges(page[0], lines) if page else ([], []))
        if len(waiting) > _AROUND:
            yield _separated(*waiting.popleft(), edges, len(edges) - 1 - _AROUND, needed)
    for number, (page, lines) in enumerate(waiting, len(edges) - len(waiting)):
        yield _separated(page, lines, edges, number, needed)


def _edges(page: Content, lines: _Rows) -> _Edges:
    """The outermost lines at the top and, from below, at the bottom of a page."""
    zone = _ZONE * (page.bottom - page.top)
    return _outermost(lines, page.top, zone), _outermost(lines[::-1], page.bottom, zone)


def _outermost(lines: _Rows, edge: float, zone: float) -> list[_Edge]:
    edges: list[_Edge] = []
    for line in lines[:_OUTERMOST]:
        letters = sum(len(word.text) for piece in line for word in piece.words)
        if len(line) > _MOST_PIECES or letters > _LONGEST_LINE or abs(line[0].base - edge) > zone:
            break
        edges.append(_Edge(" ".join(piece.text for piece in line), line[0].base))
    return edges


def _separated(
    page: list[Content], lines: _Rows, edges: Sequence[_Edges], number: int, needed: int
) -> list[Content]:
    """The page (`number` from 0) with its furniture separated."""
    top = _repeated(lines, edges, number, needed, 0)
    bottom = _repeated(lines[::-1], edges, number, needed, 1)
    if 0 < top + bottom < len(lines):
        content, end = page[0], len(lines) - bottom
        content.head = [line_of(line, line[0], 0.0, 0.0) for line in lines[:top]]
        content.foot = [line_of(line, line[0], 0.0, 0.0) for line in lines[end:]]
        content.pieces = [piece for line in lines[top:end] for piece in line]
    return page


def _repeated(lines: _Rows, edges: Sequence[_Edges], number: int, needed: int, side: int) -> int:
    """How many of the outermost lines are furniture, counted from the edge of the page."""
    own = edges[number][side]
    first, last = max(0, number - _AROUND), min(len(edges), number + _AROUND + 1)
    others = [(page - number, edges[page][side]) for page in range(first, last) if page != number]
    count = 0
    for place, edge in enumerate(own):
        same = sum(any(_is_same(edge, candidate, step) for candidate in other) for step, other in others)
        if same < needed:
            break
        if _stands_apart(lines, place):
            count = place + 1
    return count


def _is_same(edge: _Edge, other: _Edge, step: int) -> bool:
    """Whether two lines are one but for the number of their pages, which are `step` apart."""
    if abs(edge.base - other.base) > _SAME_PLACE:
        return False
    if edge.text == other.text or (_ROMAN.fullmatch(edge.text) and _ROMAN.fullmatch(other.text)):
        return True
    if _NUMBER.sub("#", edge.text) != _NUMBER.sub("#", other.text):
        return False
    pairs = zip(_NUMBER.findall(edge.text), _NUMBER.findall(other.text), strict=True)
    return all(int(after) - int(before) in (0, step) for before, after in pairs)


def _stands_apart(lines: _Rows, place: int) -> bool:
    """Whether there is white between this line and the next, and no table that it is the header of."""
    if place + 1 == len(lines):
        return True
    line, after = lines[place], lines[place + 1]
    size, size_after = line[0].size, after[0].size
    white = abs(line[0].base - after[0].base)
    under = sum(any(is_under(piece, other) for other in after[:_MOST_PIECES]) for piece in line)
    return white >= _WHITE * size and (under < 2 or white > _UNDER * max(size, size_after))
