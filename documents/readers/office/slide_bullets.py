"""Which paragraphs of a slide are items of a list, and their numbers: slides inherit this from layouts."""

from collections.abc import Iterable, Iterator
from typing import Any

from documents.readers.office.graphics import A
from documents.readers.office.packages import local, whole_number
from documents.readers.office.word_numbering import formatted

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_FORMS = {
    "alphaLc": "lowerLetter", "alphaUc": "upperLetter", "romanLc": "lowerRoman", "romanUc": "upperRoman",
}  # fmt: skip
_SIGNS = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})"}


def placeholder(shape: Any) -> Any:  # Any: lxml elements
    """The element that says for which part of its layout a shape stands; None where it stands for itself."""
    return next((element for head in shape[:1] for element in head.iter(f"{P}ph")), None)


def kind(shape: Any) -> str:
    """What a shape stands for: "title", "ctrTitle", "body", "ftr", ...; "" for itself."""
    place = placeholder(shape)
    return place.get("type", "body") if place is not None else ""


class Bullets:
    """The marks of the paragraphs of one shape, in order; `behind`: the roots of its layout and master."""

    def __init__(self, shape: Any, behind: Iterable[Any]) -> None:
        self._styles = list(_styles(shape, behind))
        self._counts: dict[int, int] = {}

    def mark(self, paragraph: Any) -> tuple[int, str] | None:
        """The depth (from 1) and number of an item, "" for a bullet; None for a paragraph that is none."""
        own = paragraph.find(f"{A}pPr")
        level = whole_number(own.get("lvl"), 0) if own is not None else 0
        bullet = _bullet(own)
        for style in self._styles:
            bullet = bullet if bullet is not None else _bullet(style.find(f"{A}lvl{level + 1}pPr"))
        for deeper in [depth for depth in self._counts if depth > level]:
            del self._counts[deeper]
        name = local(bullet) if bullet is not None else "buNone"
        if name != "buAutoNum":
            self._counts.pop(level, None)
            return None if name == "buNone" else (level + 1, "")
        first = whole_number(bullet.get("startAt"), 1)
        self._counts[level] = self._counts.get(level, first - 1) + 1
        return level + 1, _number(self._counts[level], bullet.get("type", "arabicPeriod"))


def _styles(shape: Any, behind: Iterable[Any]) -> Iterator[Any]:
    """Where the marks of a shape's paragraphs are defined, the nearest first."""
    yield from shape.iter(f"{A}lstStyle")
    own = placeholder(shape)
    if own is None:
        return
    for root in behind:
        for inherited in root.iter(f"{P}sp"):
            if _same_placeholder(own, placeholder(inherited)):
                yield from inherited.iter(f"{A}lstStyle")
        if kind(shape) in ("body", "obj"):
            yield from root.iter(f"{P}bodyStyle")


def _same_placeholder(own: Any, candidate: Any) -> bool:
    """Whether two placeholders stand for the same: by their number, or by their kind as the master has it."""
    if candidate is None:
        return False
    if own.get("idx") and own.get("idx") == candidate.get("idx"):
        return True
    return bool(own.get("type", "body") == candidate.get("type", "body") and not candidate.get("idx", ""))


def _bullet(properties: Any) -> Any:
    """The element that tells the mark of a paragraph; None where it is left to what is behind."""
    marks = ("buNone", "buChar", "buAutoNum", "buBlip")
    return (
        next((element for element in properties if local(element) in marks), None)
        if properties is not None
        else None
    )


def _number(count: int, form: str) -> str:
    name, sign = form, "{}"
    for ending, pattern in _SIGNS.items():
        if form.endswith(ending):
            name, sign = form.removesuffix(ending), pattern
    return sign.format(formatted(count, _FORMS.get(name, "decimal")))
