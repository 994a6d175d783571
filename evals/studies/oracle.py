"""How a model fares that is always right or always wrong: what Footnote makes of drafts that are known.

`python -m evals.studies.oracle SET` gives each case, in the model's place, the gold evidence, the gold answer
alone, the gold in other words, and in unanswerable cases a decline; then what a wrong model might say: a true
sentence that answers another question, the gold with one fact exchanged. Everything else is as it is for a
model that was not measured (`assistant/declining/believing.py`).
"""

import random
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import click

from assistant.assistant import Assistant
from assistant.llm.model import ChatModel, Message, Piece
from assistant.settings import Settings, load_settings
from assistant.types import Answer, Outcome, Wait
from evals.cases import CaseSet, choose
from evals.datasets import load_set
from evals.keeping.answers import Answers
from evals.keeping.libraries import open_library
from evals.spans import sources_by_name
from evals.studies.command import run
from evals.studies.oracle_drafts import KINDS, RIGHT, WRONG, Drafts, Kind
from index.models.embeddings import Embedder

WRONG_SHARE = 0.4  # of the answers of a model that is half right


class Scripted:
    """The ChatModel protocol: it says `draft`, whatever it is asked, and tells no probabilities."""

    name = "scripted"
    measured = False

    def __init__(self) -> None:
        self.draft = ""

    def stream(self, messages: Sequence[Message], *, max_tokens: int) -> Generator[Piece | Wait, None, None]:
        """The draft in one piece."""
        yield Piece(self.draft)

    def check(self) -> None:
        """Nothing: it can always answer."""

    def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of one draft. `shown`: a sentence of it is shown in an answer that is not called unsure.

    Where a list or section answers by itself no model is asked: `asked` is then false.
    """

    kind: Kind
    case: str
    draft: str
    outcome: Outcome
    asked: bool
    shown: bool


def ask_all(
    case_set: CaseSet,
    assistant: Answers,
    model: Scripted,
    *,
    kinds: Sequence[Kind] = KINDS,
    limit: int | None = None,
    seed: int = 0,
) -> Iterator[Seen]:
    """What becomes of every draft of the first `limit` cases of a shuffle by `seed`."""
    named = sources_by_name(assistant.sources())
    text_of = lru_cache(maxsize=64)(lambda name: assistant.text(named[name][0]))
    drafts = Drafts(case_set, text_of, seed)
    for case in choose(case_set.cases, limit=limit, seed=seed):
        for kind in kinds:
            draft = drafts.draft(kind, case)
            if draft is not None:
                model.draft = draft
                yield seen(kind, case.id, draft, assistant.ask(case.question, case.history))


def seen(kind: Kind, case: str, draft: str, answer: Answer) -> Seen:
    """What became of a draft in its answer."""
    asked = bool(answer.draft)
    said = " ".join(draft.split())
    shown = any(" ".join(one.text.split()) in said for one in answer.sentences)
    return Seen(kind, case, draft, answer.outcome, asked, asked and shown and answer.outcome == "answered")


@dataclass(frozen=True, slots=True)
class Half:
    """A model of which some answers are wrong: `before`, the share that is wrong, `after`, that among those
    shown as answered, and the share of its right answers that is `kept`.
    """

    cases: int
    before: float
    after: float
    kept: float


def half(rows: Sequence[Seen], *, seed: int = 0) -> Half | None:
    """Of each case one right or, in WRONG_SHARE, one wrong draft at random; None where there are too few.

    Drafts that code answers in the place of the model tell nothing of it, and are left out.
    """
    rng = random.Random(seed)
    cases: dict[str, list[Seen]] = {}
    for row in rows:
        if row.kind != "decline" and row.asked:
            cases.setdefault(row.case, []).append(row)
    drawn = []
    for ones in cases.values():
        kinds = WRONG if rng.random() < WRONG_SHARE else RIGHT
        if fitting := [one for one in ones if one.kind in kinds]:
            drawn.append(rng.choice(fitting))
    wrong = [one for one in drawn if one.kind in WRONG]
    right = [one for one in drawn if one.kind in RIGHT]
    shown = [one for one in drawn if _is_answered(one)]
    if not (wrong and right and shown):
        return None
    return Half(
        cases=len(drawn),
        before=len(wrong) / len(drawn),
        after=sum(one.kind in WRONG for one in shown) / len(shown),
        kept=sum(map(_is_answered, right)) / len(right),
    )


def report(rows: Sequence[Seen], *, seed: int = 0) -> str:
    """The tables, as Markdown."""
    lines = ["| the model says | cases | answered | unsure | declined |", "|---|---|---|---|---|"]
    for kind in KINDS:
        if ones := [row for row in rows if row.kind == kind]:
            lines.append(f"| {_said(kind)} | {len(ones)} | {' | '.join(_shares(ones))} |")
    if drawn := half(rows, seed=seed):
        lines += [
            "",
            f"Half right ({drawn.cases} cases): {drawn.before:.0%} of its answers are wrong, of those shown "
            f"as answered {drawn.after:.0%}; {drawn.kept:.0%} of the right ones are kept.",
        ]
    return "\n".join(lines) + "\n"


def _said(kind: Kind) -> str:
    return f"right: {kind}" if kind in RIGHT else f"wrong: {kind}" if kind in WRONG else "rightly: a decline"


def _is_answered(row: Seen) -> bool:
    """Whether a right answer counts as answered, or a wrong one is shown as if it were one."""
    return row.shown if row.kind in WRONG else row.outcome == "answered"


def _shares(rows: Sequence[Seen]) -> list[str]:
    answered = sum(map(_is_answered, rows))
    declined = sum(row.outcome == "declined" for row in rows)
    counts = (answered, len(rows) - answered - declined, declined)  # the documents' own words in between
    return [f"{count / len(rows):.1%}" for count in counts]


def open_set(
    case_set: CaseSet, settings: Settings, model: ChatModel, *, embedder: Embedder | None = None
) -> Answers:
    """The set's own library with `model` in the place of the language model."""

    def opened(home: Path, **values: Any) -> Assistant:  # Any: the settings by name
        return Assistant.with_settings(
            replace(settings, home=home, **values), embedder=embedder, open_model=lambda: model
        )

    return open_library(case_set, settings, opened)


@click.command()
@click.argument("case_set", metavar="SET")
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only these drafts.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="The first N of a seeded shuffle.")
@click.option("--seed", type=int, default=0, show_default=True, help="Of the shuffle, and of what is random.")
@click.option("--show", is_flag=True, help="List what came out otherwise than it should.")
def oracle(case_set: str, kinds: tuple[Kind, ...], limit: int | None, seed: int, show: bool) -> None:
    """Measure what becomes of right and of wrong answers of a model, on SET with its own documents."""
    loaded, model = load_set(case_set), Scripted()
    with closing(open_set(loaded, load_settings(), model)) as assistant:
        rows = list(ask_all(loaded, assistant, model, kinds=kinds or KINDS, limit=limit, seed=seed))
    click.echo(report(rows, seed=seed), nl=False)
    if show:
        for row in rows:
            if _is_answered(row) == (row.kind not in RIGHT):
                click.echo(f"- {row.case} {row.kind}, {row.outcome}: {' '.join(row.draft.split())}")


def main() -> int:
    """The exit status: 0, or 1 for what a person can mend."""
    return run(oracle, "python -m evals.studies.oracle")


if __name__ == "__main__":
    sys.exit(main())
