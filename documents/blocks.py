"""Blocks as the library keeps them, and what is made of them: rows with their headers, introductions.

A large sheet has a million cells, so blocks are kept in chunks of some hundred, compressed, each with the
stretch of text it is about: those of a passage are read without the others.
"""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any, get_args

from documents.errors import StorageFailed
from documents.types import Block, BlockKind

CHUNK = 400  # blocks
_KINDS: tuple[BlockKind, ...] = get_args(BlockKind)
_NAMES = tuple(field.name for field in fields(Block))
_DEFAULTS = {field.name: field.default for field in fields(Block)}
_TEXTS = ("number", "row_header", "column_header")  # kept once for each chunk
_MOST = 100_000_000  # bytes that a chunk may become: more is none of ours
PAIR, NEXT = ": ", "; "  # between a header and its cell, and between cells


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


def unpacked(data: bytes) -> tuple[Block, ...]:
    """The blocks of a chunk. Raises StorageFailed for what `packed` did not make."""
    try:
        opened = zlib.decompressobj()
        columns = json.loads(opened.decompress(data, _MOST))
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
            values = _steps(values)
        columns[name] = values
    return json.dumps(columns, separators=(",", ":")).encode()


def _steps(values: Sequence[int]) -> list[int]:
    return [value - before for before, value in zip((0, *values), values, strict=False)]


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
