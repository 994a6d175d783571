"""How careful to be, in words: each is a risk that a person accepts, reached or not on a named set."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from assistant.declining.calibration import FEWEST, CurvePoint, Kind
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


def care_levels(kind: Kind) -> list[CareLevel]:
    """What each choice means for this kind of draft, the standard first."""
    return [care_level(kind, name) for name in CARES]


def care_level(kind: Kind, name: Care) -> CareLevel:
    """What one choice means with this kind."""
    points = usable(kind)
    if name == "standard":
        point = min(points, key=lambda one: abs(one.threshold - kind.standard))
        return _level(kind, name, point, threshold=kind.standard, reached=True)
    within = [point for point in points if point.risk <= ACCEPTED[name]]
    point = within[0] if within else min(points, key=lambda one: one.risk)
    return _level(kind, name, point, threshold=point.threshold, reached=bool(within))


def usable(kind: Kind) -> Sequence[CurvePoint]:
    """The points that rest on enough cases, lowest threshold (and highest coverage) first."""
    enough = [point for point in kind.curve if point.answered * kind.cases >= FEWEST]
    return enough or kind.curve


def _level(kind: Kind, name: Care, point: CurvePoint, *, threshold: float, reached: bool) -> CareLevel:
    accepted = ACCEPTED.get(name)
    return CareLevel(
        name=name,
        accepted=accepted,
        threshold=threshold,
        set=kind.set,
        risk=point.risk,
        coverage=point.answerable_answered,
        reached=reached,
        text=_text(accepted, point, kind.set, reached=reached),
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
