"""Conversations, kept in order and forgotten when told to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from documents.conversations import Conversations
from documents.database import Database

ANSWER = {
    "text": "At nine.",
    "sentences": [{"text": "At nine.", "score": 0.5, "citations": []}],
    "missing": None,
}


@pytest.fixture
def conversations(home: Path) -> Iterator[Conversations]:
    database = Database(home)
    yield Conversations(database)
    database.close()


def test_a_first_turn_begins_a_conversation_named_by_its_question(conversations: Conversations) -> None:
    name = conversations.add_turn("  When does the\nferry sail? ", ANSWER)
    (conversation,) = conversations.all()
    assert (conversation.id, conversation.title) == (name, "When does the ferry sail?")


def test_a_long_question_gives_a_short_title(conversations: Conversations) -> None:
    conversations.add_turn("word " * 100, ANSWER)
    assert len(conversations.all()[0].title) <= 80


def test_turns_come_back_in_order_and_as_they_were(conversations: Conversations) -> None:
    name = conversations.add_turn("First?", ANSWER)
    conversations.add_turn("Second?", {"text": "Ünïcode 🚢"}, name)
    turns = conversations.turns(name)
    assert [(turn.number, turn.question) for turn in turns] == [(1, "First?"), (2, "Second?")]
    assert [turn.answer for turn in turns] == [ANSWER, {"text": "Ünïcode 🚢"}]


def test_the_conversation_with_the_latest_turn_comes_first(conversations: Conversations) -> None:
    first = conversations.add_turn("First?", ANSWER)
    second = conversations.add_turn("Second?", ANSWER)
    while conversations.all()[0].id != first:  # the clock has milliseconds
        conversations.add_turn("Again?", ANSWER, first)
    assert [one.id for one in conversations.all()] == [first, second]


def test_a_turn_of_a_conversation_that_was_removed_meanwhile_begins_a_new_one(
    conversations: Conversations,
) -> None:
    gone = conversations.add_turn("First?", ANSWER)
    conversations.remove(gone)
    name = conversations.add_turn("Second?", ANSWER, gone)
    assert name != gone
    assert [turn.question for turn in conversations.turns(name)] == ["Second?"]


def test_a_removed_conversation_leaves_no_trace_in_any_file(home: Path, conversations: Conversations) -> None:
    name = conversations.add_turn("Who is the xylophonist?", {"text": "The xylophonist is unknown."})
    conversations.remove(name)
    assert (conversations.all(), conversations.turns(name)) == ([], [])
    assert b"xylophonist" not in b"".join(path.read_bytes() for path in home.iterdir())


def test_removing_what_is_not_there_is_harmless(conversations: Conversations) -> None:
    conversations.remove("nothing")
    assert conversations.all() == []
