"""The bench's figures as rows, and the plain table they are printed in. Nothing here measures anything."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.export import plain_text
from documents.types import Record
from evals.cases import Case
from evals.errors import EvalError

SEED = 11
HEADINGS = ("", "Footnote", "usual stack", "ratio", "target", "reached")


@dataclass(frozen=True, slots=True)
class Comparison(Record):
    """One comparison. Units that end in "/s" are better when more, all others when less.

    `at_least` is the ratio that is wanted, `below` the limit on Footnote's own figure.
    """

    what: str
    unit: str
    footnote: float
    usual: float | None = None
    at_least: float | None = None
    below: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times better Footnote is; None where there is nothing to compare with."""
        if not self.usual or not self.footnote:
            return None
        return self.footnote / self.usual if self.unit.endswith("/s") else self.usual / self.footnote

    @property
    def reached(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        if self.below is not None:
            return self.footnote < self.below
        if self.at_least is None or self.ratio is None:
            return None
        return self.ratio >= self.at_least

    def to_dict(self) -> dict[str, Any]:
        """The fields, and the two figures worked out from them."""
        # Record's own method by name: a class with slots is made twice, which breaks super().
        return {**Record.to_dict(self), "ratio": self.ratio, "reached": self.reached}


def table(rows: Sequence[Comparison]) -> str:
    """The rows under their headings, in columns as wide as they must be."""
    return plain_text.table([HEADINGS, *map(_cells, rows)])


def pick_questions(cases: Sequence[Case], count: int, *, answerable_only: bool = False) -> list[str]:
    """`count` questions of a shuffle that is always the same, or all where there are fewer.

    Raises EvalError when there is none.
    """
    questions = [case.question for case in cases if case.answerable or not answerable_only]
    random.Random(SEED).shuffle(questions)
    if not questions:
        raise EvalError("The file of questions has none to ask.", "Name another one with --questions.")
    return questions[:count]


def _cells(row: Comparison) -> tuple[str, ...]:
    if row.at_least is not None:
        target = f">= {row.at_least:g}x"
    else:
        target = f"< {row.below:g} {row.unit}" if row.below is not None else ""
    return (
        row.what,
        _figure(row.footnote, row.unit),
        _figure(row.usual, row.unit) if row.usual is not None else "",
        f"{row.ratio:.1f}x" if row.ratio is not None else "",
        target,
        "" if row.reached is None else "yes" if row.reached else "no",
    )


def _figure(value: float, unit: str) -> str:
    return f"{value:,.0f} {unit}" if value >= 100 else f"{value:.3g} {unit}"
