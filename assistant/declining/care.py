"""How careful to be, in words: each is a risk that a person accepts, reached or not on a named set."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from assistant.declining.calibration import FEWEST, Calibration, CurvePoint
from assistant.settings import Care
from documents.types import Record

CARES: tuple[Care, ...] = get_args(Care)
ACCEPTED: dict[Care, float] = {"cautious": 0.05, "balanced": 0.1, "bold": 0.2}


@dataclass(frozen=True, slots=True)
class CareLevel(Record):
    """One choice: `risk` and `coverage` (of the answerable) are those measured on `set` at `threshold`.

    `accepted` is the share of wrong answers that a person accepts, None for the standard. Where it cannot
    be reached, `reached` is false and the threshold is that of the lowest risk there was.
    """

    name: Care
    accepted: float | None
    threshold: float
    set: str
    risk: float
    coverage: float
    reached: bool
    text: str


def care_levels(calibration: Calibration) -> list[CareLevel]:
    """What each choice means with this calibration, the standard first."""
    return [care_level(calibration, name) for name in CARES]


def care_level(calibration: Calibration, name: Care) -> CareLevel:
    """What one choice means with this calibration."""
    usable = _usable(calibration)
    if name == "standard":
        point = min(usable, key=lambda one: abs(one.threshold - calibration.standard))
        return _level(calibration, name, point, threshold=calibration.standard, reached=True)
    within = [point for point in usable if point.risk <= ACCEPTED[name]]
    point = within[0] if within else min(usable, key=lambda one: one.risk)
    return _level(calibration, name, point, threshold=point.threshold, reached=bool(within))


def _usable(calibration: Calibration) -> Sequence[CurvePoint]:
    """The points that rest on enough cases, lowest threshold (and highest coverage) first."""
    enough = [point for point in calibration.curve if point.answered * calibration.cases >= FEWEST]
    return enough or calibration.curve


def _level(
    calibration: Calibration, name: Care, point: CurvePoint, *, threshold: float, reached: bool
) -> CareLevel:
    accepted = ACCEPTED.get(name)
    return CareLevel(
        name=name,
        accepted=accepted,
        threshold=threshold,
        set=calibration.set,
        risk=point.risk,
        coverage=point.answerable_answered,
        reached=reached,
        text=_text(accepted, point, calibration.set, reached=reached),
    )


def _text(accepted: float | None, point: CurvePoint, name: str, *, reached: bool) -> str:
    share = f"{_percent(point.answerable_answered)} of the questions that have an answer were answered"
    if accepted is None:
        return f"On {name}, {share}, and {_percent(point.risk)} of the answers were wrong."
    if reached:
        return f"At most {_percent(accepted)} wrong: reached on {name}, where {share}."
    lowest = f"the lowest was {_percent(point.risk)}, where {share}"
    return f"At most {_percent(accepted)} wrong could not be reached on {name}: {lowest}."


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"
