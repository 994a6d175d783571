"""From signals to a calibrated confidence: logistic models whose coefficients are readable JSON.

Fitted by `make train-declining` (evals/studies/declining/train.py); `footnote calibrate` draws them towards
the cases of a person.
"""

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Self

from assistant.declining.signals import NAMES, Signals
from assistant.grounding.scoring import Linear, probability
from documents.errors import BadValue
from documents.types import Record

logger = logging.getLogger(__name__)

FILE_NAME = "calibration.json"  # in the data folder, where a person's own cases were used
DECLINED = 0.02  # the confidence of a draft that is itself a decline: hardly one in fifty is right
# The confidence in a list or section that the question names: of 82 of eighteen sets 65 were right.
DIRECT = 0.8
KINDS = ("draft", "bare", "quotes", "words")
COVERAGE = 0.6  # of the answerable that the standard threshold answers
FEWEST = 20  # answered cases that a risk must rest on


@dataclass(frozen=True, slots=True)
class CurvePoint(Record):
    """What answering from `threshold` on means on a set: shares 0-1.

    `answered` of all cases, `risk` wrong among these, `answerable_answered` of the answerable.
    """

    threshold: float
    answered: float
    risk: float
    answerable_answered: float


@dataclass(frozen=True, slots=True)
class KindCalibration(Record):
    """The model for one kind of draft (see `kind_of`), and what its confidence was worth on `set`.

    `curve` is the risk–coverage curve of `cases` that were not fitted on, lowest threshold first; `standard`
    the threshold at which COVERAGE of the answerable were answered there.
    """

    set: str
    cases: int
    standard: float
    model: Linear
    curve: tuple[CurvePoint, ...]


@dataclass(frozen=True, slots=True)
class Calibration(Record):
    """How confident to be in each kind of draft; `made_by` tells the command, the data and the versions."""

    kinds: dict[str, KindCalibration]
    made_by: dict[str, Any] | None = None  # Any: JSON

    def kind(self, signals: Signals) -> KindCalibration:
        """What speaks for a draft with these signals."""
        return self.kinds[kind_of(signals)]

    def confidence(self, signals: Signals) -> float:
        """How often a draft with these signals is right, 0 to 1."""
        if signals.model_declined:
            return DECLINED
        return probability(self.kind(signals).model.log_odds(signals.to_dict()))

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:  # Any: JSON
        """The calibration whose `to_dict()` gave `values`.

        Raises KeyError or ValueError for what is none, such as one without a curve.
        """
        stored = dict(values["kinds"])
        if "words" not in stored:  # of a time when quotes were judged by words alone
            stored["words"] = stored["quotes"]
            stored["quotes"] = shipped().kinds["quotes"].to_dict()
        kinds = {name: _known(name, KindCalibration.from_dict(stored[name])) for name in KINDS}
        if not all(kind.curve for kind in kinds.values()):
            raise ValueError("a curve is empty")
        return cls(kinds, values.get("made_by"))


def _known(name: str, kind: KindCalibration) -> KindCalibration:
    """The kind, or the shipped one where it goes by a signal that there is no longer."""
    if NAMES.issuperset(kind.model.weights):
        return kind
    logger.warning("The calibration of %s was made by an older Footnote: run footnote calibrate again.", name)
    return shipped().kinds[name]


def kind_of(signals: Signals) -> str:
    """Which model speaks for these signals: "quotes" (no language model wrote), "draft", "bare" or "words".

    "bare": a draft of a model that gives no probabilities; "words": quotes where no model said whether they
    answer.
    """
    if signals.quoted:
        return "words" if signals.first_answers is None else "quotes"
    return "bare" if signals.mean_logprob is None or signals.answerable is None else "draft"


@lru_cache
def shipped() -> Calibration:
    """The calibration that comes with Footnote."""
    text = resources.files("assistant.declining").joinpath("model.json").read_text(encoding="utf-8")
    return Calibration.from_dict(json.loads(text))


def calibration_of(home: Path) -> Calibration:
    """A data folder's own calibration, else the shipped one. Raises BadValue for a file that is none."""
    path = home / FILE_NAME
    if not path.is_file():
        return shipped()
    try:
        return Calibration.from_dict(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadValue(
            f"{path} is no calibration ({error}).", "Delete it, or run footnote calibrate again."
        ) from error


def curve_of(scored: Sequence[tuple[float, bool, bool]]) -> tuple[CurvePoint, ...]:
    """The curve of (confidence, draft is right, answerable) triples, lowest threshold first.

    Cases of equal confidence are answered together.
    """
    ordered = sorted(scored, key=lambda case: -case[0])
    answerable = sum(case[2] for case in ordered) or 1
    points: list[CurvePoint] = []
    right = reached = 0
    for count, (threshold, is_right, is_answerable) in enumerate(ordered, start=1):
        right += is_right
        reached += is_answerable
        if count < len(ordered) and ordered[count][0] == threshold:
            continue
        points.append(
            CurvePoint(
                round(threshold, 4),
                round(count / len(ordered), 4),
                round(1 - right / count, 4),
                round(reached / answerable, 4),
            )
        )
    return tuple(reversed(points))


def standard_threshold(curve: Sequence[CurvePoint]) -> float:
    """The highest threshold at which COVERAGE of the answerable are answered; 0 where none does."""
    return max((point.threshold for point in curve if point.answerable_answered >= COVERAGE), default=0.0)
