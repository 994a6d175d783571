"""The question read as a claim: what it takes for granted should be stated where the answer is."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence.gathering import EvidenceSentence
from assistant.grounding import Checker
from assistant.grounding.scoring import shipped_scorer

TYPICAL = 0.46  # the mean over squad's questions, for an embedder that gives no vectors of words
WEAKEST = "alike_lowest"  # the checker's feature: how alike the word is that is least so


@dataclass(frozen=True, slots=True)
class Asked:
    """How well evidence states the words of a question, 0 to 1.

    `stated` is the checker's score of the question, `weakest` how alike the least of its words is.
    """

    stated: float
    weakest: float


def read_as_claim(question: str, evidence: Sequence[EvidenceSentence], embedder: object | None) -> Asked:
    """The question held against the evidence as the checker holds a sentence."""
    if not evidence:
        return Asked(0.0, 0.0)
    measured = Checker(evidence, embedder=embedder).features(question)
    if not measured:
        return Asked(0.0, 0.0)
    return Asked(
        stated=round(shipped_scorer().score(measured), 4),
        weakest=round(measured.get(WEAKEST, TYPICAL), 4),
    )
