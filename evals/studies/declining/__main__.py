"""`python -m evals.studies.declining`: what `confidence` is worth, from the kept examples, in seconds."""

import sys

import click

from evals.studies.command import run
from evals.studies.declining.examples import read_examples
from evals.studies.declining.report import report


@click.command()
def declining() -> None:
    """Measure what confidence is worth on documents it was not fitted on, from the kept examples."""
    click.echo(report(read_examples()), nl=False)


if __name__ == "__main__":
    sys.exit(run(declining))
