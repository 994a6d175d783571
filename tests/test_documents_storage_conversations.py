"""Conversations, kept in order and forgotten when told to."""

import json
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from documents.errors import StorageFailed
from documents.storage.conversations import Conversation, Conversations
from documents.storage.postgres.database import PostgresDatabase
from documents.storage.sqlite.database import FILE_NAME, Database
from documents.storage.sqlite.schema import MIGRATIONS
from tests.small_disk import small_disk

ANSWER = {
    "text": "At nine.",
    "sentences": [{"text": "At nine.", "score": 0.5, "citations": []}],
    "missing": None,
}


@pytest.fixture(params=["sqlite", "postgres"])
def conversations(request: pytest.FixtureRequest, home: Path) -> Iterator[Conversations]:
    """Conversations in each database there is."""
    in_postgres = request.param == "postgres"
    database = PostgresDatabase(request.getfixturevalue("database")) if in_postgres else Database(home)
    yield Conversations(database)
    database.close()


def bytes_in(home: Path) -> bytes:
    """All that files of the data folder hold; in PostgreSQL there are none."""
    return b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())


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
    assert b"xylophonist" not in bytes_in(home)


def test_removing_what_is_not_there_is_harmless(conversations: Conversations) -> None:
    conversations.remove("nothing")
    assert conversations.all() == []


# Searching, renaming, and asking again


def cited(*sources: str, text: str = "At nine.", withheld: str = "w") -> dict[str, Any]:
    """An answer whose shown sentence cites these sources; one that is left out cites `withheld`."""
    return {
        "text": text,
        "sentences": [{"text": text, "citations": [{"source_id": name} for name in sources]}],
        "withheld": [{"text": "No.", "citations": [{"source_id": withheld}]}],
    }


def titles(found: list[Conversation]) -> list[str]:
    return [one.title for one in found]


@pytest.mark.parametrize("words", ["FERRY", "sail nine", "straße", "STRASSE", "É", "e\u0301", "erry", " "])
def test_all_words_are_found_in_title_questions_and_answers(conversations: Conversations, words: str) -> None:
    name = conversations.add_turn("When does the ferry sail?", cited("s", text="At nine."))
    conversations.add_turn("From where?", cited("s", text="Straße, café."), name)
    assert [one.id for one in conversations.search(words)] == [name]


@pytest.mark.parametrize("words", ["ferry lamp", "source_id", "withheld", "%", "_", "No.", '"', "\udc80"])
def test_words_that_are_not_shown_find_nothing(conversations: Conversations, words: str) -> None:
    conversations.add_turn("When does the ferry sail?", cited("s"))
    assert conversations.search(words) == []


def test_what_is_found_comes_latest_first(conversations: Conversations) -> None:
    for question in ("The ferry?", "The lamp?", "A ferry again?"):
        conversations.add_turn(question, ANSWER)
        time.sleep(0.002)  # the clock has milliseconds
    assert titles(conversations.search("ferry")) == ["A ferry again?", "The ferry?"]


def test_a_new_title_is_one_short_line_and_is_found(conversations: Conversations) -> None:
    name = conversations.add_turn("When does the ferry sail?", ANSWER)
    conversations.rename(name, "  Über\nTimes " + "x" * 100)
    renamed = conversations.conversation(name)
    assert renamed is not None
    assert renamed.title.startswith("Über Times xxx")
    assert len(renamed.title) == 80
    assert conversations.search("üBER") == [renamed]


def test_an_empty_title_keeps_the_old_one(conversations: Conversations) -> None:
    name = conversations.add_turn("When?", ANSWER)
    conversations.rename(name, " \n ")
    assert titles(conversations.all()) == ["When?"]


def test_a_conversation_that_is_not_there_is_none(conversations: Conversations) -> None:
    assert conversations.conversation("nothing") is None


