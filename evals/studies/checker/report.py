"""What the checker is worth: `python -m evals.studies.checker.report ../shared/data` prints it as Markdown.

ragtruth with the model that ships, which has seen none of it; wice and scifact with models that were
fitted without the document in question. Of the project's own everyday sentences the half in view; `kept` as
the second argument adds the other half, by which no rule was shaped: seldom, or it is kept no more.
"""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from assistant.grounding import Checker
from assistant.grounding.scoring import SupportScorer
from documents.text.sentences import sentence_spans
from evals.datasets.ragtruth import load_responses
from evals.studies.checker import tables
from evals.studies.checker.features import anonymous, checker_of, read_table
from evals.studies.checker.fit import FOLDS, fit_scorer, fold_of
from evals.studies.checker.outcomes import Outcome
from evals.studies.checker.pairs import Pair, scifact_pairs, split, wice_pairs
from evals.studies.written import read_claims
from index.models.embeddings import EMBEDDED, Embedder, SentenceTransformerEmbedder


def main(arguments: Sequence[str]) -> None:
    """Check all three sets and print the report."""
    from assistant.settings import default_models

    data = Path(arguments[0])
    embedder = SentenceTransformerEmbedder(EMBEDDED, models=default_models())
    answers = list(outcomes(ragtruth_pairs(data / "ragtruth"), embedder))
    scorers = fold_scorers()
    wice = list(outcomes(wice_pairs(data / "wice"), embedder, scorers))
    scifact = list(outcomes(scifact_pairs(data / "scifact"), embedder, scorers))
    written = {half: list(outcomes(written_pairs(half), embedder)) for half in ("seen", *arguments[1:])}
    sys.stdout.write(tables.report(answers, wice, scifact, written) + "\n")


def written_pairs(half: str) -> Iterator[Pair]:
    """One half of the everyday sentences against their evidence; kind: what they are, and in which way."""
    for one in read_claims(half=half):
        label = "found" if one.label == "true" else "not_found"
        yield Pair(
            "written", f"{one.label}: {one.kind}", one.id, one.claim, "", (split(one.evidence),), label
        )


def ragtruth_pairs(path: Path) -> Iterator[Pair]:
    """The sentences of the answers against their passages; kind: the answer's id, group: its source."""
    for one in load_responses(path):
        passages = tuple(split(passage) for passage in one.passages)
        for start, end in sentence_spans(one.response):
            label = "not_found" if one.unsupported(start, end) else "found"
            text = one.response[start:end]
            yield Pair("ragtruth", one.id, one.source_id, text, one.question, passages, label)


def fold_scorers() -> dict[int, SupportScorer]:
    """For each fold of the documents the scorer that was fitted on the others."""
    rows, _ = read_table()
    return {fold: fit_scorer([row for row in rows if fold_of(row.group) != fold]) for fold in range(FOLDS)}


def outcomes(
    pairs: Iterable[Pair], embedder: Embedder, scorers: dict[int, SupportScorer] | None = None
) -> Iterator[Outcome]:
    """Every pair checked; answers to one question on one checker, as the page does it."""
    for _, same in groupby(pairs, key=lambda pair: (pair.set, pair.kind, pair.group, pair.passages)):
        ones = list(same)
        scorer = scorers[fold_of(anonymous(ones[0].group))] if scorers else None
        checker = checker_of(ones[0], embedder, scorer)
        for pair in ones:
            began = time.perf_counter()
            checked = checker.span(pair.text, 0, len(pair.text))
            seconds = time.perf_counter() - began
            yield Outcome(pair, checked.support, checked.score, _would_cite(checker, pair), seconds)


def _would_cite(checker: Checker, pair: Pair) -> frozenset[tuple[int, int]]:
    """The sentences that the checker takes as evidence, also where it shows none."""
    return frozenset((quote.hit, quote.number) for quote in checker.cited(pair.text))


if __name__ == "__main__":
    main(sys.argv[1:])
