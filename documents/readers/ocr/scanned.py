"""Pages that are pictures: their words by text recognition, each with its place.

What follows (columns, tables, headings, lists) is then the same for a scan as for any page of a PDF.
"""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from documents.readers.ocr import recognition
from documents.readers.ocr.line_words import PicturePlace, straightened
from documents.readers.ocr.recognition import Image, Recogniser
from documents.readers.pdf.words import Layer, upright
from documents.readers.time_limit import MOST_SECONDS, granted
from documents.reading.notes import numbers_in_words
from documents.types import Box, ReadingReport

SECONDS_A_PAGE = 30.0  # that a page has for itself; one takes 1 to 9 on two cores, as busy as they are
MOST_PAGES = int(MOST_SECONDS / SECONDS_A_PAGE)  # of a file that are recognised
_FEW_LETTERS = 40  # a page with fewer, and a picture over half of it, is a scan with a stamp on it
_LARGEST_SCALE = 300 / 72  # pixels a point
_UNSURE_CONFIDENCE = 0.85  # mean confidence below which a page is said to be hard to read


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
    _height: float = 0.0  # of a line of the first page, in points

    def layers(self, page: Any, number: int, own: list[Layer]) -> list[Layer]:  # Any: pypdfium2 has no types
        """The layers of a PDF's page: its `own` or, where it is a scan, that of its picture.

        Words that were found and not recognised are kept.
        """
        if not _is_scan(page, sum(layer.weight for layer in own)) or not self._may_read(number):
            return own
        scale = min(_LARGEST_SCALE, math.sqrt(recognition.PIXELS / max(1.0, math.prod(page.get_size()))))
        with granted(SECONDS_A_PAGE):
            image = page.render(scale=scale).to_pil().convert("RGB")
            layer = self._read(image, number, page.get_cropbox(), scale, page.get_rotation() // 90)
        return [layer, *_left_over(own, layer)] if layer else own

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
            return recognition.advice("then add it again")
        return "Check that it is the right file: text recognition found no words in it."

    def report(self) -> ReadingReport:
        """The pages that were recognised."""
        return ReadingReport(recognised=tuple(sorted(self.recognised.items())))

    def notes(self, *, without: Collection[int] = ()) -> Iterator[str]:
        """What a person has to know, but for the pages that something else is said of."""
        if self.recognised:
            mean = sum(self.recognised.values()) / len(self.recognised)
            read = numbers_in_words("page", self.recognised, "was", "were")
            yield f"{read} read by text recognition, {int(100 * mean)} % sure on average: check what matters."
        if pages := {number for number, sure in self.recognised.items() if sure < _UNSURE_CONFIDENCE}:
            are = numbers_in_words("page", pages, "is", "are")
            yield f"{are} hard to read: words may be wrong or missing."
        if pages := self.wordless.difference(without):
            have = numbers_in_words("page", pages, "has", "have")
            yield f"{have} only pictures, in which text recognition found no words."
        if pages := self.unread.difference(without):
            have = numbers_in_words("page", pages, "has", "have")
            yield f"{have} no text, only pictures. {recognition.advice('then `footnote rebuild --reread`')}"
        if self.beyond:
            were = numbers_in_words("page", self.beyond, "was", "were")
            recognised = f"text is recognised on {MOST_PAGES} pages of a file"
            yield f"{were} left unread: {recognised}. Split it and add the parts."

    def _may_read(self, number: int) -> bool:
        if self.engine is None:
            self.unread.add(number)
        elif len(self.recognised) + len(self.wordless) >= MOST_PAGES:
            self.beyond.add(number)
        else:
            return True
        return False

    def _read(self, image: Image, number: int, area: Box, scale: float, rotation: int) -> Layer | None:
        """The layer of a page's picture; `rotation` counts the quarters that the page is shown turned."""
        assert self.engine is not None  # _may_read has looked
        turned, lines = recognition.turned_lines(self.engine, image)
        if not lines:
            self.wordless.add(number)
            return None
        self.recognised[number] = round(recognition.confidence(lines), 3)
        width, height = image.size if turned % 2 == 0 else image.size[::-1]
        straight = straightened(lines, width, height)
        usual = median(line.height for line in straight) / scale
        self._height = self._height or usual
        turn = (turned + rotation) % 4
        left, top = _corner(turn, area)
        place = PicturePlace(left, top, scale, usual, self._height)
        return Layer(turn, [word for line in straight for word in place.words(line)])


def _corner(turn: int, area: Box) -> tuple[float, float]:
    """The upper left corner of a page's area, in upright places."""
    places = [upright(turn, *area[:2]), upright(turn, *area[2:])]
    return min(x for x, _ in places), min(y for _, y in places)


def _left_over(own: Sequence[Layer], read: Layer) -> list[Layer]:
    """What the page has as text and recognition did not find."""
    known = {word.text for word in read.words}
    layers = [Layer(layer.turn, [word for word in layer.words if word.text not in known]) for layer in own]
    return [layer for layer in layers if layer.words]


def _is_scan(page: Any, letters: int) -> bool:
    """Whether a page has nothing but drawings and pictures, or next to no text on a picture."""
    import pypdfium2.raw

    if not letters:
        return next(page.get_objects(max_depth=1), None) is not None
    if letters >= _FEW_LETTERS:
        return False
    pictures = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=2)
    half = _size(page.get_cropbox()) / 2
    return any(_size(picture.get_bounds()) >= half for picture in pictures)


def _size(area: Sequence[float]) -> float:
    left, bottom, right, top = area
    return abs((right - left) * (top - bottom))
