"""Training of a packaged model on two cores: it stays as it is, thin matrices beside its layers learn.

Edward Hu et al.: LoRA: Low-Rank Adaptation of Large Language Models, 2021 (arXiv 2106.09685). What is learnt
is kept in the form that index/models/lowrank.py adds to the model.
"""

import logging
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.models.lowrank import DOWN, HEAD, UP, dense_weights
from index.models.packaged import Name, open_tokenizer, packaged
from index.models.telemetry import disable_telemetry

logger = logging.getLogger(__name__)

RANK = 16
WARMING = 0.1  # the part of the steps in which the rate rises to its highest; then it falls to nothing
LOGGED = 50  # steps from one line of the log to the next

Batch = TypeVar("Batch")
Item = TypeVar("Item")


class LowRankModel:
    """One of the packaged models with a low-rank difference that learns.

    `model` is the whole of it in torch, `tokenizer` cuts what it reads to `longest` word pieces. A head
    (`classifier`) learns as a whole.
    """

    def __init__(self, name: Name, *, longest: int, seed: int) -> None:
        """Raises MissingExtra where the package with the model is not installed."""
        disable_telemetry(offline=True)
        import torch

        torch.manual_seed(seed)
        folder = packaged(name)
        self.tokenizer = open_tokenizer(folder, longest)
        weights = dense_weights(folder / "model.onnx")
        self.model: Any = _empty(has_head=f"{HEAD}.bias" in weights)  # Any: transformers has no types
        self.model.load_state_dict({part: torch.tensor(weights[part]) for part in self.model.state_dict()})
        # Twice as fast as float32 on processors that have it, and no worse; what learns stays float32.
        self.model.to(torch.bfloat16).requires_grad_(False)
        for parent in list(self.model.modules()):
            for part, layer in list(parent.named_children()):
                if isinstance(layer, torch.nn.Linear) and part != HEAD:
                    setattr(parent, part, _low_rank(layer))

    def learn(self, plan: Sequence[Batch], loss: Callable[[Batch], Any], *, rate: float) -> None:
        """One step for each batch of the plan, `loss` being a batch's; the rate is at most `rate`."""
        import torch
        from torch.nn import utils

        learning = [weight for _, weight in self._learning()]
        optimizer = torch.optim.AdamW(learning, lr=rate, weight_decay=0.01)
        schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _share(step, len(plan)))
        for step, batch in enumerate(plan, start=1):
            lost = loss(batch)
            optimizer.zero_grad()
            lost.backward()
            utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            schedule.step()
            if step % LOGGED == 0:
                logger.info("step %d of %d, loss %.3f", step, len(plan), lost.item())

    def write(self, to: Path) -> None:
        """Writes what was learnt, in the form of index/models/lowrank.py."""
        arrays: dict[str, Any] = {  # Any: numpy takes a flag by name beside the arrays
            name: weight.detach().numpy().astype(np.float16) for name, weight in self._learning()
        }
        to.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(to, **arrays)

    def start_from(self, difference: Mapping[str, NDArray[Any]]) -> None:
        """Goes on from what was learnt before. Raises KeyError for a difference that lacks a layer."""
        import torch

        with torch.no_grad():
            for name, weight in self._learning():
                weight.copy_(torch.from_numpy(difference[name].astype(np.float32)))

    def _learning(self) -> list[tuple[str, Any]]:  # Any: a tensor
        """The weights that learn, by name."""
        return [
            (name, weight)
            for name, weight in self.model.named_parameters()
            if name.endswith((DOWN, UP)) or name.startswith(HEAD)
        ]


def surprise(log_odds: Any, right: Sequence[bool]) -> Any:  # Any: tensors
    """Minus the log of the probability that one of the right ones is chosen; at least one is right."""
    import torch
    from torch.nn import functional

    return -functional.log_softmax(log_odds, dim=0)[torch.tensor(right)].logsumexp(0)


def padded(rows: Sequence[Sequence[int]]) -> Any:  # Any: a tensor
    """Rows of any lengths as one tensor of whole numbers, filled up with 0: (rows, longest)."""
    import torch

    whole = torch.zeros((len(rows), max(map(len, rows))), dtype=torch.long)
    for place, row in enumerate(rows):
        whole[place, : len(row)] = torch.tensor(row)
    return whole


def in_parts(items: Sequence[Item], size: int) -> Iterator[list[Item]]:
    """The items in their order, so many at a time."""
    for begin in range(0, len(items), size):
        yield list(items[begin : begin + size])


def _empty(*, has_head: bool) -> Any:  # Any: transformers has no types
    from transformers import BertConfig, BertForSequenceClassification, BertModel

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
    return BertForSequenceClassification(config) if has_head else BertModel(config, add_pooling_layer=False)


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


def _share(step: int, steps: int) -> float:
    """The part of the highest rate at a step."""
    return min(1.0, (step + 1) / (WARMING * steps)) * (1 - step / steps)
