"""Blocks as the library keeps them, and what is made of them: rows with their headers, introductions.

A large sheet has a million cells, so blocks are kept in chunks of some hundred, compressed, each with the
stretch of text it is about: those of a passage are read without the others.
"""

import json
import re
import zlib
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from itertools import takewhile
from typing import Any, get_args

from documents.errors import StorageFailed
from documents.text.headings import shortened
from documents.types import Block, BlockKind

CHUNK = 400  # blocks
_KINDS: tuple[BlockKind, ...] = get_args(BlockKind)
_NAMES = tuple(field.name for field in fields(Block))
_DEFAULTS = {field.name: field.default for field in fields(Block)}
_TEXTS = ("number", "row_header", "column_header")  # kept once for each chunk
_MOST_BYTES = 100_000_000  # bytes that a chunk may become: more is none of ours
_WIDE = 50  # columns that an introduction names
_DEEP = 4  # blocks above an item that introduce it
_GROUP = 5  # words of a line that names the rows below it
_LONGEST_NAME = 120  # characters of each
_PUNCTUATED = ":.!?"  # behind a name no colon is needed
_CLOSED = _PUNCTUATED + ")]%"  # what a name may end with beside a letter
_WORD = re.compile(r"\w")
PAIR, NEXT = ": ", "; "  # between a header and its cell, and between cells
UNDER = " › "  # between the name of a group of columns and that of one in it


@dataclass(frozen=True, slots=True)
class PackedBlocks:
    """Some blocks that follow each other: the first one's `number` among all, and the stretch from its start
    to the last one's end.
    """

    number: int
    start: int
    end: int
    data: bytes


def packed(blocks: Sequence[Block]) -> Iterator[PackedBlocks]:
    """All blocks of a text, in its order, chunk by chunk."""
    for number in range(0, len(blocks), CHUNK):
        part = blocks[number : number + CHUNK]
        yield PackedBlocks(number, part[0].start, part[-1].end, zlib.compress(_written(part)))


@lru_cache(maxsize=64)  # the passages of one question lie in few chunks, and each is looked at several times
def unpacked(data: bytes) -> tuple[Block, ...]:
    """The blocks of a chunk. Raises StorageFailed for what `packed` did not make."""
    try:
        opened = zlib.decompressobj()
        columns = json.loads(opened.decompress(data, _MOST_BYTES))
        return tuple(_read(columns))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, zlib.error) as error:
        raise StorageFailed(
            "The structure that is stored of a document is damaged.", "Run `footnote rebuild --reread`."
        ) from error


def _written(blocks: Sequence[Block]) -> bytes:
    """The blocks field by field, what repeats told once; fields that none of them has are left out."""
    texts = {
        text: place for place, text in enumerate(sorted({getattr(b, n) for b in blocks for n in _TEXTS}))
    }
    columns: dict[str, Any] = {"texts": list(texts), "count": len(blocks)}
    for name in _NAMES:
        values = [getattr(block, name) for block in blocks]
        if all(value == _DEFAULTS[name] for value in values):
            continue
        if name == "kind":
            values = [_KINDS.index(value) for value in values]
        elif name in _TEXTS:
            values = [texts[value] for value in values]
        elif name == "end":  # lengths and steps are small numbers, and repeat
            values = [block.end - block.start for block in blocks]
        elif name == "start":
            values = [value - before for before, value in zip((0, *values), values, strict=False)]
        columns[name] = values
    return json.dumps(columns, separators=(",", ":")).encode()


def _read(columns: dict[str, Any]) -> Iterator[Block]:
    texts, count = columns.pop("texts"), columns.pop("count")
    rows = zip(*(columns[name] for name in columns), strict=True)
    start = 0
    for row in rows:
        count -= 1
        values = dict(zip(columns, row, strict=True))
        start += values["start"]
        values |= {"kind": _KINDS[values["kind"]], "start": start, "end": start + values["end"]}
        values |= {name: texts[values[name]] for name in _TEXTS if name in values}
        values["boxes"] = tuple(tuple(box) for box in values.get("boxes", ()))
        yield Block(**values)
    if count:
        raise ValueError("a chunk that was cut short")


