"""How well each way of ranking finds the gold of sets: `python -m evals.studies.rankers SET...`.

No answer is composed: only searches run, on the libraries that `footnote eval` makes.
"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from assistant.build import open_embedder
from assistant.evidence.rankers import Rankers
from assistant.pipeline.followup import standalone
from assistant.settings import Settings, load_settings
from evals.cases import CaseSet
from evals.datasets import load_set
from evals.gold import Gold, GoldFinder
from evals.keeping.answers import places
from evals.keeping.libraries import open_with
from evals.markdown import table
from evals.metrics import METRICS
from evals.metrics.percentiles import percentile
from evals.runner import DEPTH
from evals.studies.command import run
from evals.verdicts import Verdict
from index.models.embeddings import Embedder
from index.models.late_interaction import LateInteraction
from index.models.rerank import PackagedReranker, Reranker
from index.types import Hit

COLUMNS = ("recall@1", "recall@5", "recall@10", "ndcg@10")
HEAD = ("set", "ranking", "questions", *COLUMNS, "p50 s", "p95 s")
Search = Callable[[str], list[Hit]]


def rankings(settings: Settings) -> Mapping[str, Reranker | None]:
    """What reads the first passages of the hybrid ranking again, by name; None: nothing."""
    return {
        "hybrid": None,
        "with the cross-encoder": PackagedReranker(threads=settings.threads),
        "with late interaction": LateInteraction(threads=settings.threads),
    }


def figures(case_set: CaseSet, settings: Settings, embedder: Embedder) -> Iterator[tuple[str, ...]]:
    """A row for each way of ranking, of the cases that have gold."""
    for name, ranker in rankings(settings).items():
        with open_with(case_set, settings, rankers=Rankers(passages=ranker), embedder=embedder) as assistant:
            finder = GoldFinder(case_set, assistant.sources(), assistant.text)
            golds = [gold for case in case_set.cases if (gold := finder.gold(case)).units]
            verdicts = [ranked(gold, lambda query: assistant.search(query, DEPTH)) for gold in golds]
        yield (case_set.name, name, *figures_of(verdicts))


def ranked(gold: Gold, search: Search) -> Verdict:
    """The verdict on the ranking for a case's question, with its seconds."""
    began = time.perf_counter()
    hits = search(standalone(gold.case.question, gold.case.history).question)
    seconds = time.perf_counter() - began
    covered = gold.covered(places(hits))
    return Verdict(gold.case.id, asked=False, units=gold.units, covered=covered, seconds={"search": seconds})


def figures_of(verdicts: Sequence[Verdict]) -> tuple[str, ...]:
    """The figures of COLUMNS and the seconds over these cases, as a table shows them."""
    values = [METRICS[name].figure(verdicts).value for name in COLUMNS]
    values += [
        percentile([verdict.seconds["search"] for verdict in verdicts], percent) for percent in (50, 95)
    ]
    return (str(len(verdicts)), *("–" if value is None else f"{value:.3f}" for value in values))


@click.command()
@click.argument("sets", nargs=-1, required=True, type=click.Path(path_type=Path))
def rankers(sets: Sequence[Path]) -> None:
    r"""Measure how each way of ranking finds the gold of SETS.

    \b
    python -m evals.studies.rankers ../shared/data/squad ../shared/data/chunking
    """
    settings = replace(load_settings(), llm="none", reranker="none")
    embedder = open_embedder(settings)
    rows = [row for folder in sets for row in figures(load_set(folder), settings, embedder)]
    click.echo(table(HEAD, rows), nl=False)


if __name__ == "__main__":
    sys.exit(run(rankers))
