"""What a search finds in documents for the questions about them, as a model learns from it."""

import pytest

from assistant.settings import load_settings
from evals.studies.answerable.choices import hard_choices
from evals.studies.answerable.found import found_in
from evals.studies.written_sets import (
    DOCUMENTS,
    KEPT_DOCUMENTS,
    TextQuery,
    WrittenDocument,
    WrittenQuestion,
    read_documents,
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
def found(tmp_path_factory):
    questions = (
        asked("Can my son go in alone?", "Children under ten swim only with a grown-up."),
        asked("What does a kid pay?", "| Child | £2.50 |"),
        asked("Who is the lifeguard?"),
        asked("Is it later at weekends?", parts=("We open at seven.", "On Sundays we open at nine.")),
        asked("Is there a sauna?", "The sauna is in the cellar."),
    )
    settings = load_settings(home=tmp_path_factory.mktemp("found"))
    return list(found_in([WrittenDocument("town", "pool.md", POOL, questions)], settings))


def texts(query, places):
    return [query.texts[place] for place in sorted(places)]


def test_the_sentences_and_the_passages_that_answer_are_marked(found):
    sentences, passages = found[0]
    assert texts(sentences, sentences.right) == [
        "Pool rules › Children: Children under ten swim only with a grown-up."
    ]
    (passage,) = texts(passages, passages.right)
    assert passage.startswith("Pool rules › Children\n") and "Armbands" in passage
    row, _ = found[1]
    assert texts(row, row.right) == ["Pool rules › Prices: Ticket: Child; Price: £2.50"]


def test_what_nothing_answers_has_no_right_text_and_what_answers_together_has_parts(found):
    assert [query.right for query in found[2]] == [frozenset(), frozenset()]
    sentences, _ = found[3]
    assert not sentences.right
    assert {text.partition(": ")[2] for text in texts(sentences, sentences.parts)} == {
        "We open at seven.",
        "On Sundays we open at nine.",
    }


def test_a_question_whose_evidence_the_document_does_not_have_is_left_out(found):
    assert [query.query for query, _ in found] == [
        "Can my son go in alone?",
        "What does a kid pay?",
        "Who is the lifeguard?",
        "Is it later at weekends?",
    ]


def test_a_hard_choice_has_the_first_of_what_does_not_answer_and_one_from_behind():
    query = TextQuery("?", "", tuple("abcdefghij"), frozenset([1, 8]), frozenset([3]))
    for choice in hard_choices([query] * 20, 1, right=1, others=4, near=3):
        chosen = [text for _, text in choice.pairs]
        assert [text for text, right in zip(chosen, choice.right, strict=True) if right] == ["b"]
        assert {"a", "c", "e"} < set(chosen) and "d" not in chosen
        assert len(set(chosen) & set("fghj")) == 1


def test_evidence_of_the_written_documents_stands_in_them():
    for path, count in ((DOCUMENTS, 2688), (KEPT_DOCUMENTS, 448)):
        documents = read_documents(path)
        assert sum(len(document.questions) for document in documents) == count
    sets = [{document.set for document in read_documents(path)} for path in (DOCUMENTS, KEPT_DOCUMENTS)]
    assert not sets[0] & sets[1]
