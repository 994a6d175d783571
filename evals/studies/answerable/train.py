"""`make train-answerable`: trains the two models that tell what answers.

One learns whether a passage answers, from DATA/training/answerable.jsonl and the project's own
evals/studies/written_sets/answerable.jsonl; the other to choose among texts, from what was written for it:
texts in a row, and documents in which a search finds what to choose from. Both are written as
differences to the packaged cross-encoder.
"""

import logging
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np

from assistant.evidence.rankers import CHOOSING, DIFFERENCE
from assistant.settings import Settings, load_settings
from evals.studies.answerable.choices import choices, hard_choices, queries_of
from evals.studies.answerable.found import Found, found_in, to_learn
from evals.studies.answerable.lowrank import Choice, LowRankScorer
from evals.studies.answerable.pairs import training_pairs
from evals.studies.command import FOLDER, run
from evals.studies.written_sets import (
    PassageQuestion,
    TextQuery,
    read_documents,
    read_queries,
    read_questions,
)

TRAINING = "training/answerable.jsonl"  # in the data folder
MODELS = Path("build/answerable")
SEED = 1
EPOCHS, CHOOSING_EPOCHS = 1.7, 1.0
# Sentences that a search found are the hardest to choose among, and the most like what is asked; of the rest
# a part is learnt, so that the whole takes less than an hour: of what was written to choose from, and of
# whole passages, which take long to read.
SENTENCE_TURNS = 2  # of each question, each with other wrong sentences
WRITTEN_SHARE, PASSAGES_SHARE = 0.8, 0.25


def write_difference(questions: Sequence[PassageQuestion], to: Path) -> None:
    """Writes the difference learnt from these questions about passages."""
    _write(training_pairs(questions, SEED), EPOCHS, to)


def write_choosing(queries: Sequence[TextQuery], found: Sequence[Found], to: Path) -> None:
    """Writes the difference learnt from these queries with several texts, and from what a search found."""
    sentences = to_learn((one.sentences, one.answered) for one in found)
    passages = to_learn((one.passages, one.answered) for one in found)
    learning = [
        *_some(choices(queries, SEED), WRITTEN_SHARE),
        *(
            choice
            for turn in range(SENTENCE_TURNS)
            for choice in hard_choices(sentences, SEED + turn, right=2, others=5, near=16)
        ),
        *_some(hard_choices(passages, SEED, right=1, others=3, near=20), PASSAGES_SHARE),
    ]
    _write(learning, CHOOSING_EPOCHS, to)


def _some(learning: Sequence[Choice], share: float) -> list[Choice]:
    return random.Random(SEED).sample(learning, round(share * len(learning)))


def _write(learning: Sequence[Choice], epochs: float, to: Path) -> None:
    scorer = LowRankScorer(SEED)
    scorer.train(learning, epochs=epochs, seed=SEED)
    arrays: dict[str, Any] = scorer.difference()  # Any: numpy takes a flag by name beside the arrays
    np.savez_compressed(to, **arrays)


def judging_settings() -> Settings:
    """Those that Footnote comes with, whatever the person has set, for libraries beside the models."""
    return load_settings(home=MODELS / "home", arguments={"llm": "none"}, environ={})


def folds(questions: Sequence[PassageQuestion], count: int) -> list[frozenset[str]]:
    """The documents that each of `count` models does not see, about as many for each.

    >>> folds([PassageQuestion("", "", True, name) for name in "abcde"], 2) == [{"a", "c", "e"}, {"b", "d"}]
    True
    """
    names = sorted({question.source for question in questions})
    return [frozenset(names[number::count]) for number in range(count)]


def fold_name(number: int) -> str:
    """The file of one of the differences."""
    return f"answerable-{number}.npz"


@click.command()
@click.argument("data", type=FOLDER)
@click.option("--folds", "count", default=0, help="So many models, each without some of the documents.")
@click.option(
    "--to", type=click.Path(path_type=Path), default=MODELS, show_default=True, help="Their folder."
)
def train(data: Path, count: int, to: Path) -> None:
    """Train the models that come with Footnote, one on DATA/training/answerable.jsonl; in an hour.

    With --folds models are written for judging instead (`python -m evals.studies.answerable.folds`): each
    learns without some documents.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    questions = read_questions(data / TRAINING)
    if not count:
        own = read_questions()
        write_difference([*questions, *own], DIFFERENCE)
        found = list(found_in(read_documents(), judging_settings()))
        write_choosing([*queries_of(own), *read_queries()], found, CHOOSING)
        return
    to.mkdir(parents=True, exist_ok=True)
    for number, unseen in enumerate(folds(questions, count)):
        seen = [question for question in questions if question.source not in unseen]
        write_difference([*seen, *read_questions()], to / fold_name(number))


if __name__ == "__main__":
    sys.exit(run(train))
