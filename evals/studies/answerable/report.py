"""How well the model that comes with Footnote tells whether a short text answers.

`python -m evals.studies.answerable.report` scores pairs that were written after it was trained, and that are
as short as what an answer shows; beside it the packaged cross-encoder without what it learnt.
"""

import sys
from collections.abc import Sequence

from assistant.evidence.rankers import DIFFERENCE
from evals.metrics.confidence.auroc import area
from evals.studies.written import SHORT, Pair, read_pairs
from index.models.rerank import PackagedReranker, Reranker


def auroc(pairs: Sequence[Pair], model: Reranker) -> float | None:
    """How well the model's scores tell the answered pairs from the others; 0.5 is chance."""
    return area([(model.scores(one.question, [one.passage])[0], one.answerable) for one in pairs])


def is_row(pair: Pair) -> bool:
    """Whether the passage is a row of a table."""
    return "; " in pair.passage and ": " in pair.passage


def main() -> None:
    """Prints the figures as a table in Markdown."""
    pairs = read_pairs(SHORT)
    parts = {
        "all": pairs,
        "rows of tables": [one for one in pairs if is_row(one)],
        "sentences, items, paragraphs": [one for one in pairs if not is_row(one)],
    }
    trained, packaged = PackagedReranker(threads=2, difference=DIFFERENCE), PackagedReranker(threads=2)
    rows = [
        f"| {name} | {len(ones)} | {auroc(ones, trained):.3f} | {auroc(ones, packaged):.3f} |"
        for name, ones in parts.items()
    ]
    sys.stdout.write("\n".join(["| pairs | n | AUROC | untrained |", "|---|---|---|---|", *rows]) + "\n")


if __name__ == "__main__":
    main()
