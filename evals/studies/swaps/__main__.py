"""`python -m evals.studies.swaps FOLDER...`: how many swapped facts the checker catches."""

import sys
from pathlib import Path

import click

from evals.studies.command import run
from evals.studies.swaps.pairs import EACH, changed_sentences
from evals.studies.swaps.report import by_kind, by_pattern, check_all


@click.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--near", is_flag=True, help="Check against the nearest passages of the document.")
@click.option("--each", default=EACH, show_default=True, help="Sentences of a kind at most.")
def swaps(folders: tuple[Path, ...], near: bool, each: int) -> None:
    """Swap one fact in sentences of the texts in FOLDERS, and count how many are caught.

    Each is checked against the paragraph its sentence is from, and beside them sentences that say the same in
    other words. With --near each is checked against the four passages of its document that have most of its
    words: the swapped name or number may stand in another one.
    """
    checked = check_all(changed_sentences(folders, each=each), near=near)
    click.echo(f"{len(checked)} pairs\n\n{by_kind(checked)}\n{by_pattern(checked)}", nl=False)


if __name__ == "__main__":
    sys.exit(run(swaps))
