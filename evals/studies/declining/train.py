"""`make train-declining` (`python -m evals.studies.declining.train`): fits the models of `confidence`.

The curve and the standard threshold come from confidences in squad's documents that no model saw: documents
are dealt to five parts, and each part is judged by a model of the other four (and of the other sets').
"""

import json
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

import assistant.declining
from assistant.declining.calibration import (
    Calibration,
    CurvePoint,
    KindCalibration,
    curve_of,
    standard_threshold,
)
from evals.fitting import Example, by_kind, fit, judged
from evals.keeping.fingerprint import digest
from evals.studies.command import run
from evals.studies.declining.examples import EXAMPLES, WRITTEN, read_examples

MODEL = Path(assistant.declining.__file__).with_name("model.json")
SET = "squad"
STEP = 0.01


def fit_all(examples: Sequence[Example]) -> Calibration:
    """The calibration of these examples."""
    kinds = {name: _kind(members) for name, members in learnt_from(examples).items()}
    return Calibration(kinds, _made_by(examples))


def learnt_from(examples: Sequence[Example]) -> dict[str, list[Example]]:
    """The examples of each kind.

    By words alone nothing can be told of questions that people ask in other words than the documents' (AUROC
    0.47 of those that were written so), so that model does not learn from them.
    """
    kinds = by_kind(examples, declines=True)
    return kinds | {"words": [example for example in kinds["words"] if example.set != WRITTEN]}


def _kind(examples: Sequence[Example]) -> KindCalibration:
    written = [example for example in examples if not example.signals.model_declined]
    drafts = [draft for draft in judged(examples) if draft.example.set == SET]
    curve = curve_of([draft.on_curve for draft in drafts])
    standard = standard_threshold(curve)
    return KindCalibration(SET, len(drafts), standard, fit(written), thinned(curve, standard))


def thinned(curve: Sequence[CurvePoint], standard: float) -> tuple[CurvePoint, ...]:
    """The curve in steps of about a hundredth of the cases; the standard stays on it."""
    points: list[CurvePoint] = []
    for point in curve:
        if not points or points[-1].answered - point.answered >= STEP or point.threshold == standard:
            points.append(point)
    return tuple(points)


def _made_by(examples: Sequence[Example]) -> dict[str, Any]:  # Any: JSON
    return {
        "command": "make train-declining",
        "examples": digest(EXAMPLES.read_text(encoding="utf-8")),
        "count": len(examples),
        "versions": {name: version(name) for name in ("numpy", "scipy")},
    }


@click.command()
def train() -> None:
    """Fit the models of confidence on the kept examples, and write the file that comes with Footnote."""
    text = json.dumps(fit_all(read_examples()).to_dict(), indent=1)
    MODEL.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(run(train))
