"""How answers fare on the very documents whose other questions the answering model learnt from.

Each case is asked with a model that saw no question about its document: those that
`python -m evals.studies.answerable.train DATA --folds K --to FOLDER` wrote.
"""

import json
from dataclasses import replace
from pathlib import Path

import click

from assistant.build import open_rankers
from assistant.settings import Settings, load_settings
from evals.cases import CaseSet
from evals.datasets import load_set
from evals.errors import EvalError
from evals.keeping.libraries import open_with
from evals.metrics import figures
from evals.runner import Options, Runner
from evals.runs import Run
from evals.studies.answerable.pairs import read_asked
from evals.studies.answerable.train import fold_name, folds
from index.models.rerank import PackagedReranker

MODELS = Path("build/answerable")
FOLDS = 4


def run(data: Path, models: Path, count: int, settings: Settings) -> Run:
    """A run of DATA/squad, each case asked with that of `count` models which is for its document.

    The figures are those of all cases. Raises EvalError where `models` lacks one.
    """
    case_set = load_set(data / "squad")
    unseen = folds(read_asked(data / "training" / "answerable.jsonl"), count)
    runs = [
        _run(_about(case_set, names), models / fold_name(number), settings)
        for number, names in enumerate(unseen)
    ]
    cases = tuple(row for one in runs for row in one.cases)
    values = figures([row.verdict for row in cases])
    return replace(
        runs[0],
        cases=cases,
        figures={name: figure.value for name, figure in values.items()},
        eligible={name: figure.n for name, figure in values.items()},
    )


def _about(case_set: CaseSet, names: frozenset[str]) -> CaseSet:
    return replace(
        case_set, cases=tuple(one for one in case_set.cases if Path(one.source or "").stem in names)
    )


def _run(case_set: CaseSet, difference: Path, settings: Settings) -> Run:
    if not difference.is_file():
        raise EvalError(
            f"There is no {difference}.", "Run python -m evals.studies.answerable.train DATA --folds 4 first."
        )
    answering = PackagedReranker(threads=settings.threads, difference=difference)
    assistant = open_with(case_set, settings, replace(open_rankers(settings), answering=answering))
    try:
        # What is kept of other runs may come from a model that saw the document.
        return Runner(settings, options=Options(cached=False)).run(case_set, assistant)
    finally:
        assistant.close()


@click.command()
@click.argument("data", type=click.Path(path_type=Path, exists=True))
@click.option("--models", type=click.Path(path_type=Path, exists=True), default=MODELS)
@click.option("--folds", "count", default=FOLDS, show_default=True)
@click.option("--to", type=click.Path(path_type=Path), help="Write the run there, as JSON.")
def main(data: Path, models: Path, count: int, to: Path | None) -> None:
    r"""Answer DATA/squad with models that did not see the document asked about.

    \b
    FOOTNOTE_LLM=none python -m evals.studies.answerable.folds ../shared/data
    """
    found = run(data, models, count, load_settings())
    for name, value in found.figures.items():
        click.echo(f"{name} {'–' if value is None else f'{value:.3f}'} of {found.eligible[name]}")
    if to:
        to.write_text(json.dumps(found.to_dict()), encoding="utf-8")


if __name__ == "__main__":
    main()
