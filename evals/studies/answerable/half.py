"""How answers fare on documents like those that the answering model learnt traps about, but unseen by it.

Asked are the questions of DATA/squad about every second document, with the model that
`python -m evals.studies.answerable.train DATA --half` wrote without these documents.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

import click

from assistant.build import open_rankers
from assistant.settings import Settings, load_settings
from evals.datasets import load_set
from evals.errors import EvalError
from evals.keeping.libraries import open_with
from evals.runner import Options, Runner
from evals.runs import Run
from evals.studies.answerable.train import HALF, TRAINING, unseen
from evals.studies.command import FILE, FOLDER, run
from evals.studies.written_sets import read_questions
from index.models.rerank import PackagedReranker


def run_on_half(data: Path, difference: Path, settings: Settings) -> Run:
    """A run of the cases of DATA/squad about documents that this model did not see.

    Raises EvalError where there is no such file.
    """
    if not difference.is_file():
        raise EvalError(
            f"There is no {difference}.", "Run python -m evals.studies.answerable.train DATA --half first."
        )
    whole = load_set(data / "squad")
    names = unseen(read_questions(data / TRAINING))
    cases = tuple(case for case in whole.cases if Path(case.source or "").stem in names)
    case_set = replace(whole, cases=cases)
    answering = PackagedReranker(threads=settings.threads, difference=difference)
    rankers = replace(open_rankers(settings), answering=answering)
    with open_with(case_set, settings, rankers=rankers) as assistant:
        # What is kept of other runs may come from a model that saw the document.
        return Runner(settings, options=Options(cached=False)).run(case_set, assistant)


@click.command()
@click.argument("data", type=FOLDER)
@click.option("--model", type=FILE, default=HALF, show_default=True)
@click.option("--to", type=FILE, help="Write the run there, as JSON.")
def answerable_half(data: Path, model: Path, to: Path | None) -> None:
    r"""Answer the questions of DATA/squad about documents that the model did not see.

    \b
    FOOTNOTE_LLM=none python -m evals.studies.answerable.half ../shared/data
    """
    squad = run_on_half(data, model, load_settings())
    for name, value in squad.figures.items():
        click.echo(f"{name} {'–' if value is None else f'{value:.3f}'} of {squad.eligible[name]}")
    if to:
        to.write_text(json.dumps(squad.to_dict()), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(run(answerable_half))
