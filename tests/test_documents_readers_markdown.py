import pytest

from documents.readers import read
from documents.text.sentences import units

GUIDE = """---
title: "The guide"
date: 2024-03-01
authors: [Ines Ferro, 'Jon Vale']
---
Fares & `times`
two lines
===============

Children pay **half**, and
dogs ride free:

1. Buy a ticket.
   It is on paper.
   - at the quay

   Ask for it.
2. Go on board.

* other

> The captain said
> nothing.
>> - Deep.

| Ship    | *Fare* \\| day |
|---------|---------------:|
| Petrel  | £3             |
|         | £4             |

## Code ##

```python
# no heading

x = 1
```
"""


def blocks(tmp_path, text):
    path = tmp_path / "a.md"
    path.write_text(text)
    return read(path)


def shown(document):
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


@pytest.fixture
def guide(tmp_path):
    return blocks(tmp_path, GUIDE)


def test_each_kind_of_block_is_found_without_its_marks(guide):
    assert guide.text == GUIDE
    assert shown(guide) == [
        ("heading", "Fares & `times`\ntwo lines"),
        ("paragraph", "Children pay **half**, and\ndogs ride free:"),
        ("item", "Buy a ticket.\n   It is on paper."),
        ("item", "at the quay"),
        ("paragraph", "Ask for it."),
        ("item", "Go on board."),
        ("item", "other"),
        ("quote", "The captain said\n> nothing."),
        ("quote", "Deep."),
        ("cell", "Ship"),
        ("cell", "*Fare* \\| day"),
        ("cell", "Petrel"),
        ("cell", "£3"),
        ("cell", "£4"),
        ("heading", "Code"),
        ("code", "# no heading\n\nx = 1"),
    ]


def test_headings_are_those_of_the_blocks_without_inline_marks(guide):
    assert [(heading.level, heading.text) for heading in guide.headings] == [
        (1, "Fares & times two lines"),
        (2, "Code"),
    ]
    assert guide.text[guide.headings[1].start :].startswith("## Code ##")


def test_items_have_depth_number_and_what_introduces_them(guide):
    items = [block for block in guide.blocks if block.kind == "item"]
    assert [(item.level, item.number, item.introduced_by) for item in items] == [
        (1, "1.", 1), (2, "", 2), (1, "2.", 1), (1, "", None),
    ]  # fmt: skip


def test_cells_have_the_headers_of_their_row_and_column(guide):
    cells = [block for block in guide.blocks if block.kind == "cell"]
    assert [(cell.row, cell.column, cell.row_header, cell.column_header) for cell in cells] == [
        (0, 0, "", ""), (0, 1, "", ""), (1, 0, "", "Ship"), (1, 1, "Petrel", "Fare | day"),
        (2, 1, "", "Fare | day"),
    ]  # fmt: skip


def test_quotes_have_their_depth(guide):
    assert [block.level for block in guide.blocks if block.kind == "quote"] == [1, 2]


def test_front_matter_is_no_block_and_says_title_date_and_author(tmp_path):
    document = blocks(
        tmp_path, "---\ntitle: A guide\ndate: 2024-03-01\nauthor:\n  - Ines\n  - Jon\n---\nWords.\n"
    )
    assert shown(document) == [("paragraph", "Words.")]
    assert (document.title, document.date, document.dated_by, document.author) == (
        "A guide", "2024-03-01", "metadata", "Ines, Jon",
    )  # fmt: skip


def test_text_between_two_rules_is_no_front_matter(tmp_path):
    assert shown(blocks(tmp_path, "---\n\nThe boat is old. It was: red.\n\n---\n\nMore.\n")) == [
        ("paragraph", "The boat is old. It was: red."),
        ("paragraph", "More."),
    ]


def test_units_of_markdown_are_its_sentences_items_and_rows(guide):
    assert [guide.text[start:end] for start, end in units(guide.text, guide.blocks)][1:] == [
        "Fares & `times`\ntwo lines",
        "Children pay **half**, and\ndogs ride free:",
        "Buy a ticket.\n   It is on paper.",
        "at the quay",
        "Ask for it.",
        "Go on board.",
        "other",
        "The captain said\n> nothing.",
        "Deep.",
        "Ship    | *Fare* \\| day",
        "Petrel  | £3",
        "£4",
        "Code",
        "# no heading",
        "x = 1",
    ]


HOSTILE = {
    "quotes": ">", "brackets": "[", "open brackets": "[a\n", "references": "[a]: 'x\n", "lists": "- ",
    "numbers": "1. ", "quoted lists": "> - ", "rows": "| a ", "hashes": "#", "ticks": "`", "tags": "<a\n",
    "comments": "<!-- ", "emphasis": "**a ", "images": "![", "rules": "---\n", "nested": "> > > > - - - a\n",
}  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_the_blocks_of_a_hostile_file_lie_in_order(tmp_path, unit):
    document = blocks(tmp_path, "a\n\n" + unit * (150_000 // len(unit)) + "\n\nThe end.")
    assert document.text.endswith("The end.")
    before = 0
    for block in document.blocks:
        assert before <= block.start < block.end <= len(document.text)
        before = block.end


def test_a_table_of_many_empty_cells_is_bounded(tmp_path):
    text = "|a" * 20_000 + "|\n" + "|-" * 20_000 + "|\n" + "|x\n" * 20_000
    document = blocks(tmp_path, text)
    assert len(document.blocks) >= 20_000
