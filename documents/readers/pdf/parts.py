"""From the lines of a page to its parts: paragraphs, headings, items of lists."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from documents.readers.pdf.cells import Table
from documents.readers.pdf.lines import MARK, Line, continued
from documents.readers.plain.prose import STEP
from documents.types import BlockKind

_SAME_SIZE = 0.08  # of the size: how much those of two lines of one part differ
_LEADING = 1.35  # of the size, from line to line, where a page does not tell its own
_WIDER = 1.2  # times the usual leading: more is the white between two parts
_WITHIN = 1.5  # the same within a sentence: a note's raised number moves its line down
_INDENT = 0.6  # of the size: how far a line begins to the right to count as indented
_SAME_LEFT = 0.4  # of the size: how exactly the lines of an item stand below each other
_HANG = 2.0  # of the size: how much further in than its first the other lines of an item may stand
_ROOM = 0.3  # of the size: a blank
_SLACK = 0.5  # of the size: how much short of the room a line within a sentence may be
_HALFWAY = 0.5  # of the width: a line that goes so far, the next one beginning small, was wrapped
_NARROW = 150.0  # points: the width of lines below which none is taken for wrapped
_MOST_PART_LINES = 1_000  # lines of one part
_FEW_LETTERS = 60  # letters of running text that do not tell the usual size either, where there are tables
_SMALL_SHARE = 0.1  # of the letters in tables: running text that is no more does not tell the usual size
_LARGER = 1.1  # times the size of the text: that of a heading, at least
_MUCH_LARGER = 1.3  # the same for one that ends like a sentence
_LONGEST_HEADING = 200  # characters of a heading
_LONGEST_BOLD = 100  # of one that is only bold
_MOST_LINES = 4  # of a heading
_LEADERS = re.compile(r"\.{5}|(?: \.){5}|_{5}|\u2026{2}")
_ENDED = re.compile(r"[.!?:;\u2026][\"'\u201d\u2019\u00bb)\]]{0,3}$")
_CAPTION = re.compile(
    r"(?:Figure|Fig\.|Table|Tab\.|Abbildung|Abb\.|Tabelle|Tableau|Chart) \d{1,3}(?:\.\d{1,3}){0,2} ?[.:]"
)
# How a bold line ends that states an amount: "Total: £4,257.60".
_AMOUNT = re.compile(r"(?:[£$€] ?\d[\d.,]{0,15}|\d ?(?:[€%]|EUR|GBP|USD))$")
_LETTERS = re.compile(r"\w")
_STEP = re.compile(STEP)
_SURE = re.compile(
    "[\u2022\u25cf\u25cb\u25aa\u25ab\u25a0\u25a1\u25e6\u2023\u2043\uf0b7\uf0a7\uf0a8\uf0d8\uf0fc\u27a2\u2713\u2714]"
)


@dataclass(slots=True)
class Part:
    """A paragraph, heading, item or caption with the lines that it was set in; `table` instead of them.

    `depth` is that of an item, or the level that a bookmark gives a heading, from 1; `number` is as written,
    "" for a bullet.
    """

    kind: BlockKind
    lines: list[Line] = field(default_factory=list)
    table: Table | None = None
    depth: int = 0
    number: str = ""
    mark: int = 0  # characters of the mark and the white after it

    @property
    def whole(self) -> str:
        """Its words without line ends."""
        text, cut = "", False
        for line in self.lines:
            text, cut = continued(text, line.text, cut=cut), line.cut
        return text

    @property
    def text(self) -> str:
        """The same without the mark of an item."""
        return self.whole[self.mark :]

    @property
    def cut(self) -> bool:
        """Whether its last word goes on in another part."""
        return bool(self.lines) and self.lines[-1].cut

    @property
    def style(self) -> tuple[float, bool]:
        """Its size, to half a point, and whether it is bold."""
        return round(2 * self.lines[0].size) / 2, self.lines[0].bold


def usual_style(pages: Iterable[Iterable[Line | Table]]) -> tuple[float, bool]:
    """The size and weight in which most letters of running text are set; of tables, where there is little."""
    lines: Counter[tuple[float, bool]] = Counter()
    cells: Counter[tuple[float, bool]] = Counter()
    for page in pages:
        for atom in page:
            if isinstance(atom, Table):
                for cell in atom.cells():
                    cells[round(2 * cell.size) / 2, cell.bold] += len(cell.text)
            else:
                lines[round(2 * atom.size) / 2, atom.bold] += len(atom.text)
    counts = lines if lines.total() > max(_FEW_LETTERS, _SMALL_SHARE * cells.total()) else lines + cells
    return counts.most_common(1)[0][0] if counts else (10.0, False)


def parts(lines: Sequence[Line | Table], usual: tuple[float, bool]) -> Iterator[Part]:
    """The parts of a page, in order; `usual` is the size and weight of the document's text."""
    set_lines = [line for line in lines if isinstance(line, Line)]
    leading = _leading(set_lines)
    spaced = _is_spaced(set_lines, leading)
    lists = _Lists()
    part: Part | None = None
    for line in lines:
        if isinstance(line, Table):
            yield from _ended(part, usual)
            yield Part("cell", table=line)
            part, lists = None, _Lists()
            continue
        began = lists.item(line, part)
        if part and not began and _goes_on(part, line, leading, spaced=spaced):
            part.lines.append(line)
            continue
        yield from _ended(part, usual)
        if part and part.kind == "heading":  # its number made it an item so far
            lists.leave()
        part = began or Part("paragraph", [line])
        if began:
            lists.take(began)
        elif lists.is_left(line):
            lists.leave()
    yield from _ended(part, usual)


