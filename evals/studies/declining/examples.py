"""Drafts with their signals, from the sets that `confidence` is fitted on: kept as numbers, without any text.

`python -m evals.studies.declining.examples DATA` asks the embedded model all questions of DATA/squad and
DATA/clapnq (hours on two cores; answers that are kept in the data folder are not asked again) and writes
EXAMPLES. Without a language model squad is asked with the answering models that `python -m
evals.studies.answerable.train DATA --folds 4` has made.
"""

import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from assistant.settings import Settings, load_settings
from evals.datasets import load_set
from evals.fitting import Example, examples_of
from evals.keeping.libraries import open_library
from evals.runner import Options, Runner

EXAMPLES = Path(__file__).with_name("examples.jsonl")
SETS = ("squad", "clapnq")


def read_examples(path: Path = EXAMPLES) -> list[Example]:
    """The examples that are kept."""
    return [Example.from_dict(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def write_examples(examples: Iterable[Example], path: Path = EXAMPLES) -> None:
    """Keeps the examples, one a line."""
    lines = (json.dumps(one.to_dict()) for one in examples)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def ask(folder: Path, settings: Settings, limit: int | None) -> list[Example]:
    """The examples of the set in `folder`, asked with these settings."""
    from assistant import Assistant

    case_set = load_set(folder)
    with_model = open_library(case_set, settings, Assistant.open)
    try:
        run = Runner(settings, options=Options(limit=limit)).run(case_set, with_model)
    finally:
        with_model.close()
    # Where words were only copied the decision goes by the quotes, as without a language model.
    return [one for one in examples_of(run) if not one.signals.quoted]


def main(data: Path, limits: dict[str, int]) -> None:
    """Writes the examples of all sets, with the language model and without one."""
    settings = load_settings()
    found = [example for name in SETS for example in ask(data / name, settings, limits.get(name))]
    write_examples(found + quotes(data, settings))


def quotes(data: Path, settings: Settings) -> list[Example]:
    """The examples of squad without a language model, none asked of a model that saw its document."""
    from evals.studies.answerable.folds import FOLDS, MODELS, run

    return examples_of(run(data, MODELS, FOLDS, replace(settings, llm="none")))


if __name__ == "__main__":
    main(
        Path(sys.argv[1]), {name: int(number) for name, _, number in (a.partition("=") for a in sys.argv[2:])}
    )
