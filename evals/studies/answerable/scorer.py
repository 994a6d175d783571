"""The packaged cross-encoder as it learns which of several texts answers a question, if any."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evals.studies.lowrank import LowRankModel, in_parts, padded, surprise
from index.models.packaged import Pieces, paired

BATCH = 16  # choices
MOST_PIECES = 384  # word pieces of a pair; what is longer is cut
POOL = 20  # batches among which choices are sorted by length, so that little is padded
AT_ONCE = 24  # pairs of near the same length that the model reads together
CALMER = 0.25  # of the head's weights: the packaged model is so sure of itself that it would learn slowly

TextPair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """Pairs of which some, or none, are to be chosen: one query with several texts."""

    pairs: tuple[TextPair, ...]
    right: tuple[bool, ...]


class LowRankScorer(LowRankModel):
    """The packaged cross-encoder with a low-rank difference: (text, text) pairs to log-odds."""

    def __init__(self, seed: int) -> None:
        """Raises MissingExtra where the package with the model is not installed."""
        super().__init__("reranker_en", longest=MOST_PIECES, seed=seed)
        head = self.model.classifier.float()
        head.weight.mul_(CALMER)
        head.bias.mul_(CALMER)
        head.requires_grad_(True)

    def train(self, choices: Sequence[Choice], *, rate: float, seed: int) -> None:
        """Learns each choice once, at `rate` at most; some 10 a second on two cores.

        What is raised is the probability of the right pairs among all and "none", whose log-odds stay 0: so
        one number orders the texts and tells whether any is right.
        """
        import torch
        from torch.nn import functional

        rows = [paired(self.tokenizer, choice.pairs) for choice in choices]

        def loss(places: Sequence[int]) -> Any:  # Any: a tensor
            scores = self._in_parts([pair for place in places for pair in rows[place]])
            losses = []
            for place, own in zip(places, scores.split([len(rows[place]) for place in places]), strict=True):
                right = choices[place].right
                losses.append(surprise(functional.pad(own, (1, 0)), [not any(right), *right]))
            return torch.stack(losses).mean()

        plan = _batches([_length(pairs) for pairs in rows], random.Random(seed))
        self.learn(plan, loss, rate=rate)

    def scores(self, pairs: Sequence[TextPair]) -> list[float]:
        """The log-odds of each pair."""
        import torch

        with torch.no_grad():
            return [float(value) for value in self._in_parts(paired(self.tokenizer, pairs))]

    def _in_parts(self, rows: Sequence[Pieces]) -> Any:  # Any: a tensor
        """The log-odds of pairs of any lengths: (pairs,)."""
        import torch

        order = sorted(range(len(rows)), key=lambda place: len(rows[place].ids))
        outputs = [self._outputs([rows[place] for place in places]) for places in in_parts(order, AT_ONCE)]
        return torch.cat(outputs)[torch.tensor(order).argsort()]

    def _outputs(self, rows: Sequence[Pieces]) -> Any:  # Any: a tensor
        """The log-odds of a batch: (pairs,)."""
        read = self.model.bert(
            input_ids=padded([row.ids for row in rows]),
            attention_mask=padded([[1] * len(row.ids) for row in rows]),
            token_type_ids=padded([row.types for row in rows]),
        )
        return self.model.classifier(read.pooler_output.float())[:, 0]


def _length(pairs: Sequence[Pieces]) -> float:
    """The mean length of pairs in word pieces."""
    return sum(len(pair.ids) for pair in pairs) / len(pairs)


def _batches(lengths: Sequence[float], rng: random.Random) -> list[list[int]]:
    """The places of each step's examples."""
    order = list(range(len(lengths)))
    rng.shuffle(order)
    made = [
        batch
        for pool in in_parts(order, BATCH * POOL)
        for batch in in_parts(sorted(pool, key=lengths.__getitem__), BATCH)
    ]
    rng.shuffle(made)
    return made
