"""The logistic models of `confidence`: fitted on cases, and judged on documents that they did not see."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from assistant.declining.calibration import DECLINED, kind_of
from assistant.declining.signals import NAMES, Signals
from assistant.grounding.scoring import Linear, probability
from assistant.types import Answer
from documents.types import Record
from evals.keeping.fingerprint import digest
from evals.runs import Run

# The signals of each kind of draft, with the direction in which they speak: no coefficient may have the other
# sign, which keeps a fit on few cases from learning how these were written.
_WORDS = {"weakest": 1, "near_miss": -1, "gaps": -1, "similarity": 1}
_DRAFT = {**_WORDS, "asked": 1, "rank": -1, "support": 1}
DIRECTIONS: dict[str, dict[str, int]] = {
    "draft": {**_DRAFT, "answerable": 1, "mean_logprob": 1},
    "bare": _DRAFT,
    "quotes": {"near_miss": -1, "gaps": -1, "first_answers": 1},
    "words": {**_WORDS, "asked": 1, "missing_share": -1},
}
RIDGE = 0.02  # for each squared coefficient of a standardised signal, beside the mean loss
FOLDS = 5
CONSTANT = 1e-6  # the deviation of a signal that never changes, but for rounding
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example(Record):
    """One draft: its signals, whether it was right, and a hash of the document it was about (its group).

    `before` is the confidence by the rule that Footnote began with, where it was noted.
    """

    set: str
    signals: Signals
    right: bool
    answerable: bool
    group: str
    before: float | None = None


@dataclass(frozen=True, slots=True)
class JudgedDraft:
    """A draft with its confidence by a model that did not see its document."""

    example: Example
    confidence: float

    @property
    def scored(self) -> tuple[float, bool]:
        """Confidence, and whether it is right."""
        return self.confidence, self.example.right

    @property
    def on_curve(self) -> tuple[float, bool, bool]:
        """Confidence, whether it is right, whether its question has an answer: what a curve is made of."""
        return self.confidence, self.example.right, self.example.answerable


def examples_of(run: Run) -> list[Example]:
    """The cases of a run that have a draft and a verdict on it."""
    examples = []
    for row in run.cases:
        if row.answer is None or row.verdict.draft_right is None:
            continue
        signals = signals_in(row.answer)
        if signals is None:
            continue
        group = digest(row.case.source or "\n".join(row.case.sources) or row.case.id)
        examples.append(Example(run.set, signals, row.verdict.draft_right, row.case.answerable, group))
    return examples


def signals_in(answer: Answer) -> Signals | None:
    """The signals stored with an answer; None where nothing was signalled, or by an older Footnote."""
    noted = answer.signals
    return Signals(**{name: noted[name] for name in NAMES}) if noted.keys() >= NAMES else None  # type: ignore[arg-type]


def by_kind(examples: Sequence[Example], *, declines: bool = False) -> dict[str, list[Example]]:
    """What each model is fitted on: drafts, these without probabilities, quotes, these by words alone.

    Drafts that are themselves declines are left out, unless `declines`: no model speaks for them, but a
    curve must count them.
    """
    written = [example for example in examples if declines or not example.signals.model_declined]
    drafts = [example for example in written if not example.signals.quoted]
    quotes = [example for example in written if example.signals.quoted]
    return {
        "draft": drafts,
        "bare": without_probabilities(drafts),
        "quotes": [example for example in quotes if example.signals.first_answers is not None],
        "words": [
            replace(example, signals=replace(example.signals, first_answers=None)) for example in quotes
        ],
    }


def without_probabilities(examples: Sequence[Example]) -> list[Example]:
    """The same examples as from a server that tells no log-probabilities."""
    return [
        replace(example, signals=replace(example.signals, answerable=None, mean_logprob=None))
        for example in examples
    ]


def fit(examples: Sequence[Example], start: Linear | None = None, ridge: float = RIDGE) -> Linear:
    """The model of these examples, all of one kind; with `start` only as far from it as they ask for."""
    kind = kind_of(examples[0].signals)
    directions = DIRECTIONS[kind]
    values = _table(examples, directions)
    before = np.array([start.log_odds(example.signals.to_dict()) if start else 0.0 for example in examples])
    means, deviations = values.mean(axis=0), values.std(axis=0)
    deviations[deviations < CONSTANT] = np.inf  # a signal that never changes says nothing
    right = np.array([example.right for example in examples])
    signs = np.array([0.0 if start else float(direction) for direction in directions.values()])
    sample = Sample((values - means) / deviations, right, log_odds=before)
    coefficients, bias = least_loss(sample, signs, ridge=ridge)
    weights = coefficients / deviations
    old = start.weights if start else {}
    return Linear(
        round(float(bias - weights @ means) + (start.bias if start else 0.0), 4),
        {
            name: round(float(weight) + old.get(name, 0.0), 4)
            for name, weight in zip(directions, weights, strict=True)
        },
    )


def held_out(examples: Sequence[Example], start: Linear | None = None, ridge: float = RIDGE) -> list[float]:
    """The confidence in each example, by a model that saw no example of its group."""
    groups = sorted({example.group for example in examples})
    folds = {group: number % FOLDS for number, group in enumerate(groups)}
    confidences = [0.0] * len(examples)
    for fold in sorted(set(folds.values())):
        seen = [example for example in examples if folds[example.group] != fold]
        if not seen:  # all are about one document
            seen = list(examples)
        model = fit(seen, start, ridge)
        for place, example in enumerate(examples):
            if folds[example.group] == fold:
                confidences[place] = probability(model.log_odds(example.signals.to_dict()))
    return confidences


def judged(
    examples: Sequence[Example], start: Linear | None = None, ridge: float = RIDGE
) -> list[JudgedDraft]:
    """The drafts, each with the confidence of a model that did not see its group.

    A draft that declines has the confidence of a decline; these come last.
    """
    written = [example for example in examples if not example.signals.model_declined]
    declined = [example for example in examples if example.signals.model_declined]
    confidences = [*held_out(written, start, ridge), *(DECLINED for _ in declined)]
    return list(map(JudgedDraft, [*written, *declined], confidences))


def _table(examples: Sequence[Example], names: Sequence[str] | dict[str, int]) -> Values:
    return np.array([[example.signals.to_dict()[name] or 0.0 for name in names] for example in examples])


@dataclass(frozen=True, slots=True)
class Sample:
    """Cases to fit to: the standardised signals of each, one row a case, and whether it is `right`.

    `weights`: of the cases in the loss (None: all equal, 1 together). `log_odds`: what each has already.
    """

    values: Values
    right: NDArray[np.bool_]
    weights: Values | None = None
    log_odds: Values | float = 0.0


def least_loss(sample: Sample, signs: Values, *, ridge: float, towards: float = 0.0) -> tuple[Values, float]:
    """The coefficients (one a column) and the bias with the lowest logistic loss and ridge.

    `signs`: 1 for a coefficient that may not be negative, -1 for one that may not be positive, 0 for a free
    one. The ridge is on their squared distances from `towards`, which takes their sign.
    """
    from scipy.optimize import minimize

    sign = 2.0 * sample.right - 1.0
    weights = np.full(len(sign), 1 / len(sign)) if sample.weights is None else sample.weights
    start = np.append(towards * signs, 0.0)

    def loss(point: Values) -> tuple[float, Values]:
        margin = sign * (sample.log_odds + sample.values @ point[:-1] + point[-1])
        pull = -weights * sign / (1 + np.exp(margin))
        away = point[:-1] - start[:-1]
        slope = np.append(sample.values.T @ pull + 2 * ridge * away, pull.sum())
        return float(weights @ np.logaddexp(0, -margin) + ridge * away @ away), slope

    bounds = [(0.0 if direction > 0 else None, 0.0 if direction < 0 else None) for direction in signs]
    minimum = minimize(loss, start, jac=True, bounds=[*bounds, (None, None)], method="L-BFGS-B").x
    return minimum[:-1], float(minimum[-1])
