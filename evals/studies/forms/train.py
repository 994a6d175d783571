"""`make train-forms` (`python -m evals.studies.forms.train`): fits the model that tells a question's form.

A logistic regression on what `assistant.showing.forms.form_features` makes of a question. It is judged first
on the questions of each author by a model of the others', beside the patterns alone.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np

from assistant.settings import load_settings
from assistant.showing.forms import FORMS, MODEL, Model, by_patterns, form_features, form_of
from assistant.types import Form
from documents.library import Vectors
from evals.studies.command import run
from index.models.embedded import EmbeddedEmbedder

PLAIN = 0  # instead of an author: plain questions for one fact, or for a yes, which must stay that
QUESTIONS = Path(__file__).with_name("questions.jsonl")
STRENGTH = 0.3  # the inverse of how much large weights cost; by the authors held out


@dataclass(frozen=True, slots=True)
class Written:
    """A question, the form that its author wants it answered in, and who wrote it."""

    question: str
    form: Form
    author: int


def read_questions(path: Path = QUESTIONS) -> list[Written]:
    """The written questions. Raises ValueError for a form that there is not."""
    written = [Written(**json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]
    strange = {question.form for question in written} - set(FORMS)
    if strange:
        raise ValueError(f"no such form: {', '.join(sorted(strange))}")
    return written


def fit(rows: Vectors, forms: Sequence[Form]) -> Model:
    """The model of these rows (see `form_features`) and their forms, in the order of FORMS."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, max_iter=1000).fit(rows, [FORMS.index(form) for form in forms])
    return model.coef_.astype(np.float32), model.intercept_.astype(np.float32)


@click.command()
def train() -> None:
    """Judge and fit the model of forms, and write the file that comes with Footnote."""
    written = read_questions()
    embedder = EmbeddedEmbedder(load_settings().models)
    vectors = {example.question: embedder.embed_query(example.question) for example in written}
    by_pattern = {example.question: by_patterns(example.question) for example in written}
    rows = np.stack(
        [form_features(by_pattern[example.question], vectors[example.question]) for example in written]
    )
    forms = [example.form for example in written]
    for author in sorted({example.author for example in written} - {PLAIN}):
        own = np.array([example.author == author for example in written])
        model = fit(rows[~own], [example.form for example in written if example.author != author])
        theirs = [example for example in written if example.author == author]
        judged = [form_of(example.question, vectors.__getitem__, model) == example.form for example in theirs]
        right = sum(judged) / len(theirs)
        patterns = sum(by_pattern[example.question] == example.form for example in theirs) / len(theirs)
        click.echo(f"author {author}: {right:.3f} right of {len(theirs)}, by patterns alone {patterns:.3f}")
    weights, bias = fit(rows, forms)
    np.savez(MODEL, weights=weights, bias=bias)


if __name__ == "__main__":
    sys.exit(run(train))
