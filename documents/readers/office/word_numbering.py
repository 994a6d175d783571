"""The numbers of list items and headings in a Word document, which stores only how to count them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from documents.readers.office.packages import local, whole_number
from documents.readers.roman import MOST_ROMAN, roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_DEEPEST = 20  # styles that are based on each other


def value(element: Any, path: str) -> str | None:  # Any: an lxml element
    """The attribute `val` of what is found at a path of names such as "pPr/numPr/ilvl"; None without."""
    target = element.find(_path(path)) if element is not None else None
    return target.get(f"{W}val") if target is not None else None


def is_on(element: Any, path: str) -> bool:
    """Whether a switch is there, such as "rPr/vanish", and not turned off."""
    target = element.find(_path(path))
    return target is not None and target.get(f"{W}val") not in ("0", "false", "off")


@lru_cache
def _path(path: str) -> str:
    return "/".join(W + name for name in path.split("/"))


class Styles:
    """The styles of paragraphs, each with those that it is based on."""

    def __init__(self, root: Any) -> None:
        styles = list(root.iter(f"{W}style")) if root is not None else []
        self._styles = {style.get(f"{W}styleId", ""): style for style in styles}
        kinds = (style for style in styles if style.get(f"{W}type") == "paragraph")
        self._usual = next(
            (style.get(f"{W}styleId") for style in kinds if style.get(f"{W}default") == "1"), None
        )

    def with_switch(self, path: str) -> frozenset[str]:
        """The ids of the styles that turn a switch on, such as "rPr/vanish", by themselves or what they are
        based on.
        """
        names = set()
        for name in self._styles:
            stating = (style for _, style in self.chain(name) if style.find(_path(path)) is not None)
            nearest = next(stating, None)
            if nearest is not None and is_on(nearest, path):
                names.add(name)
        return frozenset(names)

    def chain(self, name: str | None) -> Iterator[tuple[str, Any]]:
        """A style and those below it, by id; of a paragraph without a style, the usual one."""
        name = name or self._usual
        for _ in range(_DEEPEST):
            if name is None or name not in self._styles:
                return
            yield name, self._styles[name]
            name = value(self._styles[name], "basedOn")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str
    restarts: bool
    legal: bool
    style: str | None


def _level(element: Any) -> _Level:
    return _Level(
        start=whole_number(value(element, "start"), 1),
        form=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        restarts=value(element, "lvlRestart") != "0",
        legal=element.find(f"{W}isLgl") is not None,
        style=value(element, "pStyle"),
    )


class Numbering:
    """Counts the items of all lists of a document, in its order."""

    def __init__(self, root: Any, styles: Styles) -> None:
        every = list(root) if root is not None else []
        self._styles = styles
        self._abstract = {
            element.get(f"{W}abstractNumId"): element for element in every if local(element) == "abstractNum"
        }
        self._lists = {element.get(f"{W}numId"): element for element in every if local(element) == "num"}
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = {}  # by the abstract list, which several lists may share
        self._begun: set[tuple[str, int]] = set()

    def place(self, paragraph: Any) -> tuple[str, int] | None:
        """The list of a paragraph and its level in it (from 0), by itself or its style; None: in no list."""
        style = value(paragraph, "pPr/pStyle")
        number = value(paragraph, "pPr/numPr/numId")
        level = value(paragraph, "pPr/numPr/ilvl")
        names = [style]
        for name, element in self._styles.chain(style):
            names.append(name)
            number = number or value(element, "pPr/numPr/numId")
            level = level or value(element, "pPr/numPr/ilvl")
            if number:
                break
        if not number or number == "0" or number not in self._lists:
            return None
        return number, self._level_of_style(number, names) if level is None else min(
            whole_number(level, 0), _LEVELS - 1
        )

    def next(self, number: str, level: int) -> str:
        """The mark of the next item of a list at this level, as shown; "" for a bullet."""
        levels = self._of(number)
        if level not in levels:
            return ""
        counts = self._counts.setdefault(self._abstract_id(number), {})
        again = self._started(number, level)
        if again is not None and (number, level) not in self._begun:
            counts[level] = again - 1
        self._begun.add((number, level))
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [
            depth for depth in counts if depth > level and depth in levels and levels[depth].restarts
        ]:
            del counts[deeper]
        return _mark(levels, level, counts)

    def _level_of_style(self, number: str, names: list[str | None]) -> int:
        """The level that is linked with a paragraph's style; else the first."""
        return next(
            (place for place, level in self._of(number).items() if level.style in names and level.style), 0
        )

    def _of(self, number: str) -> dict[int, _Level]:
        if number not in self._levels:
            self._levels[number] = self._collected(number)
        return self._levels[number]

    def _collected(self, number: str) -> dict[int, _Level]:
        abstract = self._abstract.get(self._abstract_id(number))
        levels = {}
        for element in abstract.iter(f"{W}lvl") if abstract is not None else ():
            levels[whole_number(element.get(f"{W}ilvl"), 0)] = _level(element)
        for element in self._lists[number].iter(f"{W}lvl"):  # what this list has of its own
            levels[whole_number(element.get(f"{W}ilvl"), 0)] = _level(element)
        return levels

    def _abstract_id(self, number: str) -> str:
        """The abstract list behind a list; one that only names a style leads to that style's list."""
        name = value(self._lists[number], "abstractNumId") or ""
        link = value(self._abstract.get(name), "numStyleLink")
        for _, style in self._styles.chain(link) if link else ():
            other_number = value(style, "pPr/numPr/numId")
            if other_number in self._lists and other_number != number:
                return value(self._lists[other_number], "abstractNumId") or name
        return name

    def _started(self, number: str, level: int) -> int | None:
        """Where a list is set to begin anew at a level; None where it counts on."""
        for override in self._lists[number].iter(f"{W}lvlOverride"):
            if override.get(f"{W}ilvl") == str(level) and (start := value(override, "startOverride")):
                return whole_number(start, 1)
        return None


def _mark(levels: dict[int, _Level], level: int, counts: dict[int, int]) -> str:
    """The text of a level with the numbers of the levels in it, such as "2.1"."""
    own = levels[level]
    if own.form in ("bullet", "none"):
        return "" if own.form == "bullet" or "%" in own.text else own.text
    text = own.text
    for depth in range(_LEVELS):
        if f"%{depth + 1}" in text:
            counted = levels.get(depth, own)
            count = counts.setdefault(depth, counted.start)
            text = text.replace(f"%{depth + 1}", formatted(count, "decimal" if own.legal else counted.form))
    return text.strip()


def formatted(count: int, form: str) -> str:
    """A number in a form of Word's: "decimal", "lowerLetter", "upperRoman", ..."""
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letter = chr((count - 1) % 26 + ord("a")) * ((count - 1) // 26 % 9 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < count < MOST_ROMAN:
        return roman(count).upper() if form == "upperRoman" else roman(count)
    if form == "ordinal":
        ending = {1: "st", 2: "nd", 3: "rd"}.get(count % 10, "th")
        return f"{count}{'th' if count % 100 in (11, 12, 13) else ending}"
    if form == "decimalZero":
        return f"{count:02d}"
    return "" if form in ("bullet", "none") else str(count)
