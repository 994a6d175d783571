"""Stored text as a person reads it: headings, lists and tables as such, the quote marked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby, pairwise
from typing import NamedTuple

from assistant.showing.pane_text import PaneText
from assistant.ui import words
from assistant.ui.rendering import render
from assistant.ui.views.library import dated
from assistant.ui.views.texts import below, quoted
from documents.inputs import file_name
from documents.reading.notes import count
from documents.text.blocks import column_names, names_columns
from documents.text.runs import runs
from documents.text.sentences import unwrapped
from documents.text.shown import MARKDOWN, unmarked
from documents.types import Block

_MOST_COLUMNS = 200  # columns to which the cells of a table are put; in a wider one they stand side by side
_DEEPEST = 9  # levels of a list
_AS_WRITTEN = ("code", "cell", "heading")


class Run(NamedTuple):
    """Text, or the line where a page begins."""

    text: str
    is_page: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Text before, in and after the quote; `first`: no part of the quote stands before it."""

    before: Sequence[Run]
    quoted: Sequence[Run]
    after: Sequence[Run]
    has_quote: bool
    first: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, after `skipped` empty ones; or an entry of a list, `depth` levels in."""

    words: Words
    skipped: int = 0
    depth: int = 0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; `header`: it has the names of the columns."""

    cells: Sequence[Cell]
    header: bool


@dataclass(frozen=True, slots=True)
class Element:
    """A block of the text by its kind; "page" is the line where one begins, "loose" what is in no block."""

    kind: str
    words: Words | None = None
    level: int = 0  # of a heading, as the page has it
    page: str = ""
    items: Sequence[Cell] = field(default=())
    rows: Sequence[Row] = field(default=())


def source_html(reading: PaneText, quote: str, *, flagged: bool = False) -> str:
    """The text with its pages, the quote marked; of a removed source the `quote` that was kept.

    `flagged`: the document speaks to the assistant.
    """
    return render(
        "pane/source.html",
        reading=reading,
        elements=list(_Stretch(reading).elements()),
        removed=_removed(reading),
        quote=quote,
        flagged=flagged,
    )


def facts(reading: PaneText) -> str:
    """What is known of the document, in one line."""
    name = file_name(reading.uri)
    known = [
        name if name != reading.title else "",
        f"{reading.page_name} {reading.page}" if reading.page else "",
        count(reading.pages, reading.page_name) if reading.pages else "",
        " › ".join(below(reading.title, reading.headings)),
        dated(reading.date, reading.dated_by),
    ]
    return " · ".join(fact for fact in known if fact)


def _removed(reading: PaneText) -> str:
    """That the source was removed and when; empty where it is still there."""
    if not reading.removed_at:
        return ""
    day = datetime.fromisoformat(reading.removed_at).astimezone()
    return words.REMOVED.format(title=quoted(reading.title), date=f"{day.day} {day:%B %Y}")


