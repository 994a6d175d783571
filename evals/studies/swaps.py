"""Swapped facts: how many the checker catches.

`python -m evals.studies.swaps FOLDER...` makes pairs of a sentence and the same with one fact swapped from
the texts of the folders, checks each against the paragraph its sentence is from, and prints tables in
Markdown. With `--near` each is checked against the four passages of its document that have most of its words:
the swapped name or number may stand in another one.
"""

import sys
from argparse import ArgumentParser
from pathlib import Path

from evals.studies.swapping.pairs import EACH, Pair, evaluation_pairs
from evals.studies.swapping.report import by_pattern, run, table

__all__ = ["Pair", "evaluation_pairs"]


def main() -> None:
    """Makes the pairs of the folders on the command line, checks them and prints the tables."""
    parser = ArgumentParser(
        prog="python -m evals.studies.swaps", description="Swapped facts: how many are caught."
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument(
        "--near", action="store_true", help="check against the nearest passages of the document"
    )
    parser.add_argument("--each", type=int, default=EACH, help="pairs of a kind at most")
    given = parser.parse_args()
    checked = run(evaluation_pairs(given.folders, each=given.each), near=given.near)
    sys.stdout.write(f"{len(checked)} pairs\n\n{table(checked)}\n\n{by_pattern(checked)}\n")


if __name__ == "__main__":
    main()
