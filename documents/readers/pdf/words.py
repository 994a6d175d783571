"""The words of a PDF's page with their places, sizes and weights, and the lines that are ruled on it.

PDFium tells the words apart and puts together letters that were placed one by one; here each word gets its
place. Places are upright: x grows to the right and y downwards, as the reader of the word sees it, whichever
way the page or the text on it is turned.
"""

import ctypes
import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from documents.readers.pdf.drawings import Segment, drawings
from documents.types import Box

SLANTED = 4  # the turn of text that stands in no quarter: a stamp across the page
ASCENT, DESCENT = 0.75, 0.21  # of a font's size: where letters end above and below their baseline
_CUT = {0x02, 0xAD, 0xFFFE}  # what PDFium gives for the hyphen of a word that is cut at a line's end
_BLANK = {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x20, 0xA0, 0x2028, 0x2029, 0x3000, *range(0x2000, 0x200C)}
_BOLD = re.compile(r"bold|black|heavy|demi|cmbx|[-,]bd\b", re.IGNORECASE)
_BOLD_FLAG = 1 << 18  # ForceBold of a font's descriptor
_BOLD_WEIGHT = 600
BULLET = "\u25cf"  # of drawn dots: before it a column ends, however near it is
_MOST_DOTS = 500  # of a page: with more it is a drawing
_LARGEST = 40.0  # points: the size of letters beside which bullets are looked for
_ORNATE = 1.15  # times the usual size: what is larger is no item
_INSIDE = 0.8  # of the size: how near to the word before it what parts two words of a line stands
_BESIDE = 3.0  # of the size: how far a bullet stands from its text
_DIRECTIONS = ((1, 0), (0, 1), (-1, 0), (0, -1))  # of text, by its quarter turns against the clock


class Word(NamedTuple):
    """A word in upright places (points); `cut`: its rest stands on the next line, its hyphen is left out."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    cut: bool


class Rule(NamedTuple):
    """A ruled line from `start` to `end` at the place `at`, in upright places."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Layer:
    """What stands on a page in one direction: `turn` counts quarters against the clock."""

    turn: int
    words: list[Word] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)

    @property
    def weight(self) -> int:
        """How many characters it has."""
        return sum(len(word.text) for word in self.words)


def layers(page: Any) -> list[Layer]:  # Any: pypdfium2 has no types
    """The words of a page by their direction, the one with most characters first."""
    textpage = page.get_textpage()
    try:
        layers: dict[int, Layer] = {}
        for turn, word in _words(textpage.raw, textpage.count_chars()):
            layers.setdefault(turn, Layer(turn)).words.append(word)
    finally:
        textpage.close()
    ordered = sorted(layers.values(), key=lambda layer: -layer.weight)
    if ordered:
        drawn = drawings(page)
        for layer in ordered:
            _rule(layer, drawn.segments)
            _mark(layer, drawn.dots)
    return ordered


def upright(turn: int, x: float, y: float) -> tuple[float, float]:
    """A place of the page (y upwards) as one who reads text of this turn sees it (y downwards)."""
    across, up = _DIRECTIONS[turn % 4]
    return x * across + y * up, x * up - y * across


def on_page(turn: int, left: float, top: float, right: float, bottom: float) -> Box:
    """The box of an upright area: left, bottom, right, top, y upwards.

    >>> on_page(0, 10, -90, 20, -80)
    (10, 80, 20, 90)
    """
    across, up = _DIRECTIONS[turn % 4]
    xs = (left * across + top * up, right * across + bottom * up)
    ys = (left * up - top * across, right * up - bottom * across)
    return min(xs), min(ys), max(xs), max(ys)


class _TextStyle(NamedTuple):
    turn: int
    base: float
    size: float
    bold: bool


