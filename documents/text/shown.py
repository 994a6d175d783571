"""What a person is shown of a stretch of stored text: rows with their headers, no marks of Markdown."""

import re
from collections import Counter
from collections.abc import Sequence
from string import punctuation

from documents.text.blocks import block_at, column_names, names_columns, names_group, spelled
from documents.text.headings import shortened
from documents.text.sentences import Span, unwrapped
from documents.types import Block

MARKDOWN = "text/markdown"
_SLIDES = ("presentation", "powerpoint")  # in the names of media types
_SHEETS = ("spreadsheet", "excel")
_LONGEST_ROW_NAME = 40  # characters of a row's name
_LINK = re.compile(r"!?\[([^\[\]]{0,400})\](?:\([^()\s]{0,400}(?:\s[^()]{0,200})?\)|\[[^\[\]]{0,200}\])")
# What is meant as it stands: code, and a character behind a backslash.
_LITERAL = re.compile(r"(`{1,3})([^`\n]{1,400})\1|\\([!-/:-@\[-`{-~])")
# Not between digits: that is arithmetic. What is struck through keeps its marks, for it no longer holds.
_STRONG = re.compile(r"(?<!\d)(\*\*|(?<!\w)__)(?=\S)([^\n]{1,400}?)(?<=\S)\1(?!\d)")
_EMPHASIS = re.compile(r"(?<![\w*_])([*_])(?=[^\s*_])([^*_\n]{1,400})(?<=[^\s*_])\1(?![\w*_])")
# What is strong goes on in the next sentence.
_CUT_OFF = re.compile(r"\A(?:\*\*|__)(?=\S)|(?<=\S)(?:\*\*|__)\Z")
_INDENT = re.compile(r"\n[ \t]+")
_AWAY = {ord(mark): 0xF0000 + ord(mark) for mark in punctuation}  # to where no mark is found, and back
_BACK = {away: mark for mark, away in _AWAY.items()}


def unmarked(text: str) -> str:
    r"""A piece of Markdown without the marks inside its lines; words that are struck through keep theirs.

    >>> unmarked("Ask **the _purser_** at the [desk](https://a.example/desk), `deck 2`; 2 * 3 is 6")
    'Ask the purser at the desk, deck 2; 2 * 3 is 6'
    >>> unmarked(r"`__init__`, \_so\_, 2**3**4, now ~~£5~~ £6")
    '__init__, _so_, 2**3**4, now ~~£5~~ £6'
    >>> unmarked("**Edition of 2025."), unmarked("It replaces that of 2023.**")
    ('Edition of 2025.', 'It replaces that of 2023.')
    """
    plain = _LINK.sub(r"\1", _LITERAL.sub(_put_away, text))
    for _ in range(2):  # one inside the other
        plain = _EMPHASIS.sub(r"\2", _STRONG.sub(r"\2", plain))
    return _CUT_OFF.sub("", plain).translate(_BACK)


def _put_away(literal: re.Match[str]) -> str:
    return (literal[2] or literal[3]).translate(_AWAY)


def shown(text: str, span: Span, blocks: Sequence[Block], media_type: str) -> str:
    r"""The words of `text[span]` as a person reads them; `blocks` are those of the text.

    >>> cells = [Block("cell", 0, 6, column_header="Ship"), Block("cell", 7, 9, column_header="Fare")]
    >>> shown("Petrel\t£3", (0, 9), cells, "text/csv")
    'Ship: Petrel; Fare: £3'
    """
    number = block_at(blocks, span[0])
    block = None if number is None else blocks[number]
    if block and block.kind == "code":
        return text[slice(*span)]
    cells = row_of(span, blocks)
    words = spelled(text, cells) if cells else _flowing(text, span, block)
    return unmarked(words) if media_type == MARKDOWN else words


def _flowing(text: str, span: Span, block: Block | None) -> str:
    """The words of a stretch; in a paragraph, a line that only the width of the page ended goes on."""
    if block is None or span[1] > block.end:
        return text[slice(*span)]
    start = max(0, block.start)  # a passage may begin within a paragraph
    drawn = unwrapped(text[start : block.end])
    parts, place = [], span[0]
    for indent in _INDENT.finditer(text, *span):
        if drawn[indent.start() - start] == " ":
            parts.append(drawn[place - start : indent.start() + 1 - start])
            place = indent.end()
    return "".join([*parts, drawn[place - start : span[1] - start]])


def row_of(span: Span, blocks: Sequence[Block]) -> list[Block]:
    """The cells that stand in a stretch, in order."""
    return [
        block for block in blocks if block.kind == "cell" and block.start < span[1] and block.end > span[0]
    ]


def is_header(text: str, span: Span, blocks: Sequence[Block]) -> bool:
    """Whether a stretch gives names to what stands below it, and states nothing: a heading, a header row, the
    name of a group of rows.
    """
    inside = [block for block in blocks if block.start < span[1] and block.end > span[0]]
    if any(block.kind == "heading" for block in inside):
        return True
    cells = row_of(span, inside)
    if not cells:
        return False
    return names_columns(cells, column_names(blocks), text) or (
        len(cells) == 1 and names_group(cells, text, _widest(blocks))
    )


def _widest(blocks: Sequence[Block]) -> int:
    """How many cells the fullest row has."""
    return max(Counter(block.row for block in blocks if block.kind == "cell").values(), default=0)


def place_of(page: int | None, block: Block | None, media_type: str) -> str:
    """Where a quote stands, in words: its page, slide or sheet, its item or row; "" where nothing tells.

    >>> place_of(4, Block("item", 0, 9, number="2."), "application/pdf")
    'page 4, item 2'
    """
    parts = [f"{page_name(media_type)} {page}"] if page else []
    if block and block.kind == "item" and block.number:
        parts.append(f"item {block.number.strip('().: ')}")
    if block and block.kind == "cell" and block.row_header:
        parts.append(f"row “{shortened(block.row_header, _LONGEST_ROW_NAME)}”")
    return ", ".join(parts)


def page_name(media_type: str) -> str:
    """What a page of such a file is called.

    >>> page_name("application/vnd.oasis.opendocument.presentation")
    'slide'
    """
    if any(name in media_type for name in _SLIDES):
        return "slide"
    return "sheet" if any(name in media_type for name in _SHEETS) else "page"
