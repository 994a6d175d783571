"""The checker's logistic regression, its calibration and its thresholds, from a table of features.

Every feature speaks in a known direction, so no coefficient may have the other sign; a strong ridge
draws them towards equal weights. Both keep the fit from learning how one set was written.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.grounding.scoring import Linear, SupportScorer
from evals.fitting import Sample, Values, least_loss
from evals.studies.checker.features import FeatureRow

AGAINST = frozenset({"clashes"})
MEANING = ("alike", "cosine")  # beginnings of the names that need vectors
RIDGE = 0.003  # of the mean weight of a set
EACH = 300.0  # the weight of a set's stated rows together, and of the others
EQUAL = 2.0  # what the equal coefficients add up to that the ridge draws to
BASE_RATE = 0.9  # of an answer's sentences that are stated: what scores are calibrated for
FOUND = 0.95  # from this score on at most one sentence in twenty is not stated
WITHHELD = 0.5  # below this score a sentence is more likely not stated than stated
EMPTY = 0.97  # the score of a sentence that states nothing
FOLDS = 5
DIGITS = 9  # after the point, of what the model is written with


@dataclass(frozen=True, slots=True)
class HeldOut:
    """Sums of the regression for rows that it was not fitted on, with what is known of them."""

    total: Values
    stated: NDArray[np.bool_]
    vetoed: NDArray[np.bool_]
    weight: Values


def fit_scorer(rows: Sequence[FeatureRow]) -> SupportScorer:
    """Both models and the thresholds; the same rows give the same scorer."""
    names = list(rows[0].features)
    words = [name for name in names if not name.startswith(MEANING)]
    meaning, held_out = _calibrated(rows, names)
    plain, _ = _calibrated(rows, words)
    return SupportScorer(plain, meaning, FOUND, WITHHELD, _vetoed(held_out), EMPTY)


def fold_of(group: str) -> int:
    """The part of the data that a document (by its number) is in."""
    return int(group) % FOLDS


def _calibrated(rows: Sequence[FeatureRow], names: Sequence[str]) -> tuple[Linear, HeldOut]:
    """The model of all rows, calibrated on sums from models that were fitted on the other folds only."""
    totals = np.zeros(len(rows))
    for fold in range(FOLDS):
        model = _fit([row for row in rows if fold_of(row.group) != fold], names)
        for place, row in enumerate(rows):
            if fold_of(row.group) == fold:
                totals[place] = model.log_odds(row.features)
    held_out = HeldOut(
        totals,
        np.array([row.stated for row in rows]),
        np.array([row.features["clashes"] > 0 for row in rows]),
        _weights(rows, BASE_RATE),
    )
    slope, offset = _platt(held_out)
    model = _fit(rows, names)
    weights = {name: round(slope * weight, DIGITS) for name, weight in model.weights.items()}
    return Linear(round(slope * model.bias + offset, DIGITS), weights), held_out


def _fit(rows: Sequence[FeatureRow], names: Sequence[str]) -> Linear:
    values = np.array([[row.features[name] for name in names] for row in rows])
    means, deviations = values.mean(axis=0), values.std(axis=0) + 1e-6
    stated = np.array([row.stated for row in rows])
    sample = Sample((values - means) / deviations, stated, weights=_weights(rows, 0.5))
    signs = np.array([-1.0 if name in AGAINST else 1.0 for name in names])
    coefficients, intercept = least_loss(sample, signs, ridge=1 / (2 * RIDGE), towards=EQUAL / len(names))
    weights = coefficients / deviations
    return Linear(float(intercept - weights @ means), dict(zip(names, weights.tolist(), strict=True)))


def _weights(rows: Sequence[FeatureRow], share: float) -> Values:
    """Weights that make all sets equally heavy, and `share` of each stated."""
    counts: dict[tuple[str, bool], int] = {}
    for row in rows:
        counts[row.set, row.stated] = counts.get((row.set, row.stated), 0) + 1
    return np.array(
        [2 * EACH * (share if row.stated else 1 - share) / counts[row.set, row.stated] for row in rows]
    )


def _platt(held_out: HeldOut) -> tuple[float, float]:
    """Slope and offset that make the sums probabilities."""
    from scipy.optimize import minimize

    sign = 2.0 * held_out.stated - 1.0
    slope, offset = minimize(
        lambda point: float(
            (held_out.weight * np.logaddexp(0, -sign * (point[0] * held_out.total + point[1]))).sum()
        ),
        np.array([1.0, 2.0]),
        method="Nelder-Mead",
    ).x
    return float(slope), float(offset)


def _vetoed(held_out: HeldOut) -> float:
    """The share of sentences with a wrong fact that are stated all the same."""
    weights = held_out.weight[held_out.vetoed]
    return round(float((weights * held_out.stated[held_out.vetoed]).sum() / max(weights.sum(), 1e-9)), 4)