def _ended(part: Part | None, usual: tuple[float, bool]) -> Iterator[Part]:
    """A part that has all its lines, as what it is."""
    if part is None:
        return
    if _is_heading(part, usual):
        part.kind, part.mark, part.number, part.depth = "heading", 0, "", 0
    elif part.kind == "paragraph" and _CAPTION.match(part.lines[0].text):
        part.kind = "caption"
    yield part


def _is_heading(part: Part, usual: tuple[float, bool]) -> bool:
    line = part.lines[0]
    text = part.text
    bullet = part.kind == "item" and not part.number
    if bullet or len(part.lines) > _MOST_LINES or not _LETTERS.search(text):
        return False
    if part.style[0] >= _LARGER * usual[0]:
        sentence = text[-1] in ".,;:" and line.size < _MUCH_LARGER * usual[0]
        return len(text) <= _LONGEST_HEADING and not sentence
    if _AMOUNT.search(text):
        return False
    heavy = all(line.bold for line in part.lines) and not usual[1] and line.size >= 0.9 * usual[0]
    return heavy and len(text) <= _LONGEST_BOLD and len(part.lines) <= 2 and text[-1] not in ".,;:"


def _leading(lines: Sequence[Line]) -> float:
    """The usual way from baseline to baseline, in sizes: that between lines which were wrapped."""
    ways = [
        (after.base - before.base) / before.size
        for before, after in pairwise(lines)
        if is_wrapped(before, after) and 0.8 * before.size < after.base - before.base < 3 * before.size
    ]
    return sorted(ways)[len(ways) // 2] if ways else _LEADING


def _is_spaced(lines: Sequence[Line], leading: float) -> bool:
    """Whether white stands between the paragraphs of a page: a line right below another goes on with it."""
    ended = [
        after.base - before.base > _WIDER * leading * before.size + 0.5
        for before, after in pairwise(lines)
        if abs(before.size - after.size) < _SAME_SIZE * before.size
        and before.base < after.base
        and _ENDED.search(before.text)
        and not (is_wrapped(before, after) or MARK.match(after.text, 0, 24))
    ]
    return sum(ended) > len(ended) / 2


def is_wrapped(before: Line, after: Line, slack: float = 0.0) -> bool:
    """Whether the next word had no room on the line before, but for `slack` points."""
    room = before.end - before.start
    centred = _centred(before) and not _is_below(before, after)
    taken = before.right - (before.left if centred else before.start)
    return room > _NARROW and taken + _ROOM * before.size + after.first + slack > room


def _centred(line: Line) -> bool:
    left, right = line.left - line.start, line.end - line.right
    return left > line.size and abs(left - right) < line.size


def _is_below(before: Line, after: Line) -> bool:
    """Whether a line begins where another does."""
    return abs(before.left - after.left) < _SAME_LEFT * after.size


def _goes_on(part: Part, line: Line, leading: float, *, spaced: bool) -> bool:
    """Whether a line belongs to the part above it."""
    before = part.lines[-1]
    if len(part.lines) == _MOST_PART_LINES:
        return False
    if abs(before.size - line.size) > _SAME_SIZE * before.size or _LEADERS.search(before.text):
        return False
    small, ended = line.text[:1].islower(), _ENDED.search(before.text) is not None
    wrapped = is_wrapped(before, line)
    if before.bold != line.bold and not (wrapped and (small or len(part.lines) > 1 or part.kind == "item")):
        return False
    way = line.base - before.base
    if not 0 < way < 4 * before.size:  # at the top of the next column
        return before.cut or (wrapped and (small or not ended))
    within = wrapped and small and not ended
    if way > (_WITHIN if within else _WIDER) * leading * before.size + 0.5:
        return False
    if before.cut:
        return True
    if part.kind == "item":
        return _in_item(part, line, wrapped=wrapped, small=small, spaced=spaced)
    if line.left > before.left + _INDENT * line.size and len(part.lines) > 1 and not _centred(line):
        return not ended
    if wrapped or ended:
        return wrapped
    halfway = before.right - before.start > _HALFWAY * (before.end - before.start)
    return (small and halfway) or (_is_below(before, line) and is_wrapped(before, line, _SLACK * line.size))


def _in_item(part: Part, line: Line, *, wrapped: bool, small: bool, spaced: bool) -> bool:
    """Whether a line goes on with an item: below its text, or wrapped to where its mark stands."""
    first = part.lines[0]
    if len(part.lines) > 1:
        return _is_below(part.lines[1], line)
    near = _SAME_LEFT * line.size
    if abs(line.left - first.second) < near:
        return True
    hangs = first.left + near < line.left < first.second + _HANG * line.size
    ended = not (spaced or hangs) and _ENDED.search(first.text) and line.text[:1].isupper()
    return (small or (wrapped and not ended)) and (hangs or _is_below(first, line))


@dataclass(slots=True)
class _Lists:
    """The items that are open on a page: how far in each depth stands."""

    indents: list[float] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)

    def item(self, line: Line, above: Part | None) -> Part | None:
        """The item that begins with this line, if one does."""
        step = _STEP.match(line.text)
        match = step or MARK.match(line.text, 0, 24)
        text = line.text[match.end() :] if match else ""
        if not match or not text.strip() or not (text[0] == " " or self._is_next(match[0], text)):
            return None
        mark = match[0]
        if not self._may_begin(line, mark, above):
            return None
        length = match.end() + len(text) - len(text.lstrip())
        return Part("item", [line], number="" if not step and match["bullet"] else mark, mark=length)

    def _is_next(self, mark: str, text: str) -> bool:
        """Whether a number that no blank parts from its text is the next of a list: "10.Mix the flour"."""
        number = mark[:-1]
        before = f"{int(number) - 1}{mark[-1]}" if number.isdecimal() else ""
        return before in self.numbers and text[0].isupper()

    def take(self, item: Part) -> None:
        """Gives an item its depth among those that are open."""
        item.depth = self._depth(item.lines[0])
        self.numbers = [*self.numbers[: item.depth - 1], item.whole[: item.mark].rstrip()]

    def is_left(self, line: Line) -> bool:
        """Whether what is no item ends the lists: it is not set in as far as their texts."""
        return not self.indents or line.left - line.start <= self.indents[0] + _INDENT * line.size

    def leave(self) -> None:
        """Ends all lists."""
        self.indents, self.numbers = [], []

    def _may_begin(self, line: Line, mark: str, above: Part | None) -> bool:
        """Whether the mark is one: not a dash, a year or an initial where a line happened to be wrapped."""
        inside = bool(self.numbers) and above is not None and above.kind == "item"
        if mark == "o" or mark.strip("()[].").isalpha():
            first = mark.strip("()[].").lower() in ("a", "i")
            if mark == "o":
                return inside or line.left - line.start > _INDENT * line.size
            if not first and not any(_comes_next(number, mark) for number in self.numbers):
                return False
        elif mark[-1].isdigit():  # "2.1 The tenant", not "2.50 a day"
            if not line.text[len(mark) :].strip()[:1].isupper() or re.fullmatch(r"\d+\.\d\d", mark):
                return False
        if above is None or above.kind != "paragraph" or _SURE.match(mark):
            return True
        before = above.lines[-1]
        ended = _ENDED.search(before.text) is not None
        set_in = line.left > above.lines[0].left + _INDENT * line.size
        return ended or set_in or not is_wrapped(before, line) or line.base - before.base > 1.6 * line.size

    def _depth(self, line: Line) -> int:
        indent = line.left - line.start
        near = _INDENT * line.size
        while self.indents and indent < self.indents[-1] - near:
            self.indents.pop()
        if not self.indents or indent > self.indents[-1] + near:
            self.indents.append(indent)
        return len(self.indents)


def _comes_next(number: str, mark: str) -> bool:
    """Whether a letter or Roman number is one after another.

    >>> _comes_next("a)", "b)"), _comes_next("(iii)", "(iv)"), _comes_next("b)", "J.")
    (True, True, False)
    """
    before, after = number.strip("()[]."), mark.strip("()[].")
    if len(before) == len(after) == 1 and ord(after) - ord(before) == 1:
        return True
    order = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"]
    pair = [before.lower(), after.lower()]
    return all(word in order for word in pair) and order.index(pair[1]) - order.index(pair[0]) == 1
