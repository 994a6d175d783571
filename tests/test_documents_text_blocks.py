"""Blocks come back from the library as they were stored, those of a stretch without the others."""

import zlib
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from documents.errors import StorageFailed
from documents.storage.sqlite.library import SqliteLibrary
from documents.text.blocks import CHUNK, column_names, names_columns, packed, unpacked
from documents.types import Block
from tests.library_building import new_version

MIXED = [
    Block("heading", 0, 5, level=1, page=1, boxes=((72.0, 700.5, 180.0, 714.0),)),
    Block("paragraph", 7, 20, page=1),
    Block("item", 23, 30, level=2, number="b)", introduced_by=1, page=1),
    Block("cell", 31, 34, row=3, column=2, row_header="Petrel", column_header="Fare (£)", page=2),
    Block("furniture", 40, 44, page=2),
]


def cells(rows: int) -> list[Block]:
    """A table of three columns, each cell four characters long."""
    return [
        Block("cell", 15 * row + 5 * column, 15 * row + 5 * column + 4, row=row, column=column)
        for row in range(rows)
        for column in range(3)
    ]


@pytest.mark.parametrize("blocks", [MIXED, cells(1), cells(CHUNK), []], ids=["mixed", "row", "long", "none"])
def test_blocks_come_back_as_they_were(blocks: list[Block]) -> None:
    chunks = list(packed(blocks))
    assert [one for chunk in chunks for one in unpacked(chunk.data)] == blocks
    assert [chunk.number for chunk in chunks] == list(range(0, len(blocks), CHUNK))


def test_a_large_table_takes_little_room() -> None:
    rows = [replace(one, row_header=f"Ship {one.row}", column_header="Fare") for one in cells(3_000)]
    assert sum(len(chunk.data) for chunk in packed(rows)) < 4 * len(rows)


@pytest.mark.parametrize(
    "data",
    [b"", b"no", zlib.compress(b"[]"), zlib.compress(b'{"texts": [], "count": 2, "kind": [0]}')],
    ids=["empty", "not packed", "a list", "cut short"],
)
def test_what_is_no_chunk_is_said_to_be_damaged(data: bytes) -> None:
    with pytest.raises(StorageFailed, match="structure that is stored of a document is damaged"):
        unpacked(data)


def test_the_library_gives_the_blocks_of_a_stretch(home: Path) -> None:
    blocks = cells(CHUNK)
    new = replace(new_version("/fares", "word " * 3 * CHUNK), blocks=tuple(packed(blocks)))
    with closing(SqliteLibrary(home)) as library:
        source = library.store(new).source_id
        assert library.blocks(source) == blocks
        assert library.blocks(source, 1, 15 * 9 + 2, 15 * 10) == blocks[27:30]
        assert library.blocks(source, 1, 4, 5) == []  # between two cells
        assert library.packed_blocks(source) == list(new.blocks)
        library.store(replace(new, blocks=()))
        assert library.blocks(source) == [] and library.blocks(source, 1) == blocks
        library.remove(source)
        assert library.database.rows("SELECT count(*) FROM blocks") == [(0,)]


def test_a_row_with_the_name_of_another_column_is_no_header() -> None:
    text = "Total\t£12\nItem\tTotal\nRope\t£3"

    def cell(words: str, row: int, column: int, header: str = "", after: int = 0) -> Block:
        start = text.index(words, after)
        return Block("cell", start, start + len(words), row=row, column=column, column_header=header)

    total = [cell("Total", 0, 0), cell("£12", 0, 1)]
    head = [cell("Item", 0, 0), cell("Total", 0, 1, after=10)]
    rope = [cell("Rope", 1, 0, "Item"), cell("£3", 1, 1, "Total")]
    blocks = [*total, *head, *rope]
    names = column_names(blocks)
    assert [names_columns(row, names, text) for row in (total, head, rope)] == [False, True, False]
