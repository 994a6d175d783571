"""`python -m evals.studies.answerable.asked`: what is shown for the questions about written documents.

No language model is asked; right is what has the evidence, wherever it stands in the answer.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from assistant.settings import Settings
from assistant.types import Answer, Sentence
from evals.markdown import table
from evals.metrics.confidence import area_under_roc, calibration_error
from evals.metrics.figure import mean
from evals.studies.answerable.located import LocatedQuestion, located, place_of
from evals.studies.answerable.train import judging_settings
from evals.studies.command import FILE, run
from evals.studies.written_sets import KEPT_DOCUMENTS, WrittenDocument, read_documents


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and what was answered."""

    question: LocatedQuestion
    answer: Answer

    @property
    def right(self) -> bool:
        """Whether the sentences have what answers, be they shown or withheld."""
        return self._is_answered_by((*self.answer.sentences, *self.answer.withheld))

    @property
    def shown(self) -> bool:
        """Whether what answers is shown."""
        return not self.answer.refused and self._is_answered_by(self.answer.sentences)

    @property
    def sure(self) -> bool:
        """Whether the answer is given without a caveat."""
        return self.answer.outcome == "answered"

    def _is_answered_by(self, sentences: Sequence[Sentence]) -> bool:
        return self.question.is_answered_by(
            [place_of(citation) for sentence in sentences for citation in sentence.citations]
        )


def asked_in(documents: Sequence[WrittenDocument], settings: Settings) -> Iterator[Asked]:
    """The questions about these documents, each asked of its set."""
    for assistant, question in located(documents, settings):
        yield Asked(question, assistant.ask(question.query))


def figures(judged_answers: Sequence[Asked]) -> list[str]:
    """What `COLUMNS` name, but for the set; shares are of the answerable or of the others before them.

    "answered" is what is said without a caveat. AUROC and calibration error are those of the confidence. That
    learnt from the questions that come with Footnote; `python -m evals.studies.declining` sets each apart.
    """
    answerable = [item for item in judged_answers if item.question.answered]
    others = [item for item in judged_answers if not item.question.answered]
    judged = [
        (item.answer.confidence, item.right) for item in judged_answers if item.answer.confidence is not None
    ]
    of_answerable = (
        mean(item.shown for item in answerable),
        mean(item.shown and item.sure for item in answerable),
        mean(item.sure and not item.right for item in answerable),
        mean(item.answer.refused for item in answerable),
    )
    answered = mean(item.sure for item in others).value
    return [
        str(len(answerable)),
        *(_written(figure.value) for figure in of_answerable),
        str(len(others)),
        *map(_written, (answered, area_under_roc(judged), calibration_error(judged))),
    ]


def _written(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


COLUMNS = (
    "set",
    "answerable",
    "shown",
    "answered with it",
    "with something else",
    "declined",
    "others",
    "answered",
    "AUROC",
    "calibration error",
)


@click.command()
@click.argument("documents", type=FILE, default=KEPT_DOCUMENTS)
def asked(documents: Path) -> None:
    """Ask the questions that were written to judge by, set by set; in minutes."""
    judged_answers = list(asked_in(read_documents(documents), judging_settings()))
    names = list(dict.fromkeys(item.question.set for item in judged_answers))
    rows = [
        (name, *figures([item for item in judged_answers if item.question.set == name])) for name in names
    ]
    click.echo(table(COLUMNS, [*rows, ("all", *figures(judged_answers))]), nl=False)


if __name__ == "__main__":
    sys.exit(run(asked))
