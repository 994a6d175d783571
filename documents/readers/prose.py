"""Plain text as a person set it: its hard-wrapped lines made paragraphs again, its lists found."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_ITEM = re.compile(r"([-*•·]|\(?\d{1,3}[.)]|\(?[a-z]\))[ \t]+(?=\S)")
_COLUMNS = re.compile(r"\S(?: {3,}|\t+ *)\S")
_FIELD = re.compile(r"\*?[A-ZÀ-Ý]\w{1,14}\s?:\*?\s")  # "Sent: ", in the head of an older mail
_WIDEST = 100  # characters of a line that may have been wrapped by hand
_NARROWEST = 45  # characters of the longest line below which no line was wrapped
_LONG_LINES = 0.2  # share of lines above that from which no line was wrapped
_ROOM = 0.75  # of the width: a line that ends before it, though the next word had room, was meant to end


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, or (`depth` over 0) an item of a list with its number, "" for a bullet."""

    text: str
    depth: int = 0
    number: str = ""


def pieces(lines: Sequence[str], *, flowed: bool = False) -> Iterator[Piece]:
    r"""The paragraphs and items of some lines; `flowed`: a blank at the end of a line says that it goes on.

    >>> for piece in pieces(["Bring:", "- a cot and", "  a chair", "- wood", "", "Yours,", "Odile"]):
    ...     print(piece.depth, piece.text)
    0 Bring:
    1 a cot and a chair
    1 wood
    0 Yours,
    0 Odile
    """
    width = _width(lines)
    indents: list[int] = []  # of the items that are open
    text, item = "", Piece("")
    above: str | None = None
    for line in lines:
        found = _ITEM.match(line.strip()) if _may_begin(above, line, width, item) else None
        if text and (found or not line.strip() or not _goes_on(above or "", line, width, item, flowed)):
            yield Piece(text, item.depth, item.number)
            text = ""
        if found:
            item = Piece("", _depth(indents, _indent(line)), found[1] if found[1][-1] in ".)" else "")
            text = line.strip()[found.end() :]
        elif line.strip():
            if not text:
                item = Piece("")
            text = f"{text} {line.strip()}".strip()
        if not line.strip() or (not found and not item.depth):
            indents = indents if not line.strip() else []
        above = line
    if text:
        yield Piece(text, item.depth, item.number)


def _width(lines: Sequence[str]) -> int:
    """The length to which the lines were wrapped; 0 where they were not."""
    lengths = [len(line.rstrip()) for line in lines if line.strip()]
    long = sum(length > _WIDEST for length in lengths)
    if long > _LONG_LINES * len(lengths):
        return 0
    widest = max((length for length in lengths if length <= _WIDEST), default=0)
    return widest if widest >= _NARROWEST else 0


def _may_begin(above: str | None, line: str, width: int, item: Piece) -> bool:
    """Whether an item may begin here: not in the middle of a wrapped sentence that has a dash or a number."""
    if above is None or not above.strip() or item.depth or above.rstrip().endswith(":"):
        return True
    return _ended(above, line, width)


def _goes_on(above: str, line: str, width: int, item: Piece, flowed: bool) -> bool:
    """Whether the line belongs to what stands above it."""
    if flowed and above.endswith(" "):
        return True
    if item.depth and _indent(line) > _indent(above) and _ITEM.match(above.strip()):
        return True
    if item.depth and not _ITEM.match(above.strip()) and _indent(line) == _indent(above) > 0:
        return True
    if _FIELD.match(line) or _COLUMNS.search(line.strip()) or _COLUMNS.search(above.strip()):
        return False
    return not _ended(above, line, width)


def _ended(above: str, line: str, width: int) -> bool:
    """Whether the line above ends where it was meant to end."""
    word = line.split()[0] if line.split() else ""
    return len(above.rstrip()) + 1 + len(word) <= _ROOM * width or not width


def _depth(indents: list[int], indent: int) -> int:
    while indents and indent < indents[-1]:
        indents.pop()
    if not indents or indent > indents[-1] + 1:
        indents.append(indent)
    return len(indents)


def _indent(line: str) -> int:
    plain = line.expandtabs(4)
    return len(plain) - len(plain.lstrip())
