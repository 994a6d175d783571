"""Answers to several questions that were asked at once, made one."""

from dataclasses import replace

from assistant.phrases import DECLINE, NOT_SURE
from assistant.pipeline.joining import Part, joined
from assistant.showing.as_text import says_unsure
from assistant.showing.assembly import with_found
from assistant.showing.pieces import Piece
from assistant.types import Answer, Conflict, ConflictRow, NearMiss
from tests.test_assistant_showing_assembly import EMPTY, found

FEE = found("The fee is £40.")
PAID_BACK = found("It is paid back in May.", 100)
DOGS = found("Dogs stay on deck.", 200)
ASKED = "what is the fee and when do I get it back"


def answered(*sentences, **changes) -> Answer:
    made = with_found(EMPTY, [Piece("quote", (sentence,), 1.0) for sentence in sentences])
    return replace(made, **{"withheld": (), "standalone_question": "", **changes})


def declined(**changes) -> Answer:
    return replace(EMPTY, text=DECLINE, refused=True, withheld=(), **changes)


def parts(*answers) -> list[Part]:
    questions = ["what is the fee", "when do I get it back", "are dogs allowed"]
    return [Part(question, answer) for question, answer in zip(questions, answers, strict=False)]


def lines(answer: Answer) -> list[str]:
    return [line for line in answer.text.split("\n") if line]


def test_each_part_stands_below_its_question_at_its_place():
    whole = joined(ASKED, parts(answered(FEE), answered(PAID_BACK)))
    assert lines(whole) == ["What is the fee?", FEE.text, "When do I get it back?", PAID_BACK.text]
    assert [whole.text[each.start : each.end] for each in whole.sentences] == [FEE.text, PAID_BACK.text]
    assert whole.question == ASKED and whole.outcome == "answered"
    assert [(section.kind, section.count) for section in whole.sections] == [
        ("asked", 0),
        ("quote", 1),
        ("asked", 0),
        ("quote", 1),
    ]


def test_questions_that_the_same_words_answer_stand_above_them_together():
    whole = joined(ASKED, parts(answered(FEE), answered(FEE, PAID_BACK)))
    assert lines(whole) == [FEE.text, PAID_BACK.text]
    with_dogs = joined(ASKED, parts(answered(FEE), answered(FEE), answered(DOGS)))
    assert lines(with_dogs) == [
        "What is the fee? When do I get it back?",
        FEE.text,
        "Are dogs allowed?",
        DOGS.text,
    ]


def test_what_was_shown_is_not_shown_again():
    whole = joined(ASKED, parts(answered(FEE), answered(PAID_BACK, FEE)))
    assert whole.text.count(FEE.text) == 1


def test_a_part_that_is_declined_says_so_and_what_there_is_instead():
    near = NearMiss("2019", "2018", "The closest passage says 2018, not 2019.", FEE.citation)
    whole = joined(ASKED, parts(answered(FEE), declined(near_misses=(near,), missing=("May",))))
    assert lines(whole)[2:] == ["When do I get it back?", DECLINE]
    assert whole.outcome == "unsure" and not whole.refused and not says_unsure(whole)
    assert near.text in whole.notes and whole.missing == ("May",)


def test_an_unsure_part_makes_it_unsure_and_says_that_it_is_the_one():
    mixed = joined(ASKED, parts(answered(FEE), answered(PAID_BACK, outcome="unsure", confidence=0.2)))
    assert lines(mixed)[2:] == ["When do I get it back?", NOT_SURE, PAID_BACK.text]
    assert (mixed.outcome, mixed.confidence) == ("unsure", 0.2)
    assert not says_unsure(mixed)
    unsure = [answered(each, outcome="unsure") for each in (FEE, PAID_BACK)]
    both = joined(ASKED, parts(*unsure))
    assert NOT_SURE not in both.text and says_unsure(both)


def test_what_sources_disagree_on_is_named_where_it_is_asked():
    row = ConflictRow("£40", None, FEE.citation)
    conflict = Conflict("the fee", (row, replace(row, value="£45")))
    disputed = replace(EMPTY, text="…", withheld=(), conflicts=(conflict,))
    whole = joined(ASKED, parts(disputed, answered(PAID_BACK)))
    assert lines(whole)[1:3] == ["What is the fee?", "“Title” says different things about the fee."]
    assert "£40" in lines(whole)[0] and whole.conflicts == (conflict,)


def test_notes_hits_and_seconds_are_those_of_all_parts():
    first = {"search": 1.0, "first_evidence": 1.5, "total": 2.0}
    second = {"search": 0.5, "first_evidence": 0.7}
    whole = joined(
        ASKED,
        parts(
            answered(FEE, notes=("Quotes only",), timings=first),
            answered(PAID_BACK, notes=("Quotes only", "b"), timings=second),
        ),
    )
    assert whole.notes == ("Quotes only", "b")
    assert whole.timings == {"search": 1.5, "first_evidence": 1.5, "total": 2.0}


def test_it_says_how_it_was_understood_only_where_a_part_was_completed():
    as_typed = [
        Part(question, answered(each, standalone_question=question))
        for question, each in (("what is the fee", FEE), ("are dogs allowed", DOGS))
    ]
    assert joined(ASKED, as_typed).standalone_question == ASKED
    completed = Part("when is it due", answered(PAID_BACK, standalone_question="When is the fee due?"))
    understood = joined(ASKED, [as_typed[0], completed]).standalone_question
    assert understood == "What is the fee? When is the fee due?"
