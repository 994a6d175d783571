"""`footnote calibrate`: the confidence fitted to a person's own cases, with both curves to choose by."""

import json
from dataclasses import dataclass
from pathlib import Path

from assistant.declining import Calibration, care_levels
from assistant.declining.calibration import FILE_NAME, CurvePoint, curve_of, kind_of, standard_threshold
from assistant.settings_file import replace_file
from documents.errors import StorageFailed
from evals.declining_fit import Example, examples_of, fit, held_out
from evals.errors import BadSet
from evals.runs import Run

FEWEST = 40  # drafts that a calibration must rest on
FEWEST_EACH = 8  # right ones, and wrong ones
PULL = 0.1  # how strongly the fit holds on to the calibration it starts from
COVERAGE = 0.6
RISKS = (0.05, 0.1, 0.2, 0.3)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A calibration on a person's own cases: `before` is the curve that the one in force has on them.

    `after` is that of the proposed one on documents that it was not fitted on.
    """

    before: tuple[CurvePoint, ...]
    after: tuple[CurvePoint, ...]
    calibration: Calibration


def propose(run: Run, calibration: Calibration) -> Proposal:
    """The calibration that the run's cases ask for, starting from the one in force.

    Raises BadSet where there are too few right or wrong drafts to go by.
    """
    examples = [one for one in examples_of(run) if not one.signals.model_declined]
    right = sum(one.right for one in examples)
    if len(examples) < FEWEST or min(right, len(examples) - right) < FEWEST_EACH:
        raise BadSet(
            f"{run.set} has too few cases to calibrate on: {right} right and {len(examples) - right} wrong "
            f"drafts, at least {FEWEST} and {FEWEST_EACH} of each are needed.",
            "Add questions, some of them without an answer, then calibrate again.",
        )
    kind = kind_of(examples[0].signals)
    start = calibration.models[kind]
    before = [calibration.confidence(one.signals) for one in examples]
    after = held_out(examples, start, PULL)
    curve = curve_of(_scored(examples, after))
    return Proposal(
        before=curve_of(_scored(examples, before)),
        after=curve,
        calibration=Calibration(
            set=run.set,
            cases=len(examples),
            standard=standard_threshold(curve, COVERAGE),
            models={**calibration.models, kind: fit(examples, start, PULL)},
            curve=curve,
            made_by={"command": f"footnote calibrate {run.set}", "versions": run.versions},
        ),
    )


def take(calibration: Calibration, home: Path) -> Path:
    """Writes the calibration into the data folder, where it is in force at once. Raises StorageFailed."""
    path = home / FILE_NAME
    try:
        replace_file(path, json.dumps(calibration.to_dict(), indent=1) + "\n")
    except OSError as error:
        raise StorageFailed(f"{path} cannot be written ({error.strerror}).", "Make it writable.") from error
    return path


def forget(home: Path) -> bool:
    """Goes back to the calibration that comes with Footnote; whether there was another one."""
    path = home / FILE_NAME
    there = path.is_file()
    path.unlink(missing_ok=True)
    return there


def to_text(proposal: Proposal) -> str:
    """Both curves side by side, and what each choice of care would mean."""
    lines = ["wrong among answered   answerable questions answered", "at most                now      then"]
    for risk in RISKS:
        now, then = (_coverage(curve, risk) for curve in (proposal.before, proposal.after))
        lines.append(f"{risk:>6.0%} {now:>19} {then:>9}")
    lines += ["", *(f"{level.name:<9} {level.text}" for level in care_levels(proposal.calibration))]
    return "\n".join(lines)


def _scored(examples: list[Example], confidences: list[float]) -> list[tuple[float, bool, bool]]:
    return [
        (confidence, one.right, one.answerable) for confidence, one in zip(confidences, examples, strict=True)
    ]


def _coverage(curve: tuple[CurvePoint, ...], risk: float) -> str:
    within = [point.answerable_answered for point in curve if point.risk <= risk]
    return f"{max(within):.0%}" if within else "–"
