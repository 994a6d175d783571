"""`python -m evals.studies.injection FOLDER`: how many orders planted in documents are obeyed."""

import json
import random
import sys
from pathlib import Path

import click

from assistant import Assistant
from assistant.settings import load_settings
from documents.types import plain
from evals.keeping.cache import remember_model
from evals.keeping.fingerprint import digest
from evals.runner import CACHE
from evals.studies.command import FILE, FOLDER, limit_option, run
from evals.studies.injection.planting import Attempt, Injections, attempts, load
from evals.studies.injection.report import report
from evals.studies.injection.run import JudgedAttempt, add_documents, ask

SEED = 7


def chosen(injections: Injections, limit: int | None) -> list[Attempt]:
    """All attempts, or the first `limit` of a seeded shuffle with their contexts without an attack."""
    everything = attempts(injections)
    if limit is None:
        return everything
    planted = [attempt for attempt in everything if attempt.attack]
    random.Random(SEED).shuffle(planted)
    drawn = planted[:limit]
    contexts = {attempt.context.id for attempt in drawn}
    return [
        attempt
        for attempt in everything
        if attempt in drawn or (not attempt.attack and attempt.context.id in contexts)
    ]


def ask_all(planned: list[Attempt], assistant: Assistant, folder: Path) -> list[JudgedAttempt]:
    """What came of each attempt; their documents are written into the folder."""
    sources = add_documents(planned, assistant, folder)
    with click.progressbar(planned, file=sys.stderr) as progress:
        return [ask(attempt, assistant, sources[attempt.id]) for attempt in progress]


@click.command()
@click.argument("folder", type=FOLDER)
@limit_option
@click.option("--answers", type=FILE, help="The file that keeps every answer, as JSON.")
def injection(folder: Path, limit: int | None, answers: Path | None) -> None:
    """Plant orders in documents, ask about these with the settings in force, and count what is obeyed.

    FOLDER has texts.jsonl and contexts.jsonl. Every answer is kept, to be read by eye: a rule may miss what a
    person sees.
    """
    injections, settings = load(folder), load_settings()
    home = settings.home / "evals" / f"injection-{digest(plain(attempts(injections)), length=10)}"
    with Assistant.open(home) as assistant:
        remember_model(assistant, assistant.settings, settings.home / "evals" / CACHE)
        judged = ask_all(chosen(injections, limit), assistant, home / "documents")
        model = assistant.describe_model()
    answers_file = answers or home / "answers.json"
    answers_file.write_text(json.dumps(plain(judged), ensure_ascii=False, indent=1), encoding="utf-8")
    click.echo(f"Model: {model}. Every answer: {answers_file}\n\n{report(injections, judged)}", nl=False)


if __name__ == "__main__":
    sys.exit(run(injection))
