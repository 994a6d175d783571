import random

import pytest

from documents.errors import EmptyDocument, FootnoteError
from documents.readers import read, reader_for
from tests.hostile import mutated

HEAD = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss Helvetica;}{\f1\fnil\fcharset204 Arial;}}"
RTF = (
    HEAD + r"{\info{\title The f\'e9rries}{\creatim\yr2021\mo5\dy6\hr1}}"
    r"{\stylesheet{\s1\outlinelevel0 heading 1;}}"
    r"{\header Harbour office\par}{\footer Carrow\par}"
    r"\pard\s1\outlinelevel0\f0 Fares\par"
    r"\pard Caf\'e9 \u8211? \f1\'cf\'f0\'e8\f0  and {\field{\*\fldinst{HYPERLINK "
    '"http://x.example"'
    r"}}{\fldrslt the page}}, \u-10179?\u-8704?.{\footnote A note.}{\v Hidden} {\deleted Gone}\par "
    r"Children pay:\par{\listtext\f0 1.\tab}half\par{\pntext\f0 2.\tab}or less\par"
    r"{\listtext\'b7\tab}nothing\par"
    r"\pard\trowd\cellx1\cellx2\intbl Ship\cell Price\cell\row"
    r"\trowd\cellx1\cellx2\intbl Petrel\par II\cell 3\cell\row"
    r"\pard a | b\par{\*\shppict{\pict 00ff}}}"
)


def put(folder, content, name="a.rtf"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("cp1252"))
    return path


def test_every_word_is_there_once_with_what_it_is(tmp_path):
    document = read(put(tmp_path, RTF))
    assert document.text == (
        "Harbour office\n\nFares\n\nCafé – При and the page, 😀.\n\nChildren pay:\n"
        "1. half\n2. or less\n- nothing\n\n"
        "Ship\tPrice\nPetrel II\t3\n\na | b\n\nA note.\n\nCarrow\n"
    )
    assert (document.title, document.date) == ("The férries", "2021-05-06")
    assert [(found.level, found.text) for found in document.headings] == [(1, "Fares")]
    kinds = [block.kind for block in document.blocks]
    assert (kinds[0], kinds[-1], kinds.count("item"), kinds.count("cell")) == ("furniture", "furniture", 3, 4)
    cell = [block for block in document.blocks if block.kind == "cell"][3]
    assert (cell.row_header, cell.column_header) == ("Petrel II", "Price")


def test_headings_by_style_and_depths_of_items_are_found(tmp_path):
    styles = r"{\stylesheet{\s0 Normal;}{\s1\sb240\b heading 1;}{\s2\b heading 2;}{\s7\qc Title;}}"
    document = read(put(tmp_path, HEAD + styles + (
        r"\pard\s7 The ferry\par\pard\s2\sb200 Fares\par\pard\s0 Children pay:\par"
        r"\pard{\listtext 1.\tab}\ilvl0 half\par\pard{\listtext\'b7\tab}\ilvl1\ls2 on Sundays\par}"
    )))  # fmt: skip
    assert [(one.level, one.text) for one in document.headings] == [(1, "The ferry"), (2, "Fares")]
    assert document.text == "The ferry\n\nFares\n\nChildren pay:\n1. half\n  - on Sundays\n"


def test_comments_are_quoted_with_who_made_them(tmp_path):
    comment = r"{\*\atnid N}{\*\atnauthor Noor}\chatn{\*\annotation{\*\atndate 17}{\b Really?}}"
    document = read(put(tmp_path, HEAD + rf"\pard The fare is low.{comment}\par Next.\par}}"))
    assert document.text == "The fare is low.\n\nNext.\n\nNoor: Really?\n"
    assert document.blocks[-1].kind == "quote"


def test_a_wide_cell_takes_the_columns_below_it(tmp_path):
    wide = r"\trowd\cellx1000\cellx3000\intbl\cell 2024\cell\row"
    rows = "".join(
        rf"\trowd\cellx1010\cellx2000\cellx3000\intbl {ship}\cell {one}\cell {two}\cell\row"
        for ship, one, two in (("Ship", "Price", "Guests"), ("Petrel", "3", "40"), ("Tern", "4", "50"))
    )
    document = read(put(tmp_path, HEAD + r"\pard" + wide + rows + "}"))
    assert document.text == "\t2024\nShip\tPrice\tGuests\nPetrel\t3\t40\nTern\t4\t50\n"
    assert [one.column for one in document.blocks] == [1, 0, 1, 2, 0, 1, 2, 0, 1, 2]


def test_hidden_text_is_not_read_and_what_follows_it_is(tmp_path):
    text = read(put(tmp_path, HEAD + r"{\v hidden}seen \v also hidden\v0 seen too\par}")).text
    assert "seen too" in text and not text.startswith("hidden")


def test_bytes_above_127_are_those_of_the_code_page(tmp_path):
    assert read(put(tmp_path, HEAD + "Café – naïve\\par}")).text == "Café – naïve\n"


def test_a_document_that_was_cut_off_says_so(tmp_path):
    document = read(put(tmp_path, RTF[:600]))
    assert "Fares" in document.text and "ends too early" in document.notes[0]


def test_it_is_known_by_its_content_and_may_be_empty(tmp_path):
    assert reader_for(put(tmp_path, RTF, "a.txt")).name == "rtf"
    with pytest.raises(EmptyDocument):
        read(put(tmp_path, HEAD + "}"))
    with pytest.raises(FootnoteError, match="not a Rich Text document"):
        read(put(tmp_path, "just words"))


def test_hostile_documents_take_no_minutes(tmp_path):
    for content in (
        HEAD + r"{\field{\*\fldinst HYPERLINK " * 20_000, "{\\rtf1 " + "{" * 200_000, HEAD + r"\v x" * 50_000,
        HEAD + r"{\footnote x}" * 20_000 + "}", HEAD + r"{\header " * 20_000,
        HEAD + "".join(rf"\trowd\cellx{n * 150} {n}\cell\row" for n in range(1, 40_000)) + "}",
    ):  # fmt: skip
        try:
            read(put(tmp_path, content))
        except FootnoteError as error:
            assert error.next_step


def test_mutated_documents_lose_nothing_but_themselves(tmp_path):
    chance = random.Random(5)
    for _ in range(200):
        path = put(tmp_path, mutated(RTF.encode("cp1252"), chance))
        try:
            read(path)
        except FootnoteError as error:
            assert error.next_step
