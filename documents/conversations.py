"""Conversations, kept in the library's file."""

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from documents.database import Database
from documents.types import Record

TITLE_LENGTH = 80  # characters of the first question that name a conversation


@dataclass(frozen=True, slots=True)
class Conversation(Record):
    """One conversation; times are ISO in UTC."""

    id: str
    title: str
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class Turn(Record):
    """A question and its answer as JSON types (`Answer.to_dict()`)."""

    number: int
    question: str
    answer: dict[str, Any]  # Any: JSON types
    created_at: str


class Conversations:
    """The conversations of one data folder."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_turn(self, question: str, answer: dict[str, Any], conversation_id: str | None = None) -> str:
        """The id of the conversation that now ends with this turn.

        None begins a new one, and so does the id of one that was removed meanwhile.
        """
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        with self._database.transaction() as connection:
            known = "SELECT 1 FROM conversations WHERE id = ?"
            if conversation_id is None or not connection.execute(known, (conversation_id,)).fetchone():
                conversation_id = secrets.token_hex(8)
                title = " ".join(question.split())[:TITLE_LENGTH]
                connection.execute(
                    "INSERT INTO conversations VALUES (?, ?, ?, ?)", (conversation_id, title, now, now)
                )
            connection.execute(
                "INSERT INTO turns SELECT ?, count(*) + 1, ?, ?, ? FROM turns WHERE conversation_id = ?",
                (conversation_id, question, json.dumps(answer), now, conversation_id),
            )
            connection.execute("UPDATE conversations SET updated_at = ? WHERE id = ?", (now, conversation_id))
        return conversation_id

    def all(self) -> list[Conversation]:
        """All conversations, the latest first."""
        sql = "SELECT id, title, created_at, updated_at FROM conversations ORDER BY updated_at DESC, id"
        return [Conversation(*row) for row in self._database.connection.execute(sql)]

    def turns(self, conversation_id: str) -> list[Turn]:
        """The turns of one conversation, the first one first."""
        sql = (
            "SELECT number, question, answer, created_at FROM turns WHERE conversation_id = ? ORDER BY number"
        )
        rows = self._database.connection.execute(sql, (conversation_id,))
        return [Turn(number, question, json.loads(answer), at) for number, question, answer, at in rows]

    def remove(self, conversation_id: str) -> None:
        """Deletes a conversation; harmless when there is none."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))
        self._database.empty_log()
