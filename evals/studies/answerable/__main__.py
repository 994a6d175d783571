"""`python -m evals.studies.answerable`: how well the model tells whether a short text answers."""

import sys
from collections.abc import Sequence

import click

from assistant.evidence.rankers import CHOOSING, DIFFERENCE
from evals.markdown import table
from evals.metrics.auroc import area_under_roc
from evals.studies.command import run
from evals.studies.written_sets import SHORT, PassageQuestion, read_questions
from index.models.rerank import PackagedReranker, Reranker


def auroc(questions: Sequence[PassageQuestion], model: Reranker) -> float | None:
    """How well the model's scores tell the answered questions from the others; 0.5 is chance."""
    return area_under_roc(
        [
            (model.scores(question.question, [question.passage])[0], question.answerable)
            for question in questions
        ]
    )


def is_row(question: PassageQuestion) -> bool:
    """Whether the passage is a row of a table."""
    return "; " in question.passage and ": " in question.passage


@click.command()
def answerable() -> None:
    """Score the questions about short texts that were written for it; in seconds.

    No model learnt from them, and their texts are as short as what an answer shows. Beside the model that
    chooses among short texts the one that learnt from passages, and the packaged cross-encoder as it comes.
    """
    questions = read_questions(SHORT)
    parts = {
        "all": questions,
        "rows of tables": [question for question in questions if is_row(question)],
        "sentences, items, paragraphs": [question for question in questions if not is_row(question)],
    }
    models = [
        PackagedReranker(threads=2, difference=difference) for difference in (CHOOSING, DIFFERENCE, None)
    ]
    rows = [
        (name, len(members), *(f"{auroc(members, model):.3f}" for model in models))
        for name, members in parts.items()
    ]
    click.echo(table(("pairs", "n", "AUROC", "of passages", "untrained"), rows), nl=False)


if __name__ == "__main__":
    sys.exit(run(answerable))
