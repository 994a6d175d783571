"""`make train-declining`: fits the models of `confidence` on the kept examples and writes model.json.

The curve and the standard threshold come from confidences in squad's documents that no model saw: documents
are dealt to five parts, and each part is judged by a model of the other four (and of clapnq's).
"""

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import assistant.declining
from assistant.declining.calibration import DECLINED, Calibration, curve_of, standard_threshold
from evals.declining_examples import EXAMPLES, read_examples
from evals.declining_fit import Example, by_kind, fit, held_out
from evals.fingerprint import digest

MODEL = Path(assistant.declining.__file__).with_name("model.json")
SET = "squad"
COVERAGE = 0.6  # of the answerable that the standard answers


def train(examples: list[Example]) -> Calibration:
    """The calibration of these examples."""
    kinds = by_kind(examples)
    drafts = kinds["draft"]
    confidences = held_out(drafts)
    scored = [
        (confidence, one.right, one.answerable)
        for confidence, one in zip(confidences, drafts, strict=True)
        if one.set == SET
    ]
    declined = [
        (DECLINED, False, one.answerable)
        for one in examples
        if one.set == SET and one.signals.model_declined and not one.signals.quoted
    ]
    curve = curve_of([*scored, *declined])
    return Calibration(
        set=SET,
        cases=len(scored) + len(declined),
        standard=standard_threshold(curve, COVERAGE),
        models={kind: fit(members) for kind, members in kinds.items()},
        curve=curve,
        made_by=_made_by(examples),
    )


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
