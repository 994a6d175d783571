"""The checker's logistic regression, its calibration and its thresholds, from a table of features.

Every feature speaks in a known direction, so no coefficient may have the other sign; a strong ridge
draws them towards equal weights. Both keep the fit from learning how one set was written.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.grounding.scoring import Judge, Model, Term
from evals.checker_features import SETS, Row

Values = NDArray[np.float64]

AGAINST = frozenset({"absent", "absent_run", "strange", "strange_run", "clashes", "doubts"})
WITHOUT = frozenset({"length", "evidence", "pairs_ordered"})  # of the set rather than of support
MEANING = ("alike", "cosine", "strange")  # beginnings of the names that need vectors
RIDGE = 0.01  # of the mean weight of a set
EACH = 300.0  # the weight of a set's stated rows together, and of the others
EQUAL = 2.0  # what the equal coefficients add up to that the ridge draws to
BASE_RATE = 0.9  # of an answer's sentences that are stated: what scores are calibrated for
PRECISION = 0.985  # of sentences called found
LOST = 0.015  # of stated sentences that may be called not found by their score
EMPTY = 0.97  # the score of a sentence that states nothing
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Held:
    """Sums of the regression for rows that it was not fitted on, with what is known of them."""

    total: Values
    stated: NDArray[np.bool_]
    vetoed: NDArray[np.bool_]
    weight: Values


def fit_judge(rows: Sequence[Row]) -> Judge:
    """Both models and the thresholds; the same rows give the same judge."""
    names = [name for name in rows[0].features if name not in WITHOUT]
    words = [name for name in names if not name.startswith(MEANING)]
    meaning, held = _calibrated(rows, names)
    plain, _ = _calibrated(rows, words)
    scores = 1 / (1 + np.exp(-(meaning.slope * held.total + meaning.offset)))
    found, partly = _thresholds(scores, held)
    return Judge(plain, meaning, found, partly, _vetoed(held), EMPTY)


def fold_of(row: Row) -> int:
    """The part of the rows that a document is in."""
    return int(row.group) % FOLDS


def _calibrated(rows: Sequence[Row], names: Sequence[str]) -> tuple[Model, Held]:
    """The model of all rows, with a calibration from rows that models of the other folds were not fitted on."""
    held = [row for row in rows if row.set in SETS]
    totals = np.zeros(len(held))
    for fold in range(FOLDS):
        model = _fit([row for row in rows if fold_of(row) != fold], names)
        for place, row in enumerate(held):
            if fold_of(row) == fold:
                totals[place] = total(model, row)
    known = Held(
        totals,
        np.array([row.stated for row in held]),
        np.array([row.features["clashes"] > 0 for row in held]),
        _weights(held, BASE_RATE),
    )
    slope, offset = _platt(known)
    model = _fit(rows, names)
    return Model(model.intercept, model.terms, slope, offset), known


def total(model: Model, row: Row) -> float:
    """The sum of the regression before its calibration."""
    return model.intercept + sum(
        (row.features[name] - term.mean) / term.deviation * term.coefficient
        for name, term in model.terms.items()
    )


def _fit(rows: Sequence[Row], names: Sequence[str]) -> Model:
    from scipy.optimize import minimize

    signs = np.array([-1.0 if name in AGAINST else 1.0 for name in names])
    values = np.array([[row.features[name] for name in names] for row in rows])
    means, deviations = values.mean(axis=0), values.std(axis=0) + 1e-6
    towards = (values - means) / deviations * signs
    loss = _loss(towards, np.array([row.stated for row in rows]), _weights(rows, 0.5))
    equal = np.append(np.full(len(names), EQUAL / len(names)), 0.0)
    bounds = [(0.0, None)] * len(names) + [(None, None)]
    found = minimize(lambda point: loss(point, equal), equal, jac=True, bounds=bounds, method="L-BFGS-B").x
    terms = {
        name: Term(round(float(mean), 5), round(float(deviation), 5), round(float(sign * value), 5))
        for name, mean, deviation, sign, value in zip(names, means, deviations, signs, found, strict=False)
    }
    return Model(round(float(found[-1]), 5), terms, 1.0, 0.0)


def _loss(
    towards: Values, stated: NDArray[np.bool_], weights: Values
) -> Callable[[Values, Values], tuple[float, Values]]:
    """The weighted logistic loss with its ridge, and its gradient, for coefficients and intercept."""
    sign = 2.0 * stated - 1.0

    def loss(point: Values, equal: Values) -> tuple[float, Values]:
        margin = sign * (towards @ point[:-1] + point[-1])
        pull = -weights * sign / (1 + np.exp(margin))
        away = point[:-1] - equal[:-1]
        value = float((weights * np.logaddexp(0, -margin)).sum() + away @ away / (2 * RIDGE))
        return value, np.append(towards.T @ pull + away / RIDGE, pull.sum())

    return loss


def _weights(rows: Sequence[Row], share: float) -> Values:
    """Weights that make all sets equally heavy, and `share` of each stated."""
    counts: dict[tuple[str, bool], int] = {}
    for row in rows:
        counts[row.set, row.stated] = counts.get((row.set, row.stated), 0) + 1
    return np.array(
        [2 * EACH * (share if row.stated else 1 - share) / counts[row.set, row.stated] for row in rows]
    )


def _platt(held: Held) -> tuple[float, float]:
    """Slope and offset that make the sums probabilities."""
    from scipy.optimize import minimize

    sign = 2.0 * held.stated - 1.0
    found = minimize(
        lambda point: float(
            (held.weight * np.logaddexp(0, -sign * (point[0] * held.total + point[1]))).sum()
        ),
        np.array([1.0, 2.0]),
        method="Nelder-Mead",
    ).x
    return round(float(found[0]), 5), round(float(found[1]), 5)


def _thresholds(scores: Values, held: Held) -> tuple[float, float]:
    """The least score of a found sentence, and of one that is not left out."""
    free = ~held.vetoed
    order = np.argsort(-scores[free])
    right = np.cumsum((held.weight * held.stated)[free][order])
    enough = np.flatnonzero(right / np.cumsum(held.weight[free][order]) >= PRECISION)
    found = float(scores[free][order][enough[-1]]) if len(enough) else 1.0
    partly = float(np.quantile(scores[held.stated & free], LOST))
    return round(found, 4), round(min(partly, found), 4)


def _vetoed(held: Held) -> float:
    """The share of sentences with a wrong fact that are stated all the same."""
    weights = held.weight[held.vetoed]
    return round(float((weights * held.stated[held.vetoed]).sum() / max(weights.sum(), 1e-9)), 4)
