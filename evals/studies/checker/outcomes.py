"""What the checker said of a pair, and the figures over many of them."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evals.metrics.confidence.auroc import area
from evals.metrics.confidence.ece import calibration_error
from evals.studies.bootstrap import grouped, interval, shown
from evals.studies.checker.pairs import Pair

ROUNDS = 400
LABELS = ("found", "partly", "not_found")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A pair with what the checker said: label and score, where it cited, and the seconds it took."""

    pair: Pair
    support: str
    score: float
    cited: frozenset[tuple[int, int]]
    seconds: float

    @property
    def stated(self) -> bool:
        """Whether the passages state it."""
        return self.pair.label == "found"


Outcomes = Sequence[Outcome]


def figure(ones: Outcomes, of: Callable[[Outcomes], float | None]) -> str:
    """The figure with its 95 % interval, resampled by document."""
    groups = grouped(ones, lambda one: one.pair.group)
    return shown(of(ones), interval(groups, of, rounds=ROUNDS))


def auroc(ones: Outcomes) -> float | None:
    """How well the score tells what is stated from what is not."""
    return area([(one.score, one.stated) for one in ones])


def ece(ones: Outcomes) -> float | None:
    """The calibration error of the score."""
    return calibration_error([(one.score, one.stated) for one in ones])


def found_share(ones: Outcomes) -> float | None:
    """The share labelled found."""
    return sum(one.support == "found" for one in ones) / len(ones) if ones else None


def found_right(ones: Outcomes) -> float | None:
    """The share of those labelled found that are stated."""
    return _mean([one.stated for one in ones if one.support == "found"])


def lost(ones: Outcomes) -> float | None:
    """The share of stated sentences that are labelled not found."""
    return _mean([one.support == "not_found" for one in ones if one.stated])


def believed(ones: Outcomes) -> float | None:
    """The share of sentences that are not stated and are labelled found."""
    return _mean([one.support == "found" for one in ones if not one.stated])


def response_f1(ones: Outcomes) -> float | None:
    """F1 of telling answers with an unsupported sentence by their lowest score, at the best threshold."""
    answers = grouped(ones, lambda one: one.pair.kind)
    scored = sorted(
        (min(one.score for one in answer), all(one.stated for one in answer)) for answer in answers
    )
    wrong = sum(not right for _, right in scored)
    caught, best = 0, 0.0
    for place, (score, right) in enumerate(scored, start=1):
        caught += not right
        if place == len(scored) or scored[place][0] > score:
            best = max(best, 2 * caught / (place + wrong))
    return best if wrong else None


def accuracy(ones: Outcomes) -> float | None:
    """The share with the right of the three labels."""
    return _mean([one.support == one.pair.label for one in ones])


def macro_f1(ones: Outcomes) -> float | None:
    """The mean F1 of the labels that occur."""
    right = Counter(one.support for one in ones if one.support == one.pair.label)
    said, meant = Counter(one.support for one in ones), Counter(one.pair.label for one in ones)
    return _mean([2 * right[label] / (said[label] + meant[label]) for label in LABELS if meant[label]])


def evidence_f1(ones: Outcomes) -> float | None:
    """The mean over pairs with gold evidence of the F1 of their citations against the best gold set."""
    return _mean(
        [max(_overlap(one.cited, gold) for gold in one.pair.evidence) for one in ones if one.pair.evidence]
    )


def seconds(ones: Outcomes, share: float) -> float:
    """The seconds that this share of the sentences stays below."""
    return sorted(one.seconds for one in ones)[min(len(ones) - 1, int(share * len(ones)))]


def _overlap(cited: frozenset[tuple[int, int]], gold: frozenset[tuple[int, int]]) -> float:
    return 2 * len(cited & gold) / (len(cited) + len(gold)) if cited or gold else 1.0


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
