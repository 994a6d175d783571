"""From features to a calibrated score: a logistic regression with its coefficients in a JSON file.

`evals.studies.checker.train` makes the file; here it is only applied, without scikit-learn.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from documents.types import Record

FILE = "model.json"


@dataclass(frozen=True, slots=True)
class Linear(Record):
    """Log-odds: `bias` plus the weighted values."""

    bias: float
    weights: dict[str, float]

    def log_odds(self, values: Mapping[str, float | None]) -> float:
        """The log-odds; values that are not there count 0."""
        return self.bias + sum(weight * (values.get(name) or 0.0) for name, weight in self.weights.items())


def probability(log_odds: float) -> float:
    """The probability with these log-odds: never quite 0 or 1."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


@dataclass(frozen=True, slots=True)
class SupportScorer(Record):
    """The two models, with and without embeddings, and the scores from which a label holds.

    `vetoed` is the most that a sentence with a wrong fact can score, `empty` the score of one that
    states nothing.
    """

    words: Linear
    meaning: Linear
    found: float
    partly: float
    vetoed: float
    empty: float

    def score(self, features: Mapping[str, float]) -> float:
        """How probable it is that a sentence with these features is stated.

        Raises KeyError for a missing feature.
        """
        model = self.meaning if "alike" in features else self.words
        return probability(model.log_odds({name: features[name] for name in model.weights}))


@lru_cache(maxsize=1)
def shipped_scorer() -> SupportScorer:
    """The scorer that ships with Footnote."""
    text = (resources.files("assistant.grounding") / FILE).read_text(encoding="utf-8")
    return SupportScorer.from_dict(json.loads(text))
