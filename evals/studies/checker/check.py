"""Labelled sentences, checked by the model that ships, or by one that saw nothing of the document."""

import time
from collections.abc import Iterable, Iterator
from itertools import groupby

from assistant.grounding import Checker
from assistant.grounding.scoring import SupportScorer
from evals.studies.checker.features import anonymous, checker_of, read_table
from evals.studies.checker.figures import CheckedSentence
from evals.studies.checker.fit import FOLDS, fit_scorer, fold_of
from evals.studies.checker.pairs import LabelledSentence
from index.models.embeddings import Embedder


def fold_scorers() -> dict[int, SupportScorer]:
    """For each fold of the documents the scorer that was fitted on the others."""
    rows, _ = read_table()
    return {fold: fit_scorer([row for row in rows if fold_of(row.group) != fold]) for fold in range(FOLDS)}


def check_all(
    pairs: Iterable[LabelledSentence], embedder: Embedder, scorers: dict[int, SupportScorer] | None = None
) -> Iterator[CheckedSentence]:
    """Every sentence checked; those of one answer on one checker, as the page does it."""
    for _, group in groupby(pairs, key=lambda pair: (pair.set, pair.kind, pair.group, pair.passages)):
        members = list(group)
        scorer = scorers[fold_of(anonymous(members[0].group))] if scorers else None
        checker = checker_of(members[0], embedder, scorer)
        for pair in members:
            began = time.perf_counter()
            checked = checker.span(pair.text, 0, len(pair.text))
            seconds = time.perf_counter() - began
            yield CheckedSentence(pair, checked.support, checked.score, _evidence(checker, pair), seconds)


def _evidence(checker: Checker, pair: LabelledSentence) -> frozenset[tuple[int, int]]:
    """The sentences that the checker takes as evidence, also where it shows none."""
    return frozenset((quote.hit, quote.number) for quote in checker.cited(pair.text))
