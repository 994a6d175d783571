"""Logistic regression with a ridge, in which no coefficient has the wrong sign."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


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
