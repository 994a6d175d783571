"""The words of one paragraph of a Word document as they read when all changes are accepted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from documents.readers.office.packages import local
from documents.readers.office.word_numbering import W, is_on
from documents.readers.roman import roman

_DROPPED = frozenset(
    "del moveFrom delText delInstrText instrText pPr rPr sdtPr sdtEndPr tblPr trPr tcPr sectPr".split()
)
_BLANKS = {"tab": "\t", "br": "\n", "cr": "\n", "ptab": "\t", "noBreakHyphen": "\u2011"}
_REFERENCES = {
    "footnoteReference": "footnotes",
    "endnoteReference": "endnotes",
    "commentReference": "comments",
}
_PRIVATE = range(0xF000, 0xF100)  # where symbol fonts have their signs


@dataclass(slots=True)
class Words:
    """What a paragraph says: its text, what it refers to (part and id) and the text boxes in it."""

    parts: list[str] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    graphics: list[Any] = field(default_factory=list)  # pictures, charts and diagrams
    # Those of the notes so far, by part and id.
    marks: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text, with a mark "[1]" where it refers to a note."""
        return "".join(self.parts)


def words_of(paragraph: Any, marks: dict[tuple[str, str], str]) -> Words:  # Any: an lxml element
    """What a paragraph says; `marks` has the marks of the notes met before, and gets those met here."""
    words = Words(marks=marks)
    _collect(paragraph, words)
    return words


def is_deleted(paragraph: Any) -> bool:
    """Whether the end of a paragraph was deleted, so that the next one goes on with it."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None)


def pieces_of(container: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body, cell, note or text box."""
    for child in _chosen(container):
        name = local(child)
        if name in ("p", "tbl"):
            yield child
        elif name not in _DROPPED:
            yield from pieces_of(child)


def _chosen(element: Any) -> Iterator[Any]:
    """The children; of what is there in two forms for old and new programs, the new one."""
    for child in element:
        if local(child) == "AlternateContent":
            yield from next(iter(child), ())
        else:
            yield child


def _collect(element: Any, words: Words) -> None:
    for child in _chosen(element):
        name = local(child)
        if name == "t":
            words.parts.append(child.text or "")
        elif name in _BLANKS:
            words.parts.append(_BLANKS[name])
        elif name == "sym":
            words.parts.append(_symbol(child.get(f"{W}char", "")))
        elif name in _REFERENCES:
            _refer(child, _REFERENCES[name], words)
        elif name == "txbxContent":
            words.boxes.append(child)
        elif name == "graphicData":
            words.graphics.append(child)
            _collect(child, words)
        elif name not in _DROPPED and not (name == "r" and is_on(child, "rPr/vanish")):
            _collect(child, words)


def _refer(element: Any, part: str, words: Words) -> None:
    key = (part, element.get(f"{W}id", ""))
    words.references.append(key)
    if part != "comments":
        number = 1 + sum(other == part for other, _ in words.marks)
        words.parts.append(words.marks.setdefault(key, _mark(number, part)))


def _mark(number: int, part: str) -> str:
    """The mark of a note: endnotes have Roman numbers, as Word gives them."""
    return f"[{number if part == 'footnotes' else roman(number)}]"


def _symbol(code: str) -> str:
    """A sign of a symbol font: its number there says nothing, so a private one is left out."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return "" if number in _PRIVATE or number > 0x10FFFF else chr(number)
