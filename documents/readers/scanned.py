"""Pages that are pictures: their words by text recognition, each with its place, as those of a PDF have it.

What follows (columns, tables, headings, lists) is then the same for a scan as for any page. A scan that is
not quite straight is taken as if it were turned back about its middle, the boxes of its words too.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from documents.notes import numbered, verb
from documents.readers import recognition
from documents.readers.pdf_words import Layer, Word, upright
from documents.readers.recognition import Image, Line, Recogniser
from documents.readers.time_limit import granted
from documents.types import Box, ReadingReport

SECONDS_A_PAGE = 20.0  # that a page has for itself; one takes 1 to 8 on two cores that others use too
MOST_PAGES = 200  # of a file that are recognised
_FEW_LETTERS = 40  # a page with fewer, and a picture over half of it, is a scan with a stamp on it
_LARGEST_SCALE = 300 / 72  # pixels a point
_HEIGHT = 1.28  # of the size: how high the box of a line is
_MIDDLE = 0.27  # of the size: how far the baseline is below the middle of the box
_STEP = 1.35  # from one size to the next: boxes of one size differ by a tenth
_TELLING = 10  # characters of a line that tells how the page is slanted
_UNSURE = 0.85  # mean confidence below which a page is said to be hard to read


@dataclass(slots=True)
class Scans:
    """What recognition does with the pages of one file, and what a person has to know of it.

    `engine` is None where the extra is not installed. Pages are counted from 1; `recognised` has the mean
    confidence (0–1) of each that was read.
    """

    engine: Recogniser | None = field(default_factory=recognition.recogniser)
    recognised: dict[int, float] = field(default_factory=dict)
    unread: set[int] = field(default_factory=set)  # for want of an engine
    beyond: set[int] = field(default_factory=set)  # the most pages
    wordless: set[int] = field(default_factory=set)
    _size: float = 0.0  # of the text of the first page

    def layers(
        self, page: Any, number: int, found: list[Layer]
    ) -> list[Layer]:  # Any: pypdfium2 has no types
        """The layers of a PDF's page: those `found` in it, or that of its picture where it is a scan."""
        if not _is_scan(page, sum(layer.weight for layer in found)) or not self._may_read(number):
            return found
        scale = min(_LARGEST_SCALE, math.sqrt(recognition.PIXELS / max(1.0, math.prod(page.get_size()))))
        with granted(SECONDS_A_PAGE):
            image = page.render(scale=scale).to_pil().convert("RGB")
            layer = self._read(image, number, page.get_cropbox(), scale, page.get_rotation() // 90)
        return [layer, *_left_over(found, layer)] if layer else found

    def picture(self, image: Image, number: int, area: Box) -> list[Layer]:
        """The layer of a picture (RGB) that fills the area, if it has words."""
        if not self._may_read(number):
            return []
        with granted(SECONDS_A_PAGE):
            layer = self._read(image, number, area, image.width / (area[2] - area[0]), 0)
        return [layer] if layer else []

    def advice(self) -> str:
        """What to do with a file that has no text at all."""
        if self.engine is None:
            return f"{recognition.INSTALL} and add it again: then its text is recognised."
        return "Check that it is the right file: text recognition finds no words in it."

    def report(self) -> ReadingReport:
        """The pages that were recognised."""
        return ReadingReport(recognised=tuple(sorted(self.recognised.items())))

    def notes(self, *, without: Sequence[int] | set[int] = ()) -> Iterator[str]:
        """What a person has to know, but for the pages that something else is said of."""
        yield from self._surely()
        if pages := self.wordless.difference(without):
            yield f"{numbered('page', pages)} {verb(pages, 'has', 'have')} only pictures, without words that text recognition finds."
        if pages := self.unread.difference(without):
            yield (
                f"{numbered('page', pages)} {verb(pages, 'has', 'have')} no text, only pictures. "
                f"{recognition.INSTALL}, then footnote rebuild --reread."
            )
        if self.beyond:
            yield (
                f"{numbered('page', self.beyond)} {verb(self.beyond, 'is a picture', 'are pictures')} and left unread: "
                f"text is recognised on {MOST_PAGES} pages of a file. Split it and add the parts."
            )

    def _surely(self) -> Iterator[str]:
        if not self.recognised:
            return
        mean = sum(self.recognised.values()) / len(self.recognised)
        pages = self.recognised
        yield (
            f"{numbered('page', pages)} {verb(pages, 'was', 'were')} read by text recognition, {mean:.0%} sure "
            "on average: check what matters."
        ).replace("%", " %")
        if unsure := {number for number, sure in self.recognised.items() if sure < _UNSURE}:
            yield f"{numbered('page', unsure)} {verb(unsure, 'is', 'are')} hard to read: words may be wrong or missing."

    def _may_read(self, number: int) -> bool:
        if self.engine is None:
            self.unread.add(number)
        elif len(self.recognised) + len(self.wordless) >= MOST_PAGES:
            self.beyond.add(number)
        else:
            return True
        return False

    def _read(self, image: Image, number: int, area: Box, scale: float, rotation: int) -> Layer | None:
        assert self.engine is not None  # _may_read has looked
        turned, lines = recognition.turned_lines(self.engine, image)
        if not lines:
            self.wordless.add(number)
            return None
        self.recognised[number] = round(recognition.confidence(lines), 3)
        turn = (turned + rotation) % 4
        corners = [upright(turn, x, y) for x in (area[0], area[2]) for y in (area[1], area[3])]
        size = image.size if turned % 2 == 0 else image.size[::-1]
        straight = _straight(lines, size)
        page_size = median(line.height for line in straight)
        self._size = self._size or page_size / scale
        place = _Place(min(x for x, _ in corners), min(y for _, y in corners), scale, page_size, self._size)
        return Layer(turn, [word for line in straight for word in place.words(line)])


@dataclass(frozen=True, slots=True)
class _Straight:
    """A line after the page's slant was taken out: its middle, width and height in pixels."""

    text: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a picture is on the page: its upper left corner in upright points, and its pixels a point.

    `height` is the usual one of a line's box on this page (pixels), `size` that on the first page (points).
    """

    left: float
    top: float
    scale: float
    height: float
    size: float

    def words(self, line: _Straight) -> Iterator[Word]:
        """The words of a line; where each begins is told from the letters before it."""
        usual = _stepped(self.height / self.scale, self.size)
        size = (
            _stepped(line.height / self.scale, self.height / self.scale)
            * usual
            * self.scale
            / self.height
            / _HEIGHT
        )
        base = self.top + line.y / self.scale + _MIDDLE * size
        begin, width = self.left + (line.x - line.width / 2) / self.scale, line.width / self.scale
        at = 0
        for text in line.text.split():
            at = line.text.index(text, at)
            end = at + len(text)
            yield Word(
                text,
                begin + width * at / len(line.text),
                begin + width * end / len(line.text),
                base,
                size,
                False,
                False,
            )
            at = end


def _stepped(value: float, usual: float) -> float:
    """The value by whole steps from the usual one: what differs less is the same.

    >>> _stepped(11.2, 10.0), _stepped(8.9, 10.0), _stepped(19.0, 10.0)
    (10.0, 10.0, 18.225)
    """
    return usual * _STEP ** round(math.log(max(value, 1e-6) / usual, _STEP))


def _straight(lines: Sequence[Line], size: tuple[int, int]) -> list[_Straight]:
    slant = _slant(lines)
    cos, sin = math.cos(slant), math.sin(slant)
    centre_x, centre_y = size[0] / 2, size[1] / 2
    found = []
    for line in lines:
        first, second, third, fourth = line.corners
        x = sum(point[0] for point in line.corners) / 4 - centre_x
        y = sum(point[1] for point in line.corners) / 4 - centre_y
        width = (math.dist(first, second) + math.dist(fourth, third)) / 2
        height = (math.dist(first, fourth) + math.dist(second, third)) / 2
        place = centre_x + x * cos + y * sin, centre_y + y * cos - x * sin
        found.append(_Straight(line.text, *place, width, max(height, 1.0)))
    return found


def _slant(lines: Sequence[Line]) -> float:
    """By what angle (radians, clockwise) the lines go down to the right."""
    telling = [line.corners for line in lines if len(line.text) >= _TELLING]
    angles = [math.atan2(second[1] - first[1], second[0] - first[0]) for first, second, _, _ in telling]
    return median(angles) if angles else 0.0


def _left_over(found: Sequence[Layer], read: Layer) -> list[Layer]:
    """What the page has as text that was not recognised in its picture."""
    known = {word.text for word in read.words}
    layers = [Layer(layer.turn, [word for word in layer.words if word.text not in known]) for layer in found]
    return [layer for layer in layers if layer.words]


def _is_scan(page: Any, letters: int) -> bool:
    """Whether a page has nothing but drawings and pictures, or next to no text on a picture."""
    import pypdfium2.raw

    if not letters:
        return next(page.get_objects(max_depth=1), None) is not None
    if letters >= _FEW_LETTERS:
        return False
    left, bottom, right, top = page.get_cropbox()
    pictures = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=2)
    half = abs((right - left) * (top - bottom)) / 2
    return any((right - left) * (top - bottom) >= half for left, bottom, right, top in map(_bounds, pictures))


def _bounds(picture: Any) -> Box:
    left, bottom, right, top = picture.get_bounds()
    return left, bottom, right, top
