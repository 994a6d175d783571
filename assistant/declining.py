"""When to answer and when to say that the documents do not: a plain rule over named signals.

A first rule, uncalibrated. The signals are stored with every answer, so that a better rule can be
fitted on them.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from assistant.evidence import EvidenceSentence
from assistant.llm import Piece
from assistant.prompt import is_decline
from assistant.terms import all_numbers, names, number_key, stems
from assistant.types import Sentence
from index.words import words


@dataclass(frozen=True, slots=True)
class Signals:
    """What the decision is made from; None where the model gave no log-probabilities.

    model_declined    1 when the model wrote its decline
    p_decline         probability that the model takes a decline when it is offered one
    lowest_logprob    the lowest log-probability of a token of the draft
    mean_logprob      their mean
    missing_share     share (weighted by rarity) of the question's words that are not near the cited sentences
    unknown_terms     names and numbers of the question that no document has
    absent_terms      names and numbers of the question that are not near the cited sentences
    draft_unknown     names and numbers of the draft that the evidence lacks
    similarity        cosine of the question and its best evidence sentence
    support           the best score of a sentence that is kept, 0 where none is
    cited_rank        rank of the best cited sentence as evidence for the question, 1 is the best
    """

    model_declined: float
    p_decline: float | None
    lowest_logprob: float | None
    mean_logprob: float | None
    missing_share: float
    unknown_terms: float
    absent_terms: float
    draft_unknown: float
    similarity: float
    support: float
    cited_rank: float

    def to_dict(self) -> dict[str, float | None]:
        """The signals by name."""
        return asdict(self)


# Log-odds that the draft is right: a logistic regression on 179 cases (squad 90, clapnq 30, mali 14, the
# examples 45), rounded. In five-fold cross-validation its AUROC was 0.76 over all, 0.82 without the examples.
BIAS = 1.2
WEIGHTS = {"p_decline": -1.9, "mean_logprob": 4.1}
# Without log-probabilities (quotes only, or a server that gives none) the question's words must do. By hand.
WORDS_BIAS = 0.6
WORDS_WEIGHTS = {"missing_share": -3.0}
RANK_WEIGHT = -0.56  # for the logarithm of cited_rank
THRESHOLD = 0.35
DECLINE_TOKENS = ("the", "documents", "do")


def confidence(signals: Signals) -> float:
    """How likely the draft is right, 0 to 1; a decline of the model itself is near 0."""
    if signals.model_declined:
        return 0.05
    values = signals.to_dict()
    without = any(values[name] is None for name in WEIGHTS)
    bias, weights = (WORDS_BIAS, WORDS_WEIGHTS) if without else (BIAS, WEIGHTS)
    score = bias + RANK_WEIGHT * math.log(signals.cited_rank)
    score += sum(weight * (values[name] or 0.0) for name, weight in weights.items())
    return 1 / (1 + math.exp(-score))


def declines(signals: Signals, threshold: float = THRESHOLD) -> bool:
    """Whether to decline."""
    return signals.model_declined == 1 or signals.support == 0 or confidence(signals) < threshold


def token_signals(pieces: Sequence[Piece]) -> tuple[float | None, float | None]:
    """The lowest and the mean log-probability of a draft's tokens."""
    logprobs = [piece.logprob for piece in pieces if piece.logprob is not None]
    return (min(logprobs), sum(logprobs) / len(logprobs)) if logprobs else (None, None)


def decline_probability(pieces: Sequence[Piece]) -> float | None:
    """How likely the first tokens are those of "The documents do not say"."""
    if not pieces or not pieces[0].top:
        return None
    probability = 1.0
    for piece, token in zip(pieces, DECLINE_TOKENS, strict=False):
        probability *= _probability(piece, token)
        if piece.text.strip().lower() != token:
            break  # what follows another token says nothing about this one
    return probability


def _probability(piece: Piece, token: str) -> float:
    matching = (logprob for text, logprob in piece.top if text.strip().lower() == token)
    return min(1.0, sum(math.exp(logprob) for logprob in matching))


def missing_share(weights: Mapping[str, float], evidence: Sequence[EvidenceSentence]) -> float:
    """The weighted share of the question's stems that are nowhere in this evidence."""
    have = {stemmed for one in evidence for stemmed in (*stems(one.text), *stems(one.label))}
    total = sum(weights.values())
    if not total:
        return 0.0
    return sum(weight for stemmed, weight in weights.items() if stemmed not in have) / total


def terms(text: str) -> list[str]:
    """Names and numbers of a text, as written, each once."""
    numeric = [
        word for word in words(text) if number_key(word) is not None and any(c.isdigit() for c in word)
    ]
    return list(dict.fromkeys([*names(text), *numeric]))


def absent(wanted: Sequence[str], evidence: Sequence[EvidenceSentence]) -> list[str]:
    """The names and numbers that this evidence does not have."""
    texts = [part for one in evidence for part in (one.text, one.label)]
    have_words = {word for text in texts for word in words(text)}
    have_stems = {stemmed for text in texts for stemmed in stems(text)}
    have_numbers = set().union(*(all_numbers(text) for text in texts)) if texts else set()
    return [
        term
        for term in wanted
        if term.lower() not in have_words
        and number_key(term) not in have_numbers
        and not (set(stems(term)) and set(stems(term)) <= have_stems)
    ]


def best_support(sentences: Sequence[Sentence]) -> float:
    """The best score among sentences that are not withheld."""
    return max((one.score for one in sentences if one.support != "not_found"), default=0.0)


def model_declined(draft: str) -> float:
    """1 when the model declined, else 0."""
    return 1.0 if is_decline(draft) else 0.0
