"""How answers fare on the very documents whose other questions the answering model learnt from.

Each case is asked with a model that saw no question about its document: those that
`python -m evals.studies.answerable.train DATA --folds K --to FOLDER` wrote.
"""

import json
import sys
from dataclasses import replace
from pathlib import Path

import click

from assistant.build import open_rankers
from assistant.settings import Settings, load_settings
from evals.cases import CaseSet
from evals.datasets import load_set
from evals.errors import EvalError
from evals.keeping.libraries import open_with
from evals.runner import Options, Runner
from evals.runs import Run
from evals.studies.answerable.train import MODELS, TRAINING, fold_name, folds
from evals.studies.command import FILE, FOLDER, run
from evals.studies.written_sets import read_questions
from index.models.rerank import PackagedReranker

FOLDS = 4


def run_in_folds(data: Path, models: Path, count: int, settings: Settings) -> Run:
    """A run of DATA/squad, each case asked with that of `count` models which is for its document.

    The figures are those of all cases. Raises EvalError where `models` lacks one.
    """
    case_set = load_set(data / "squad")
    unseen = folds(read_questions(data / TRAINING), count)
    runs = [
        _run(_about(case_set, names), models / fold_name(number), settings)
        for number, names in enumerate(unseen)
    ]
    cases = [row for run in runs for row in run.cases]
    return Run.of(case_set.name, cases, settings=runs[0].settings, versions=runs[0].versions)


def _about(case_set: CaseSet, names: frozenset[str]) -> CaseSet:
    cases = tuple(case for case in case_set.cases if Path(case.source or "").stem in names)
    return replace(case_set, cases=cases)


def _run(case_set: CaseSet, difference: Path, settings: Settings) -> Run:
    if not difference.is_file():
        raise EvalError(
            f"There is no {difference}.", "Run python -m evals.studies.answerable.train DATA --folds 4 first."
        )
    answering = PackagedReranker(threads=settings.threads, difference=difference)
    rankers = replace(open_rankers(settings), answering=answering)
    with open_with(case_set, settings, rankers=rankers) as assistant:
        # What is kept of other runs may come from a model that saw the document.
        return Runner(settings, options=Options(cached=False)).run(case_set, assistant)


@click.command()
@click.argument("data", type=FOLDER)
@click.option("--models", type=FOLDER, default=MODELS, show_default=True)
@click.option("--folds", "count", default=FOLDS, show_default=True)
@click.option("--to", type=FILE, help="Write the run there, as JSON.")
def answerable_folds(data: Path, models: Path, count: int, to: Path | None) -> None:
    r"""Answer DATA/squad with models that did not see the document asked about.

    \b
    FOOTNOTE_LLM=none python -m evals.studies.answerable.folds ../shared/data
    """
    squad = run_in_folds(data, models, count, load_settings())
    for name, value in squad.figures.items():
        click.echo(f"{name} {'–' if value is None else f'{value:.3f}'} of {squad.eligible[name]}")
    if to:
        to.write_text(json.dumps(squad.to_dict()), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(run(answerable_folds))
