"""The signals that a decision to answer or to decline is made from, stored with every answer."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from assistant.declining import measures
from assistant.declining.asking import read_as_claim
from assistant.evidence.gathering import EvidenceSentence
from assistant.pipeline.prompt import is_decline
from assistant.pipeline.work import Work
from assistant.types import NearMiss, Sentence

NOT_CITED = 30  # the rank where no sentence is cited


@dataclass(frozen=True, slots=True)
class Signals:
    """What the decision is made from; None where the model gave no log-probabilities.

    quoted            1 where no language model wrote: the draft is the best sentences themselves
    model_declined    1 when the model wrote its decline
    answerable        log-odds that the model calls the question one that the passages answer; TYPICAL of
                      probes.py where it was not asked, as that could hardly have changed the decision
    mean_logprob      the mean log-probability of the draft's tokens
    asked             the checker's score of the question against the cited sentences and those beside them
    weakest           how alike the question's word is that is least like any of theirs, 0-1
    near_miss         1 where the closest sentence states otherwise what the question takes for granted
    gaps              facts of the question that the cited sentences and those beside them lack, 2 at most
    missing_share     share (weighted by rarity) of the question's words that are not near the cited sentences
    similarity        cosine of the question and its best evidence sentence
    support           the best score of a sentence that is kept, 0 where none is
    rank              logarithm of the rank of the best cited sentence as evidence, 0 is the best
    answers           log-odds that a sentence that is shown answers, by the model that was trained to tell
    """

    quoted: float
    model_declined: float
    answerable: float | None
    mean_logprob: float | None
    asked: float
    weakest: float
    near_miss: float
    gaps: float
    missing_share: float
    similarity: float
    support: float
    rank: float
    answers: float | None = None

    def to_dict(self) -> dict[str, float | None]:
        """The signals by name."""
        return asdict(self)


def signals_of(work: Work, draft: str, checked: Sequence[Sentence], near: Sequence[NearMiss]) -> Signals:
    """The signals of a draft, whose sentences are `checked`; `near` are the question's near misses."""
    cited = _cited(work, checked)
    around = _around(work, cited)
    asked = read_as_claim(work.question, around, work.embedder)
    return Signals(
        quoted=0.0 if work.pieces else 1.0,
        model_declined=1.0 if is_decline(draft) else 0.0,
        answerable=work.answerable,
        mean_logprob=measures.mean_logprob(work.pieces),
        asked=asked.stated,
        weakest=asked.weakest,
        near_miss=float(bool(near)),
        gaps=float(measures.gaps(work.question, around, work.missing)),
        missing_share=measures.missing_share(work.weights, around),
        similarity=round(work.rater.similarity, 4),
        support=measures.best_support(checked),
        rank=round(math.log(min(cited, default=NOT_CITED)), 4),
        answers=work.answers,
    )


def _cited(work: Work, checked: Sequence[Sentence]) -> dict[int, EvidenceSentence]:
    """The cited sentences under their rank as evidence, 1 being the best."""
    citations = {citation for sentence in checked for citation in sentence.citations}
    ranked = enumerate((one.sentence for one in work.scored), start=1)
    return {rank: sentence for rank, sentence in ranked if sentence.citation in citations}


def _around(work: Work, cited: Mapping[int, EvidenceSentence]) -> list[EvidenceSentence]:
    """The cited sentences with their neighbours; those of the best evidence where nothing is cited."""
    centres = list(cited.values()) or [work.scored[0].sentence]
    return [
        one
        for one in work.sentences
        if any(one.hit == centre.hit and abs(one.number - centre.number) <= 1 for centre in centres)
    ]
