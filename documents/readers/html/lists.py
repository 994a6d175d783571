"""Lists of web pages: the number that a browser shows at each item."""

from dataclasses import dataclass
from typing import Any

from documents.readers.roman import MOST_ROMAN, roman


@dataclass(slots=True)
class OpenList:
    """A list that is being read: the number of its next item, None for one with bullets."""

    element: Any  # an lxml element, which has no types
    next: int | None = None
    step: int = 1
    style: str = "1"

    def number(self, item: Any) -> str:
        """The next item's number as it is shown, "" for a bullet."""
        if self.next is None:
            return ""
        value = _whole(item.get("value"), self.next)
        self.next = value + self.step
        return f"{list_number(value, item.get('type') or self.style)}."


def opened(element: Any) -> OpenList:
    """A list at its beginning."""
    if element.tag != "ol":
        return OpenList(element)
    backwards = "reversed" in element.attrib
    items = sum(1 for child in element if child.tag == "li") if backwards else 1
    start = _whole(element.get("start"), items)
    return OpenList(element, start, -1 if backwards else 1, element.get("type") or "1")


def list_number(value: int, style: str) -> str:
    """A number in one of the styles "1", "a", "A", "i", "I"; in digits where the style has none for it.

    >>> [list_number(value, style) for value, style in [(3, "1"), (28, "a"), (2, "A"), (14, "i"), (0, "I")]]
    ['3', 'ab', 'B', 'xiv', '0']
    """
    if style in ("a", "A") and 0 < value < 10_000:
        letters = _letters(value)
    elif style in ("i", "I") and 0 < value < MOST_ROMAN:
        letters = roman(value)
    else:
        return str(value)
    return letters.upper() if style.isupper() else letters


def _letters(value: int) -> str:
    letters = ""
    while value:
        value, letter = divmod(value - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters


def _whole(text: str | None, otherwise: int) -> int:
    """The number in an attribute, if it is one of a length that a page would show."""
    digits = (text or "").strip()
    return (
        int(digits) if digits.lstrip("-").isdecimal() and digits.isascii() and len(digits) < 8 else otherwise
    )
