"""From words to lines: words that follow each other closely are a piece, pieces side by side a row."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from documents.readers.pdf.words import ASCENT, BULLET, DESCENT, Word
from documents.text.runs import runs

SAME_LINE = 0.3  # of the size: how far baselines of one line are apart, a raised number's aside
APART = 0.9  # of the size: a gap from which what follows may be another column or cell
_BACK = 0.5  # of the size: how far a word may begin before the end of the one before it
_RAISED = 0.5  # of the size: how far a small raised or lowered number stands from the baseline
_CLOSE = 0.1  # of the size: what follows so closely is the same word
_MOST_NEAR = 40  # pieces that are looked at for the text of a mark
_HANGING = 4.0  # of the size: between the mark of a list's item and its text
_LEVEL = 0.7  # of the size of such a mark: how far its baseline is from that of its text
_PRICE = re.compile(r"\d{1,2}\.\d\d")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
MARK = re.compile(
    r"(?P<bullet>[-*\u2022\u25cf\u25cb\u25aa\u25ab\u25a0\u25a1\u25e6\u2023\u2043\u2013\u2014\u00b7\u27a2\u2713\u2714\u2756"
    r"\uf0b7\uf0a7\uf0a8\uf0d8\uf0fc]|o)|\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-zA-Z]|[ivxIVX]{1,5})[.)]|\d{1,2}(?:\.\d{1,3}){1,4}"
)

# A verb with its pronoun in French. No word is cut like this by its syllables: "mou-ton", not "mout-on".
_INVERTED = re.compile(
    r"(?:.{0,2}[td]-(?:ils?|elles?|on|ce)|.{0,2}\w-t-(?:il|elle|on)|.{0,2}[eéisx]-je|.{0,2}[sx]-tu|"
    r"(?:ons|mes)-nous|(?:.ez|tes)-(?:vous|moi|nous|les?|la|lui|leur|y|en)|.{3}-mêmes?)(?!\w)"
)
_AMOUNT = re.compile(r"\d{1,9}\.\d\d")


@dataclass(slots=True)
class Piece:
    """Words of one line that follow each other without a gap that could part columns."""

    words: list[Word]
    left: float
    right: float
    base: float
    size: float

    @property
    def top(self) -> float:
        """Where its letters end above; smaller than `bottom`."""
        return self.base - ASCENT * self.size

    @property
    def bottom(self) -> float:
        """Where its letters end below."""
        return self.base + DESCENT * self.size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(word.bold for word in self.words)

    @property
    def text(self) -> str:
        """Its words, a blank between them."""
        return joined(self.words)


class Line(NamedTuple):
    """A line of text in upright places; `first` is the width of its first word, `second` where the next is.

    `start` and `end` are where the lines around it begin and end, `cut` says that its last word goes on.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    cut: bool
    first: float
    second: float
    start: float
    end: float


def piece_of(words: Sequence[Word]) -> Piece:
    """One piece of these words (at least one), as large as most of its letters."""
    sizes: dict[float, int] = {}
    for word in words:
        sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
    size = max(sizes, key=lambda size: (sizes[size], size))
    base = next(word.base for word in words if word.size == size)
    return Piece(list(words), min(w.left for w in words), max(w.right for w in words), base, size)


def joined(words: Sequence[Word]) -> str:
    """The words of a line as text; what stands close together is one word.

    >>> cut = Word("fer", 0, 9, 0, 10, False, True)
    >>> joined([cut, Word("ry", 9, 15, 0, 10, False, False), Word("sails", 18, 40, 0, 10, False, False)])
    'ferry sails'
    """
    parts: list[str] = []
    before: Word | None = None
    for word in words:
        if before and not (before.cut and abs(word.left - before.right) < _CLOSE * word.size):
            parts.append(("-" if before.cut else "") + " ")
        parts.append(word.text)
        before = word
    return "".join(parts)


def continued(text: str, after: str, *, cut: bool) -> str:
    """A text with the line that goes on after it.

    `cut`: its last word was cut, and its hyphen left out, unless it is known to be the word's own.

    >>> continued("a fer", "ry", cut=True), continued("the Anglo", "Saxon", cut=True)
    ('a ferry', 'the Anglo-Saxon')
    >>> continued("a fer-", "ry", cut=False), continued("the", "ferry", cut=False)
    ('a ferry', 'the ferry')
    >>> continued("the well-", "known", cut=True), continued("disait", "elle.", cut=True)
    ('the well-known', 'disait-elle.')
    """
    if cut and text.endswith("-"):
        return text + after
    if cut or (text.endswith("-") and text[-2:-1].islower() and after[:1].islower()):
        text = text.removesuffix("-")
        own = not after[:1].islower() or _INVERTED.match(f"{text[-3:]}-{after[:12]}")
        return f"{text}-{after}" if own else text + after
    return f"{text} {after}" if text else after


def pieces(words: Iterable[Word]) -> list[Piece]:
    """The pieces of a page or a cell, from the top, those of one line from the left."""
    merged: list[Piece] = []
    # In the order of the file first: there the words of a line follow each other.
    in_file = runs(words, lambda run, word: _follows(run[-1], word))
    for line in rows(map(piece_of, in_file)):
        merged += _merged(line)
    return _marked(merged)


