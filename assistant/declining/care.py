"""How careful to be, in words, from the fewest answers to the most: what each choice means on a named set."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.declining.calibration import FEWEST, CurvePoint, KindCalibration
from assistant.settings import Care
from documents.types import Record

CARES: tuple[Care, ...] = ("cautious", "balanced", "standard", "bold")
ACCEPTED: dict[Care, float] = {"cautious": 0.05, "balanced": 0.1}  # wrong among the answered
BOLD = 0.8  # answered of the answerable
_SETS = {"squad": "public test questions (SQuAD)"}  # as a person reads of them


@dataclass(frozen=True, slots=True)
class CareLevel(Record):
    """One choice: `risk` and `coverage` (of the answerable) are those measured on `set` at `threshold`.

    `accepted` is the share of wrong answers that a person accepts, None for "standard" and "bold", which go
    by the share of questions that are answered. Where a share cannot be reached, `reached` is false and the
    threshold is the nearest to it that there was. `same_as`: the choice that means the same as this one.
    """

    name: Care
    accepted: float | None
    threshold: float
    set: str
    risk: float
    coverage: float
    reached: bool
    text: str
    same_as: Care | None = None


def care_levels(kind: KindCalibration) -> list[CareLevel]:
    """What each choice means for this kind of draft, the most careful first."""
    return [care_level(kind, name) for name in CARES]


def care_level(kind: KindCalibration, name: Care) -> CareLevel:
    """What one choice means with this kind."""
    point, reached = _chosen(kind, name)
    same_as = next((choice for choice in ("standard", *CARES) if _chosen(kind, choice)[0] == point), name)
    return CareLevel(
        name=name,
        accepted=ACCEPTED.get(name),
        threshold=kind.standard if same_as == "standard" else point.threshold,
        set=kind.set,
        risk=point.risk,
        coverage=point.answerable_answered,
        reached=reached,
        text=_text(name, point, _named(kind.set), reached=reached, same_as=same_as),
        same_as=same_as if same_as != name else None,
    )


def usable(kind: KindCalibration) -> Sequence[CurvePoint]:
    """The points that rest on enough cases, lowest threshold (and highest coverage) first."""
    enough = [point for point in kind.curve if point.answered * kind.cases >= FEWEST]
    return enough or kind.curve


def _chosen(kind: KindCalibration, name: Care) -> tuple[CurvePoint, bool]:
    """The point of the curve that a choice means, and whether what it asks for is reached there.

    None answers less than a more careful one: "cautious" and "balanced" stay above the standard's threshold,
    "bold" below it.
    """
    points = usable(kind)
    standard = min(points, key=lambda point: abs(point.threshold - kind.standard))
    if name == "standard":
        return standard, True
    if name == "bold":
        below = points[: points.index(standard) + 1]
        enough = [point for point in below if point.answerable_answered >= BOLD]
        return (enough[-1], True) if enough else (below[0], False)
    above = points[points.index(standard) :]
    within = [point for point in above if point.risk <= ACCEPTED[name]]
    return (within[0], True) if within else (min(above, key=lambda point: point.risk), False)


def _text(name: Care, point: CurvePoint, measured: str, *, reached: bool, same_as: Care) -> str:
    accepted = ACCEPTED.get(name)
    share = f"{_percent(point.answerable_answered)} of the questions that have an answer were answered"
    if same_as != name:
        return f"No different from “{same_as}” on {measured}."
    if accepted is None:
        return f"On {measured}, {share}, and {_percent(point.risk)} of the answers were wrong."
    if reached:
        return f"At most {_percent(accepted)} wrong: reached on {measured}, where {share}."
    lowest = f"the lowest was {_percent(point.risk)}, where {share}"
    return f"At most {_percent(accepted)} wrong could not be reached on {measured}: {lowest}."


def _named(measured: str) -> str:
    """What was measured on as a person reads of it; what is said of it in brackets stays."""
    name, bracket, more = measured.partition(" (")
    return f"{_SETS.get(name, name)}{bracket}{more}"


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"
