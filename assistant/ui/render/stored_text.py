"""Stored text as a person reads it: headings, lists and tables as such, the quote marked."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise

from assistant.showing.reading import Reading
from assistant.ui.render.html import escape
from documents.text.blocks import column_names, names_columns
from documents.text.sentences import unwrapped
from documents.text.shown import MARKDOWN, unmarked
from documents.types import Block

_WIDEST = 200  # columns to which the cells of a table are put; in a wider one they stand side by side
_AS_WRITTEN = ("code", "cell", "heading")
_TAGS = {"paragraph": "p", "caption": "figcaption", "quote": "blockquote", "code": "pre", "furniture": "p"}


def stored_text(one: Reading) -> str:
    """The stretch of text as HTML, with a line where a page begins and `<mark>` around the quote's words."""
    before, after = ("…" if one.cut_before else ""), ("…" if one.cut_after else "")
    return f'<div class="stored" dir="auto">{before}{_Stretch(one).html()}{after}</div>'


class _Stretch:
    """One stretch on its way to HTML; places are characters of it."""

    def __init__(self, one: Reading) -> None:
        self._text = one.before + one.quote + one.after
        self._drawn = _unwrapped(self._text, one.blocks)
        self._quote = (len(one.before), len(one.before) + len(one.quote))
        self._blocks = [block for block in one.blocks if block.start < len(self._text)]
        self._breaks = list(one.breaks)
        self._is_markdown = one.media_type == MARKDOWN
        self._page = one.page_name.capitalize()
        self._is_marked = False

    def html(self) -> str:
        at, parts = 0, []
        for group in self._groups():
            parts += [self._between(at, self._begin(group[0], at)), self._page_breaks(group[0].start)]
            parts.append(self._group(group))
            at = group[-1].end
        return "".join([*parts, self._between(at, len(self._text))])

    def _groups(self) -> Iterator[list[Block]]:
        """The items of a list together, the cells of a table too; each ends with its page."""
        group: list[Block] = []
        for block in self._blocks:
            if group and not self._goes_on(group[-1], block):
                yield group
                group = []
            group.append(block)
        if group:
            yield group

    def _goes_on(self, before: Block, block: Block) -> bool:
        if before.kind != block.kind or any(before.start < at <= block.start for at, _ in self._breaks):
            return False
        if self._told(before.end, self._begin(block, before.end)):  # words of no block: none may be lost
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
        return begin if self._told(line, begin) else line

    def _told(self, start: int, end: int) -> bool:
        return any(map(str.isalnum, self._text[start:end]))

    def _group(self, group: list[Block]) -> str:
        kind, first = group[0].kind, group[0]
        if kind == "item":
            return f'<ul class="items">{"".join(map(self._item, group))}</ul>'
        if kind == "cell":
            return f'<div class="table"><table>{"".join(self._rows(group))}</table></div>'
        if kind == "heading":
            level = min(first.level + 2, 6)  # below the pane's own heading
            return f"<h{level}>{self._words(first.start, first.end)}</h{level}>"
        words = self._words(first.start, first.end, literal=kind == "code")
        return f'<{_TAGS[kind]} class="{kind}">{words}</{_TAGS[kind]}>'

    def _item(self, block: Block) -> str:
        mark = escape(block.number or "•")
        return (
            f'<li style="--depth: {min(block.level, 9)}"><span class="item-mark">{mark}</span> '
            f"<span>{self._words(block.start, block.end)}</span></li>"
        )

    def _rows(self, cells: Sequence[Block]) -> Iterator[str]:
        names = column_names(cells)
        for _, row in groupby(cells, key=lambda cell: cell.row):
            row_cells = list(row)
            header = names_columns(row_cells, names, self._text)
            yield f"<tr>{''.join(self._cells(row_cells, 'th' if header else 'td'))}</tr>"

    def _cells(self, row: Sequence[Block], tag: str) -> Iterator[str]:
        column = 0
        for cell in row:
            if cell.column is not None and column < cell.column <= _WIDEST:
                yield f"<{tag}></{tag}>" * (cell.column - column)
            yield f"<{tag}>{self._words(cell.start, cell.end)}</{tag}>"
            column = (cell.column or 0) + 1

    def _between(self, start: int, end: int) -> str:
        """What stands in no block: shown line by line where it has words, else marks that nobody reads."""
        loose = f'<div class="loose">{self._words(start, end)}</div>' if self._told(start, end) else ""
        return loose + self._page_breaks(end)

    def _words(self, start: int, end: int, *, literal: bool = False) -> str:
        """The text between two places, the quote in it marked, and a line where a page begins."""
        plain = unmarked if self._is_markdown and not literal else str
        places = [start, *(min(max(place, start), end) for place in self._quote), end]
        before, quoted, after = (self._escaped(first, last, plain) for first, last in pairwise(places))
        return before + self._marked(quoted) + after

    def _escaped(self, start: int, end: int, plain: Callable[[str], str]) -> str:
        parts, at = [], start
        while self._breaks and self._breaks[0][0] < end:
            place, number = self._breaks.pop(0)
            place = max(place, at)
            parts += [escape(plain(self._drawn[at:place])), self._break(number)]
            at = place
        return "".join([*parts, escape(plain(self._drawn[at:end]))])

    def _page_breaks(self, end: int) -> str:
        """The lines of the pages that begin up to a place."""
        found = []
        while self._breaks and self._breaks[0][0] <= end:
            found.append(self._break(self._breaks.pop(0)[1]))
        return "".join(found)

    def _break(self, number: int) -> str:
        return f'<span class="page-break">{escape(f"{self._page} {number}")}</span>'

    def _marked(self, quoted: str) -> str:
        if not quoted.strip():
            return quoted
        first = "" if self._is_marked else ' data-testid="source-quote" tabindex="-1"'
        self._is_marked = True
        return f"<mark{first}>{quoted}</mark>"


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
