"""How well a text answers a query, by a model that reads the two together (a cross-encoder)."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from documents.errors import MissingExtra
from documents.text.sentences import Span
from index.models.embeddings import AUTOMATIC, first_line, loading, open_model
from index.models.gloss import in_other_language
from index.models.packaged import PackagedModel, identity_of

EMBEDDED = "embedded"  # the setting that chooses the model that is installed with Footnote
NONE = "none"  # the setting for no reranker
NAME = "ms-marco-MiniLM-L-12-v2"
# What a text in another language than the query loses: most people ask about a text in its own. With this
# (and as much of late interaction) the first sentence answers 0.54 of 314 questions, without it 0.52.
OTHER_LANGUAGE = 0.5
# How the classes of models that give scores end; to any other sentence-transformers adds an untrained layer.
SCORING = ("ForSequenceClassification", "ForCausalLM")


class Reranker(Protocol):
    """Scores texts for a query. Raises MissingExtra when its model cannot be had."""

    @property
    def identity(self) -> str:
        """What determines the scores: model and quantisation."""

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """One logit a text, in their order; higher is better, above 0 it more likely answers than not."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that a search found: its text below its header, where it is from, and the search's score."""

    id: str
    text: str
    metadata: Mapping[str, str | int]
    score: float


@runtime_checkable
class DroppingReranker(Reranker, Protocol):
    """A reranker that may also drop what was found."""

    def kept(self, query: str, candidates: Sequence[Candidate]) -> list[float | None]:
        """As `scores`, None for a passage that is not to be found."""


@runtime_checkable
class ReadingWithin(Reranker, Protocol):
    """A reranker that also scores parts of a text, each as it is read in the whole."""

    def scores_within(
        self, query: str, texts: Sequence[str], stretches: Sequence[Sequence[Span]]
    ) -> list[list[float]]:
        """For each of the stretches of each text, characters from and to, a mean cosine:
        about 0.4 to 0.8, as late interaction gives it.
        """


class PackagedReranker:
    """The Reranker protocol on the cross-encoder that is installed with Footnote; safe from any thread.

    With `difference`, a file, it scores what it was trained anew for (see lowrank.py).
    """

    def __init__(self, *, threads: int = 0, difference: Path | None = None) -> None:
        self._model = PackagedModel("reranker_en", threads=threads, difference=difference)
        self.identity = identity_of(NAME, difference)

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """One logit a text, in their order; higher is better. In another language it is a little lower."""
        logits = [0.0] * len(texts)
        for places, output in self._model.run(self._model.pairs(query, texts)):
            for place, logit in zip(places, output[:, 0], strict=True):
                logits[place] = float(logit)
        apart = in_other_language(query, texts)
        return [logit - OTHER_LANGUAGE * is_apart for logit, is_apart in zip(logits, apart, strict=True)]


class CrossEncoderReranker:
    """The Reranker protocol on any CrossEncoder of sentence-transformers; loads it on first use.

    `device` and `model` as of `SentenceTransformerEmbedder`.
    """

    def __init__(self, name: str, *, device: str = AUTOMATIC, model: Any = None) -> None:
        self._name = name
        self._device = device
        self._guard = threading.Lock()
        # Any: sentence-transformers is imported late
        self._model: Any = None if model is None else self._checked(model)

    @property
    def identity(self) -> str:
        """What determines the scores."""
        return self._name

    def scores(self, query: str, texts: Sequence[str]) -> list[float]:
        """One logit a text, in their order; higher is better."""
        if not texts:
            return []
        with self._guard:
            model = self._load()
            from torch.nn import Identity

            pairs = [(query, text) for text in texts]
            try:
                logits = model.predict(pairs, activation_fn=Identity(), show_progress_bar=False)
            except Exception as error:  # each model has kinds of its own
                raise MissingExtra(
                    f"The ranking model {self._name!r} failed ({first_line(error)}).",
                    "Look at it, and try again.",
                ) from error
        return [float(logit) for logit in logits]

    def _load(self) -> Any:
        if self._model is None:
            step = "Give a CrossEncoder and a device that there is, or set reranker to 'embedded'."
            with loading(f"The ranking model {self._name!r}", step):
                self._model = self._checked(open_model("CrossEncoder", self._name, self._device))
        return self._model

    def _checked(self, model: Any) -> Any:
        """The model, if it says of itself that it gives one score, or says nothing."""
        config = getattr(model, "config", None)
        labels, made_of = getattr(config, "num_labels", 1), getattr(config, "architectures", None)
        if labels != 1:
            raise MissingExtra(
                f"The model {self._name!r} gives {labels} numbers a text, not one.",
                "Set reranker to a model that gives one score a text, or to 'embedded'.",
            )
        if made_of and not any(name.endswith(SCORING) for name in made_of):
            raise MissingExtra(
                f"The model {self._name!r} was not trained to rank: its scores would be made at random.",
                "Set reranker to a CrossEncoder, or to 'embedded'.",
            )
        return model
