"""`make train-answerable DATA=../shared/data`: trains the model that tells whether a passage answers.

It learns from DATA/training/answerable.jsonl and the project's own
evals/studies/written_sets/answerable.jsonl, and is written as a difference to the packaged cross-encoder;
some ten minutes on two quiet cores.

With `--folds K --to FOLDER` it writes K differences instead: each learns without some documents, and is for
judging these (`python -m evals.studies.answerable.folds`).
"""

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.evidence.rankers import DIFFERENCE
from evals.studies.answerable.lowrank import Scorer
from evals.studies.answerable.pairs import Asked, examples, read_asked, written

SEED = 1
EPOCHS = 1.7


def train(asked: Sequence[Asked], to: Path) -> None:
    """Writes the difference learnt from these questions."""
    scorer = Scorer(SEED)
    scorer.train(examples(asked, SEED), epochs=EPOCHS, seed=SEED)
    arrays: dict[str, Any] = scorer.difference()  # Any: numpy takes a flag by name beside the arrays
    np.savez_compressed(to, **arrays)


def folds(asked: Sequence[Asked], count: int) -> list[frozenset[str]]:
    """The documents that each of `count` models does not see, about as many for each.

    >>> folds([Asked("", "", True, name) for name in "abcde"], 2) == [{"a", "c", "e"}, {"b", "d"}]
    True
    """
    names = sorted({one.source for one in asked})
    return [frozenset(names[number::count]) for number in range(count)]


def fold_name(number: int) -> str:
    """The file of one of the differences."""
    return f"answerable-{number}.npz"


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains the model that comes with Footnote, or those for judging it."""
    parser = argparse.ArgumentParser(prog="python -m evals.studies.answerable.train", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder with training/answerable.jsonl")
    parser.add_argument("--folds", type=int, default=0, help="models, each without some of the documents")
    parser.add_argument("--to", type=Path, default=Path("build/answerable"), help="their folder")
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    asked = read_asked(given.data / "training" / "answerable.jsonl")
    if not given.folds:
        train([*asked, *written()], DIFFERENCE)
        return
    given.to.mkdir(parents=True, exist_ok=True)
    for number, unseen in enumerate(folds(asked, given.folds)):
        seen = [one for one in asked if one.source not in unseen]
        train([*seen, *written()], given.to / fold_name(number))


if __name__ == "__main__":
    main()
