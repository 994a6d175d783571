"""Training of the packaged cross-encoder on two cores: it stays as it is, thin matrices beside it learn.

Edward Hu et al.: LoRA: Low-Rank Adaptation of Large Language Models, 2021 (arXiv 2106.09685). What is learnt
is kept in the form that index/models/lowrank.py adds to the model.
"""

import logging
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.models.lowrank import DOWN, HEAD, UP, dense_weights
from index.models.packaged import packaged
from index.models.telemetry import disable_telemetry

logger = logging.getLogger(__name__)

RANK = 16
WARMING = 0.1  # the part of the steps in which it rises to there; then it falls to nothing
BATCH = 16  # choices
LONGEST = 384  # word pieces of a pair; what is longer is cut
POOL = 20  # batches among which choices are sorted by length, so that little is padded
AT_ONCE = 24  # pairs of near the same length that the model reads together
CALMER = 0.25  # of the head's weights: the packaged model is so sure of itself that it would learn slowly
LOGGED = 50  # steps from one line of the log to the next

TextPair = tuple[str, str]
Ids = tuple[list[int], list[int]]  # of a pair's word pieces, and which text each is of


@dataclass(frozen=True, slots=True)
class Choice:
    """Pairs of which some, or none, are to be chosen: one query with several texts."""

    pairs: tuple[TextPair, ...]
    right: tuple[bool, ...]


class LowRankScorer:
    """The packaged cross-encoder with a low-rank difference: (text, text) pairs to log-odds."""

    def __init__(self, seed: int) -> None:
        """Raises MissingExtra where the package with the model is not installed."""
        disable_telemetry(offline=True)
        import torch
        from tokenizers import Tokenizer
        from transformers import BertConfig, BertForSequenceClassification

        torch.manual_seed(seed)
        folder = packaged("reranker_en")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST, strategy="longest_first")
        config = BertConfig(
            hidden_size=384,
            num_hidden_layers=12,
            intermediate_size=1536,
            num_labels=1,
            # Each of these saves a third of the time: torch's own kernels for attention are slow backwards on
            # a processor, and dropout is not needed, since so few matrices hardly learn by heart.
            attn_implementation="eager",
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        self._model: Any = BertForSequenceClassification(config)  # Any: transformers has no types
        weights = {
            name: torch.tensor(values) for name, values in dense_weights(folder / "model.onnx").items()
        }
        self._model.load_state_dict(weights)
        # Twice as fast as float32 on processors that have it, and no worse; what learns stays float32.
        self._model.to(torch.bfloat16).requires_grad_(False)
        for parent in (*self._model.bert.encoder.modules(), self._model.bert.pooler):
            for name, layer in list(parent.named_children()):
                if isinstance(layer, torch.nn.Linear):
                    setattr(parent, name, _low_rank(layer))
        self._model.classifier.float()
        self._model.classifier.weight.mul_(CALMER)
        self._model.classifier.bias.mul_(CALMER)
        self._model.classifier.requires_grad_(True)

    def train(self, choices: Sequence[Choice], *, rate: float, seed: int) -> None:
        """Learns each choice once, at `rate` at most; some 10 a second on two cores.

        What is raised is the probability of the right pairs among all and "none", whose log-odds stay 0: so
        one number orders the texts and tells whether any is right.
        """
        import torch
        from torch.nn import functional, utils

        rows = [self._read(choice.pairs) for choice in choices]
        plan = _batches([_length(pairs) for pairs in rows], random.Random(seed))
        learning = [weight for _, weight in self._learning()]
        optimizer = torch.optim.AdamW(learning, lr=rate, weight_decay=0.01)
        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _share(step, len(plan)))
        self._model.train()
        for step, places in enumerate(plan, start=1):
            scores = self._in_parts([pair for place in places for pair in rows[place]])
            losses = []
            for place, own in zip(places, scores.split([len(rows[place]) for place in places]), strict=True):
                right = torch.tensor([not any(choices[place].right), *choices[place].right])
                among = functional.log_softmax(functional.pad(own, (1, 0)), dim=0)
                losses.append(-among[right].logsumexp(0))
            loss = torch.stack(losses).mean()
            optimizer.zero_grad()
            loss.backward()
            utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            schedule.step()
            if step % LOGGED == 0:
                logger.info("step %d of %d, loss %.3f", step, len(plan), loss.item())

    def scores(self, pairs: Sequence[TextPair]) -> list[float]:
        """The log-odds of each pair."""
        import torch

        self._model.eval()
        with torch.no_grad():
            return [float(value) for value in self._in_parts(self._read(pairs))]

    def difference(self) -> dict[str, NDArray[np.float16]]:
        """What was learnt, by the names of index/models/lowrank.py."""
        return {name: weight.detach().numpy().astype(np.float16) for name, weight in self._learning()}

    def _learning(self) -> list[tuple[str, Any]]:  # Any: a tensor
        """The weights that learn, by name."""
        return [
            (name, weight)
            for name, weight in self._model.named_parameters()
            if name.endswith((DOWN, UP)) or name.startswith(HEAD)
        ]

    def start_from(self, difference: Mapping[str, NDArray[Any]]) -> None:
        """Goes on from what was learnt before. Raises KeyError for a difference that lacks a layer."""
        import torch

        with torch.no_grad():
            for name, weight in self._learning():
                weight.copy_(torch.from_numpy(difference[name].astype(np.float32)))

    def _read(self, pairs: Sequence[TextPair]) -> list[Ids]:
        return [(row.ids, row.type_ids) for row in self._tokenizer.encode_batch_fast(list(pairs))]

    def _in_parts(self, rows: Sequence[Ids]) -> Any:  # Any: a tensor
        """The log-odds of pairs of any lengths: (pairs,)."""
        import torch

        order = sorted(range(len(rows)), key=lambda place: len(rows[place][0]))
        outputs = [self._outputs([rows[place] for place in places]) for places in _parts(order, AT_ONCE)]
        return torch.cat(outputs)[torch.tensor(order).argsort()]

    def _outputs(self, rows: Sequence[Ids]) -> Any:  # Any: a tensor
        """The log-odds of a batch: (pairs,)."""
        import torch

        shape = (len(rows), max(len(ids) for ids, _ in rows))
        ids, types, mask = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
        for place, (pieces, sides) in enumerate(rows):
            ids[place, : len(pieces)] = torch.tensor(pieces)
            types[place, : len(pieces)] = torch.tensor(sides)
            mask[place, : len(pieces)] = 1
        read = self._model.bert(input_ids=ids, attention_mask=mask, token_type_ids=types)
        return self._model.classifier(read.pooler_output.float())[:, 0]


