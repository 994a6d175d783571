"""Words of the stored text as a person reads them."""

import pytest

from documents.text.shown import shown
from documents.types import Block

LONG = "She can run for 50 minutes on her batteries alone, which is"
WRAPPED = f"{LONG}\nenough for one crossing."


def words(text, *blocks, media_type="text/plain", begin=0):
    return shown(text, (begin, len(text)), blocks, media_type)


def test_a_line_that_the_width_of_the_page_ended_goes_on():
    assert words(WRAPPED, Block("paragraph", 0, len(WRAPPED))) == f"{LONG} enough for one crossing."
    begin = WRAPPED.index("which")  # the line is long, the part of it that is quoted is short
    assert words(WRAPPED, Block("paragraph", 0, len(WRAPPED)), begin=begin) == (
        "which is enough for one crossing."
    )


def test_the_text_may_begin_within_its_paragraph():
    assert words(WRAPPED, Block("paragraph", -40, len(WRAPPED))) == f"{LONG} enough for one crossing."


def test_blanks_that_no_line_break_brought_stay():
    text = "Name:  Ann     Tel:  123"
    assert words(text, Block("paragraph", 0, len(text))) == text


def test_the_indent_of_the_next_line_goes_with_its_break():
    text = f"- {LONG}\n  enough for one crossing."
    assert words(text, Block("item", 0, len(text))) == f"- {LONG} enough for one crossing."


@pytest.mark.parametrize(
    "text",
    ["12 Harbour Road\nEllisk", f"{LONG}  \nenough for one crossing.", f"{LONG}\\\nenough for one crossing."],
)
def test_a_break_that_is_meant_stays(text):
    assert words(text, Block("paragraph", 0, len(text))) == text


def test_blocks_and_code_keep_their_lines():
    split = len(LONG)
    assert words(WRAPPED, Block("paragraph", 0, split), Block("item", split + 1, len(WRAPPED))) == WRAPPED
    assert words(WRAPPED, Block("code", 0, len(WRAPPED)), media_type="text/markdown") == WRAPPED
    assert words(WRAPPED) == WRAPPED  # where nothing is known of its blocks
