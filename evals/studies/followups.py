"""`python -m evals.studies.followups FOLDER`: how follow-up questions are completed, in seconds.

FOLDER has conversations in the shape of mtRAG, with what a person made of each question to stand alone:
Y. Katsis and others, mtRAG: A Multi-Turn Conversational Benchmark for Evaluating Retrieval-Augmented
Generation Systems, TACL 2025.
"""

import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

import click

from assistant.pipeline.followup import standalone
from evals.datasets.records import JsonRow, read_rows, read_turn
from evals.errors import BadSet
from evals.markdown import table
from evals.studies.bootstrap import with_interval
from evals.studies.command import FOLDER, run
from evals.text import tokens
from index.words import content_words

TURNS = "turns.jsonl"
Half = Literal["seen", "aside", "all"]  # of the conversations
HEAD = ("turns", "number", "token F1 (95 %)", "as asked", "left as asked", "earlier words", "invented words")


@dataclass(frozen=True, slots=True)
class MtragTurn:
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


def load_turns(path: Path) -> tuple[MtragTurn, ...]:
    """The turns in the folder, in order; raises BadSet."""
    file = path / TURNS
    if not file.is_file():
        raise BadSet(f"{path.name} has no {TURNS}.", "Name the folder that has one.")
    turns = tuple(_turn(row) for row in read_rows(file))
    if not turns:
        raise BadSet(f"{TURNS} has no turns.", "Write one JSON object a line.")
    return turns


def half_of(turns: Sequence[MtragTurn], which: Half) -> list[MtragTurn]:
    """The turns of one half of the conversations, drawn by chance and always the same; or all.

    The rules were made on "seen"; "aside" judges them.
    """
    conversations = sorted({turn.conversation for turn in turns})
    random.Random(0).shuffle(conversations)
    aside = set(conversations[: len(conversations) // 2])
    return [turn for turn in turns if which == "all" or (turn.conversation in aside) == (which == "aside")]


def _turn(row: JsonRow) -> MtragTurn:
    return MtragTurn(
        row.text("id"),
        row.text("conversation"),
        tuple(read_turn(row, item) for item in row.items("history")),
        row.text("question"),
        row.text("rewrite"),
    )


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A turn with the question that Footnote takes it for."""

    turn: MtragTurn
    question: str

    @property
    def f1(self) -> float:
        """Token F1 against the person's."""
        return token_f1(self.question, self.turn.rewrite)

    @property
    def f1_unchanged(self) -> float:
        """Token F1 of the question as it was asked against the person's."""
        return token_f1(self.turn.question, self.turn.rewrite)

    @property
    def left(self) -> bool:
        """Whether the question was left as it was asked."""
        return self.question == self.turn.question.strip()

    @property
    def added(self) -> tuple[int, int]:
        """How many words with meaning the person took from earlier turns, and how many of them are here."""
        before = {word for _, text in self.turn.history for word in content_words(text)}
        wanted = (before & set(content_words(self.turn.rewrite))) - set(content_words(self.turn.question))
        return len(wanted), len(wanted & set(content_words(self.question)))

    @property
    def invented(self) -> bool:
        """Whether it has a word with meaning that is in no turn."""
        texts = [self.turn.question, *(text for _, text in self.turn.history)]
        return bool(
            set(content_words(self.question)) - {word for text in texts for word in content_words(text)}
        )


def token_f1(text: str, gold: str) -> float:
    """The harmonic mean of the shares of tokens that `text` and `gold` have in common (SQuAD's F1).

    >>> token_f1("Who built the boat?", "Who built the red boat?"), token_f1("Why?", "Who?")
    (0.8571428571428571, 0.0)
    """
    predicted, wanted = Counter(tokens(text)), Counter(tokens(gold))
    both = (predicted & wanted).total()
    return 2 * both / (predicted.total() + wanted.total()) if both else 0.0


def rewrite(turns: Sequence[MtragTurn]) -> list[Rewritten]:
    """Each turn with the question that Footnote takes it for."""
    return [Rewritten(turn, standalone(turn.question, turn.history).question) for turn in turns]


def report(rewritten: Sequence[Rewritten]) -> str:
    """The table, as Markdown; "–" where there is no turn of the kind."""
    rows = []
    for name, changed in (("changed by the person", True), ("not changed", False)):
        turns = [case for case in rewritten if case.turn.changed == changed]
        rows.append((name, len(turns), *(_figures(turns) if turns else "–" * 5)))
    return table(HEAD, rows)


def _figures(rewritten: Sequence[Rewritten]) -> list[str]:
    wanted, taken = (sum(counts) for counts in zip(*(case.added for case in rewritten), strict=True))
    return [
        with_interval(_mean_f1, rewritten, lambda case: case.turn.conversation),
        f"{sum(case.f1_unchanged for case in rewritten) / len(rewritten):.3f}",
        f"{sum(case.left for case in rewritten) / len(rewritten):.2f}",
        f"{taken} of {wanted}",
        f"{sum(case.invented for case in rewritten)}",
    ]


def _mean_f1(rewritten: Sequence[Rewritten]) -> float:
    return sum(case.f1 for case in rewritten) / len(rewritten)


def _changes(rewritten: Sequence[Rewritten]) -> str:
    """What was changed, to be read."""
    return "".join(
        f"\n- {case.turn.question}\n  Understood as: {case.question}\n  A person: {case.turn.rewrite}"
        for case in rewritten
        if not case.left
    )


@click.command()
@click.argument("folder", type=FOLDER)
@click.option(
    "--half",
    type=click.Choice(get_args(Half)),
    default="all",
    show_default=True,
    help="The conversations on which the rules were made, or those that were set aside.",
)
@click.option("--show", is_flag=True, help="List what was changed.")
def followups(folder: Path, half: Half, show: bool) -> None:
    """Measure how follow-up questions are completed, on the conversations in FOLDER."""
    rewritten = rewrite(half_of(load_turns(folder), half))
    click.echo(report(rewritten) + (_changes(rewritten) if show else ""))


if __name__ == "__main__":
    sys.exit(run(followups))
