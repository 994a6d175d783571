"""From recognised lines to words with places, as the words of a PDF have them.

A scan that is not quite straight is turned back about its middle; where a word begins in its line is told
from the letters before it.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from documents.readers.ocr.recognition import Line
from documents.readers.pdf.words import Word

_HEIGHT = 1.28  # of the size of the text: how high the box of a line is
_MIDDLE = 0.27  # of the size: how far the baseline is below the middle of the box
_STEP = 1.35  # from one size to the next: the boxes of one size differ by a tenth
_LONG_LINE = 5.0  # times as wide as high: a line that tells how the page is slanted


@dataclass(frozen=True, slots=True)
class Straight:
    """A line on the straightened page: its middle, width and height in pixels, y downwards."""

    text: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PicturePlace:
    """Where a picture is on its page: its upper left corner in upright points, its pixels a point.

    `height` is the usual one of a line's box on this page, `first` that on the document's first page (both in
    points): text that is hardly larger or smaller is of the same size.
    """

    left: float
    top: float
    scale: float
    height: float
    first: float

    def words(self, line: Straight) -> Iterator[Word]:
        """The words of a line, from the left."""
        steps = _steps(line.height / self.scale, self.height) + _steps(self.height, self.first)
        size = self.first * _STEP**steps / _HEIGHT
        base = self.top + line.y / self.scale + _MIDDLE * size
        left, letter = (
            self.left + (line.x - line.width / 2) / self.scale,
            line.width / len(line.text) / self.scale,
        )
        end = 0
        for text in line.text.split():
            start = line.text.index(text, end)
            end = start + len(text)
            yield Word(text, left + start * letter, left + end * letter, base, size, False, False)


def straightened(lines: Sequence[Line], width: int, height: int) -> list[Straight]:
    """The lines of a page of these pixels, its slant taken out."""
    slant = _slant(lines)
    cos, sin = math.cos(slant), math.sin(slant)
    words = []
    for line in lines:
        first, second, third, fourth = line.corners
        x = sum(point[0] for point in line.corners) / 4 - width / 2
        y = sum(point[1] for point in line.corners) / 4 - height / 2
        long = (math.dist(first, second) + math.dist(fourth, third)) / 2
        high = (math.dist(first, fourth) + math.dist(second, third)) / 2
        place = width / 2 + x * cos + y * sin, height / 2 + y * cos - x * sin
        words.append(Straight(line.text, *place, long, max(high, 1.0)))
    return words


def _slant(lines: Sequence[Line]) -> float:
    """The angle (radians, clockwise) by which long lines go down to the right."""
    angles = [
        math.atan2(second[1] - first[1], second[0] - first[0])
        for first, second, _, fourth in (line.corners for line in lines)
        if math.dist(first, second) > _LONG_LINE * math.dist(first, fourth)
    ]
    return median(angles) if angles else 0.0


def _steps(value: float, usual: float) -> int:
    """How many whole steps of size a value is above the usual one.

    >>> _steps(11.2, 10.0), _steps(8.9, 10.0), _steps(19.0, 10.0)
    (0, 0, 2)
    """
    return round(math.log(max(value, 1e-6) / max(usual, 1e-6), _STEP))