class _Styles:
    """Where a character stands and in what font; what is the same for a font or a piece is asked once."""

    def __init__(self, textpage: Any) -> None:
        import pypdfium2.raw

        self._raw = pypdfium2.raw
        self._page = textpage
        self._bold: dict[int, bool] = {}
        self._matrix = pypdfium2.raw.FS_MATRIX()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box = pypdfium2.raw.FS_RECTF()

    def style(self, index: int) -> _TextStyle:
        raw, matrix = self._raw, self._matrix
        raw.FPDFText_GetCharOrigin(self._page, index, self._x, self._y)
        raw.FPDFText_GetMatrix(self._page, index, matrix)
        size = raw.FPDFText_GetFontSize(self._page, index) * math.hypot(matrix.c, matrix.d)
        angle = math.degrees(math.atan2(matrix.b, matrix.a)) / 90
        turn = round(angle) % 4 if abs(angle - round(angle)) < 0.1 else SLANTED
        base = upright(turn, self._x.value, self._y.value)[1]
        return _TextStyle(turn, base, min(max(size, 1.0), 1_000.0), self._is_bold(index))

    def span(self, index: int, turn: int) -> tuple[float, float]:
        """From where to where a character goes in its direction."""
        box = self._box
        if not self._raw.FPDFText_GetLooseCharBox(self._page, index, box):
            return 0.0, 0.0
        first, last = upright(turn, box.left, box.bottom)[0], upright(turn, box.right, box.top)[0]
        return min(first, last), max(first, last)

    def _is_bold(self, index: int) -> bool:
        raw = self._raw
        piece = raw.FPDFText_GetTextObject(self._page, index)
        font = raw.FPDFTextObj_GetFont(piece) if piece else None
        if not font:
            return False
        key = ctypes.addressof(font.contents)
        if key not in self._bold:
            name = ctypes.create_string_buffer(200)
            raw.FPDFFont_GetBaseFontName(font, name, 200)
            bold_name = _BOLD.search(name.value.decode("latin-1")) is not None
            heavy = raw.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
            self._bold[key] = bold_name or heavy or bool(raw.FPDFFont_GetFlags(font) & _BOLD_FLAG)
        return self._bold[key]


def _words(textpage: Any, count: int) -> Iterator[tuple[int, Word]]:
    """The words in PDFium's order, each with its turn."""
    import pypdfium2.raw

    unicode = pypdfium2.raw.FPDFText_GetUnicode
    styles = _Styles(textpage)
    letters: list[str] = []
    first = 0
    for index in range(count + 1):
        code = unicode(textpage, index) if index < count else 0x20
        if code in _BLANK or code in _CUT:
            if letters:
                yield _word("".join(letters), first, index - 1, styles, cut=code in _CUT)
                letters = []
        elif 0x20 < code <= 0x10FFFF:
            if not letters:
                first = index
            letters.append(chr(code))


def _word(text: str, first: int, last: int, styles: _Styles, *, cut: bool) -> tuple[int, Word]:
    style = styles.style(first)
    left, right = styles.span(first, style.turn)
    if last > first:
        start, end = styles.span(last, style.turn)
        left, right = min(left, start), max(right, end)
    return style.turn, Word(text, left, right, style.base, style.size, style.bold, cut)


def _rule(layer: Layer, segments: list[Segment]) -> None:
    """Gives a layer the lines that go along or across its text."""
    for x, y, to_x, to_y in segments:
        (left, top), (right, bottom) = upright(layer.turn, x, y), upright(layer.turn, to_x, to_y)
        if abs(top - bottom) <= 1.0 < abs(left - right):
            layer.across.append(Rule((top + bottom) / 2, min(left, right), max(left, right)))
        elif abs(left - right) <= 1.0 < abs(top - bottom):
            layer.down.append(Rule((left + right) / 2, min(top, bottom), max(top, bottom)))


def _mark(layer: Layer, dots: list[Segment]) -> None:
    """Puts drawn dots before the lines that begin beside them, where two or more stand under each other.

    Not before what is larger than most text, or bold alone: that is a heading with an ornament.
    """
    if not 1 < len(dots) <= _MOST_DOTS:
        return
    words = sorted(layer.words, key=lambda word: word.base)
    bases = [word.base for word in words]
    usual = sorted(word.size for word in words)[len(words) // 2]
    gaps: dict[Word, list[tuple[float, float, bool]]] = {}
    for left, bottom, right, top in dots:
        ends = sorted((upright(layer.turn, left, bottom), upright(layer.turn, right, top)))
        (left, _), (right, _), middle = *ends, (ends[0][1] + ends[1][1]) / 2
        near = words[bisect_left(bases, middle) : bisect_left(bases, middle + _LARGEST)]
        line = [word for word in near if word.base - word.size * ASCENT < middle]
        after = [word for word in line if 0 <= word.left - right < _BESIDE * word.size]
        if not after or any(word.left < left and word.right > left - _INSIDE * word.size for word in line):
            continue
        first = min(after, key=lambda word: word.left)
        heads = all(word.bold for word in line if word.left >= first.left)
        is_touched = any(left - _BESIDE * word.size < word.right <= left for word in line)
        if first.size <= _ORNATE * usual and not heads:
            gaps.setdefault(first, []).append((left, right, is_touched))
    single = {word: places[0] for word, places in gaps.items() if len(places) == 1}  # not a row of dots
    lefts = Counter(round(left) for left, _, _ in single.values())
    free = {
        round(left) + off for left, _, is_touched in single.values() if not is_touched for off in (-1, 0, 1)
    }
    for word, (left, right, _) in single.items():
        # What has a date before each is no list.
        if round(left) in free and sum(lefts[round(left) + off] for off in (-1, 0, 1)) > 1:
            bullet = Word(BULLET, left, right, word.base, word.size, word.bold, cut=False)
            layer.words.insert(layer.words.index(word), bullet)
