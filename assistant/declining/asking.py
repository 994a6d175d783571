"""The question read as a claim: what it takes for granted should be stated where the answer is."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.evidence.gathering import EvidenceSentence
from assistant.grounding.checker import Checker, features
from assistant.grounding.citing import cite
from assistant.grounding.scoring import shipped_judge

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
    checker = Checker(evidence, embedder=embedder)
    alignment = checker.align(question)
    if not alignment.words:
        return Asked(0.0, 0.0)
    measured = features(alignment, checker.clashes(alignment, cite(alignment)))
    return Asked(
        stated=round(shipped_judge().score(measured), 4),
        weakest=round(measured.get(WEAKEST, TYPICAL), 4),
    )
