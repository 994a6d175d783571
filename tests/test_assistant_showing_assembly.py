"""From pieces to the text and sentences of an answer, each at its place."""

from dataclasses import replace

import pytest

from assistant.evidence.sentences import EvidenceSentence
from assistant.showing.assembly import with_found
from assistant.showing.pieces import Piece
from assistant.types import Answer, Citation, Section, Sentence, Value
from documents.types import Block


def found(text: str, start: int = 0, block: Block | None = None) -> EvidenceSentence:
    citation = Citation("s", 1, "Title", None, start, start + len(text), text)
    return EvidenceSentence(0, 0, text, "Title", False, citation, block=block)


EMPTY = Answer(
    question="q",
    standalone_question="q",
    draft="a draft",
    text="",
    refused=False,
    confidence=0.5,
    sentences=(),
    withheld=(Sentence("left out", 0, 8, "not_found", 0.1, (), ()),),
    missing=(),
    conflicts=(),
    notes=(),
    hits=(),
    model="",
)
PIECES = {
    "a quote under a title": [
        Piece("quote", (found("It is closed."), found("It opens in May.")), 1.0, "Pool")
    ],
    "a title with the words of its items": [
        Piece(
            "list", (found("a towel"), found("soap"), found("a towel rail")), 1.0, "Bring a towel and soap:"
        )
    ],
    "a value": [
        Piece("value", (found("£7"),), 1.0, value=Value("£7", "Pellets £7", "Price")),
        Piece("quote", (found("£7"),), 1.0),
    ],
    "sides": [
        Piece("side", (found("Fee: £7"),), 1.0, "List, 2025"),
        Piece("side", (found("Fee: £6"),), 1.0, "List, 2024"),
    ],
    "the same words twice": [Piece("quote", (found("No."),), 1.0), Piece("quote", (found("No.", 40),), 1.0)],
    "several lines": [Piece("summary", (found("one\n  two"), found("two")), 1.0, "All\nof it", more=3)],
    "nothing": [],
}


@pytest.mark.parametrize("pieces", PIECES.values(), ids=PIECES)
def test_each_sentence_stands_at_its_place_and_none_before_the_one_before(pieces):
    answer = with_found(EMPTY, pieces)
    ends = 0
    for one in answer.sentences:
        assert answer.text[one.start : one.end] == one.text
        assert one.start >= ends
        ends = one.end
    assert [section.count for section in answer.sections] == [len(piece.sentences) for piece in pieces]
    assert sum(section.count for section in answer.sections) == len(answer.sentences)
    assert answer.withheld == ()


def test_no_sentence_is_placed_in_the_title_above_it():
    answer = with_found(EMPTY, PIECES["a title with the words of its items"])
    assert answer.text.startswith("Bring a towel and soap:\n")
    assert all(one.start > len("Bring a towel and soap:") for one in answer.sentences)


def test_no_row_is_placed_in_the_value_above_it():
    answer = with_found(EMPTY, PIECES["a value"])
    assert answer.text.splitlines()[0] == "£7 (Pellets £7, Price)"
    assert answer.sentences[0].start > len(answer.text.splitlines()[0])


def test_sections_say_what_the_pieces_are_and_items_keep_their_numbers():
    block = Block("item", 3, 9, number="2.")
    item = found("Stir.", 3, block)
    answer = with_found(EMPTY, [Piece("steps", (item,), 1.0, "Then:", more=4)])
    assert answer.sections == (Section("steps", 1, "Then:", None, 4),)
    assert answer.sentences[0].number == "2."
    (citation,) = answer.sentences[0].citations
    assert citation == item.citation and answer.sentences[0].support == "found"


def test_the_second_sentence_of_an_item_has_no_number():
    block = Block("item", 3, 30, number="2.")
    later = replace(found("Wait.", 9), block=block)
    assert with_found(EMPTY, [Piece("steps", (later,), 1.0)]).sentences[0].number == ""


def test_an_answer_with_sections_survives_storage():
    answer = with_found(EMPTY, PIECES["a value"])
    assert Answer.from_dict(answer.to_dict()) == answer
