"""Which headings stand over a place of a text: told from where they begin, and stored once a text."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from documents.types import Heading

LONGEST_HEADING = 200  # characters of a heading or a title; what is longer is a paragraph that looks like one
MOST_HEADINGS = 20_000  # headings of one text
_DEEPEST = 7  # levels: the six of HTML and Markdown, and a PDF's bookmarks with one more


class Outline:
    """The headings of one text, in the order in which they begin."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        self._starts = [heading.start for heading in headings]
        self._paths: list[tuple[str, ...]] = [()]
        stack: list[Heading] = []
        for heading in headings:
            level = min(heading.level, _DEEPEST)
            stack = [*(outer for outer in stack if outer.level < level), replace(heading, level=level)]
            self._paths.append(tuple(outer.text for outer in stack))

    def number(self, place: int) -> int:
        """How many headings have begun at this character."""
        return bisect_right(self._starts, place)

    def over(self, place: int) -> tuple[str, ...]:
        """The headings in force at this character, outermost first.

        >>> outline = Outline([Heading(1, "Ferry", 0), Heading(2, "Fares", 20), Heading(2, "Times", 90)])
        >>> outline.over(25), outline.over(95)
        (('Ferry', 'Fares'), ('Ferry', 'Times'))
        """
        return self._paths[self.number(place)]


def shortened(text: str, length: int = LONGEST_HEADING) -> str:
    r"""`text` on one line, cut at a blank where it is longer than `length` characters.

    >>> shortened("a  long\n name", 8)
    'a long…'
    """
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return (line[:length].rpartition(" ")[0] or line[: length - 1]) + "…"
