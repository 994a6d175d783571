"""`footnote calibrate`: the confidence fitted to a person's own cases, with both curves to choose by."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.declining.calibration import (
    FILE_NAME,
    Calibration,
    KindCalibration,
    curve_of,
    kind_of,
    standard_threshold,
)
from assistant.declining.care import care_levels, usable
from assistant.grounding.scoring import Linear
from assistant.settings_file import replace_file
from documents.errors import written
from evals.errors import BadSet
from evals.fitting import Example, examples_of, fit, judged
from evals.runs import Run

FEWEST = 40  # drafts that a calibration must rest on
FEWEST_EACH = 8  # right ones, and wrong ones
PULL = 0.1  # how strongly the fit holds on to the calibration it starts from
RISKS = (0.05, 0.1, 0.2, 0.3)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A calibration on a person's own cases, for the one `kind` of draft that these have.

    `before` is the curve that the calibration in force has on them, `after` that of the proposed one on
    documents that it was not fitted on.
    """

    kind: str
    before: KindCalibration
    after: KindCalibration
    calibration: Calibration


def propose(run: Run, calibration: Calibration) -> Proposal:
    """The calibration that the run's cases ask for, starting from the one in force.

    Raises BadSet where there are too few right or wrong drafts to go by.
    """
    name, examples = _of_one_kind(examples_of(run))
    written = [example for example in examples if not example.signals.model_declined]
    right = sum(example.right for example in written)
    if len(written) < FEWEST or min(right, len(written) - right) < FEWEST_EACH:
        raise BadSet(
            f"{run.set} has too few cases to calibrate on: {right} right and {len(written) - right} wrong "
            f"drafts; at least {FEWEST} drafts are needed, {FEWEST_EACH} right and {FEWEST_EACH} wrong ones.",
            "Add questions, some of them without an answer, then calibrate again.",
        )
    start = calibration.kinds[name]
    before = [
        (calibration.confidence(example.signals), example.right, example.answerable) for example in examples
    ]
    held_out = [draft.on_curve for draft in judged(examples, start.model, PULL)]
    after = _kind(run.set, fit(written, start.model, PULL), held_out)
    return Proposal(
        name,
        before=_kind(run.set, start.model, before),
        after=after,
        calibration=Calibration(
            {**calibration.kinds, name: after},
            {"command": f"footnote calibrate {run.set}", "versions": run.versions},
        ),
    )


def _of_one_kind(examples: list[Example]) -> tuple[str, list[Example]]:
    """The most frequent kind of the drafts, with its examples: a probe may fail now and then."""
    kinds = Counter(kind_of(example.signals) for example in examples if not example.signals.model_declined)
    name = kinds.most_common(1)[0][0] if kinds else "draft"
    return name, [
        example for example in examples if example.signals.model_declined or kind_of(example.signals) == name
    ]


def _kind(name: str, model: Linear, scored: Sequence[tuple[float, bool, bool]]) -> KindCalibration:
    curve = curve_of(scored)
    return KindCalibration(name, len(scored), standard_threshold(curve), model, curve)


def take(calibration: Calibration, home: Path) -> Path:
    """Writes the calibration into the data folder, where it is in force at once. Raises StorageFailed."""
    path = home / FILE_NAME
    with written(path, "Make it writable."):
        replace_file(path, json.dumps(calibration.to_dict(), indent=1) + "\n")
    return path


def forget(home: Path) -> bool:
    """Goes back to the calibration that comes with Footnote; whether there was another one."""
    path = home / FILE_NAME
    existed = path.is_file()
    path.unlink(missing_ok=True)
    return existed


def to_text(proposal: Proposal) -> str:
    """Both curves side by side, and what each choice of care would mean."""
    lines = ["wrong among answered   answerable questions answered", "at most                now      then"]
    for risk in RISKS:
        now, then = (_coverage(kind, risk) for kind in (proposal.before, proposal.after))
        lines.append(f"{round(100 * risk):>4} % {now:>19} {then:>9}")
    lines += ["", *(f"{level.name:<9} {level.text}" for level in care_levels(proposal.after))]
    return "\n".join(lines)


def _coverage(kind: KindCalibration, risk: float) -> str:
    within = [point.answerable_answered for point in usable(kind) if point.risk <= risk]
    return f"{round(100 * max(within))} %" if within else "–"
