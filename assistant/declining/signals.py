"""The signals that a decision to answer or to decline is made from, stored with every answer."""

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields

from assistant.declining import measures
from assistant.declining.findings import Findings
from assistant.evidence.gathering import Gathered
from assistant.evidence.sentences import EvidenceSentence
from assistant.llm.protocol import Piece
from assistant.types import Sentence
from documents.types import Record

NOT_CITED = 30  # the rank where no sentence is cited


@dataclass(frozen=True, slots=True)
class Signals(Record):
    """What the decision is made from; None where the model gave no log-probabilities.

    quoted            1 where no language model wrote: the draft is the best sentences themselves
    model_declined    1 when the model wrote its decline
    answerable        log-odds that the model calls the question one that the passages answer; the TYPICAL
                      of pipeline/probes.py where it was not asked, as it could hardly change the decision
    mean_logprob      the mean log-probability of the draft's tokens
    asked             the checker's score of the question against the cited sentences and those beside them
    weakest           how alike the question's word is that is least like any of theirs, 0-1
    near_miss         1 where the closest sentence states otherwise what the question takes for granted
    gaps              facts of the question that the cited sentences and those beside them lack, 2 at most
    missing_share     share (weighted by rarity) of the question's words that are not near the cited sentences
    similarity        cosine of the question and its best evidence sentence
    support           the best score of a sentence that is kept, 0 where none is
    rank              logarithm of the rank of the best cited sentence as evidence, 0 is the best
    first_answers     how likely what is shown answers, by the model that was trained to tell (`overall`)
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
    first_answers: float | None = None


NAMES = frozenset(field.name for field in fields(Signals))


def signals_of(
    findings: Findings,
    draft: str,
    sentences: Sequence[Sentence],
    embedder: object,
    tokens: Sequence[Piece] = (),
) -> Signals:
    """The signals of a draft with these checked sentences, but for `answerable`, which is asked later.

    `tokens` are those that a model wrote; without any the draft is quoted.
    """
    cited = _cited(findings.evidence, sentences)
    nearby = _around_cited(findings.evidence, cited.values())
    asked, weakest = measures.read_as_claim(findings.question.text, nearby, embedder)
    answering = findings.answering
    return Signals(
        quoted=0.0 if tokens else 1.0,
        model_declined=1.0 if measures.is_decline(draft) else 0.0,
        answerable=None,
        mean_logprob=measures.mean_logprob(tokens),
        asked=asked,
        weakest=weakest,
        near_miss=float(bool(findings.near_misses)),
        gaps=float(measures.gaps(findings.question.text, nearby, findings.missing)),
        missing_share=measures.missing_share(findings.evidence.weights, nearby),
        similarity=round(findings.similarity, 4),
        support=measures.best_support(sentences),
        rank=round(math.log(min(cited, default=NOT_CITED)), 4),
        first_answers=round(answering.overall, 4) if answering and findings.pieces else None,
    )


def _cited(evidence: Gathered, sentences: Sequence[Sentence]) -> dict[int, EvidenceSentence]:
    """The cited sentences under their rank as evidence, 1 being the best."""
    kept = (sentence for sentence in sentences if sentence.support != "not_found")
    citations = {citation for sentence in kept for citation in sentence.citations}
    ranked = enumerate((scored.sentence for scored in evidence.scored), start=1)
    return {rank: sentence for rank, sentence in ranked if sentence.citation in citations}


def _around_cited(evidence: Gathered, cited: Collection[EvidenceSentence]) -> list[EvidenceSentence]:
    """The cited sentences with their neighbours; those of the best evidence where nothing is cited."""
    centres = cited or [evidence.scored[0].sentence]
    return [
        sentence
        for sentence in evidence.sentences
        if any(sentence.hit == centre.hit and abs(sentence.number - centre.number) <= 1 for centre in centres)
    ]
