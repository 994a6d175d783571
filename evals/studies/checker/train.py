"""Makes the checker's model: `python -m evals.studies.checker.train` from kept features (with DATA: anew).

`python -m evals.studies.checker.train ../shared/data` measures all pairs anew first (some ten minutes).
"""

import json
import platform
import sys
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import Any

from assistant.grounding.scoring import FILE, Model, SupportScorer
from evals.studies.checker.features import data_hashes, measured, read_table, write_table
from evals.studies.checker.fit import BASE_RATE, fit_scorer
from evals.studies.checker.pairs import training_pairs

COMMAND = "make train-checker"


def main(arguments: list[str]) -> None:
    """Write the model, and first the features where a data folder is given."""
    if arguments:
        refresh(Path(arguments[0]))
    rows, hashes = read_table()
    path = Path(str(resources.files("assistant.grounding"))) / FILE
    path.write_text(json.dumps(described(fit_scorer(rows), hashes), indent=1) + "\n", encoding="utf-8")
    print(f"{len(rows)} pairs -> {path.name}")  # noqa: T201 - a command's own output


def refresh(data: Path) -> None:
    """Measure the features of all training pairs and keep them."""
    from assistant.settings import default_models
    from index.models.embeddings import EMBEDDED, SentenceTransformerEmbedder

    embedder = SentenceTransformerEmbedder(EMBEDDED, models=default_models())
    pairs = list(training_pairs(data))
    rows = measured(pairs, embedder, lambda done: _tell(done, len(pairs)))
    write_table(rows, data_hashes(data))


def described(scorer: SupportScorer, hashes: dict[str, str]) -> dict[str, Any]:
    """The scorer as JSON, with where it comes from."""
    return {
        "about": "Logistic regression of the sentence checker; see evals/studies/checker/fit.py.",
        "command": COMMAND,
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("numpy", "scipy")},
        },
        "data": hashes,
        "base_rate": BASE_RATE,
        "scores": {name: getattr(scorer, name) for name in ("found", "partly", "vetoed", "empty")},
        "models": {"words": _model(scorer.words), "meaning": _model(scorer.meaning)},
    }


def _model(model: Model) -> dict[str, Any]:
    return {
        "intercept": model.intercept,
        "calibration": {"slope": model.slope, "offset": model.offset},
        "features": {
            name: {"mean": term.mean, "deviation": term.deviation, "coefficient": term.coefficient}
            for name, term in model.terms.items()
        },
    }


def _tell(done: int, total: int) -> None:
    if done % 50 == 0 or done == total:
        print(f"\r{done} of {total}", end="" if done < total else "\n", file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
