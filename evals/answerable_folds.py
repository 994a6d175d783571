"""How answers fare on the very documents whose other questions the answering model learnt from.

Each case is asked with a model that saw no question about its document: those that
`python -m evals.answerable_train DATA --folds K --to FOLDER` wrote.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from assistant import Assistant
from assistant.build import open_rankers
from assistant.settings import Settings, load_settings
from evals.answerable_pairs import read_asked
from evals.answerable_train import fold_name, folds
from evals.cases import CaseSet
from evals.datasets import load_set
from evals.libraries import open_library
from evals.metrics import figures
from evals.runner import Options, Runner
from evals.runs import CaseRun
from index.rerank import PackagedReranker


def run(
    case_set: CaseSet, unseen: Sequence[frozenset[str]], models: Path, settings: Settings
) -> list[CaseRun]:
    """Every case of the set about one of the `unseen` documents, asked with the model that is for them."""
    rows: list[CaseRun] = []
    for number, names in enumerate(unseen):
        cases = tuple(one for one in case_set.cases if Path(one.source or "").stem in names)
        if not cases:
            continue
        assistant = _opened(case_set, models / fold_name(number), settings)
        try:
            # What is kept of other runs may come from a model that saw the document.
            found = Runner(settings, options=Options(cached=False)).run(
                replace(case_set, cases=cases), assistant
            )
        finally:
            assistant.close()
        rows += found.cases
    return rows


def _opened(case_set: CaseSet, difference: Path, settings: Settings) -> Assistant:
    answering = PackagedReranker(threads=settings.threads, difference=difference)
    rankers = replace(open_rankers(settings), answering=answering)

    def opener(**values: Any) -> Assistant:  # Any: the settings
        return Assistant.with_settings(load_settings(arguments=values), rankers=rankers)  # type: ignore[arg-type]

    opened = open_library(case_set, settings, opener)
    assert isinstance(opened, Assistant)
    return opened


@click.command()
@click.argument("data", type=click.Path(path_type=Path, exists=True))
@click.option("--models", type=click.Path(path_type=Path, exists=True), default="build/answerable")
@click.option("--folds", "count", default=4, show_default=True)
@click.option("--to", type=click.Path(path_type=Path), help="Write the cases there, as JSON lines.")
def main(data: Path, models: Path, count: int, to: Path | None) -> None:
    r"""Answer DATA/squad with models that did not see the document asked about.

    \b
    FOOTNOTE_LLM=none python -m evals.answerable_folds ../shared/data
    """
    unseen = folds(read_asked(data / "training" / "answerable.jsonl"), count)
    rows = run(load_set(data / "squad"), unseen, models, load_settings())
    for name, figure in figures([row.verdict for row in rows]).items():
        click.echo(f"{name} {figure.value:.3f} of {figure.n}")
    if to:
        to.write_text("".join(f"{json.dumps(row.to_dict())}\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
