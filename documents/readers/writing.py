"""The one form in which readers write text: lists and tables look alike, whatever file they are from."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from itertools import zip_longest
from typing import Any

from documents.reading.encodings import on_one_line, scrub
from documents.text.blocks import NEXT, UNDER
from documents.text.headings import shortened
from documents.types import Block, BlockKind, Box, Heading, RawDocument

INDENT = "  "  # for each depth of a list below the first
CELL = "\t"  # between the cells of a row
BULLET = "-"
_LINES: tuple[BlockKind, ...] = ("item", "cell")  # those that follow each other without a blank line
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# "Q:", "Q2.", "Question 5:", and the same in German ("F", "Frage"), French and Spanish ("P")
QUESTION_MARK = (
    r"(?:[qfp] ?\d{0,3} ?[:)]|(?:[qfp] ?\d{1,3}|(?:question|frage|pregunta) ?\d{0,3}) ?[.:)])\s{1,9}"
)
_QUESTION = re.compile(QUESTION_MARK + r"[^?]{3,200}\?(?: [^?]{3,100}\?)?", re.IGNORECASE)
_LONGEST_QUESTION = 220  # characters of a question that is a heading
_INTRODUCES: tuple[BlockKind, ...] = ("paragraph", "heading", "caption", "quote")


class TextWriter:
    r"""Builds a stored text with its blocks and headings, in the order of the calls.

    Every piece comes on lines of its own, its white space made single blanks (but for code); one without a
    word is left out.

    >>> writer = TextWriter()
    >>> writer.heading(1, "Fares")
    >>> writer.paragraph("Children pay:")
    >>> writer.item("half the  fare", number="1.")
    >>> writer.table([["Ship", "Price"], ["Petrel", "£3"]], header=True)
    >>> print(writer.text.replace("\t", " | "), end="")
    Fares
    <BLANKLINE>
    Children pay:
    1. half the fare
    <BLANKLINE>
    Ship | Price
    Petrel | £3
    """

    def __init__(self) -> None:
        self.has_questions = True  # whether marked questions are headings
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._pages: list[int] = []
        self._lists = OpenLists()
        self._furniture = False
        self._places: Iterator[tuple[Box, ...]] = iter(())
        self._last: BlockKind = "paragraph"  # the kind of the block before, furniture or not

    @property
    def text(self) -> str:
        """What was written so far."""
        return "".join(self._parts)

    def document(self, media_type: str, **fields: Any) -> RawDocument:  # Any: fields of RawDocument
        """The document; `fields` are those that no block tells: title, date, notes."""
        text = self.text
        headings = tuple(
            Heading(block.level, text[block.start : block.end], block.start)
            for block in self._blocks
            if block.kind == "heading"
        )
        pages = tuple(self._pages) or None
        return RawDocument(
            text, media_type, headings=headings, page_starts=pages, blocks=tuple(self._blocks), **fields
        )

    def page(self, *, goes_on: bool = False) -> None:
        """Begins a page, slide or sheet: what follows is on it; `goes_on`: a list may run over its end."""
        if not goes_on:
            self._lists.close()
        self._pages.append(self._length)

    @contextmanager
    def furniture(self, *, when: bool = True, between: bool = False) -> Iterator[None]:
        """What is written in the block is furniture, whatever else it is; `between`: lists go on after it."""
        before, self._furniture = self._furniture, self._furniture or when
        lists = deepcopy(self._lists) if between else None
        try:
            yield
        finally:
            self._furniture = before
            self._lists = lists or self._lists

    @contextmanager
    def at(self, *places: tuple[Box, ...]) -> Iterator[None]:
        """The boxes of what is written in the block, one place after another (a cell's with text, each)."""
        self._places = iter(places)
        try:
            yield
        finally:
            self._places = iter(())

    def heading(self, level: int, text: str) -> None:
        """A heading, the outermost of level 1."""
        self._piece("heading", text, level=level)

    def paragraph(self, text: str) -> None:
        """Running text; a question that is marked as one ("Q: Where is it?") is the heading of its answer."""
        if self.has_questions and asks(text) and not self._furniture:
            self.heading(self._inside, text)
        else:
            self._piece("paragraph", text)

    def continuation(self, text: str) -> None:
        """Running text that goes on with the sentence before it: no blank line parts them."""
        self._piece("paragraph", text, goes_on=True)

    def caption(self, text: str) -> None:
        """What stands at a picture or table."""
        self._piece("caption", text)

    def quote(self, text: str, *, depth: int = 1) -> None:
        """What somebody else said, as in the reply to a mail; tabs in it part the cells of a row."""
        self._piece("quote", text, level=depth)

    def comment(self, text: str, by: str) -> None:
        """What somebody noted on the document; `by`: who it was, or on which cell."""
        self.quote(f"{by}: {text}" if by and text.strip() else text)

    def code(self, text: str) -> None:
        """Text whose lines and blanks matter."""
        self._lists.close()
        clean = scrub(text).strip("\n")
        if clean.strip():
            self._separate("code")
            self._block("code", clean)
            self._write("\n")

    def item(self, text: str, *, depth: int = 1, number: str = "", first: bool = False) -> None:
        """An item of a list, with its number as written or a bullet; `first`: no list before it goes on."""
        line = on_one_line(text)
        if not line:
            return
        if first:
            self._lists.close()
            self._write("\n" if self._last == "item" else "")
        introduced_by = self._lists.item(depth, self._blocks)
        self._separate("item")
        self._write(f"{INDENT * (depth - 1)}{number or BULLET} ")
        self._block("item", line, level=depth, number=number, introduced_by=introduced_by)
        self._write("\n")

    def table(
        self,
        rows: Sequence[Sequence[str]],
        *,
        header: int,
        names: Sequence[str] = (),
        first: int = 0,
        groups: Collection[int] = (),
    ) -> None:
        """A table, a line each row, with a tab between cells; the first `header` rows name the columns.

        `names` are the columns' names where those rows alone do not tell them: where one of their cells spans
        columns, or where they stand in a table before. `first` is the number of the first row, where it is
        part of a sheet; `groups` are those of rows that only name the rows below them.
        """
        self._lists.close()
        header = header if header < len(rows) else 0
        heads = [[on_one_line(cell) for cell in row] for row in rows[:header]]
        names = [on_one_line(name) for name in names] if names else joined_names(heads)
        if self._last == "cell":  # two tables, one after the other
            self._write("\n")
        left = min((column for row in rows for column, cell in enumerate(row) if cell), default=0)
        for number, cells in enumerate(_header_rows(heads), first):
            self._row(cells, (), number, left, is_header=True)
        group = ""
        for number, row in enumerate(rows[header:], first + header):
            cells = [on_one_line(cell) for cell in row]
            if number in groups:
                group = next(filter(None, cells), group)
            is_header = number in groups or cells in (*heads, names)
            self._row(cells, names, number, left, is_header=is_header, group=group)

    def _row(
        self,
        cells: Sequence[str],
        names: Sequence[str],
        number: int,
        left: int,
        *,
        is_header: bool,
        group: str = "",
    ) -> None:
        filled = [column for column, cell in enumerate(cells) if cell]
        if not filled:
            return
        self._separate("cell")
        above = "" if is_header else shortened(UNDER.join(filter(None, (group, cells[left]))))
        at = left  # empty columns left of the table are not written
        for column in filled:
            self._write(CELL * (column - at))
            at = column
            name = names[column] if column < len(names) and not is_header else ""
            header = above if column > left else ""
            self._block(
                "cell", cells[column], row=number, column=column, row_header=header, column_header=name
            )
        self._write("\n")

    @property
    def _inside(self) -> int:
        """The level of a question: below the heading before it, beside a question before it."""
        for block in reversed(self._blocks):
            if block.kind == "heading":
                return min(6, block.level + (not asks(self.text[block.start : block.end])))
        return 1

    def _piece(self, kind: BlockKind, text: str, *, level: int = 0, goes_on: bool = False) -> None:
        self._lists.close()
        parts = text.split(CELL) if kind == "quote" else [text]
        if line := CELL.join(map(on_one_line, parts)).strip():
            if not goes_on:
                self._separate(kind)
            self._block(kind, line, level=level)
            self._write("\n")

    def _separate(self, kind: BlockKind) -> None:
        """A blank line, but between the lines of a list or table, and after what introduces a list."""
        if not self._blocks:
            return
        runs_on = kind == self._last if kind in _LINES else False
        self._write("" if runs_on or (kind == "item" and self._last in ("paragraph", "quote")) else "\n")

    def _block(self, kind: BlockKind, text: str, **fields: Any) -> None:  # Any: fields of Block
        start = self._length
        self._write(text)
        page = len(self._pages) or None
        self._last = kind
        block_kind: BlockKind = "furniture" if self._furniture else kind
        boxes = next(self._places, ())
        self._blocks.append(Block(block_kind, start, self._length, page=page, boxes=boxes, **fields))

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def asks(text: str) -> bool:
    """Whether a text is a question that is marked as one, as in a list of frequent questions.

    >>> asks("Q: Where is it?"), asks("Frage 12: Wo ist es?"), asks("Q: Where? There."), asks("Where is it?")
    (True, True, False, False)
    """
    return len(text) <= _LONGEST_QUESTION and _QUESTION.fullmatch(text.strip()) is not None


class OpenLists:
    """The lists that an item may still belong to, the outermost first."""

    def __init__(self) -> None:
        self._open: list[tuple[int, int | None, int]] = []  # depth, what introduces it, its last item

    def close(self) -> None:
        """What follows is in none of them."""
        self._open.clear()

    def item(self, depth: int, blocks: Sequence[Block], *, apart: int | None = None) -> int | None:
        """The number of the block that introduces the list of the next block, an item at this depth.

        Of an inner list that is an outer item. The block numbered `apart` introduces nothing.
        """
        introduction = self._introduction(depth, blocks, apart)
        self._open.append((depth, introduction, len(blocks)))
        return introduction

    def _introduction(self, depth: int, blocks: Sequence[Block], apart: int | None) -> int | None:
        while self._open and self._open[-1][0] > depth:
            self._open.pop()
        if self._open and self._open[-1][0] == depth:
            return self._open.pop()[1]
        if self._open:
            return self._open[-1][2]
        last = len(blocks) - 1
        return last if last >= 0 and last != apart and blocks[last].kind in _INTRODUCES else None


def raised(before: str, text: str) -> str:
    """What is set in small above the line behind some text: a number that would be read as part of another.

    >>> raised("10", "3"), raised("m", "2"), raised("19", "th")
    ('³', '2', 'th')
    """
    after_number = before[-1:].isdecimal() and text.isdecimal() and text.isascii()
    return text.translate(_RAISED) if after_number else text


def joined_lines(lines: Iterable[str]) -> str:
    """The paragraphs, items or lines of one cell on one line, parted where each says something by itself.

    >>> joined_lines(["Mon 9–5", "Tue 10–6"]), joined_lines(["Price", "per person"])
    ('Mon 9–5; Tue 10–6', 'Price per person')
    """
    joined = ""
    for line in filter(None, map(on_one_line, lines)):
        goes_on = line[0].islower() or joined.endswith((".", ":", ";", ",", "?", "!", "–", "-"))
        joined += (" " if goes_on else NEXT) * bool(joined) + line
    return joined


def joined_names(rows: Sequence[Sequence[str]]) -> list[str]:
    """The names that the rows of a header give the columns: what stands over each, from above, once.

    >>> joined_names([["Ship", "2025", "2025"], ["Ship", "Price", "Guests"]])
    ['Ship', '2025 › Price', '2025 › Guests']
    """
    columns = zip_longest(*rows, fillvalue="")
    return [shortened(UNDER.join(dict.fromkeys(filter(None, column)))) for column in columns]


def _header_rows(rows: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """The rows of a header as they are written: a cell that spans several stands in the first."""
    above: Sequence[str] = ()
    for row in rows:
        yield [
            "" if column < len(above) and cell == above[column] else cell for column, cell in enumerate(row)
        ]
        above = row
