"""The packaged late-interaction model as it learns which passages and sentences answer a question.

Questions about the same documents are read together, so that the passages that one of them was given to
choose from are wrong ones for the others: each is told apart from many, at the cost of few.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from evals.studies.answerable.found import Stretch
from evals.studies.lowrank import LowRankModel, in_parts, padded, surprise
from index.models.late_interaction import QUERY, TEXT, Spans, in_gloss, places_within
from index.models.packaged import marked

MOST_PIECES = 300  # word pieces of a passage; what is longer is cut
AT_ONCE = 16  # texts of near the same length that the model reads together
# What a mean cosine is multiplied with to make log-odds: those of one question differ little.
SHARPNESS = 80.0


@dataclass(frozen=True, slots=True)
class Ranking:
    """A question with passages to choose from: `right` answer it, `wrong` do not.

    `part` answer it in part: where they are read for another question, they are neither right nor wrong.
    `stretches` are the sentences of the passages to choose from.
    """

    query: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    part: frozenset[str] = frozenset()
    stretches: Mapping[str, Sequence[Stretch]] = field(default_factory=dict)

    @property
    def texts(self) -> tuple[str, ...]:
        """What is to be read for it."""
        return (*self.right, *self.wrong)


class LateInteractionScorer(LowRankModel):
    """The packaged late-interaction model with a low-rank difference, for questions and passages alike."""

    def __init__(self, seed: int) -> None:
        """Raises MissingExtra where the package with the model is not installed."""
        super().__init__("colbert", longest=MOST_PIECES, seed=seed)

    def train(self, batches: Sequence[Sequence[Ranking]], *, rate: float) -> None:
        """Learns each batch once, whose questions are about the same documents; `rate` is the highest.

        What is raised is the probability of the right passages among all of the batch, and as much that of
        the right sentences among those of the question's own passages.
        """
        self.learn(batches, self._loss, rate=rate)

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """For each text what index/models/late_interaction.py says."""
        import torch

        with torch.no_grad():
            asked, read = self._read(QUERY, [query]), self._read(TEXT, texts)
            (scores,) = _scores([text.vectors for text in asked], [text.vectors for text in read])
            return [float(score) for score in scores]

    def _loss(self, batch: Sequence[Ranking]) -> Any:  # Any: a tensor
        import torch

        texts = list(dict.fromkeys(text for ranking in batch for text in ranking.texts))
        asked, read = self._read(QUERY, [ranking.query for ranking in batch]), self._read(TEXT, texts)
        by_text = dict(zip(texts, read, strict=True))
        scores = _scores([text.vectors for text in asked], [text.vectors for text in read])
        losses = []
        for ranking, query, own in zip(batch, asked, SHARPNESS * scores, strict=True):
            neither = torch.tensor([text in ranking.part for text in texts])
            among = own.masked_fill(neither, -torch.inf)
            losses.append(surprise(among, [text in ranking.right for text in texts]))
            losses += _within(ranking, query.vectors, by_text)
        return torch.stack(losses).sum() / len(batch)

    def _read(self, mark: str, texts: Sequence[str]) -> list["_ReadText"]:
        """The texts as the model reads them now, those of near the same length together."""
        rows = marked(self.tokenizer, mark, texts, MOST_PIECES)
        order = sorted(range(len(rows)), key=lambda place: len(rows[place].ids))
        by_place = {
            place: _ReadText(vectors, np.array(rows[place].spans, dtype=np.int32))
            for places in in_parts(order, AT_ONCE)
            for place, vectors in zip(
                places, self._vectors([rows[place].ids for place in places]), strict=True
            )
        }
        return [by_place[place] for place in range(len(rows))]

    def _vectors(self, rows: Sequence[Sequence[int]]) -> Iterator[Any]:  # Any: a tensor
        from torch.nn import functional

        read = self.model(input_ids=padded(rows), attention_mask=padded([[1] * len(row) for row in rows]))
        unit = functional.normalize(read.last_hidden_state.float(), dim=-1)
        return (vectors[: len(row)] for vectors, row in zip(unit, rows, strict=True))


@dataclass(frozen=True, slots=True)
class _ReadText:
    """A text as the model reads it: unit vectors (pieces, 384), and where the pieces stand in its gloss."""

    vectors: Any  # a tensor
    spans: Spans


def _within(ranking: Ranking, query: Any, read: Mapping[str, _ReadText]) -> Iterator[Any]:  # Any: tensors
    """How surprising the right sentences are among those of its passages; nothing where none is."""
    import torch

    scores, right = [], []
    for text, stretches in ranking.stretches.items():
        cosines = query @ read[text].vectors.T
        spans = in_gloss(text, [(stretch.start, stretch.end) for stretch in stretches])
        for stretch, span in zip(stretches, spans, strict=True):
            places = places_within(read[text].spans, span)
            if len(places) and not stretch.part:
                scores.append(cosines[:, places[0] : places[-1] + 1].amax(1).mean())
                right.append(stretch.right)
    if any(right) and not all(right):
        yield surprise(SHARPNESS * torch.stack(scores), right)


def _scores(queries: Sequence[Any], passages: Sequence[Any]) -> Any:  # Any: tensors
    """The mean, over a query's word pieces, of the highest cosine with a passage's: (queries, passages)."""
    import torch

    together = torch.nn.utils.rnn.pad_sequence(list(passages), batch_first=True)
    beyond = torch.arange(together.shape[1]) >= torch.tensor([[len(passage)] for passage in passages])
    cosines = torch.cat(list(queries)) @ together.flatten(0, 1).T  # of all pieces with all pieces
    nearest = cosines.unflatten(1, together.shape[:2]).masked_fill(beyond, -1.0).amax(-1)
    return torch.stack([own.mean(0) for own in nearest.split([len(words) for words in queries])])
