"""The models that judge texts for a question, each where it judges best."""

from dataclasses import dataclass
from pathlib import Path

from index.models.rerank import Reranker

# What `make train-answerable` learnt, a difference to the packaged cross-encoder.
DIFFERENCE = Path(__file__).with_name("answerable.npz")


@dataclass(frozen=True, slots=True)
class Rankers:
    """None where there is none: what is ranked is then ranked by words and meaning alone.

    `passages` reads a search's first passages again; `answering` says whether a text is the one that answers,
    which ranks what may be shown and decides whether it is an answer: log-odds, above 0 where it more likely
    does.
    """

    passages: Reranker | None = None
    answering: Reranker | None = None

    def loaded(self) -> tuple[Reranker, ...]:
        """Those that there are."""
        return tuple(ranker for ranker in (self.passages, self.answering) if ranker is not None)
