"""The blocks of Markdown, as CommonMark with tables has them, over the text as it is.

markdown-it-py finds the lines of each block. Its rules for what stands inside a line are off: they are not
needed here, and some take quadratic time on runs of brackets and stars.
"""

import re
from typing import TYPE_CHECKING

from documents.readers.plain.block_list import BlockList
from documents.text.sentences import Span

if TYPE_CHECKING:
    from markdown_it.token import Token

_DEEPEST = 20  # lists and quotes inside each other; what is deeper is text without blocks
_LINK = re.compile(r"!?\[([^\]]{0,200})\](?:\([^)]{0,400}\)|\[[^\]]{0,200}\])")
_MARKS = re.compile(r"\\([!-/:-@\[-`{-~])|[*`]+|(?<!\w)_{1,9}|_{1,9}(?!\w)|\s{0,9}\{#[^}]{0,200}\}$")


def markdown_blocks(text: str, start: int = 0) -> BlockList:
    """The blocks of `text[start:]`, with places in `text`; `start` is the beginning of a line."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table").disable("inline")
    walk = _Walk(text, start)
    for token in parser.parse(text[start:]):
        walk.take(token)
    return walk.blocks


def plain(text: str) -> str:
    r"""A line without its inline marks.

    >>> plain("The *Heron* [handbook](https://a.example), C\\# and `make`")
    'The Heron handbook, C# and make'
    """
    return _MARKS.sub(lambda match: match[1] or "", _LINK.sub(r"\1", text)).strip()


class _Walk:
    """Goes through the tokens of a text and keeps in mind which lists, quotes and tables are open."""

    def __init__(self, text: str, start: int) -> None:
        self.blocks = BlockList(text, plain)
        self._lines = text[start:].split("\n")
        self._starts = [start]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._lists = self._quotes = self._level = 0
        self._first = False  # whether the next text is the first of its item
        self._number = ""
        self._rows: list[list[str]] = []  # of the table that is open
        self._row_lines: list[int] = []

    def take(self, token: "Token") -> None:
        """Takes the next token."""
        kind = token.type
        if kind.endswith(("list_open", "list_close")):
            self._list(token.nesting)
        elif kind in ("blockquote_open", "blockquote_close"):
            self._quotes += token.nesting
        elif kind.startswith("list_item"):
            self._first = token.nesting > 0
            self._number = token.info + token.markup if token.info else ""
        elif kind == "heading_open":
            self._level = int(token.tag[1])
        elif kind in ("fence", "code_block"):
            self._code(token)
        elif kind in ("tr_open", "table_close"):
            self._table(token)
        elif kind == "inline":
            self._inline(token)

    def _list(self, nesting: int) -> None:
        if not self._lists:
            self.blocks.end_list()
        self._lists += nesting

    def _inline(self, token: "Token") -> None:
        if self._row_lines:
            self._rows[-1].append(token.content)
            return
        level, self._level = self._level, 0
        if not token.map or not token.content.strip():
            return
        span = self._heading(token) if level and token.map[1] - token.map[0] == 1 else self._span(token)
        first, self._first = self._first, False
        put = self.blocks.within_item if self._lists else self.blocks.add
        if self._quotes:
            put("quote", span, level=self._quotes)
        elif level:
            put("heading", span, level=level)
        elif first:
            self.blocks.item(span, depth=self._lists, number=self._number)
        else:
            put("paragraph", span)

    def _span(self, token: "Token") -> Span:
        """Where a text of one or more lines is: marks stand before it, on its first line."""
        assert token.map
        top = token.map[0]
        first, _, _ = token.content.partition("\n")
        bottom = top + token.content.count("\n")
        start = self._starts[top] + len(self._lines[top].rstrip()) - len(first.rstrip())
        return start, self._starts[bottom] + len(self._lines[bottom].rstrip())

    def _heading(self, token: "Token") -> Span:
        """Where the text of a heading on one line is: marks may stand after it too."""
        assert token.map
        top = token.map[0]
        start = self._starts[top] + max(self._lines[top].rfind(token.content), 0)
        return start, start + len(token.content)

    def _code(self, token: "Token") -> None:
        """The lines of code without its fences and the blank lines around."""
        content = token.content.rstrip()
        if not token.map or not content:
            return
        blank = len(content) - len(content.lstrip("\n"))
        top = token.map[0] + (token.type == "fence") + blank
        bottom = top + content.count("\n") - blank
        self._first = False
        put = self.blocks.within_item if self._lists else self.blocks.add
        put("code", (self._starts[top], self._starts[bottom] + len(self._lines[bottom].rstrip())))

    def _table(self, token: "Token") -> None:
        if token.type == "tr_open" and token.map:
            self._rows.append([])
            self._row_lines.append(token.map[0])
        elif token.type == "table_close":
            rows = [self._cells(*row) for row in zip(self._row_lines, self._rows, strict=True)]
            self.blocks.table(rows, header=True)
            self._rows, self._row_lines, self._first = [], [], False

    def _cells(self, number: int, contents: list[str]) -> list[Span | None]:
        """Where the cells of a row are: each behind the one before it."""
        line, start = self._lines[number], self._starts[number]
        place, cells = 0, list[Span | None]()
        for content in contents:
            written = content.replace("|", "\\|")
            column = line.find(written, place) if written else -1
            cells.append((start + column, start + column + len(written)) if column >= 0 else None)
            place = max(line.find("|", column + len(written) if column >= 0 else place) + 1, place)
        return cells
