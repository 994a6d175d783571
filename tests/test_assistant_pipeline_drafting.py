"""A question for a value in one's own words: the model copies from the best place, and composes nothing."""

import pytest

from assistant.declining.agreement import is_copied
from assistant.evidence.sentences import EvidenceSentence
from assistant.pipeline.drafting import COPIED_TOKENS
from assistant.showing.pieces import Piece
from assistant.types import Citation, Done, Token, Value
from documents.errors import ModelUnreachable
from documents.inputs import PastedText
from tests.samples.club import CLUB, OWN_WORDS


@pytest.fixture
def club(assistant):
    assistant.add([PastedText("Club", CLUB)])
    return assistant


def best(text="Half plots cost £36 a year; deposit: none.", score=1.5, **more):
    citation = Citation("s", 1, "Club", None, 0, len(text), text)
    return Piece("quote", (EvidenceSentence(0, 0, text, "Club", False, citation),), score, **more)


@pytest.mark.parametrize(
    ("copied", "form", "place", "expected"),
    [
        ("£36", "fact", best(), True),
        ("“£36 a year.”", "fact", best(), True),
        ("£36", "table", best(value=Value("£36", "half plots", "a year")), True),
        ("£38", "table", best(value=Value("£36", "half plots", "a year")), False),
        ("£63", "fact", best(), False),
        ("£36", "fact", best(score=0.9), False),  # not near enough to answer
        ("£36", "list", best(), False),
        ("half a plot", "fact", best(), False),  # only the question again
        ("None.", "fact", best(), False),
        ("", "fact", best(), False),
    ],
)
def test_words_are_copied_that_stand_in_the_best_place_and_add_something(copied, form, place, expected):
    assert is_copied(copied, "What do I pay for half a plot?", form, place) is expected


def test_the_model_is_asked_for_words_of_the_best_place_and_what_was_found_is_shown(club, llm):
    llm.enqueue("36 ", "pounds")
    events = list(club.stream(OWN_WORDS))
    assert [event.text for event in events if isinstance(event, Token)] == ["36 ", "pounds"]
    assert isinstance(events[-1], Done)
    answer = events[-1].answer
    assert (answer.outcome, answer.draft, answer.model) == ("answered", "36 pounds", "fake-model")
    assert answer.text.startswith("Half plots cost 36 pounds a year.")
    assert answer.sections[0].kind == "quote" and answer.timings["first_token"] >= 0
    ((system, user),) = llm.prompts
    assert "Copy only these few words" in user.text and OWN_WORDS in user.text
    assert "Half plots cost 36 pounds" in user.text and "Duncan" not in user.text
    assert "Half plots" not in system.text and llm.probes == []


@pytest.mark.parametrize("written", ["none", "63 pounds", "half a plot", ""])
def test_where_none_are_copied_what_was_found_is_shown_as_unsure(club, llm, written):
    llm.enqueue(written)
    answer = club.ask(OWN_WORDS)
    assert answer.outcome == "unsure" and "36 pounds" in answer.text
    assert "63" not in answer.text and "none" not in answer.text


def test_a_name_that_is_nowhere_is_not_answered_by_what_was_copied(club, llm):
    llm.enqueue("36 pounds")
    answer = club.ask("How much money would half a plot take from my pocket in Kestrel each summer?")
    assert answer.outcome != "answered"
    assert llm.prompts == []  # no name of the question is in any document


@pytest.mark.parametrize(
    "question", ["How much do half plots cost a year?", "Would half a plot take much from my pocket?"]
)
def test_a_question_in_the_documents_words_or_for_no_value_has_a_draft(club, llm, question):
    club.ask(question)
    ((_, user),) = llm.prompts
    assert "Copy only" not in user.text


def test_careful_people_and_models_that_were_not_measured_have_a_draft(club, llm):
    llm.measured = False
    club.ask(OWN_WORDS)
    llm.measured = True
    club.use_settings(care="cautious")
    club.ask(OWN_WORDS)
    assert len(llm.prompts) == 2
    assert not any("Copy only" in user.text for _, user in llm.prompts)


def test_a_model_that_knows_no_limit_copies_only_a_few_words(club, llm):
    llm.enqueue(*["word "] * 400)
    assert club.ask(OWN_WORDS).draft.count("word") == COPIED_TOKENS
    assert llm.closed_early == 1


def test_a_model_that_fails_while_it_copies_leaves_what_was_found(club, llm):
    llm.enqueue("36 ", ModelUnreachable("The server stopped.", "Ask again."))
    answer = club.ask(OWN_WORDS)
    assert (answer.outcome, answer.model) == ("unsure", "")
    assert "36 pounds" in answer.text and "The server stopped." in " ".join(answer.notes)


RULES = """Hausordnung

Die Miete ist am dritten Werktag eines Monats fällig. Haustiere sind nur mit Erlaubnis gestattet.
Der Keller wird jeden zweiten Samstag gekehrt. Die unbezahlten Rechnungen liegen im Büro.
"""


def test_an_english_draft_over_a_german_document_is_checked_word_by_word(assistant, llm):
    llm.measured = False
    assistant.add([PastedText("Hausordnung", RULES)])
    true = "The rent is due on the third working day of a month."
    german = "Haustiere sind nur mit Erlaubnis gestattet."
    llm.enqueue(f"{true} {german} The paid bills are in the office.")
    answer = assistant.ask("When is the rent due? (Hausordnung, also on pets and bills)")
    found = {each.text: each.citations for each in answer.sentences if each.support == "found"}
    assert found.keys() == {true, german}  # "unbezahlt" is "not paid"
    assert [each.quote for each in found[true]] == ["Die Miete ist am dritten Werktag eines Monats fällig."]
    ((_, user),) = llm.prompts
    assert "Die Miete ist am dritten Werktag" in user.text  # the model knows more than English
