"""Blocks over a text that stays as it is: for files that are text themselves."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from documents.readers.writing import OpenLists
from documents.text.sentences import Span
from documents.types import Block, BlockKind, Heading

# What is drawn beside a heading: "--- THE FUNERAL ---"
_RULE = re.compile(r"^[-–—=~*#_]{2,80}\s{1,9}|\s{1,9}[-–—=~*#_]{2,80}$")
MOST_BLOCKS = 100_000  # of one file, for the memory they take; what follows them is text without blocks


class BlockList:
    r"""Collects the blocks of a text, in the order of the calls, up to `MOST_BLOCKS` of them.

    `plain` takes a format's inline marks out of what becomes a heading or names a row or column.

    >>> blocks = BlockList("Bring:\n- wood\n")
    >>> blocks.add("paragraph", (0, 6))
    >>> blocks.item((9, 13), depth=1)
    >>> blocks.blocks[1].introduced_by
    0
    """

    def __init__(self, text: str, plain: Callable[[str], str] = str) -> None:
        self._text, self._plain = text, plain
        self.blocks: list[Block] = []
        self._lists = OpenLists()
        self._inside: int | None = None  # the last block that belongs to an item

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The headings among the blocks, each from the beginning of its line."""
        return tuple(
            Heading(block.level, words, self._text.rfind("\n", 0, block.start) + 1)
            for block in self.blocks
            if block.kind == "heading" and (words := _RULE.sub("", self._words((block.start, block.end))))
        )

    def add(self, kind: BlockKind, span: Span, **fields: Any) -> None:  # Any: fields of Block
        """A block that is neither an item nor a cell: it ends the lists before it."""
        self._lists.close()
        self._append(Block(kind, *span, **fields))

    def within_item(self, kind: BlockKind, span: Span, **fields: Any) -> None:  # Any: fields of Block
        """A block that belongs to the item before it, such as its second paragraph: the list goes on."""
        self._inside = len(self.blocks)
        self._append(Block(kind, *span, **fields))

    def end_list(self) -> None:
        """What follows is in no list that is open now."""
        self._lists.close()

    def item(self, span: Span, *, depth: int, number: str = "") -> None:
        """An item of a list, with its number as written or "" for a bullet."""
        introduced_by = self._lists.item(depth, self.blocks, apart=self._inside)
        self._append(Block("item", *span, level=depth, number=number, introduced_by=introduced_by))

    def table(self, rows: Sequence[Sequence[Span | None]], *, header: bool) -> None:
        """A table, row by row, a place for each cell or None where it is empty.

        `header`: the first row names the columns.
        """
        self._lists.close()
        names: list[str] = []
        for row, spans in enumerate(rows):
            words = [self._words(span) if span else "" for span in spans]
            if header and not row:
                names = words
            for column, span in enumerate(spans):
                if not span:
                    continue
                name = names[column] if row and column < len(names) else ""
                first = words[0] if column and (row or not header) else ""
                self._append(
                    Block("cell", *span, row=row, column=column, row_header=first, column_header=name)
                )

    def _words(self, span: Span) -> str:
        line = " ".join(line.strip() for line in self._text[slice(*span)].split("\n"))
        return " ".join(self._plain(line).split())

    def _append(self, block: Block) -> None:
        if len(self.blocks) < MOST_BLOCKS:
            self.blocks.append(block)
