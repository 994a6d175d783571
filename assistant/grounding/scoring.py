"""From features to a calibrated score: a logistic regression with its coefficients in a JSON file.

`evals.studies.checker.train` makes the file; here it is only applied, without scikit-learn.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Self

FILE = "model.json"


@dataclass(frozen=True, slots=True)
class Term:
    """One feature: it is centred on `mean`, divided by `deviation` and weighed by `coefficient`."""

    mean: float
    deviation: float
    coefficient: float


@dataclass(frozen=True, slots=True)
class Model:
    """Coefficients with the Platt calibration of their sum."""

    intercept: float
    terms: Mapping[str, Term]
    slope: float
    offset: float

    def score(self, features: Mapping[str, float]) -> float:
        """How probable it is that the sentence is stated; raises KeyError for a missing feature."""
        total = self.intercept + sum(
            (features[name] - term.mean) / term.deviation * term.coefficient
            for name, term in self.terms.items()
        )
        return 1.0 / (1.0 + math.exp(-min(max(self.slope * total + self.offset, -30.0), 30.0)))

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:  # Any: JSON
        """The model that the JSON describes."""
        terms = {name: Term(**term) for name, term in values["features"].items()}
        calibration = values["calibration"]
        return cls(values["intercept"], terms, calibration["slope"], calibration["offset"])


@dataclass(frozen=True, slots=True)
class SupportScorer:
    """The two models, with and without embeddings, and the scores from which a label holds.

    `vetoed` is the most that a sentence with a wrong fact can score, `empty` the score of one that
    states nothing.
    """

    words: Model
    meaning: Model
    found: float
    partly: float
    vetoed: float
    empty: float

    def score(self, features: Mapping[str, float]) -> float:
        """The calibrated score of a sentence with these features."""
        return (self.meaning if "alike" in features else self.words).score(features)

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:  # Any: JSON
        """The scorer that the JSON describes."""
        models = {name: Model.from_dict(model) for name, model in values["models"].items()}
        return cls(words=models["words"], meaning=models["meaning"], **values["scores"])


@lru_cache(maxsize=1)
def shipped_scorer() -> SupportScorer:
    """The scorer that ships with Footnote."""
    text = (resources.files("assistant.grounding") / FILE).read_text(encoding="utf-8")
    return SupportScorer.from_dict(json.loads(text))
