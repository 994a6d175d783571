"""`make train-ranking`: trains the model that ranks the passages that a search found.

It learns from the documents and questions that were written for it: a search gives each question passages to
choose from, and the hardest are those that the untrained model puts first.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

import click

from evals.studies.answerable.found import Found, found_in
from evals.studies.answerable.train import judging_settings
from evals.studies.command import run
from evals.studies.late_interaction.scorer import LateInteractionScorer, Ranking
from evals.studies.lowrank import in_parts
from evals.studies.written_sets import WrittenDocument, read_documents
from index.models.late_interaction import DIFFERENCE, LateInteraction
from index.models.rerank import NONE, Reranker

SEED = 1
RATE = 5e-4  # the highest learning rate
TURNS = 2  # of each question, each with other wrong passages
BATCH = 32  # questions that are read together
RIGHT, WRONG, NEAR = 1, 2, 10  # passages of a question; the wrong ones are among the first NEAR of them
KEPT = 1_000_000_000  # bytes of vectors of passages, which the questions about a set of documents share


def rankings(found: Found, ranker: Reranker, rng: random.Random) -> Iterator[Ranking]:
    """The question with right passages and hard wrong ones, TURNS times; not where no right one was found."""
    query = found.passages
    if not query.right:
        return
    scores = ranker.scores(query.query, query.texts)
    hard = sorted(query.wrong, key=lambda place: -scores[place])[:NEAR]
    for _ in range(TURNS):
        right, wrong = sorted(query.right)[:RIGHT], rng.sample(hard, min(WRONG, len(hard)))
        yield Ranking(
            query.query,
            tuple(query.texts[place] for place in right),
            tuple(query.texts[place] for place in wrong),
            frozenset(query.texts[place] for place in query.parts),
            {query.texts[place]: found.stretches[place] for place in (*right, *wrong)},
        )


def batches(questions: Sequence[Found], ranker: Reranker, rng: random.Random) -> list[list[Ranking]]:
    """Those about one set of documents, some together; each question once in each turn."""
    learning = [list(rankings(question, ranker, rng)) for question in questions]
    made = []
    for turn in zip(*(of_question for of_question in learning if of_question), strict=True):
        order = list(turn)
        rng.shuffle(order)
        made += list(in_parts(order, BATCH))
    return made


def write_difference(documents: Sequence[WrittenDocument]) -> None:
    """Writes what is learnt of these documents."""
    rng = random.Random(SEED)
    untrained = LateInteraction(difference=None, kept=KEPT)
    plan = []
    settings = replace(judging_settings(), reranker=NONE)  # what was learnt before has no say
    for _, members in groupby(documents, key=lambda document: document.set):
        plan += batches(list(found_in(list(members), settings)), untrained, rng)
    rng.shuffle(plan)
    scorer = LateInteractionScorer(SEED)
    scorer.train(plan, rate=RATE)
    scorer.write(DIFFERENCE)


@click.command()
def train() -> None:
    """Train the model that ranks passages, which comes with Footnote; in three quarters of an hour."""
    write_difference(read_documents())


if __name__ == "__main__":
    sys.exit(run(train))
