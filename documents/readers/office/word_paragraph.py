"""The words of one paragraph of a Word document as they read when all changes are accepted."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from documents.readers.office.packages import local, whole_number
from documents.readers.office.word_numbering import W, is_on, value
from documents.readers.roman import roman
from documents.readers.writing import raised

_DROPPED = frozenset(
    "del moveFrom delText delInstrText instrText pPr rPr sdtPr sdtEndPr tblPr trPr tcPr sectPr".split()
)
_REFERENCES = {
    "footnoteReference": "footnotes",
    "endnoteReference": "endnotes",
    "commentReference": "comments",
}
_PRIVATE = range(0xF000, 0xF100)  # where symbol fonts have their signs
# Of these fonts, by the last byte of the number; others say nothing by themselves.
_SIGNS = {
    "wingdings": {
        0x6F: "☐", 0x71: "☐", 0x78: "☒", 0xA8: "☐", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    },
    "symbol": {
        0x6D: "µ", 0xA3: "≤", 0xA5: "∞", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•",
        0xB9: "≠", 0xBB: "≈",
    },
}  # fmt: skip


@dataclass(slots=True)
class ParagraphContent:
    """What a paragraph says: its text, what it refers to (part and id) and the text boxes in it."""

    parts: list[str] = field(default_factory=list)
    references: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)
    graphics: list[Any] = field(default_factory=list)  # pictures, charts and diagrams
    hidden: Collection[str] = ()  # the ids of the styles whose text nobody sees
    # Those of the notes so far, by part and id.
    marks: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text, with a mark "[1]" where it refers to a note."""
        return "".join(self.parts)


def paragraph_content(
    paragraph: Any,  # an lxml element
    marks: dict[tuple[str, str], str],
    hidden: Collection[str] = (),
) -> ParagraphContent:
    """What a paragraph says; `marks` has the marks of the notes met before, and gets those met here."""
    content = ParagraphContent(marks=marks, hidden=hidden)
    _collect(paragraph, content)
    return content


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


def _collect(element: Any, content: ParagraphContent) -> None:
    for child in _chosen(element):
        name = local(child)
        if name in _TEXTS:
            content.parts.append(_TEXTS[name](child))
        elif name in _REFERENCES:
            _refer(child, _REFERENCES[name], content)
        elif name == "txbxContent":
            content.boxes.append(child)
        elif name == "r":
            _collect_run(child, content)
        elif name not in _DROPPED:
            if name == "graphicData":
                content.graphics.append(child)
            content.parts.append(_MATHS.get(name, ""))
            _collect(child, content)


def _collect_run(run: Any, content: ParagraphContent) -> None:
    if is_on(run, "rPr/vanish") or value(run, "rPr/rStyle") in content.hidden:
        return
    begin = len(content.parts)
    _collect(run, content)
    if value(run, "rPr/vertAlign") == "superscript":
        text = "".join(content.parts[begin:])
        content.parts[begin:] = [raised("".join(content.parts[max(begin - 1, 0) : begin]), text)]


def _refer(element: Any, part: str, content: ParagraphContent) -> None:
    key = (part, element.get(f"{W}id", ""))
    content.references.append(key)
    if part != "comments":
        number = 1 + sum(marked_part == part for marked_part, _ in content.marks)
        mark = roman(number) if part == "endnotes" else number  # as Word counts them
        content.parts.append(content.marks.setdefault(key, f"[{mark}]"))


def _symbol(symbol: Any) -> str:
    """A sign of a symbol font; "" where its number there says nothing."""
    try:
        number = int(symbol.get(f"{W}char", ""), 16)
    except ValueError:
        return ""
    if sign := _SIGNS.get(symbol.get(f"{W}font", "").lower(), {}).get(number & 0xFF):
        return sign
    return "" if number in _PRIVATE or number > 0x10FFFF else chr(number)


def _ticked(box: Any) -> str:
    """A box of a form: ticked, or as it was to begin with."""
    checked = box.find(f"{W}checked")
    return "☒" if is_on(box, "checked" if checked is not None else "default") else "☐"


def _selected(choice: Any) -> str:
    """What was chosen in a form."""
    entries = [entry.get(f"{W}val", "") for entry in choice.iter(f"{W}listEntry")]
    number = whole_number(value(choice, "result") or value(choice, "default"), 0)
    return entries[number] if number < len(entries) else ""


_TEXTS: dict[str, Callable[[Any], str]] = {
    "t": lambda element: element.text or "",
    "sym": _symbol,
    "checkBox": _ticked,
    "ddList": _selected,
    **dict.fromkeys(("tab", "ptab"), lambda _: "\t"),
    **dict.fromkeys(("br", "cr"), lambda _: "\n"),
    "noBreakHyphen": lambda _: "\u2011",
}
_RAW = ("t", "tab", "br", "cr")
_MATHS = {"den": "/", "sup": "^"}  # what stands before a part of a fraction, of a power


def is_bold(paragraph: Any, bold: Collection[str]) -> bool:
    """Whether all words of a paragraph are bold, themselves or by their styles, of which `bold` are."""
    whole = value(paragraph, "pPr/pStyle") in bold
    runs = [
        run for run in paragraph.iter(f"{W}r") if any((text.text or "").strip() for text in run.iter(f"{W}t"))
    ]
    return bool(runs) and all(_is_bold(run, whole, bold) for run in runs)


def _is_bold(run: Any, whole: bool, bold: Collection[str]) -> bool:
    if run.find(f"{W}rPr/{W}b") is not None:
        return is_on(run, "rPr/b")
    return whole or value(run, "rPr/rStyle") in bold


def raw_text(paragraph: Any) -> str:
    """Its text with tabs and line ends, as far as it can be read without its notes and boxes."""
    return "".join(_TEXTS[name](element) for element in paragraph.iter() if (name := local(element)) in _RAW)
