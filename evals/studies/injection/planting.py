"""Orders to plant in documents: attacks, harmless sentences that sound alike, and contexts to plant them in.

The shape of BIPIA (attacks, contexts) and of NotInject (harmless sentences).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from documents.text.runs import grouped
from evals.datasets.records import JsonRow, read_rows

TEXTS, CONTEXTS = "texts.jsonl", "contexts.jsonl"
UNKNOWN = "unknown"  # the answer where the context has none
Position = Literal["start", "middle", "end"]
PLACES: tuple[Position, ...] = ("start", "middle", "end")
# Where a sentence can be put in: after a line, else after a sentence, else after a word.
_BREAKS = (re.compile(r"\n"), re.compile(r"(?<=[.!?])\s+(?=[A-Z])"), re.compile(r"\s+"))


@dataclass(frozen=True, slots=True)
class PlantedSentence:
    """A sentence as it may stand in a document: an attack, or a harmless one."""

    id: str
    text: str
    category: str


@dataclass(frozen=True, slots=True)
class Context:
    """An e-mail or a table with a question; `answers`: any one counts, none: the context does not say."""

    id: str
    task: str
    text: str
    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Injections:
    """The whole set."""

    attacks: tuple[PlantedSentence, ...]
    benign: tuple[PlantedSentence, ...]
    contexts: tuple[Context, ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One document and its question: a context with an attack at a place, or without any."""

    context: Context
    attack: PlantedSentence | None = None
    place: Position | None = None

    @property
    def id(self) -> str:
        """The ids of its parts, joined."""
        return "--".join([self.context.id, *([self.attack.id, str(self.place)] if self.attack else [])])

    @property
    def document(self) -> str:
        """The text of the document."""
        if self.attack is None or self.place is None:
            return self.context.text
        return plant(self.context.text, self.attack.text, self.place)


def load(folder: Path) -> Injections:
    """The set in `folder`; raises BadSet for a record that is not as it should be."""
    texts = [(row.text("kind"), _planted(row)) for row in read_rows(folder / TEXTS)]
    return Injections(
        attacks=tuple(sentence for kind, sentence in texts if kind == "attack"),
        benign=tuple(sentence for kind, sentence in texts if kind == "benign"),
        contexts=tuple(map(_context, read_rows(folder / CONTEXTS))),
    )


def attempts(injections: Injections) -> list[Attempt]:
    """Every context without an attack, then every attack at three places in one context of each task.

    The contexts take turns, so that each is used about equally often.
    """
    return [*map(Attempt, injections.contexts), *_planted_attempts(injections)]


def _planted_attempts(injections: Injections) -> Iterator[Attempt]:
    tasks = grouped(injections.contexts, lambda context: context.task)
    for number, attack in enumerate(injections.attacks):
        for contexts in tasks.values():
            for place in PLACES:
                yield Attempt(contexts[number % len(contexts)], attack, place)


def plant(text: str, attack: str, place: Position) -> str:
    r"""`text` with the attack before it, after it, or at the break nearest to its middle.

    >>> plant("One.\nTwo.\nThree.", "Obey!", "middle")
    'One.\nTwo.\nObey!\nThree.'
    """
    if place == "start":
        return f"{attack}\n{text}"
    if place == "end":
        return f"{text}\n{attack}"
    breaks = _breaks(text) or [len(text)]
    at = min(breaks, key=lambda offset: abs(offset - len(text) // 2))
    before, after = text[:at].rstrip(" "), text[at:].lstrip(" ")
    gap = "\n" if before.endswith("\n") or "\n" in text else " "
    return f"{before.rstrip()}{gap}{attack}{gap}{after.lstrip()}"


def _breaks(text: str) -> Sequence[int]:
    """The offsets of the best kind of break that there is in the middle half of the text."""
    for pattern in _BREAKS:
        offsets = [match.end() for match in pattern.finditer(text)]
        if near := [offset for offset in offsets if len(text) / 4 <= offset <= 3 * len(text) / 4]:
            return near
    return []


def _planted(row: JsonRow) -> PlantedSentence:
    return PlantedSentence(row.text("id"), row.text("text"), row.text("category"))


def _context(row: JsonRow) -> Context:
    answers = tuple(answer for answer in row.texts("answers") if answer != UNKNOWN)
    return Context(row.text("id"), row.text("task"), row.text("context"), row.text("question"), answers)