class _Stretch:
    """One stretch on its way to its elements; places are characters of it."""

    def __init__(self, reading: PaneText) -> None:
        self._text = reading.before + reading.quote + reading.after
        self._drawn = _unwrapped(self._text, reading.blocks)
        self._quote = (len(reading.before), len(reading.before) + len(reading.quote))
        self._blocks = [block for block in reading.blocks if block.start < len(self._text)]
        self._breaks = list(reading.breaks)
        self._is_markdown = reading.media_type == MARKDOWN
        self._page = reading.page_name.capitalize()
        self._is_marked = False

    def elements(self) -> Iterator[Element]:
        """All that is shown, in the order of the text."""
        at = 0
        for group in self._groups():
            yield from self._between(at, self._begin(group[0], at))
            yield from self._page_breaks(group[0].start)
            yield self._element(group)
            at = group[-1].end
        yield from self._between(at, len(self._text))

    def _groups(self) -> Iterator[list[Block]]:
        """The items of a list together, the cells of a table too; each ends with its page."""
        return runs(self._blocks, lambda group, block: self._goes_on(group[-1], block))

    def _goes_on(self, before: Block, block: Block) -> bool:
        if before.kind != block.kind or any(before.start < at <= block.start for at, _ in self._breaks):
            return False
        if self._has_words(before.end, self._begin(block, before.end)):  # of no block: none may be lost
            return False
        if block.kind == "cell":
            return (before.row, before.column) < (block.row, block.column)
        return block.kind == "item"

    def _begin(self, block: Block, after: int) -> int:
        """Where a block begins, with the number of an item and other marks before it on its line."""
        begin = block.start
        if block.kind == "item" and block.number:
            head, number, rest = self._text[after:begin].rpartition(block.number)
            if number and not any(map(str.isalnum, rest)):
                begin = after + len(head)
        line = self._text.rfind("\n", after, begin) + 1 or after
        return begin if self._has_words(line, begin) else line

    def _has_words(self, start: int, end: int) -> bool:
        return any(map(str.isalnum, self._text[start:end]))

    def _element(self, group: list[Block]) -> Element:
        kind, first = group[0].kind, group[0]
        if kind == "item":
            return Element(kind, items=[self._item(block) for block in group])
        if kind == "cell":
            return Element(kind, rows=list(self._rows(group)))
        text = self._words(first.start, first.end, literal=kind == "code")
        return Element(kind, text, level=min(first.level + 2, 6))  # below the pane's own heading

    def _item(self, block: Block) -> Cell:
        text = self._words(block.start, block.end)
        return Cell(text, depth=min(block.level, _DEEPEST), mark=block.number or "•")

    def _rows(self, cells: Sequence[Block]) -> Iterator[Row]:
        names = column_names(cells)
        for _, row in groupby(cells, key=lambda cell: cell.row):
            row_cells = list(row)
            header = names_columns(row_cells, names, self._text)
            yield Row(list(self._cells(row_cells)), header)

    def _cells(self, row: Sequence[Block]) -> Iterator[Cell]:
        column = 0
        for cell in row:
            is_apart = cell.column is not None and column < cell.column <= _MOST_COLUMNS
            skipped = (cell.column or 0) - column if is_apart else 0
            yield Cell(self._words(cell.start, cell.end), skipped)
            column = (cell.column or 0) + 1

    def _between(self, start: int, end: int) -> Iterator[Element]:
        """What stands in no block: shown line by line where it has words, else marks that nobody reads."""
        if self._has_words(start, end):
            yield Element("loose", self._words(start, end))
        yield from self._page_breaks(end)

    def _page_breaks(self, end: int) -> Iterator[Element]:
        """The lines of the pages that begin up to a place."""
        while self._breaks and self._breaks[0][0] <= end:
            yield Element("page", page=self._page_line(self._breaks.pop(0)[1]))

    def _words(self, start: int, end: int, *, literal: bool = False) -> Words:
        """The text between two places, the quote in it apart, with a line where a page begins."""
        plain = unmarked if self._is_markdown and not literal else str
        places = [start, *(min(max(place, start), end) for place in self._quote), end]
        before, quoted, after = (list(self._runs(first, last, plain)) for first, last in pairwise(places))
        has_quote = any(run.text.strip() for run in quoted)
        first = has_quote and not self._is_marked
        self._is_marked |= has_quote
        return Words(before, quoted, after, has_quote, first)

    def _runs(self, start: int, end: int, plain: Callable[[str], str]) -> Iterator[Run]:
        at = start
        while self._breaks and self._breaks[0][0] < end:
            place, number = self._breaks.pop(0)
            place = max(place, at)
            yield Run(plain(self._drawn[at:place]))
            yield Run(self._page_line(number), is_page=True)
            at = place
        yield Run(plain(self._drawn[at:end]))

    def _page_line(self, number: int) -> str:
        return f"{self._page} {number}"


def _unwrapped(text: str, blocks: Sequence[Block]) -> str:
    """The text with lines that were only wrapped joined, for the pane has a width of its own; places stay."""
    parts, at = [], 0
    for block in blocks:
        parts.append(unwrapped(text[at : block.start]))
        at = max(at, block.start)
        piece = text[at : block.end]
        parts.append(piece if block.kind in _AS_WRITTEN else unwrapped(piece))
        at += len(piece)
    return "".join([*parts, unwrapped(text[at:])])
