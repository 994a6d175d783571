"""How answers fare on documents like those that the answering model learnt traps about, but unseen by it.

Asked are the questions of DATA/squad about every second document, with the model that
`python -m evals.studies.answerable.train DATA --half` wrote without these documents.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from assistant.build import open_rankers
from assistant.evidence.sentences import below
from assistant.settings import Settings, load_settings
from evals.datasets import load_set
from evals.errors import EvalError
from evals.keeping.libraries import open_with
from evals.metrics.confidence import area_under_roc
from evals.runner import Options, Runner
from evals.runs import Run
from evals.studies.answerable.train import HALF, TRAINING, unseen
from evals.studies.answerable.traps import asked_of_sentences
from evals.studies.command import FILE, FOLDER, run
from evals.studies.written_sets import TextQuery, read_questions
from index.models.rerank import PackagedReranker, Reranker


def run_on_half(data: Path, difference: Path, settings: Settings) -> Run:
    """A run of the cases of DATA/squad about documents that this model did not see.

    Raises EvalError where there is no such file.
    """
    if not difference.is_file():
        raise EvalError(
            f"There is no {difference}.", "Run python -m evals.studies.answerable.train DATA --half first."
        )
    whole = load_set(data / "squad")
    names = unseen(read_questions(data / TRAINING))
    cases = tuple(case for case in whole.cases if Path(case.source or "").stem in names)
    case_set = replace(whole, cases=cases)
    answering = PackagedReranker(threads=settings.threads, difference=difference)
    rankers = replace(open_rankers(settings), answering=answering)
    with open_with(case_set, settings, rankers=rankers) as assistant:
        # What is kept of other runs may come from a model that saw the document.
        return Runner(settings, options=Options(cached=False)).run(case_set, assistant)


def of_paragraphs(queries: Sequence[TextQuery], model: Reranker) -> tuple[float | None, float]:
    """How well the highest score among a paragraph's sentences tells the answered questions from the others,
    as an AUROC; and the share of the answered ones whose answer stands in the sentence that has it.
    """
    scored = [
        (query, model.scores(query.query, [below(query.heading, text) for text in query.texts]))
        for query in queries
    ]
    first = [scores.index(max(scores)) in query.right for query, scores in scored if query.right]
    auroc = area_under_roc([(max(scores), bool(query.right)) for query, scores in scored])
    return auroc, sum(first) / max(len(first), 1)


@click.command()
@click.argument("data", type=FOLDER)
@click.option("--model", type=FILE, default=HALF, show_default=True)
@click.option("--to", type=FILE, help="Write the run there, as JSON.")
def answerable_half(data: Path, model: Path, to: Path | None) -> None:
    r"""Judge a model by questions about documents that it did not see: DATA/squad's, and traps.

    \b
    FOOTNOTE_LLM=none python -m evals.studies.answerable.half ../shared/data
    """
    settings = load_settings()
    squad = run_on_half(data, model, settings)
    questions = read_questions(data / TRAINING)
    queries = asked_of_sentences([question for question in questions if question.source in unseen(questions)])
    auroc, first = of_paragraphs(queries, PackagedReranker(threads=settings.threads, difference=model))
    click.echo(
        f"paragraph given: AUROC {auroc:.3f} of {len(queries)}, first the one that answers {first:.3f}"
    )
    for name, value in squad.figures.items():
        click.echo(f"{name} {'–' if value is None else f'{value:.3f}'} of {squad.eligible[name]}")
    if to:
        to.write_text(json.dumps(squad.to_dict()), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(run(answerable_half))