def _low_rank(base: Any) -> Any:  # Any: torch is imported late
    """The dense layer `base`, which stays as it is, plus the product of two matrices that learn."""
    import torch
    from torch.nn import functional

    class LowRank(torch.nn.Module):  # type: ignore[misc]  # torch has no types here
        def __init__(self) -> None:
            super().__init__()
            self.base = base
            self.a = torch.nn.Parameter(torch.randn(RANK, base.in_features) / math.sqrt(base.in_features))
            self.b = torch.nn.Parameter(torch.zeros(base.out_features, RANK))

        def forward(self, inputs: Any) -> Any:
            # One product of large matrices is quicker than two more of thin ones, backwards as well.
            weight = self.base.weight + (self.b @ self.a).to(self.base.weight.dtype)
            return functional.linear(inputs, weight, self.base.bias)

    return LowRank()


def _length(pairs: Sequence[Ids]) -> float:
    """The mean length of pairs in word pieces."""
    return sum(len(ids) for ids, _ in pairs) / len(pairs)


def _share(step: int, steps: int) -> float:
    """The part of the highest rate at a step."""
    return min(1.0, (step + 1) / (WARMING * steps)) * (1 - step / steps)


def _batches(lengths: Sequence[float], rng: random.Random) -> list[list[int]]:
    """The places of each step's examples."""
    order = list(range(len(lengths)))
    rng.shuffle(order)
    made = [
        batch
        for pool in _parts(order, BATCH * POOL)
        for batch in _parts(sorted(pool, key=lengths.__getitem__), BATCH)
    ]
    rng.shuffle(made)
    return made


def _parts(places: Sequence[int], size: int) -> Iterator[list[int]]:
    for begin in range(0, len(places), size):
        yield list(places[begin : begin + size])