def rows(pieces: Iterable[Piece], tolerance: float = SAME_LINE) -> Iterator[list[Piece]]:
    """Pieces on one baseline together, from the top, those of one line from the left."""

    def goes_on(line: list[Piece], piece: Piece) -> bool:
        return piece.base - line[0].base <= tolerance * max(line[0].size, piece.size)

    for line in runs(sorted(pieces, key=lambda piece: piece.base), goes_on):
        yield sorted(line, key=lambda piece: piece.left)


def is_mark(text: str) -> bool:
    """Whether a text is no more than what stands before the item of a list.

    >>> [is_mark(text) for text in ("•", "3.", "(b)", "iv)", "2.1", "2.10", "3", "Ferry")]
    [True, True, True, True, True, False, False, False]
    """
    return len(text) <= 20 and MARK.fullmatch(text) is not None and not _PRICE.fullmatch(text)


def is_bullet(text: str) -> bool:
    """Whether a text is a mark without a number.

    >>> is_bullet("•"), is_bullet("3."), is_bullet("Ferry")
    (True, False, False)
    """
    mark = MARK.fullmatch(text) if len(text) == 1 else None
    return mark is not None and mark["bullet"] is not None


def _follows(before: Word, word: Word) -> bool:
    size = max(before.size, word.size)
    raised = _RAISED if before.size != word.size else SAME_LINE
    gap = word.left - before.right
    if word.text == BULLET:
        return False
    if _RIGHT_TO_LEFT.search(word.text) and _RIGHT_TO_LEFT.search(before.text):
        gap = before.left - word.right
    return abs(word.base - before.base) <= raised * size and -_BACK * size <= gap < APART * word.size


def _marked(pieces: list[Piece]) -> list[Piece]:
    """The same, each mark that was set larger or lower than the text of its item put before it."""
    bases = [piece.base for piece in pieces]
    taken: set[int] = set()
    for place, mark in enumerate(pieces):
        if len(mark.words) > 1 or not is_mark(mark.words[0].text):
            continue
        reach = _LEVEL * mark.size
        near = range(bisect_left(bases, mark.base - reach), bisect_left(bases, mark.base + reach))
        text = min(
            (
                place
                for place in near[:_MOST_NEAR]
                if 0 <= pieces[place].left - mark.right < _HANGING * mark.size
            ),
            key=lambda place: (
                bases[place] > mark.base + SAME_LINE * mark.size,
                abs(bases[place] - mark.base),
            ),
            default=None,
        )
        if text is not None and text != place and text not in taken:
            piece = pieces[text]
            pieces[text] = Piece([*mark.words, *piece.words], mark.left, piece.right, piece.base, piece.size)
            taken.add(place)
    return [piece for place, piece in enumerate(pieces) if place not in taken]


def _merged(line: list[Piece]) -> Iterator[Piece]:
    """The pieces of a line, those together that stand close, and an item's mark with its text."""
    group = [line[0]]
    right = line[0].right
    for piece in line[1:]:
        before, gap = group[-1], piece.left - right
        mark = len(group) == len(before.words) == 1 and is_mark(before.words[0].text)
        if before is not line[0] and _AMOUNT.fullmatch(before.text):
            mark = False  # a cell beside another
        close = -_BACK * piece.size <= gap < APART * min(before.size, piece.size)
        close = close and piece.words[0].text != BULLET
        if close or (mark and gap < _HANGING * piece.size):
            group.append(piece)
            right = max(right, piece.right)
        else:
            yield _as_piece(group)
            group, right = [piece], piece.right
    yield _as_piece(group)


def _as_piece(group: list[Piece]) -> Piece:
    return group[0] if len(group) == 1 else piece_of([word for piece in group for word in piece.words])


def line_of(row: Sequence[Piece], piece: Piece, start: float, end: float) -> Line:
    """The line of a row, in lines that go from `start` to `end`; `piece` says its size and place."""
    words = [word for part in row for word in part.words]
    return Line(
        joined(words),
        min(word.left for word in words),
        max(word.right for word in words),
        piece.base,
        piece.size,
        all(word.bold for word in words),
        words[-1].cut,
        words[0].right - words[0].left,
        words[1 if len(words) > 1 else 0].left,
        start,
        end,
    )


def line_box(line: Line) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a line."""
    return line.left, line.base - ASCENT * line.size, line.right, line.base + DESCENT * line.size


@dataclass(frozen=True, slots=True)
class Spans:
    """Stretches of a line that are taken, in order, none touching another."""

    starts: tuple[float, ...]
    ends: tuple[float, ...]

    @classmethod
    def of(cls, intervals: Iterable[tuple[float, float]]) -> "Spans":
        """Intervals put together where they meet."""
        starts: list[float] = []
        ends: list[float] = []
        for start, end in sorted(intervals):
            if ends and start <= ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(start)
                ends.append(end)
        return cls(tuple(starts), tuple(ends))

    def gaps(self, least: float) -> list[tuple[float, float]]:
        """What is free between them, of at least this width."""
        pairs = zip(self.ends, self.starts[1:], strict=False)
        return [(end, start) for end, start in pairs if start - end >= least]

    def free(self, start: float, end: float) -> tuple[float, float]:
        """The widest free stretch between two places; of no width where there is none."""
        best, number = (start, start), bisect_left(self.ends, start)
        while start < end:
            begin = self.starts[number] if number < len(self.starts) else end
            if min(begin, end) - start > best[1] - best[0]:
                best = (start, min(begin, end))
            if number >= len(self.starts) or begin >= end:
                break
            start = max(start, self.ends[number])
            number += 1
        return best
