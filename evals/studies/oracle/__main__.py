"""`python -m evals.studies.oracle SET`: what becomes of drafts that are known to be right or wrong."""

import sys
from collections.abc import Generator, Iterator, Sequence
from functools import lru_cache

import click

from assistant.assistant import Assistant
from assistant.llm.protocol import Message, Piece
from assistant.settings import load_settings
from assistant.types import Wait
from evals.cases import Case, CaseSet, choose
from evals.datasets import load_set
from evals.gold import sources_by_name
from evals.keeping.libraries import open_with
from evals.studies.command import limit_option, run
from evals.studies.oracle.drafts import KINDS, RIGHT, Drafts, Kind
from evals.studies.oracle.outcomes import DraftOutcome, report


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


def drafts_of(case_set: CaseSet, assistant: Assistant, seed: int = 0) -> Drafts:
    """The drafts for the cases of a set, whose documents the assistant has."""
    by_name = sources_by_name(assistant.sources())
    return Drafts(case_set, lru_cache(maxsize=64)(lambda name: assistant.text(by_name[name][0])), seed)


def ask_all(
    cases: Sequence[Case],
    drafts: Drafts,
    assistant: Assistant,
    model: Scripted,
    kinds: Sequence[Kind] = KINDS,
) -> Iterator[DraftOutcome]:
    """What becomes of every draft of the cases; `model` is that of the assistant."""
    for case in cases:
        for kind in kinds:
            draft = drafts.draft(kind, case)
            if draft is not None:
                model.draft = draft
                yield DraftOutcome.of(kind, case.id, draft, assistant.ask(case.question, case.history))


@click.command()
@click.argument("case_set", metavar="SET")
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only these drafts.")
@limit_option
@click.option("--seed", type=int, default=0, show_default=True, help="Of the shuffle, and of what is random.")
@click.option("--show", is_flag=True, help="List what came out otherwise than it should.")
def oracle(case_set: str, kinds: tuple[Kind, ...], limit: int | None, seed: int, show: bool) -> None:
    """Measure what becomes of right and of wrong answers of a model, on SET with its own documents."""
    loaded, model = load_set(case_set), Scripted()
    with open_with(loaded, load_settings(), open_model=lambda: model) as assistant:
        drafts = drafts_of(loaded, assistant, seed)
        cases = choose(loaded.cases, limit=limit, seed=seed)
        outcomes = list(ask_all(cases, drafts, assistant, model, kinds or KINDS))
    click.echo(report(outcomes, seed=seed), nl=False)
    for draft in outcomes if show else ():
        if draft.answered == (draft.kind not in RIGHT):
            click.echo(f"- {draft.case} {draft.kind}, {draft.outcome}: {' '.join(draft.draft.split())}")


if __name__ == "__main__":
    sys.exit(run(oracle))
