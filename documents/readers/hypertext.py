"""Web text inside other files: a mail's body, a book's chapter, a notebook's notes.

It is the only place in which those readers lean on `html`.
"""

from typing import Any

from documents.readers import html
from documents.readers.writing import TextWriter

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LISTS = ("ul", "ol")
_PARTS = html._BLOCKS | {"body", "html", "section", "caption", "dt", "dd", "summary", "details", "label"}


def write(writer: TextWriter, page: str) -> None:
    """Writes what a browser would show of the page, as blocks. Raises EmptyDocument where it is no page."""
    from lxml import etree  # type: ignore[import-untyped]

    walk = _Walk(writer)
    events = etree.iterwalk(html._tree(page), events=("start", "end"))
    for event, element in events:
        if event == "end":
            walk.end(element)
        elif element.tag in html._UNSEEN or walk.takes_whole(element):
            events.skip_subtree()
        else:
            walk.start(element)


class _Walk:
    """Writes what was collected wherever a block begins or ends; without recursion, since pages nest deep."""

    def __init__(self, writer: TextWriter) -> None:
        self._writer = writer
        self._parts: list[str] = []
        self._inside: list[str] = []  # the headings, items and captions that are open
        self._lists: list[int] = []  # of each open list the number of its next item, 0 for bullets
        self._quotes = 0
        self._marked = False  # whether the open item was begun

    def takes_whole(self, element: Any) -> bool:  # Any: an lxml element, which has no types
        """Whether it is a table or code, which is then written at once."""
        if element.tag == "pre":
            self._flush()
            self._writer.code("".join(element.itertext()))
            return True
        if element.tag != "table" or self._inside or not (rows := _rows(element)):
            return False
        self._flush()
        caption = element.find("caption")
        if caption is not None:
            self._writer.caption(_text(caption))
        self._writer.table(rows, header=element.find(".//th") is not None)
        return True

    def start(self, element: Any) -> None:
        """Takes the beginning of an element and the text up to the next one."""
        tag = element.tag
        if tag in _PARTS and not (tag == "br" and self._inside):
            self._flush()
        if tag in _LISTS:
            self._lists.append(_first(element) if tag == "ol" else 0)
        elif tag in ("li", "caption", "figcaption", *_HEADINGS):
            self._inside.append(tag)
            self._marked = False
        self._quotes += tag == "blockquote"
        self._parts.append(" " if tag == "br" else element.text or "")

    def end(self, element: Any) -> None:
        """Takes the end of an element and the text behind it."""
        tag = element.tag
        if tag in _PARTS:
            self._flush()
        if tag in _LISTS and self._lists:
            self._lists.pop()
        elif self._inside and tag == self._inside[-1]:
            self._inside.pop()
            self._marked = bool(self._inside)
        self._quotes -= tag == "blockquote"
        self._parts.append(element.tail or "")

    def _flush(self) -> None:
        text = "".join(self._parts)
        self._parts.clear()
        if not text.strip():
            return
        inside = self._inside[-1] if self._inside else ""
        if inside in _HEADINGS:
            self._writer.heading(int(inside[1]), text)
        elif inside in ("caption", "figcaption"):
            self._writer.caption(text)
        elif inside == "li" and not self._marked:
            self._item(text)
        elif self._quotes:
            self._writer.quote(text, depth=self._quotes)
        else:
            self._writer.paragraph(text)

    def _item(self, text: str) -> None:
        self._marked = True
        number = self._lists[-1] if self._lists else 0
        if number:
            self._lists[-1] += 1
        self._writer.item(text, depth=max(1, len(self._lists)), number=f"{number}." if number else "")


def _first(element: Any) -> int:
    start = element.get("start", "")
    return int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1


def _rows(table: Any) -> list[list[str]]:
    """The cells of a table; none for a layout: one that holds others, or has a single row or column."""
    if table.find(".//table") is not None:
        return []
    rows = [[_text(cell) for cell in row.iter("td", "th")] for row in table.iter("tr")]
    return rows if len(rows) > 1 and max(map(len, rows)) > 1 else []


def _text(element: Any) -> str:
    """The element's words; what a browser sets apart is not run together."""
    parts: list[str] = []
    html._collect(element, parts)
    return " ".join("".join(parts).split())
