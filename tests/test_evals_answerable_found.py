"""What a search finds in documents for the questions about them, as a model learns from it."""

import pytest

from assistant.settings import load_settings
from evals.studies.answerable.choices import hard_choices
from evals.studies.answerable.found import found_in, to_learn
from evals.studies.written_sets import (
    TextQuery,
    WrittenDocument,
    WrittenQuestion,
)

POOL = """# Pool rules

## Prices

| Ticket | Price |
|---|---|
| Adult | £6.00 |
| Child | £2.50 |

## Children

Children under ten swim only with a grown-up. Armbands are lent at the desk.

## Hours

We open at seven. On Sundays we open at nine.
"""


def asked(question, *evidence, parts=()):
    return WrittenQuestion(question, evidence, parts)


@pytest.fixture(scope="module")
def found(tmp_path_factory, weights):
    questions = (
        asked("Can my son go in alone?", "Children under ten swim only with a grown-up."),
        asked("What does a kid pay?", "| Child | £2.50 |"),
        asked("Who is the lifeguard?"),
        asked("Is it later at weekends?", parts=("We open at seven.", "On Sundays we open at nine.")),
        asked("Is there a sauna?", "The sauna is in the cellar."),
    )
    settings = load_settings(tmp_path_factory.mktemp("found"), {"models": weights}, environ={})
    return list(found_in([WrittenDocument("town", "pool.md", POOL, questions)], settings))


def texts(query, places):
    return [query.texts[place] for place in sorted(places)]


def test_the_sentences_and_the_passages_that_answer_are_marked(found):
    sentences, passages = found[0].sentences, found[0].passages
    assert texts(sentences, sentences.right) == [
        "Pool rules › Children: Children under ten swim only with a grown-up."
    ]
    (passage,) = texts(passages, passages.right)
    assert passage.startswith("Pool rules › Children\n") and "Armbands" in passage
    row = found[1].sentences
    assert texts(row, row.right) == ["Pool rules › Prices: Ticket: Child; Price: £2.50"]


def test_the_sentences_of_a_passage_are_marked_by_their_places_in_what_is_read(found):
    together = found[3]
    for one, right in ((found[0], "Children under ten swim only with a grown-up."), (found[2], None)):
        said = [
            (text[stretch.start : stretch.end], stretch.right, stretch.part)
            for text, stretches in zip(one.passages.texts, one.stretches, strict=True)
            for stretch in stretches
        ]
        assert {text for text, *_ in said} >= {"Armbands are lent at the desk.", "We open at seven."}
        assert [text for text, answers, _ in said if answers] == [right] * (right is not None)
    parts = [
        text[stretch.start : stretch.end]
        for text, stretches in zip(together.passages.texts, together.stretches, strict=True)
        for stretch in stretches
        if stretch.part
    ]
    assert parts == ["We open at seven.", "On Sundays we open at nine."]


def test_what_nothing_answers_has_no_right_text_and_what_answers_together_has_parts(found):
    nothing = found[2]
    assert not nothing.answered and not nothing.sentences.right and not nothing.passages.right
    sentences = found[3].sentences
    assert not sentences.right
    assert {text.partition(": ")[2] for text in texts(sentences, sentences.parts)} == {
        "We open at seven.",
        "On Sundays we open at nine.",
    }


def test_a_question_whose_evidence_the_document_does_not_have_is_left_out(found):
    assert [one.sentences.query for one in found] == [
        "Can my son go in alone?",
        "What does a kid pay?",
        "Who is the lifeguard?",
        "Is it later at weekends?",
    ]


def test_nothing_is_learnt_from_a_question_whose_answer_was_not_found(found):
    missed = TextQuery("?", "", ("a", "b"), frozenset(), frozenset())
    assert to_learn([(missed, True), (missed, False)]) == [missed]
    learnt = to_learn((one.sentences, one.answered) for one in found)
    assert [query.query for query in learnt] == [
        "Can my son go in alone?",
        "What does a kid pay?",
        "Who is the lifeguard?",
    ]


def test_a_hard_choice_has_the_first_of_what_does_not_answer_and_one_from_behind():
    query = TextQuery("?", "", tuple("abcdefghij"), frozenset([1, 8]), frozenset([3]))
    made = hard_choices([query] * 20, 1, right=1, others=3, near=4)
    for choice in made:
        chosen = [text for _, text in choice.pairs]
        assert [text for text, right in zip(chosen, choice.right, strict=True) if right] == ["b"]
        assert len(set(chosen) & set("acef")) == 2 and len(set(chosen) & set("ghj")) == 1
    assert len(set(made)) > 5
    assert made != hard_choices([query] * 20, 2, right=1, others=3, near=4)
