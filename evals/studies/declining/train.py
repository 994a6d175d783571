"""`make train-declining`: fits the models of `confidence` on the kept examples and writes model.json.

The curve and the standard threshold come from confidences in squad's documents that no model saw: documents
are dealt to five parts, and each part is judged by a model of the other four (and of clapnq's).
"""

import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import assistant.declining
from assistant.declining.calibration import Calibration, CurvePoint, Kind, curve_of, standard_threshold
from evals.fitting import Example, by_kind, fit, judged
from evals.keeping.fingerprint import digest
from evals.studies.declining.examples import EXAMPLES, read_examples

MODEL = Path(assistant.declining.__file__).with_name("model.json")
SET = "squad"
STEP = 0.01
COVERAGE = 0.6  # of the answerable that the standard answers


def train(examples: list[Example]) -> Calibration:
    """The calibration of these examples."""
    kinds = {name: _kind(members) for name, members in by_kind(examples, declines=True).items()}
    return Calibration(kinds, _made_by(examples))


def _kind(examples: list[Example]) -> Kind:
    written = [one for one in examples if not one.signals.model_declined]
    scored = [triple for one, triple in zip(*judged(examples), strict=True) if one.set == SET]
    curve = curve_of(scored)
    standard = standard_threshold(curve, COVERAGE)
    return Kind(SET, len(scored), standard, fit(written), thinned(curve, standard))


def thinned(curve: Sequence[CurvePoint], standard: float) -> tuple[CurvePoint, ...]:
    """The curve in steps of about a hundredth of the cases; the standard stays on it."""
    kept: list[CurvePoint] = []
    for point in curve:
        if not kept or kept[-1].answered - point.answered >= STEP or point.threshold == standard:
            kept.append(point)
    return tuple(kept)


def _made_by(examples: list[Example]) -> dict[str, Any]:  # Any: JSON
    return {
        "command": "make train-declining",
        "examples": digest(EXAMPLES.read_text(encoding="utf-8")),
        "count": len(examples),
        "versions": {name: version(name) for name in ("numpy", "scipy")},
    }


def main() -> None:
    """Writes the model that comes with Footnote."""
    text = json.dumps(train(read_examples()).to_dict(), indent=1)
    MODEL.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
