"""Plain text as a person set it: its hard-wrapped lines made paragraphs again, its lists found."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise

from documents.readers.plain.marks import (
    CODED,
    NAMED,
    Mark,
    has_gap,
    indent_of,
    listed_by_code,
    quantities,
    steps,
    under_names,
)

# "Step 2: Close the tap and wait": a title, "Step 2: Cleaning", has fewer words.
STEP = r"(?:Step|Schritt|[ÉE]tape|Paso) \d{1,2}(?:\.|\)| ?:)(?=[ \t]{1,9}(?:\S{1,40} ){3})"
_ITEM = re.compile(
    rf"({STEP}|[-*+•·▪◦‣–]|#\.|\(?\d{{1,3}}[.)]|\(?[a-zA-Z]\)|\(?[ivx]{{1,5}}\)|[a-z]\.|"
    r"\d{1,2}(?:\.(?:[1-9]|[12]\d)){1,3}\.?(?=\s{1,9}[A-ZÀ-Ý]))[ \t]+(?=\S)"  # "4.2 The tenant"
)
_COLUMNS = re.compile(r"\S(?: {3,}|\t+ *)\S")
_FIELD = re.compile(r"\*?[A-ZÀ-Ý]\w{1,14}\s?:\*?\s")  # "Sent: ", in the head of an older mail
_STOPS = ".!?:\"”»'"
_LONGEST_WRAPPED = 100  # characters of a line that may have been wrapped by hand
_NARROWEST = 45  # characters of the longest line below which no line was wrapped
_LONG_LINES = 0.2  # share of lines above that from which no line was wrapped
_ROOM = 0.75  # of the width: a line that ends before it, though the next word had room, was meant to end
_LOOKED_AT = 5_000  # lines that tell how wide a text was wrapped
_LONG_LINE = 70  # characters of a line that was full, in a text that was wrapped here and there
_FULL = 0.85  # of the shortest line in a stretch that was full


@dataclass(frozen=True, slots=True)
class Stretch:
    """The lines `first` to `last` that are one paragraph or item.

    `skip` characters of the first line are blanks and its mark. `depth` is that of an item, else 0;
    `inside`: a paragraph that belongs to the item before it.
    """

    first: int
    last: int
    skip: int = 0
    depth: int = 0
    number: str = ""
    inside: bool = False


@dataclass(slots=True)
class Setting:
    """How a text is set: how wide its lines were wrapped, and the lists that are open where it was left off.

    `width` is in characters, 0 where no line was wrapped; `flowed`: a blank at the end of a line says that it
    goes on. `counted` is the indent and number of the last step whose number has no point.
    """

    width: int
    flowed: bool = False
    indents: list[int] = field(default_factory=list)
    counted: tuple[int, int] | None = None

    def end_lists(self) -> None:
        """What follows is in no list that is open now."""
        self.indents.clear()
        self.counted = None


def stretches(lines: Sequence[str], setting: Setting, after: Sequence[str] = ()) -> Iterator[Stretch]:
    """The paragraphs and items of lines, in order; `setting` keeps what is open from one call to the next.

    `after` are lines that follow behind a blank one.

    >>> lines = ["Bring:", "- a cot and", "  a chair", "- wood", "", "Yours,", "Odile"]
    >>> [(each.first, each.last, each.depth) for each in stretches(lines, Setting(0))]
    [(0, 0, 0), (1, 2, 1), (3, 3, 1), (5, 5, 0), (6, 6, 0)]
    """
    counted = steps(lines, setting.counted, after)
    listed = quantities(lines) | listed_by_code(lines)
    run_on = set() if setting.width else _run_on(lines)
    current: Stretch | None = None
    above = ""
    for number, line in enumerate(lines):
        mark = counted.get(number) or (Mark("", _indent(line)) if number in listed else None)
        if not mark and _may_begin(above, line, setting, current.depth if current else 0):
            mark = mark_of(line)
        goes_on = (
            current
            and line.strip()
            and not mark
            and (number in run_on or _goes_on(lines, number, setting, current))
        )
        if current and goes_on:
            current = replace(current, last=number)
        elif current:
            yield current
            current = None
        if line.strip() and not current:
            current = _begun(line, number, mark, setting)
            if number in counted:
                setting.counted = indent_of(line), int(counted[number].number)
        above = line
    if current:
        yield current


def marked(lines: Sequence[str]) -> set[int]:
    """The lines that begin like an item and have no more columns, nor stand below the name of one."""
    items: set[int] = set()
    in_table = False  # whether the line above has its mark in a column of a table
    for number, line in enumerate(lines):
        mark = mark_of(line)
        if not mark:
            in_table = False
            continue
        first = number - 1 not in items
        in_table = has_gap(line[mark.end :]) or (first and (in_table or under_names(lines, number, mark.end)))
        if not in_table:
            items.add(number)
    return items


def mark_of(line: str) -> Mark | None:
    """What a line that is an item begins with."""
    lead = _indent(line)
    match = _ITEM.match(line, lead)
    if not match:
        return None
    return Mark(match[1] if match[1][-1] in ".):" or match[1][0].isdigit() else "", match.end())


def _begun(line: str, number: int, mark: Mark | None, setting: Setting) -> Stretch:
    """The stretch that begins with a line: an item, or a paragraph, which may belong to an item."""
    indent = indent_of(line)
    if mark:
        return Stretch(number, number, mark.end, _depth(setting.indents, indent), mark.number)
    inside = bool(setting.indents) and indent >= setting.indents[0] + 2
    if not inside:
        setting.end_lists()
    return Stretch(number, number, _indent(line), inside=inside)


def _indent(line: str) -> int:
    """How many signs stand before the first that is no blank."""
    return len(line) - len(line.lstrip())


def width_of(lines: Iterable[str]) -> int:
    """The length to which the lines were wrapped; 0 where they were not."""
    lengths = [len(line.rstrip()) for line in islice(lines, _LOOKED_AT) if line.strip()]
    long = sum(length > _LONGEST_WRAPPED for length in lengths)
    if long > _LONG_LINES * len(lengths):
        return 0
    widest = max((length for length in lengths if length <= _LONGEST_WRAPPED), default=0)
    return widest if widest >= _NARROWEST else 0


def ended(above: str, line: str, width: int) -> bool:
    """Whether the line above ends where it was meant to end: the next word had fitted on it."""
    word = line.split(None, 1)[0] if line.strip() else ""
    return len(above.rstrip()) + 1 + len(word) <= _ROOM * width or not width


def _may_begin(above: str, line: str, setting: Setting, depth: int) -> bool:
    """Whether an item may begin here: not in the middle of a wrapped sentence that has a dash or a number."""
    if not above.strip() or depth or above.rstrip().endswith(":"):
        return True
    return ended(above, line, setting.width)


def _goes_on(lines: Sequence[str], number: int, setting: Setting, current: Stretch) -> bool:
    """Whether a line belongs to the stretch that ends with the line above it."""
    first, above, line = lines[current.first], lines[number - 1], lines[number]
    if setting.flowed and above.endswith(" "):
        return True
    begins = current.first == current.last
    if current.depth and begins and indent_of(line) > indent_of(above):
        return True
    if current.depth and not begins and indent_of(line) == indent_of(above) > 0:
        return True
    if not current.depth and NAMED.match(first) and indent_of(line) > indent_of(first):
        return True
    if _FIELD.match(line) and (
        # "We go later than I told you in / November: Wednesday 15 to Monday 20" is no field.
        _FIELD.match(first) or above.rstrip()[-1] in _STOPS or not _is_wrapped(lines, number, setting.width)
    ):
        return False
    if CODED.match(line) and CODED.match(first) and above.rstrip()[-1] in _STOPS:
        return False  # "INC-204 was closed." and "INC-207 is open." are not one paragraph
    if _COLUMNS.search(line.strip()):
        return False
    if _COLUMNS.search(above[current.skip if begins else 0 :].strip()):
        return False
    if not current.depth and indent_of(line) > indent_of(above) + 1 and above.rstrip()[-1] in _STOPS:
        return False  # a first line that is indented
    return not ended(above, line, setting.width)


def _run_on(lines: Sequence[str]) -> set[int]:
    """The lines with the rest of the long one above, in a text that was not wrapped throughout.

    They begin with a small letter where the one above does not; in a stretch with such a line those do, too,
    that stand below one that is as long and ends no sentence.
    """
    breaks: set[int] = set()
    open_above: list[int] = []  # lines of a stretch
    small: set[int] = set()
    for number, (above, line) in enumerate(pairwise([*lines, ""]), 1):
        if not line.strip():
            full = _FULL * min((len(lines[number - 1].rstrip()) for number in small), default=0)
            breaks.update(
                number for number in open_above if small and len(lines[number - 1].rstrip()) >= full
            )
            open_above, small = [], set()
        elif len(above.rstrip()) >= _LONG_LINE and above.rstrip(")\"”’' ")[-1:] not in (*".!?:",):
            open_above.append(number)
            if _begins_small(line) and (number - 1 in small or not _begins_small(above)):
                small.add(number)
    return breaks


def _begins_small(line: str) -> bool:
    """Whether a line begins with a small letter, and not with a day or a number."""
    return line.lstrip("(\"'“‘ ")[:1].islower()


def _is_wrapped(lines: Sequence[str], number: int, width: int) -> bool:
    """Whether a line was cut where it was full, and no field follows: it may be the middle of a sentence."""
    following = lines[number + 1] if number + 1 < len(lines) else ""
    return not ended(lines[number], following, width) and not _FIELD.match(following)


def _depth(indents: list[int], indent: int) -> int:
    while indents and indent < indents[-1]:
        indents.pop()
    if not indents or indent > indents[-1] + 1:
        indents.append(indent)
    return len(indents)
