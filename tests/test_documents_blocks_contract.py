"""What holds for the blocks and passages of every format, looked at in all files of the corpus."""

from itertools import pairwise
from typing import get_args

import pytest

from documents.readers import read
from documents.text.passages import split
from documents.text.sentences import units
from documents.types import Block, BlockKind, RawDocument
from tests.corpus.building import build
from tests.counting import count_words

INTRODUCES = {"paragraph", "heading", "caption", "item", "quote"}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> dict[str, RawDocument]:
    made = build(tmp_path_factory.mktemp("corpus"))
    return {one.path.name: read(one.path) for one in made}


def in_text(document: RawDocument, block: Block) -> str:
    return document.text[block.start : block.end]


def test_blocks_are_stretches_of_the_text_one_after_the_other(corpus: dict[str, RawDocument]) -> None:
    for name, document in corpus.items():
        assert all(first.end <= then.start for first, then in pairwise(document.blocks)), name
        for block in document.blocks:
            words = in_text(document, block)
            assert words and words == words.strip(), (name, block)
            assert block.kind in get_args(BlockKind) and block.end <= len(document.text), (name, block)


def test_each_kind_has_what_it_needs_and_nothing_else(corpus: dict[str, RawDocument]) -> None:
    for name, document in corpus.items():
        for number, block in enumerate(document.blocks):
            assert (block.level > 0) == (block.kind in ("heading", "item", "quote")), (name, block)
            assert (block.row is not None) == (block.column is not None) == (block.kind == "cell")
            if block.introduced_by is not None:
                assert block.kind == "item" and block.introduced_by < number, (name, block)
                assert document.blocks[block.introduced_by].kind in INTRODUCES, (name, block)
            if document.page_starts:
                assert block.page and 1 <= block.page <= len(document.page_starts), (name, block)


def test_the_headers_of_a_cell_are_texts_of_the_document(corpus: dict[str, RawDocument]) -> None:
    for name, document in corpus.items():
        texts = {in_text(document, block) for block in document.blocks if block.kind == "cell"}
        for block in document.blocks:
            if block.kind == "cell" and block.row_header:
                assert block.row_header in texts, (name, block)


def test_headings_are_those_of_the_blocks(corpus: dict[str, RawDocument]) -> None:
    for name, document in corpus.items():
        of_blocks = [(one.level, in_text(document, one)) for one in document.blocks if one.kind == "heading"]
        assert [(one.level, one.text) for one in document.headings] == of_blocks, name


@pytest.mark.parametrize("size", [30, 90])
def test_no_passage_begins_or_ends_inside_an_item_a_row_or_a_sentence(
    corpus: dict[str, RawDocument], size: int
) -> None:
    cut = 0
    for name, document in corpus.items():
        wholes = [*units(document.text, document.blocks)]
        wholes += [(one.start, one.end) for one in document.blocks if one.kind == "item"]
        fitting = [span for span in wholes if count_words([document.text[slice(*span)]])[0] <= size]
        for passage in split(document, count_tokens=count_words, size=size):
            for start, end in fitting:
                assert not start < passage.start < end, (name, document.text[start:end])
                assert not start < passage.end < end, (name, document.text[start:end])
                cut += passage.start <= start and end <= passage.end
    assert cut > 1_000  # there was something to cut