def test_a_turn_asked_again_takes_the_place_of_the_last(home: Path, conversations: Conversations) -> None:
    name = conversations.add_turn("First?", cited("a"))
    conversations.add_turn("Who is the xylophonist?", cited("b", text="Nobody."), name)
    assert conversations.keep("Second?", cited("c"), name, replacing=2) == (name, 2)
    assert (conversations.citing("a"), conversations.citing("b")) == (1, 0)
    assert conversations.search("xylophonist") == []
    assert b"xylophonist" not in bytes_in(home)
    assert [(turn.number, turn.question) for turn in conversations.turns(name)] == [
        (1, "First?"),
        (2, "Second?"),
    ]


def test_a_turn_that_is_not_the_last_any_more_is_not_replaced(conversations: Conversations) -> None:
    name = conversations.add_turn("First?", ANSWER)
    conversations.add_turn("From another tab?", ANSWER, name)
    assert conversations.keep("First?", ANSWER, name, replacing=1) == (name, 3)
    assert len(conversations.turns(name)) == 3


def test_the_history_before_a_turn_leaves_it_out(conversations: Conversations) -> None:
    name = conversations.add_turn("First?", cited("a", text="One."))
    conversations.add_turn("Second?", cited("b", text="Two."), name)
    assert conversations.history(name, before=2) == [("user", "First?"), ("assistant", "One.")]
    assert len(conversations.history(name)) == 4


def test_answers_are_counted_that_cite_a_source_in_a_shown_sentence(conversations: Conversations) -> None:
    name = conversations.add_turn("First?", cited("a", "a", "b"))
    conversations.add_turn("Second?", cited("a"), name)
    other = conversations.add_turn("Third?", cited("b"))
    counts = {source: conversations.citing(source) for source in ("a", "b", "w", "none")}
    assert counts == {"a": 2, "b": 2, "w": 0, "none": 0}
    conversations.remove(other)
    assert conversations.citing("b") == 1


def test_turns_of_the_first_schema_are_searched_and_counted_too(home: Path) -> None:
    home.mkdir()
    connection = sqlite3.connect(home / FILE_NAME)
    connection.executescript(f"{MIGRATIONS[0]}; PRAGMA user_version = 1")
    connection.execute("INSERT INTO conversations VALUES ('c', 'Old', '2024', '2024')")
    answers = [cited("a", "b", text="ÉTÉ"), {}, [], {"text": None, "sentences": None}]
    for number, answer in enumerate(answers, start=1):
        values = ("c", number, "When?", json.dumps(answer), "2024")
        connection.execute("INSERT INTO turns VALUES (?, ?, ?, ?, ?)", values)
    connection.commit()
    connection.close()
    database = Database(home)
    conversations = Conversations(database)
    assert titles(conversations.search("été when")) == ["Old"]
    assert (conversations.citing("a"), conversations.citing("b")) == (1, 1)
    assert conversations.add_turn("More?", cited("a"), "c") == "c"
    assert conversations.turns("c")[-1].number == 5
    database.close()


def test_a_full_disk_keeps_no_half_of_a_turn(tmp_path: Path) -> None:
    with small_disk(tmp_path) as disk:
        database = Database(disk / "home")
        conversations = Conversations(database)
        with pytest.raises(StorageFailed, match="is full"):
            conversations.add_turn("Long?", cited("s", text="Many words that fill the disk. " * 100_000))
        assert (conversations.all(), conversations.citing("s")) == ([], 0)
        conversations.add_turn("Short?", cited("s"))
        assert conversations.citing("s") == 1
        database.close()


def test_what_only_a_disagreement_cites_is_known(conversations):
    rows = [
        {"value": value, "citation": {"source_id": source}} for value, source in (("£4", "x"), ("£5", "y"))
    ]
    answer = {**cited("a"), "conflicts": [{"subject": "the fee", "rows": rows}]}
    name = conversations.add_turn("How much?", answer)
    assert conversations.cited(name) == {"a", "x", "y"}
