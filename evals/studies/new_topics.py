"""`python -m evals.studies.new_topics SET`: whether a question is answered as alone, asked after another one.

The other one is of another document, so nothing of it belongs to the question: its first quote should be
that of the question alone.
"""

import random
import sys
from collections.abc import Iterable, Iterator, Sequence

import click

from assistant.assistant import Assistant
from assistant.settings import load_settings
from assistant.types import Answer
from evals.cases import Case, choose
from evals.datasets import load_set
from evals.keeping.libraries import open_with
from evals.markdown import table
from evals.studies.command import limit_option, run

HEAD = ("questions", "first quote as alone", "declined, and not alone")


def pairs(cases: Sequence[Case], seed: int = 0) -> list[tuple[Case, Case]]:
    """Each question that follows nothing, behind one of another document; a set of one document has none."""
    choice = random.Random(seed)
    alone = [case for case in cases if not case.history]
    found = []
    for case in alone:
        own = {evidence.source for evidence in case.evidence}
        if others := [other for other in alone if own.isdisjoint(span.source for span in other.evidence)]:
            found.append((choice.choice(others), case))
    return found


def first_quote(answer: Answer) -> str:
    """The first words that are shown."""
    return next((citation.quote for sentence in answer.sentences for citation in sentence.citations), "")


def asked_both_ways(
    assistant: Assistant, case_pairs: Iterable[tuple[Case, Case]]
) -> Iterator[tuple[Case, Answer, Answer]]:
    """Each second case with its answers: alone, and after the first question and its answer."""
    for before, case in case_pairs:
        history = [("user", before.question), ("assistant", assistant.ask(before.question).text)]
        yield case, assistant.ask(case.question), assistant.ask(case.question, history)


@click.command()
@click.argument("case_set", metavar="SET")
@limit_option
@click.option("--seed", type=int, default=0, show_default=True, help="Of the shuffle and of the pairs.")
@click.option("--show", is_flag=True, help="List the questions that are answered otherwise.")
def new_topics(case_set: str, limit: int | None, seed: int, show: bool) -> None:
    """Ask the questions of SET, each alone and after a question on another document.

    No language model is asked.
    """
    loaded = load_set(case_set)
    same, lost = [], []
    with open_with(loaded, load_settings(None, {"llm": "none"})) as assistant:
        chosen = choose(loaded.cases, limit=limit, seed=seed)
        for case, alone, after in asked_both_ways(assistant, pairs(chosen, seed)):
            same.append(first_quote(after) == first_quote(alone))
            lost.append(after.refused and not alone.refused)
            if show and not same[-1]:
                click.echo(f"- {case.id} {case.question}, understood as: {after.standalone_question}")
    click.echo(table(HEAD, [(len(same), share(same), share(lost))]), nl=False)


def share(values: Sequence[bool]) -> str:
    """Of them those that are true.

    >>> share([True, False]), share([])
    ('0.500', '–')
    """
    return f"{sum(values) / len(values):.3f}" if values else "–"


if __name__ == "__main__":
    sys.exit(run(new_topics))
