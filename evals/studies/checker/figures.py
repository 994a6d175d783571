"""What the checker said of labelled sentences, in figures."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from documents.text.runs import grouped
from evals.metrics.confidence import area_under_roc, calibration_error
from evals.metrics.figure import mean
from evals.studies.bootstrap import of_scored
from evals.studies.checker.pairs import LabelledSentence

LABELS = ("found", "partly", "not_found")


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence with what the checker said: label and score, where it cited, and the seconds it took."""

    pair: LabelledSentence
    support: str
    score: float
    cited: frozenset[tuple[int, int]]
    seconds: float

    @property
    def stated(self) -> bool:
        """Whether the passages state it."""
        return self.pair.label == "found"

    @property
    def scored(self) -> tuple[float, bool]:
        """The score, and whether the passages state it."""
        return self.score, self.stated


CheckedSentences = Sequence[CheckedSentence]
auroc = of_scored(area_under_roc)  # how well the score tells what is stated from what is not
ece = of_scored(calibration_error)


def found_share(checked: CheckedSentences) -> float | None:
    """The share labelled found."""
    return mean(sentence.support == "found" for sentence in checked).value


def found_right(checked: CheckedSentences) -> float | None:
    """The share of those labelled found that are stated."""
    return mean(sentence.stated for sentence in checked if sentence.support == "found").value


def lost(checked: CheckedSentences) -> float | None:
    """The share of stated sentences that are labelled not found."""
    return mean(sentence.support == "not_found" for sentence in checked if sentence.stated).value


def believed(checked: CheckedSentences) -> float | None:
    """The share of sentences that are not stated and are labelled found."""
    return mean(sentence.support == "found" for sentence in checked if not sentence.stated).value


def response_f1(checked: CheckedSentences) -> float | None:
    """F1 of telling answers with an unsupported sentence by their lowest score, at the best threshold."""
    answers = grouped(checked, lambda sentence: sentence.pair.kind).values()
    scored = sorted(
        (min(sentence.score for sentence in answer), all(sentence.stated for sentence in answer))
        for answer in answers
    )
    wrong = sum(not right for _, right in scored)
    caught, best = 0, 0.0
    for place, (score, right) in enumerate(scored, start=1):
        caught += not right
        if place == len(scored) or scored[place][0] > score:
            best = max(best, 2 * caught / (place + wrong))
    return best if wrong else None


def accuracy(checked: CheckedSentences) -> float | None:
    """The share with the right of the three labels."""
    return mean(sentence.support == sentence.pair.label for sentence in checked).value


def macro_f1(checked: CheckedSentences) -> float | None:
    """The mean F1 of the labels that occur."""
    right = Counter(sentence.support for sentence in checked if sentence.support == sentence.pair.label)
    predicted = Counter(sentence.support for sentence in checked)
    gold = Counter(sentence.pair.label for sentence in checked)
    return mean(2 * right[label] / (predicted[label] + gold[label]) for label in LABELS if gold[label]).value


def evidence_f1(checked: CheckedSentences) -> float | None:
    """The mean over sentences with gold evidence of the F1 of their citations against the best gold set."""
    return mean(
        max(_overlap(sentence.cited, gold) for gold in sentence.pair.evidence)
        for sentence in checked
        if sentence.pair.evidence
    ).value


def _overlap(cited: frozenset[tuple[int, int]], gold: frozenset[tuple[int, int]]) -> float:
    return 2 * len(cited & gold) / (len(cited) + len(gold)) if cited or gold else 1.0
