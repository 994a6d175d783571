"""A draft is believed where it says what ranks first."""

import pytest

from assistant.declining.agreement import is_agreed
from assistant.evidence.sentences import EvidenceSentence
from assistant.showing.pieces import Piece
from assistant.types import Citation, Sentence, Value
from documents.types import Block

ASKED = "What do I pay for half a plot?"
DRAFT = "Half a plot costs £36 a year."


def evidence(text, block=None, label="Minutes › Rents"):
    citation = Citation("s", 1, "Minutes", None, 0, len(text), text)
    return EvidenceSentence(0, 0, text, label, False, citation, block=block)


def piece(text="Half plots cost £36 a year.", score=1.5, block=None, **more):
    return Piece("quote", (evidence(text, block),), score, **more)


def sentence(text):
    return Sentence(text, 0, len(text), "partly", 0.9, (), ())


def agreed(best, draft=DRAFT, form="fact"):
    return is_agreed(ASKED, form, [draft], best)


def test_what_the_draft_adds_stands_in_the_best_piece():
    assert agreed(piece())
    assert agreed(piece("half plot: £36", title="What a plot costs in the year from October"))


def test_the_titles_over_a_piece_are_words_of_it():
    assert agreed(piece(), draft="The rents for half a plot cost £36.")


def test_a_time_is_the_same_however_it_is_written():
    assert agreed(piece("The shed opens at 8.40."), draft="Half a plot opens its shed at 8:40.")


def test_another_number_is_not_agreed_on():
    assert not agreed(piece(), draft="Half a plot costs £64 a year.")


def test_what_has_to_be_worked_out_from_other_numbers_is_not_agreed_on():
    best, asked = (
        piece("After five years it is 28 days, after ten years 30."),
        "How many days after {} years?",
    )
    draft = ["It is 30 days after all those years."]
    assert is_agreed(asked.format("ten"), "fact", draft, best)
    assert not is_agreed(asked.format("seven"), "fact", draft, best)


def test_a_draft_that_only_repeats_the_question_says_nothing_to_agree_on():
    assert not agreed(piece(), draft="Yes, I pay for half a plot.")


def test_a_piece_that_is_not_near_confirms_nothing():
    assert not agreed(piece(score=0.9))


@pytest.mark.parametrize("form", ["compare", "summary", "list", "steps"])
def test_one_sentence_is_no_answer_where_all_is_asked_for(form):
    assert not agreed(piece(), form=form)


def test_of_a_row_only_the_cell_that_answers_confirms():
    row = "Plot: half; 2023: £36 a year cost; 2024: £40"
    cell = Block("cell", 0, len(row))
    assert not agreed(piece(row, block=cell))
    assert agreed(piece(row, block=cell, value=Value("£36", "cost", "year")))
    assert not agreed(piece(row, block=cell, value=Value("£40", "cost", "year")))
