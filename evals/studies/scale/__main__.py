"""`python -m evals.studies.scale make` and `… search`: a large library, and searches in it."""

import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from assistant import build
from assistant.settings import Settings, load_settings
from documents.storage.postgres.library import PostgresLibrary
from evals.cases import CaseSet
from evals.datasets import load_set
from evals.keeping.libraries import open_with
from evals.markdown import table
from evals.studies.bench.clock import timed
from evals.studies.command import run
from evals.studies.scale.filling import fill
from evals.studies.scale.invented import EACH, Passages, passages_of
from evals.studies.scale.searching import Place, load, megabytes, recall, rows, sizes
from index.models.late_interaction import LateInteraction
from index.stores.dense import SearchIndex
from index.stores.server import ServerIndex

HEAD = ("search", "searches", "p50 ms", "p95 ms", "longest ms")
SETS = click.argument("sets", nargs=-1, required=True, type=click.Path(path_type=Path))


@click.group()
def scale() -> None:
    """Make a library of many passages, and measure searches in it.

    Which one is said by the settings, such as FOOTNOTE_HOME, FOOTNOTE_LIBRARY and FOOTNOTE_INDEX.
    """


@scale.command()
@SETS
@click.option("--passages", default=20_000, show_default=True, help="How many the library is to have.")
@click.option("--processes", default=1, show_default=True, help="How many add documents; SQLite takes one.")
@click.option("--base", type=click.Path(path_type=Path), help="The data folder with the sets' libraries.")
def make(sets: Sequence[Path], passages: int, processes: int, base: Path | None) -> None:
    r"""Fill the library of the settings with documents invented from those of SETS.

    \b
    FOOTNOTE_LIBRARY=postgresql://me@127.0.0.1/large \
        python -m evals.studies.scale make ../shared/data/{squad,scifact} --passages 1000000
    """
    settings = load_settings()
    real = _real([load_set(path) for path in sets], load_settings(home=base))
    open_library = partial(build.open_library, settings)
    seconds = timed(lambda: fill(open_library, real, passages // EACH, processes))
    click.echo(f"{passages:,} passages in {seconds:.0f} s, {passages / seconds:.0f} a second; load {load()}")
    click.echo(f"indexes in {timed(partial(_finish, settings)):.0f} s")


@scale.command("search")
@SETS
@click.option("--limit", default=200, show_default=True, help="How many questions.")
@click.option("--compare", is_flag=True, help="Also what the approximate searches miss, which takes minutes.")
def search_command(sets: Sequence[Path], limit: int, compare: bool) -> None:
    r"""Measure searches for the questions of SETS in the library of the settings.

    \b
    FOOTNOTE_LIBRARY=postgresql://me@127.0.0.1/large python -m evals.studies.scale search ../shared/data/squad
    """
    settings = load_settings()
    library = build.open_library(settings)
    index = build.open_index(settings, library)
    _use(index)
    embedder, reranker = build.open_embedder(settings), LateInteraction(threads=settings.threads)
    place = Place(library, index, embedder, reranker)
    questions = [case.question for path in sets for case in load_set(path).cases]
    random.Random(14).shuffle(questions)
    click.echo(f"{library.passage_count():,} passages; load {load()}")
    click.echo(table(HEAD, rows(place, questions[:limit])), nl=False)
    click.echo(f"memory of this process: {megabytes():,.0f} MB at most; load {load()}")
    if isinstance(library, PostgresLibrary):
        click.echo(table(("table", "MB"), sizes(library)), nl=False)
    if compare:
        dense, lexical = recall(place, questions)
        click.echo(f"recall@10 by meaning {dense:.3f}" + (f", by words {lexical:.3f}" if lexical else ""))
    index.close()
    library.close()


def _real(sets: Sequence[CaseSet], settings: Settings) -> Passages:
    embedder = build.open_embedder(settings)
    opened = [open_with(case_set, replace(settings, llm="none"), embedder=embedder) for case_set in sets]
    try:
        return passages_of([assistant.library for assistant in opened])
    finally:
        for assistant in opened:
            assistant.close()


def _finish(settings: Settings) -> None:
    library = build.open_library(settings)
    index = build.open_index(settings, library)
    _use(index)
    index.settle()
    index.close()
    library.close()


def _use(index: SearchIndex) -> None:
    index.use_store()
    if isinstance(index, ServerIndex):
        index.wait()  # a page answers meanwhile, which is not what is measured


if __name__ == "__main__":
    sys.exit(run(scale))
