"""Drafts with their signals, from the sets that `confidence` is fitted on: kept as numbers, without any text.

`python -m evals.studies.declining.examples DATA` asks for them anew.
"""

import json
import sys
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import click

from assistant.settings import Settings, load_settings
from evals.datasets import load_set
from evals.fitting import Example, examples_of, signals_in
from evals.keeping.fingerprint import digest
from evals.keeping.libraries import open_library
from evals.runner import Options, Runner
from evals.studies.answerable.asked import Asked, asked_in
from evals.studies.answerable.half import run_on_half
from evals.studies.answerable.train import HALF, judging_settings
from evals.studies.command import FOLDER, limit_option, run
from evals.studies.written_sets import KEPT_DOCUMENTS, read_documents

EXAMPLES = Path(__file__).with_name("examples.jsonl")
SETS = ("squad", "clapnq")
WRITTEN = "written"


def read_examples(path: Path = EXAMPLES) -> list[Example]:
    """The examples that are kept."""
    return [Example.from_dict(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def write_examples(examples: Iterable[Example], path: Path = EXAMPLES) -> None:
    """Keeps the examples, one a line."""
    lines = (json.dumps(example.to_dict()) for example in examples)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def ask(folder: Path, settings: Settings, limit: int | None) -> list[Example]:
    """The examples of the set in `folder`, asked with these settings."""
    from assistant import Assistant

    case_set = load_set(folder)
    with closing(open_library(case_set, settings, Assistant.open)) as assistant:
        drafts = examples_of(Runner(settings, options=Options(limit=limit)).run(case_set, assistant))
    # Where words were only copied, or no model was asked, the decision goes by the quotes.
    return [example for example in drafts if not example.signals.quoted]


def quotes(data: Path, settings: Settings) -> list[Example]:
    """The examples of squad without a language model, where the answering model did not see the document."""
    return examples_of(run_on_half(data, HALF, replace(settings, llm="none")))


def written(judged_answers: Iterable[Asked]) -> list[Example]:
    """The examples of questions about documents that were written to judge by; a set is a group."""
    return [
        Example(WRITTEN, signals, item.right, item.question.answered, digest(item.question.set))
        for item in judged_answers
        if (signals := signals_in(item.answer)) is not None
    ]


@click.command()
@click.argument("data", type=FOLDER)
@click.option("--quotes-only", is_flag=True, help="Keep the drafts of the language model as they are.")
@limit_option
def examples(data: Path, quotes_only: bool, limit: int | None) -> None:
    """Ask the questions of DATA/squad and DATA/clapnq, with a language model and without; keep the drafts.

    Hours on two cores, minutes with --quotes-only; drafts that are kept in the data folder are not asked for
    again, and --limit is of them alone. Without a language model half of squad is asked with the answering
    model that `python -m evals.studies.answerable.train DATA --half` has made, and the questions about
    documents that no model learnt from.
    """
    settings = load_settings()
    new = quotes(data, settings)  # first: what fails here fails before hours have passed
    new += written(asked_in(read_documents(KEPT_DOCUMENTS), judging_settings()))
    if quotes_only:
        drafts = [example for example in read_examples() if not example.signals.quoted]
    else:
        drafts = [example for name in SETS for example in ask(data / name, settings, limit)]
    write_examples(drafts + new)


if __name__ == "__main__":
    sys.exit(run(examples))
