"""`make train-checker` (`python -m evals.studies.checker.train [DATA]`): makes the checker's model."""

import json
import platform
import sys
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from assistant.grounding.scoring import FILE, SupportScorer
from evals.studies.checker.features import data_hashes, measured, read_table, write_table
from evals.studies.checker.fit import BASE_RATE, fit_scorer
from evals.studies.checker.pairs import training_pairs
from evals.studies.command import FOLDER, run

COMMAND = "make train-checker"


@click.command()
@click.argument("data", type=FOLDER, required=False)
def train(data: Path | None) -> None:
    """Fit the checker's model on the kept features; with DATA these are measured anew first (ten minutes)."""
    if data:
        refresh(data)
    rows, hashes = read_table()
    path = Path(str(resources.files("assistant.grounding"))) / FILE
    path.write_text(json.dumps(described(fit_scorer(rows), hashes), indent=1) + "\n", encoding="utf-8")
    click.echo(f"{len(rows)} pairs -> {path.name}")


def refresh(data: Path) -> None:
    """Measure the features of all training pairs and keep them."""
    from assistant.settings import default_models
    from index.models.embedded import EmbeddedEmbedder

    embedder = EmbeddedEmbedder(default_models())
    with click.progressbar(list(training_pairs(data)), file=sys.stderr) as pairs:
        write_table(measured(pairs, embedder), data_hashes(data))


def described(scorer: SupportScorer, hashes: dict[str, str]) -> dict[str, Any]:
    """The scorer as JSON, with where it comes from."""
    return {
        "about": "Logistic regression of the sentence checker; see evals/studies/checker/fit.py.",
        "command": COMMAND,
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "scipy")},
        },
        "data": hashes,
        "base_rate": BASE_RATE,
        **scorer.to_dict(),
    }


if __name__ == "__main__":
    sys.exit(run(train))
