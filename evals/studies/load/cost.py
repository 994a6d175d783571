"""`python -m evals.studies.load.cost SET --home FOLDER`: the processor time of a question, on one thread.

It depends less on what else the machine does than waiting does. No language model is asked.
"""

import sys
import time
from collections.abc import Iterable
from pathlib import Path

import click

from assistant.assistant import Assistant
from assistant.settings import load_settings
from assistant.types import Evidence
from evals.datasets import load_set
from evals.studies.command import FOLDER, run

BEFORE = 40  # questions whose passages are kept, before it is measured again


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--home", type=click.Path(path_type=Path), required=True, help="A data folder, kept.")
@click.option("--limit", default=15, help="So many questions [default: 15].")
def cost(folder: Path, home: Path, limit: int) -> None:
    """Print the processor seconds of a question, as on a laptop and as where many ask."""
    case_set = load_set(str(folder))
    questions = [case.question for case in case_set.cases]
    with Assistant.open(home, llm="none", threads=1) as assistant:
        if not assistant.library.passage_count():
            assistant.add([document.path for document in case_set.documents if document.path is not None])
    for many in (False, True):
        with Assistant.open(home, llm="none", threads=1) as assistant:
            assistant.warm_up()
            if many:
                assistant.expect_many(at_once=1, megabytes=load_settings(home).cache_megabytes)
                mean_waits(assistant, questions[limit : limit + BEFORE])
            first, whole = mean_waits(assistant, questions[:limit])
        name = "many people" if many else "one person"
        click.echo(f"{name}: {first:.2f} s to the first quotes, {whole:.2f} s in all")


def mean_waits(assistant: Assistant, questions: Iterable[str]) -> tuple[float, float]:
    """Mean processor seconds of this thread to the first quotes of a question, and to its answer."""
    first, whole, number = 0.0, 0.0, 0
    for question in questions:
        began = time.thread_time()
        for event in assistant.stream(question):
            if isinstance(event, Evidence):
                first += time.thread_time() - began
        whole += time.thread_time() - began
        number += 1
    return first / max(1, number), whole / max(1, number)


if __name__ == "__main__":
    sys.exit(run(cost))
