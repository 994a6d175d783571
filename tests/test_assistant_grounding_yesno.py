"""Yes and no: checked with the statement that follows, and held against its quotes."""

from dataclasses import replace

import pytest

from assistant.grounding import draft_spans, is_rash
from assistant.types import Citation, Sentence

ASKED = "Are dogs allowed on board?"


def spans(draft):
    return [draft[start:end] for start, end in draft_spans(draft)]


def sentence(text, *quotes):
    citations = tuple(Citation("s", 1, "Rules", None, 0, len(quote), quote) for quote in quotes)
    return Sentence(text, 0, len(text), "found", 0.9, citations, ())


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("Yes. Dogs travel free.", ["Yes. Dogs travel free."]),
        ("No! They do not. Cats do.", ["No! They do not.", "Cats do."]),
        ("It is so. Yes. Dogs travel free.", ["It is so.", "Yes. Dogs travel free."]),
        ("Yes.", ["Yes."]),
        ("Yes, dogs do. Cats too.", ["Yes, dogs do.", "Cats too."]),
        ("", []),
    ],
)
def test_a_bare_yes_or_no_is_one_with_the_sentence_after_it(draft, expected):
    assert spans(draft) == expected


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Yes, dogs are allowed on board.", "Dogs are not allowed on board."),
        ("Yes. Dogs are allowed.", "No dogs, please."),
        ("Yes, dogs are not allowed on board.", "Dogs are not allowed on board."),
        ("No, dogs are not allowed.", "Dogs are allowed on board."),
        ("No, dogs are allowed.", "Dogs are allowed on board."),
        ("Yes, dogs are allowed on board.", "Dogs are allowed on board if they are on a lead."),
        ("No, dogs are not allowed.", "Dogs are not allowed, except assistance dogs."),
    ],
)
def test_a_word_against_its_statement_or_its_quotes_is_rash(text, quote):
    assert is_rash(sentence(text, quote), ASKED)


def test_a_yes_to_another_number_and_a_yes_that_was_found_in_part_are_rash():
    quote = "The York office has 25 desks."
    text = sentence("Yes, the York office has 25 desks.", quote)
    assert is_rash(text, "Does the York office have 40 desks?")
    assert not is_rash(text, "Does the York office have 25 desks?")
    partly = replace(text, support="partly")
    assert is_rash(partly, "Does the York office have 25 desks?")
    assert not is_rash(partly, "Does the York office have 25 desks?", instead=True)


def test_a_yes_on_quotes_without_a_word_of_the_question_is_rash():
    question = "May I bring my pony across?"
    assert is_rash(sentence("Yes, on a lead.", "Dogs travel free on a lead."), question)
    assert not is_rash(sentence("Yes, for £1.50.", "A pony travels for £1.50."), question)


@pytest.mark.parametrize(
    ("question", "text", "quote"),
    [
        (ASKED, "Yes, dogs are allowed.", "Dogs are allowed on board."),
        (ASKED, "No, dogs are not allowed.", "Dogs are never allowed on board."),
        (ASKED, "Yes, dogs are allowed if on a lead.", "Dogs are allowed on board if they are on a lead."),
        (ASKED, "Dogs are allowed.", "Dogs are not allowed on board."),  # no such word: for the checker
        (ASKED, "No. 5 of the rules allows dogs.", "Rule no. 5: dogs are allowed on board."),
        ("May I fish without a licence?", "Yes, you need no licence.", "Anglers need no licence."),
        ("May I fish without a licence?", "No, you need a licence.", "Anglers need a licence."),
    ],
)
def test_a_word_that_goes_with_statement_and_quotes_stands(question, text, quote):
    assert not is_rash(sentence(text, quote), question)


def test_the_line_above_an_item_belongs_to_its_quote():
    item = sentence("Yes, a stolen phone is covered.", "A stolen phone.")
    assert is_rash(item, "Is a stolen phone covered?", above="We do not pay for:")
    assert not is_rash(item, "Is a stolen phone covered?", above="We pay for:")


def test_a_no_that_says_what_is_so_instead_is_not_rash_where_the_model_is_believed():
    question = "Is skiing part of the yearly price?"
    instead = sentence("No, snow costs 31 pounds more for each of you.", "The snow cover costs 31 pounds.")
    assert is_rash(instead, question)
    assert not is_rash(instead, question, instead=True)
    same = sentence("No, skiing is part of the yearly price.", "Skiing is part of the yearly price.")
    assert is_rash(same, question, instead=True)
    assert is_rash(sentence("No.", "Skiing is part of the yearly price."), question, instead=True)
