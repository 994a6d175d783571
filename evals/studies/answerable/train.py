"""`make train-answerable`: trains the model that tells which text answers a question, if any.

It learns in two turns: first to choose among texts, from what was written for it (texts in a row, and
documents in which a search finds what to choose from); then also from DATA/training/answerable.jsonl that a
text in the question's very words may not answer. What was learnt is written as a difference to the packaged
cross-encoder.
"""

import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from assistant.evidence.rankers import DIFFERENCE
from assistant.settings import Settings, load_settings
from evals.studies.answerable.choices import choices, hard_choices, queries_of
from evals.studies.answerable.found import Found, found_in, to_learn
from evals.studies.answerable.scorer import Choice, LowRankScorer
from evals.studies.answerable.traps import trap_queries
from evals.studies.command import FOLDER, run
from evals.studies.written_sets import (
    PassageQuestion,
    TextQuery,
    read_documents,
    read_queries,
    read_questions,
)
from index.models.lowrank import load

TRAINING = "training/answerable.jsonl"  # in the data folder
MODELS = Path("build/answerable")
FIRST = MODELS / "first.npz"  # what was learnt in the first turn
HALF = MODELS / "half.npz"  # what was learnt without half of the documents with traps
SEED = 1
RATE, LATER_RATE = 6e-4, 3e-4  # the highest learning rates
# Sentences that a search found are the hardest to choose among, and the most like what is asked; of the rest
# a part is learnt, so that the whole takes less than an hour: of what was written to choose from, and of
# whole passages, which take long to read.
SENTENCE_TURNS = 2  # of each question, each with other wrong sentences
WRITTEN_SHARE, PASSAGES_SHARE = 0.55, 0.2
# With the traps a part of all that is learnt again, so that nothing is forgotten.
AGAIN_TURNS, AGAIN_WRITTEN, AGAIN_PASSAGES = 1, 0.2, 0.05


@dataclass(frozen=True, slots=True)
class Written:
    """What was written for the project: queries with several texts, and what a search finds in documents."""

    queries: Sequence[TextQuery]
    found: Sequence[Found]

    def choices(self, seed: int, *, turns: int, written: float, passages: float) -> list[Choice]:
        """Parts of them; sentences that were found in `turns`, each with other wrong ones."""
        sentences = to_learn((question.sentences, question.answered) for question in self.found)
        whole = to_learn((question.passages, question.answered) for question in self.found)
        return [
            *_some(choices(self.queries, seed), written),
            *(
                choice
                for turn in range(turns)
                for choice in hard_choices(sentences, seed + turn, right=2, others=5, near=16)
            ),
            *_some(hard_choices(whole, seed, right=1, others=3, near=20), passages),
        ]


def write_first(written: Written, to: Path) -> None:
    """Writes what is learnt of choosing among texts."""
    scorer = LowRankScorer(SEED)
    learning = written.choices(SEED, turns=SENTENCE_TURNS, written=WRITTEN_SHARE, passages=PASSAGES_SHARE)
    scorer.train(learning, rate=RATE, seed=SEED)
    scorer.write(to)


def write_difference(first: Path, written: Written, traps: Sequence[PassageQuestion], to: Path) -> None:
    """Writes what is learnt from there on, of these traps."""
    scorer = LowRankScorer(SEED)
    scorer.start_from(load(first))
    later = SEED + SENTENCE_TURNS
    learning = [
        *choices(trap_queries(traps, later), later),
        *written.choices(later, turns=AGAIN_TURNS, written=AGAIN_WRITTEN, passages=AGAIN_PASSAGES),
    ]
    scorer.train(learning, rate=LATER_RATE, seed=later)
    scorer.write(to)


def _some(learning: Sequence[Choice], share: float) -> list[Choice]:
    return random.Random(SEED).sample(learning, round(share * len(learning)))


def judging_settings() -> Settings:
    """Those that Footnote comes with, whatever the person has set, for libraries beside the models."""
    return load_settings(home=MODELS / "home", arguments={"llm": "none"}, environ={})


def unseen(questions: Sequence[PassageQuestion]) -> frozenset[str]:
    """Every second document, which the model that is judged does not see."""
    return frozenset(sorted({question.source for question in questions})[::2])


@click.command()
@click.argument("data", type=FOLDER)
@click.option("--half", is_flag=True, help="Write a model to judge, that does not see half of the documents.")
def train(data: Path, half: bool) -> None:
    """Train the model that comes with Footnote, also on DATA/training/answerable.jsonl; in an hour.

    With --half a model is written for judging instead (`python -m evals.studies.answerable.half`). It goes
    on from what was learnt in the first turn, which is kept in build/answerable and has nothing of DATA.
    """
    traps = read_questions(data / TRAINING)
    queries = [*queries_of(read_questions()), *read_queries()]
    written = Written(queries, list(found_in(read_documents(), judging_settings())))
    if not half or not FIRST.exists():
        write_first(written, FIRST)
    if half:
        apart = unseen(traps)
        write_difference(FIRST, written, [trap for trap in traps if trap.source not in apart], HALF)
    else:
        write_difference(FIRST, written, traps, DIFFERENCE)


if __name__ == "__main__":
    sys.exit(run(train))
