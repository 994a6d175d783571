"""Whether a library moved to PostgreSQL and back finds the same.

`python -m evals.studies.moving HOME SET --to URL`.

HOME is the data folder of a library, SET the questions that are searched for. Texts are compared by the move
itself; here are its seconds, and how many of the searches have the same passages in the same order.
"""

import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import click

from assistant.assistant import Assistant
from assistant.build import open_embedder, open_place, place_at
from assistant.moving import move
from assistant.settings import Settings, load_settings
from evals.cases import choose
from evals.datasets import load_set
from evals.markdown import table
from evals.studies.command import FOLDER, run
from index.models.embeddings import Embedder
from index.types import Hit

HEAD = ("library", "seconds", "documents", "passages", "same passages", "same order", "scores differ by")


@click.command()
@click.argument("home", type=FOLDER)
@click.argument("questions", type=FOLDER, metavar="SET")
@click.option("--to", "target", metavar="URL", required=True, help="An empty PostgreSQL database.")
@click.option("--limit", type=click.IntRange(min=1), default=50, metavar="N", help="Questions [default: 50].")
def command(home: Path, questions: Path, target: str, limit: int) -> None:
    """Move a library there and back, and compare what searches find."""
    settings = load_settings(home, {"reranker": "none", "llm": "none"})
    test_questions = [case.question for case in choose(load_set(questions).cases, limit=limit, seed=0)]
    embedder = open_embedder(settings)
    before = search_all(settings, embedder, test_questions)
    with tempfile.TemporaryDirectory() as folder:
        in_postgres = place_at(settings, target)
        rows = [row("PostgreSQL", settings, in_postgres, before, embedder, test_questions)]
        in_sqlite = place_at(in_postgres, folder)
        rows.append(row("back in SQLite", in_postgres, in_sqlite, before, embedder, test_questions))
    click.echo(table(HEAD, rows))


def search_all(settings: Settings, embedder: Embedder, questions: Sequence[str]) -> list[list[Hit]]:
    """What a search finds for each question."""
    with Assistant.with_settings(settings, embedder=embedder, open_model=lambda: None) as assistant:
        return [assistant.search(question) for question in questions]


def row(
    name: str,
    here: Settings,
    goal: Settings,
    before: Sequence[Sequence[Hit]],
    embedder: Embedder,
    questions: Sequence[str],
) -> tuple[str, ...]:
    """Moves the library and says what is the same afterwards."""
    began = time.perf_counter()
    with open_place(here) as origin, open_place(goal) as target:
        moved = move(origin, target, progress=_print_progress)
    seconds = time.perf_counter() - began
    after = search_all(goal, embedder, questions)
    pairs = list(zip(before, after, strict=True))
    same = sum({hit.passage for hit in old} == {hit.passage for hit in new} for old, new in pairs)
    ordered = sum([hit.passage for hit in old] == [hit.passage for hit in new] for old, new in pairs)
    scores = ({hit.passage.id: hit.score for hit in new} for _, new in pairs)
    apart = max(
        abs(hit.score - scores_after[hit.passage.id])
        for (old, _), scores_after in zip(pairs, scores, strict=True)
        for hit in old
        if hit.passage.id in scores_after
    )
    counts = (f"{moved.sources:,}", f"{moved.passages:,}")
    return (
        name,
        f"{seconds:.0f}",
        *counts,
        f"{same} of {len(pairs)}",
        f"{ordered} of {len(pairs)}",
        f"{apart:.5f}",
    )


def _print_progress(what: str, done: int, total: int) -> None:
    if done == total:
        print(f"{done:,} {what}", file=sys.stderr)  # noqa: T201  # a study's progress


if __name__ == "__main__":
    sys.exit(run(command))