def moved(blocks: Iterable[Block], by: int) -> list[Block]:
    """The blocks with their places counted from `-by`: those of a text that begins there."""
    return [replace(block, start=block.start + by, end=block.end + by) for block in blocks]


def block_at(blocks: Sequence[Block], place: int) -> int | None:
    """The number of the block that this character is in, None where it is between two."""
    number = bisect_right(blocks, place, key=lambda block: block.start) - 1
    return number if number >= 0 and place < blocks[number].end else None


def spelled(text: str, cells: Iterable[Block]) -> str:
    r"""A row that can be understood alone: each cell behind the name of its column.

    >>> spelled("Petrel\t£3", [Block("cell", 0, 6, column_header="Ship"), Block("cell", 7, 9)])
    'Ship: Petrel; £3'
    >>> spelled("Length\t9 m", [Block("cell", 0, 6), Block("cell", 7, 10)])
    'Length: 9 m'
    """
    cells = list(cells)
    if len(cells) == 2 and not any(cell.column_header for cell in cells):  # a name, and what has it
        name, value = (text[cell.start : cell.end] for cell in cells)
        if _WORD.search(name) and _WORD.search(value) and (name[-1].isalpha() or name[-1] in _CLOSED):
            return f"{name}{' ' if name[-1] in _PUNCTUATED else PAIR}{value}"
    return NEXT.join(
        (cell.column_header + PAIR if cell.column_header else "") + text[cell.start : cell.end]
        for cell in cells
    )


def column_names(blocks: Iterable[Block]) -> frozenset[tuple[int | None, str]]:
    """The names of columns, each with its column; of a group and of what is in it each by itself too."""
    names = {(cell.column, cell.column_header) for cell in blocks if cell.column_header}
    parts = {(column, part) for column, name in names for part in name.split(UNDER)}
    return frozenset(names | parts)


def names_columns(row: Sequence[Block], names: Container[tuple[int | None, str]], text: str) -> bool:
    """Whether a row of cells is a header: it has none itself, and says the name of a column in that column.

    A row such as "Total, £12" is none, though another column may have that name.
    """
    return all(not cell.column_header for cell in row) and any(
        (cell.column, text[cell.start : cell.end]) in names for cell in row
    )


def names_group(row: Sequence[Block], text: str, widest: int) -> bool:
    """Whether a row of a table only names those below it: a few words in capitals in its first cell alone.

    `widest` is how many cells the fullest row has. In other letters it may be a row with empty cells.

    >>> text = "SHRUBS AND CLIMBERS"
    >>> names_group([Block("cell", 0, 19, row=3, column=0)], text, 4)
    True
    >>> names_group([Block("cell", 0, 19, row=3, column=0)], text, 1)
    False
    """
    words = text[row[0].start : row[0].end]
    alone = len(row) == 1 < widest - 1 and not row[0].column
    return (
        alone and len(words.split()) <= _GROUP and words.isupper() and not re.search(r"\d|[.!?:]\s*$", words)
    )


def introduction(text: str, blocks: Sequence[Block], start: int) -> str:
    """What stands above the place `start` and belongs to what is there, "" for nothing.

    For an item it is the line before its list, and the items that it is below; for a row the names of its
    columns.
    """
    number = block_at(blocks, start)
    if number is None:
        return ""
    block = blocks[number]
    if block.kind == "cell":
        row = takewhile(
            lambda cell: cell.kind == "cell" and cell.row == block.row, blocks[number : number + _WIDE]
        )
        return ", ".join(dict.fromkeys(cell.column_header for cell in row if cell.column_header))
    above: list[str] = []
    while block.introduced_by is not None and len(above) < _DEEP:
        block = blocks[block.introduced_by]
        above.append(text[block.start : block.end])
    return " › ".join(shortened(words, _LONGEST_NAME) for words in reversed(above))
