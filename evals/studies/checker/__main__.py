"""`python -m evals.studies.checker DATA`: what the checker is worth."""

import sys
from pathlib import Path

import click

from evals.studies.checker.check import check_all, fold_scorers
from evals.studies.checker.pairs import ragtruth_pairs, scifact_pairs, wice_pairs, written_pairs
from evals.studies.checker.report import report
from evals.studies.command import FOLDER, run
from evals.studies.written_sets import BESIDE, EVERYDAY
from index.models.embedded import EmbeddedEmbedder


@click.command()
@click.argument("data", type=FOLDER)
@click.option("--kept", is_flag=True, help="Also the half of the written sentences that is kept for the end.")
def checker(data: Path, kept: bool) -> None:
    """Measure what the checker is worth, on ragtruth, wice and scifact in the folder DATA.

    ragtruth is checked with the model that ships, which has seen none of it; wice and scifact with models
    that were fitted without the document in question. Of the project's own written sentences the half in
    view; --kept adds the other half, by which no rule was shaped: seldom, or it is kept no more.
    """
    from assistant.settings import default_models

    embedder = EmbeddedEmbedder(default_models())
    scorers = fold_scorers()
    text = report(
        answers=list(check_all(ragtruth_pairs(data / "ragtruth"), embedder)),
        wice=list(check_all(wice_pairs(data / "wice"), embedder, scorers)),
        scifact=list(check_all(scifact_pairs(data / "scifact"), embedder, scorers)),
        written={
            f"{name}, the half {half}": list(check_all(written_pairs(half, path), embedder))
            for name, path in (("everyday sentences", EVERYDAY), ("several things side by side", BESIDE))
            for half in (("seen", "kept") if kept else ("seen",))
        },
    )
    click.echo(text, nl=False)


if __name__ == "__main__":
    sys.exit(run(checker))
