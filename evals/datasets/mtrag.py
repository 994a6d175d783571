"""mtRAG: questions of conversations with what a person made of each to stand alone.

Y. Katsis and others, mtRAG: A Multi-Turn Conversational Benchmark for Evaluating Retrieval-Augmented
Generation Systems, TACL 2025.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from evals.datasets.records import Row, read_rows, read_turn
from evals.errors import BadSet

TURNS = "turns.jsonl"
Half = Literal["seen", "aside", "all"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One question; `history` is ("user" or "assistant", text), `rewrite` what a person made of it."""

    id: str
    conversation: str
    history: tuple[tuple[str, str], ...]
    question: str
    rewrite: str

    @property
    def changed(self) -> bool:
        """Whether the person changed it."""
        return self.question.strip() != self.rewrite.strip()


def load_turns(path: Path) -> tuple[Turn, ...]:
    """The turns in the folder, in order; raises BadSet."""
    file = path / TURNS
    if not file.is_file():
        raise BadSet(f"{path.name} has no {TURNS}.", "Name the folder that has one.")
    turns = tuple(_turn(row) for row in read_rows(file))
    if not turns:
        raise BadSet(f"{TURNS} has no turns.", "Write one JSON object a line.")
    return turns


def half(turns: Sequence[Turn], which: Half) -> list[Turn]:
    """The turns of one half of the conversations, drawn by chance and always the same; or all.

    The rules were made on "seen"; "aside" judges them.
    """
    conversations = sorted({turn.conversation for turn in turns})
    random.Random(0).shuffle(conversations)
    aside = set(conversations[: len(conversations) // 2])
    return [turn for turn in turns if which == "all" or (turn.conversation in aside) == (which == "aside")]


def _turn(row: Row) -> Turn:
    return Turn(
        row.text("id"),
        row.text("conversation"),
        tuple(read_turn(row, item) for item in row.items("history")),
        row.text("question"),
        row.text("rewrite"),
    )
