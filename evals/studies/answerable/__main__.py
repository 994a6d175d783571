"""`python -m evals.studies.answerable`: how well the model tells which text answers, and whether one does."""

import sys
from collections.abc import Collection, Sequence
from itertools import filterfalse

import click

from assistant.evidence.rankers import DIFFERENCE
from assistant.evidence.rating import READ
from evals.markdown import table
from evals.metrics.confidence import area_under_roc
from evals.studies.answerable.found import Found, found_in
from evals.studies.answerable.train import judging_settings
from evals.studies.command import run
from evals.studies.written_sets import (
    KEPT_DOCUMENTS,
    SHORT,
    PassageQuestion,
    read_documents,
    read_questions,
)
from index.models.rerank import PackagedReranker, Reranker


def auroc(questions: Sequence[PassageQuestion], model: Reranker) -> float | None:
    """How well the model's scores tell the answered questions from the others; 0.5 is chance."""
    return area_under_roc(
        [
            (
                model.scores(passage_question.question, [passage_question.passage])[0],
                passage_question.answerable,
            )
            for passage_question in questions
        ]
    )


def is_row(passage_question: PassageQuestion) -> bool:
    """Whether the passage is a row of a table."""
    return "; " in passage_question.passage and ": " in passage_question.passage


def scored(questions: Sequence[Found], model: Reranker) -> list[tuple[Found, list[float]]]:
    """Each with the model's scores of the sentences that an answer's ranking reads."""
    return [
        (found, model.scores(found.sentences.query, found.sentences.texts[:READ]))
        for found in questions
        if found.sentences.texts
    ]


def places(ranked: Sequence[tuple[Found, Sequence[float]]]) -> list[int]:
    """How many sentences are put before the first that answers, for each question that a single one answers;
    `READ` where none of those read does.
    """
    return [_place(found.sentences.right, scores) for found, scores in ranked if found.alone]


def _place(right: Collection[int], scores: Sequence[float]) -> int:
    order = sorted(range(len(scores)), key=lambda place: -scores[place])
    return next((rank for rank, place in enumerate(order) if place in right), READ)


def answered_auroc(ranked: Sequence[tuple[Found, Sequence[float]]]) -> float | None:
    """How well the highest score tells the questions that are answered from the others."""
    return area_under_roc([(max(scores), found.answered) for found, scores in ranked])


@click.command()
def answerable() -> None:
    """Score the questions that were written to judge the model; in minutes.

    No model learnt from them. First come pairs with texts as short as those that an answer shows, scored by
    the model that tells what answers, and by the packaged cross-encoder as it comes. Then comes what a search
    finds in 78 documents: of how many questions the evidence is first, or among three, by these alone.
    """
    questions = read_questions(SHORT)
    parts = {
        "all": questions,
        "rows of tables": list(filter(is_row, questions)),
        "sentences, items, paragraphs": list(filterfalse(is_row, questions)),
    }
    models = {
        name: PackagedReranker(threads=2, difference=difference)
        for name, difference in (("trained", DIFFERENCE), ("untrained", None))
    }
    rows = [
        (name, len(members), *(f"{auroc(members, model):.3f}" for model in models.values()))
        for name, members in parts.items()
    ]
    click.echo(table(("pairs", "n", *(f"AUROC {name}" for name in models)), rows))
    found = list(found_in(read_documents(KEPT_DOCUMENTS), judging_settings()))
    of_search = []
    for name, model in models.items():
        ranked = scored(found, model)
        ranks = places(ranked)
        first, three = (sum(rank < most for rank in ranks) / len(ranks) for most in (1, 3))
        of_search.append((name, len(ranks), f"{first:.3f}", f"{three:.3f}", f"{answered_auroc(ranked):.3f}"))
    click.echo(table(("found", "n", "first", "among three", "AUROC answered"), of_search), nl=False)


if __name__ == "__main__":
    sys.exit(run(answerable))
