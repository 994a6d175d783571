"""Conversations, kept in the library's database."""

import json
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from documents.reading.encodings import valid_text
from documents.storage.errors import stored_json
from documents.storage.tables import LISTED, Connection, TableDatabase, listed
from documents.storage.turns import cited_in, erased_answer, folded, shown_text, turn_text
from documents.types import Record

LAST = 1 << 30  # beyond any turn's number
TITLE_LENGTH = 80  # characters of the first question that name a conversation
_SOURCE_ID = re.compile(r'"source_id": "([0-9a-f]{12})"')  # in an answer as JSON
COLUMNS = "SELECT id, title, created_at, updated_at FROM conversations"


@dataclass(frozen=True, slots=True)
class Conversation(Record):
    """One conversation; times are ISO in UTC."""

    id: str
    title: str
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class Turn(Record):
    """A question and its answer as JSON types (`Answer.to_dict()`); the first turn has number 1."""

    number: int
    question: str
    answer: dict[str, Any]  # Any: JSON types
    created_at: str


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A turn with the id of its conversation; `answer` is the JSON text as it is stored."""

    conversation_id: str
    number: int
    question: str
    answer: str


class Conversations:
    """The conversations of one data folder. Every change raises StorageFailed where it cannot be kept."""

    def __init__(self, database: TableDatabase) -> None:
        self._database = database
        self._erased: set[str] = set()

    def add_turn(self, question: str, answer: dict[str, Any], conversation_id: str | None = None) -> str:
        """The id of the conversation that now ends with this turn.

        None begins a new one, and so does the id of one that was removed meanwhile.
        """
        return self.keep(question, answer, conversation_id)[0]

    def keep(
        self,
        question: str,
        answer: dict[str, Any],
        conversation_id: str | None = None,
        *,
        replacing: int | None = None,
    ) -> tuple[str, int]:
        """As `add_turn`, with the number of the turn; all in one transaction.

        The turn with the number `replacing` makes room for it, if it is still the last one.
        """
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        question = valid_text(question)
        with self._database.transaction() as connection:
            answer = self._without_erased(connection, answer)
            conversation_id = _present(connection, conversation_id, (title_of(question), now))
            # First, as it keeps another process from giving its turn the same number.
            connection.execute("UPDATE conversations SET updated_at = ? WHERE id = ?", (now, conversation_id))
            if replacing is not None:
                _remove_last(connection, conversation_id, replacing)
            number = _insert_turn(connection, conversation_id, (question, json.dumps(answer), now))
        if replacing is not None:
            self._database.empty_log()
        return conversation_id, number

    def all(self) -> list[Conversation]:
        """All conversations, the latest first."""
        return self._query("ORDER BY updated_at DESC, id")

    def conversation(self, conversation_id: str) -> Conversation | None:
        """The conversation with this id, or None."""
        return next(iter(self._query("WHERE id = ?", conversation_id)), None)

    def search(self, words: str) -> list[Conversation]:
        """The conversations that have all the words, the latest first; all of them for no words.

        Words may be parts of words, in any case, in the title, the questions or the shown answers.
        """
        left = self.all()
        for word in dict.fromkeys(folded(words).split()):
            having = self._having(word, left)
            left = [
                conversation
                for conversation in left
                if conversation.id in having or word in folded(conversation.title)
            ]
            if not left:
                break
        return left

    def turns(self, conversation_id: str) -> list[Turn]:
        """The turns of one conversation, the first one first."""
        sql = (
            "SELECT number, question, answer, created_at FROM turns WHERE conversation_id = ? ORDER BY number"
        )
        rows = self._database.rows(sql, (conversation_id,))
        return [Turn(number, question, stored_json(answer), at) for number, question, answer, at in rows]

    def history(self, conversation_id: str, before: int | None = None) -> list[tuple[str, str]]:
        """The turns as ("user", question) and ("assistant", shown text), the first one first.

        Those before the one with the number `before`, where that is given.
        """
        sql = "SELECT question, answer FROM turns WHERE conversation_id = ? AND number < ? ORDER BY number"
        rows = self._database.rows(sql, (conversation_id, LAST if before is None else before))
        return [
            part
            for question, answer in rows
            for part in (("user", question), ("assistant", shown_text(answer)))
        ]

    def cited(self, conversation_id: str) -> set[str]:
        """The ids of the sources that a conversation's shown sentences cite."""
        sql = "SELECT DISTINCT source_id FROM turn_sources WHERE conversation_id = ?"
        return {row[0] for row in self._database.rows(sql, (conversation_id,))}

    def citing(self, source_id: str) -> int:
        """How many stored answers cite the source in a sentence that they show."""
        sql = "SELECT count(*) FROM turn_sources WHERE source_id = ?"
        return int(self._database.rows(sql, (source_id,))[0][0])

    def mentioning(self, source_id: str) -> int:
        """How many stored answers hold anything of the source: a quote, or a passage that was looked at."""
        sql = "SELECT count(*) FROM turns WHERE instr(answer, ?) > 0"
        return int(self._database.rows(sql, (source_id,))[0][0])

    def every_turn(self) -> Iterator[StoredTurn]:
        """The turns of all conversations, as they are stored."""
        places = self._database.rows("SELECT conversation_id, number FROM turns")
        sql = "SELECT question, answer FROM turns WHERE conversation_id = ? AND number = ?"
        for place in places:  # one at a time: all answers together may be large
            for row in self._database.rows(sql, place):
                yield StoredTurn(*place, *row)

    def forbid(self, source_id: str) -> None:
        """From now on no answer is kept that holds anything of this source, unless it is in the library.

        One that is being made while its source is erased would bring the quotes back.
        """
        self._erased.add(source_id)

    def rewrite(self, turns: Iterable[StoredTurn], titles: Mapping[str, str]) -> None:
        """Puts these turns in the place of those with their numbers, and gives conversations these titles."""
        with self._database.transaction() as connection:
            for turn in turns:
                _update_turn(connection, turn)
            for conversation_id, title in titles.items():
                connection.execute(
                    "UPDATE conversations SET title = ? WHERE id = ?", (title, conversation_id)
                )
        self._database.empty_log()

    def rename(self, conversation_id: str, title: str) -> None:
        """Gives another title, one line of at most 80 characters; an empty one changes nothing."""
        line = title_of(valid_text(title))
        if line:
            with self._database.transaction() as connection:
                connection.execute("UPDATE conversations SET title = ? WHERE id = ?", (line, conversation_id))

    def remove(self, conversation_id: str) -> None:
        """Deletes a conversation; harmless when there is none."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))
        self._database.empty_log()

    def _query(self, rest: str, *values: str) -> list[Conversation]:
        return [Conversation(*row) for row in self._database.rows(f"{COLUMNS} {rest}", values)]

    def _without_erased(self, connection: Connection, answer: dict[str, Any]) -> dict[str, Any]:
        stored = json.dumps(answer) if self._erased or self._database.shared else ""
        if self._database.shared and _names_erased(connection, stored):
            return erased_answer(answer)
        for source_id in self._erased:
            source = connection.execute("SELECT 1 FROM sources WHERE id = ?", (source_id,)).fetchone()
            if source_id in stored and source is None:
                return erased_answer(answer)
        return answer

    def _having(self, word: str, among: list[Conversation]) -> set[str]:
        """The ids of those conversations that have the word in one of their turns."""
        sql = (
            "SELECT DISTINCT conversation_id FROM turn_texts "
            f"WHERE conversation_id {LISTED} AND instr(folded, ?) > 0"
        )
        values = (listed([conversation.id for conversation in among]), word)
        return {row[0] for row in self._database.rows(sql, values)}


def _names_erased(connection: Connection, answer: str) -> bool:
    """Whether an answer (JSON) holds anything of a source that another process has erased meanwhile.

    Of a source that was only removed the title is kept.
    """
    source_ids = set(_SOURCE_ID.findall(answer))
    sql = f"SELECT id FROM sources WHERE id {LISTED} UNION SELECT source_id FROM removed WHERE uri <> ''"
    return bool(source_ids) and not source_ids <= {
        row[0] for row in connection.execute(sql, (listed(source_ids),)).fetchall()
    }


def title_of(text: str) -> str:
    """The title that a conversation gets from its first question: one line, not too long."""
    return " ".join(text.split())[:TITLE_LENGTH].strip()


def _present(connection: Connection, conversation_id: str | None, new: tuple[str, str]) -> str:
    """The id if there is such a conversation; else that of a new one with this title and time."""
    known = "SELECT 1 FROM conversations WHERE id = ?"
    if conversation_id is not None and connection.execute(known, (conversation_id,)).fetchone():
        return conversation_id
    new_id = secrets.token_hex(8)
    title, now = new
    connection.execute("INSERT INTO conversations VALUES (?, ?, ?, ?)", (new_id, title, now, now))
    return new_id


def _remove_last(connection: Connection, conversation_id: str, number: int) -> None:
    connection.execute(
        "DELETE FROM turns WHERE conversation_id = ? AND number = ? "
        "AND number = (SELECT max(number) FROM turns WHERE conversation_id = ?)",
        (conversation_id, number, conversation_id),
    )


def _insert_turn(connection: Connection, conversation_id: str, turn: tuple[str, str, str]) -> int:
    """Stores question, answer (JSON) and time as the last turn, and what is kept beside it; its number."""
    row = connection.execute(
        "INSERT INTO turns (conversation_id, number, question, answer, created_at) "
        "SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ? FROM turns WHERE conversation_id = ? "
        "RETURNING number",
        (conversation_id, *turn, conversation_id),
    ).fetchone()
    _insert_beside(connection, StoredTurn(conversation_id, row[0], *turn[:2]))
    return int(row[0])


def _update_turn(connection: Connection, turn: StoredTurn) -> None:
    place = (turn.conversation_id, turn.number)
    connection.execute(
        "UPDATE turns SET question = ?, answer = ? WHERE conversation_id = ? AND number = ?",
        (turn.question, turn.answer, *place),
    )
    for table in ("turn_texts", "turn_sources"):
        connection.execute(f"DELETE FROM {table} WHERE conversation_id = ? AND number = ?", place)
    _insert_beside(connection, turn)


def _insert_beside(connection: Connection, turn: StoredTurn) -> None:
    """Stores what is kept beside a turn."""
    place = (turn.conversation_id, turn.number)
    text = turn_text(turn.question, turn.answer)
    connection.execute("INSERT INTO turn_texts VALUES (?, ?, ?)", (*place, text))
    connection.executemany(
        "INSERT INTO turn_sources VALUES (?, ?, ?)",
        [(*place, source_id) for source_id in cited_in(turn.answer)],
    )
