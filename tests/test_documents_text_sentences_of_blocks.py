import pytest

from documents.readers.writing import TextWriter
from documents.text.blocks import moved
from documents.text.sentences import sentence_spans, units
from documents.types import Block
from tests.endless import at_most


def quotes(text, blocks):
    return [text[start:end] for start, end in units(text, blocks)]


def block(text, kind, words, **fields):
    """The block of these words, which occur once."""
    start = text.index(words)
    return Block(kind, start, start + len(words), **fields)


def test_text_without_blocks_is_split_as_by_its_lines():
    text = "# Title\nOne here. Two here.\n- a\n- b\n"
    assert list(units(text, ())) == sentence_spans(text)


def test_no_sentence_crosses_the_border_of_a_block():
    text = "the ferry leaves at\nnine from the quay"
    blocks = [block(text, "paragraph", "the ferry leaves at"), block(text, "paragraph", "nine from the quay")]
    assert quotes(text, blocks) == text.split("\n")


def test_marks_of_headings_items_and_cells_are_in_no_unit():
    text = (
        "## Fares ##\n\n- Adults pay. Three pounds.\n3. Dogs ride free.\n\n"
        "| Ship | £ |\n|---|---|\n| Petrel | 3 |\n"
    )
    blocks = [
        block(text, "heading", "Fares", level=2),
        block(text, "item", "Adults pay. Three pounds.", level=1),
        block(text, "item", "Dogs ride free.", level=1, number="3."),
        block(text, "cell", "Ship", row=0, column=0), block(text, "cell", "£", row=0, column=1),
        block(text, "cell", "Petrel", row=1, column=0),
        Block("cell", text.rindex("3 |"), text.rindex(" |"), row=1, column=1),
    ]  # fmt: skip
    assert quotes(text, blocks) == [
        "Fares",
        "Adults pay. Three pounds.",
        "Dogs ride free.",
        "Ship | £",
        "Petrel | 3",
    ]


def test_a_row_of_our_own_writer_keeps_its_headers():
    writer = TextWriter()
    writer.heading(1, "Fares")
    writer.paragraph("Children pay half. Dogs ride free:")
    writer.item("a dog. It is on a lead.", number="1.")
    writer.table([["Ship", "Price"], ["Petrel", "£3. A day"], ["Marigold", "£4"]], header=True)
    document = writer.document("text/plain")
    assert quotes(document.text, document.blocks) == [
        "Fares",
        "Children pay half.",
        "Dogs ride free:",
        "a dog. It is on a lead.",
        "Ship\tPrice",
        "Petrel\t£3. A day",
        "Marigold\t£4",
    ]


def test_cells_of_one_row_on_two_lines_are_two_units():
    text = "Petrel\nthree pounds"
    blocks = [Block("cell", 0, 6, row=1, column=0), Block("cell", 7, 19, row=1, column=1)]
    assert quotes(text, blocks) == ["Petrel", "three pounds"]


def test_a_long_item_is_split_into_its_sentences():
    sentence = "The ferry leaves at nine on every day but Sunday. "
    for times, wanted in ((6, 1), (7, 7)):
        text = f"- {sentence * times}"
        assert len(quotes(text, [Block("item", 2, len(text) - 1, level=1)])) == wanted


def test_lines_that_are_lettered_from_the_first_on_begin_anew_in_a_paragraph():
    first = "a) § 2: on Thursdays machines may run until nine in the evening (thanks to Mrs Okafor for it)."
    second = "b) § 4: the induction costs 75 € from 1 January 2025, gas has become too dear."
    text = f"{first}\n{second}"
    assert quotes(text, [Block("paragraph", 0, len(text))]) == [first, second]


def test_a_wrapped_paragraph_is_one_whatever_its_lines_begin_with():
    text = (
        "The house has one kitchen on the ground floor and on the\n"
        "2. floor a bath. See § 4, that is,\n- 5 for rules."
    )
    assert quotes(text, [Block("paragraph", 0, len(text))]) == [
        text[: text.index(" See")],
        text[text.index("See") :],
    ]


def test_the_marks_of_a_quote_do_not_cut_its_sentences():
    text = "> The ferry leaves at nine, said the\n> captain. It was late.\n"
    assert quotes(text, [Block("quote", 2, len(text) - 1, level=1)]) == [
        "The ferry leaves at nine, said the\n> captain.",
        "It was late.",
    ]


def test_text_between_blocks_is_split_and_rules_and_fences_are_left_out():
    text = "Head\n----\n\n[1]: https://a.example\nLoose. Words.\n\n```python\nx = 1. + 2\ny = 3\n```\n***\n"
    blocks = [block(text, "heading", "Head", level=2), block(text, "code", "x = 1. + 2\ny = 3")]
    assert quotes(text, blocks) == [
        "Head",
        "[1]: https://a.example",
        "Loose.",
        "Words.",
        "x = 1. + 2",
        "y = 3",
    ]


def test_a_part_of_a_text_gives_what_of_its_blocks_lies_in_it():
    text = "First one. Second one.\n\n- third\n- fourth\n"
    blocks = [
        block(text, "paragraph", "First one. Second one."),
        block(text, "item", "third"),
        block(text, "item", "fourth"),
    ]

    def quotes_between(start, end):
        return quotes(text[start:end], moved(blocks, -start))

    assert quotes_between(11, text.index("\n- fourth")) == ["Second one.", "third"]
    assert quotes_between(text.index("ird"), len(text)) == ["ird", "fourth"]
    assert quotes_between(len(text), len(text)) == []


@pytest.mark.parametrize("kind", ["paragraph", "quote", "item", "cell", "code", "heading"])
@pytest.mark.parametrize("unit", ["a\n", "> ", "word ", '" ', "| ", ", "])
def test_the_units_of_a_hostile_text_lie_in_order(kind, unit):
    text = unit * (40_000 // len(unit))
    many = [Block(kind, place, place + 2, row=0, column=0) for place in range(0, len(text) - 3, 3)]
    for blocks in ([Block(kind, 0, len(text))], many):
        before = 0
        with at_most(2.0):  # seconds of processor time; the slowest takes 0.3
            for start, end in units(text, blocks):
                assert before <= start < end <= len(text)
                before = end
