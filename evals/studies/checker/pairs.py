"""Sentences with their passages and whether these state them, made from stored sets.

The checker is trained on those of WiCE, SciFact and CLAPNQ. RAGTruth and the sentences written for the
project only evaluate it; on squad declining is judged with the checker. Sentences with a swapped fact train
nothing: their words are all there, so they teach a sum of shares the wrong thing; they are left to the veto
of the hard checks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from documents.text.sentences import sentence_spans
from evals.cases import Case
from evals.datasets import load_set
from evals.studies.checker.sets import load_ragtruth, load_scifact, load_wice
from evals.studies.written_sets import EVERYDAY, read_claims
from index.words import content_words

WICE_PASSAGE = 10  # sentences
DISTRACTORS = 2  # other passages beside the right one
SHORTEST_SENTENCE = 4  # words of a sentence worth checking


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence and the passages it is checked against, each passage as its sentences.

    `group` is the document: what shares it is never on both sides of a split. `label` is the checker's
    word for it; `evidence` are complete sets of (passage, sentence), where known.
    """

    set: str
    kind: str
    group: str
    text: str
    question: str
    passages: tuple[tuple[str, ...], ...]
    label: str
    evidence: tuple[frozenset[tuple[int, int]], ...] = ()


def training_pairs(data: Path) -> Iterator[LabelledSentence]:
    """All pairs from the sets in the folder; raises BadSet."""
    yield from wice_pairs(data / "wice")
    yield from scifact_pairs(data / "scifact")
    yield from clapnq_pairs(data / "clapnq")


def wice_pairs(path: Path) -> Iterator[LabelledSentence]:
    """Wikipedia claims against the page that each cites, in passages of ten sentences."""
    for claim in load_wice(path):
        starts = range(0, len(claim.sentences), WICE_PASSAGE)
        passages = tuple(claim.sentences[start : start + WICE_PASSAGE] for start in starts)
        evidence = tuple(
            frozenset(divmod(number, WICE_PASSAGE) for number in group) for group in claim.supporting
        )
        yield LabelledSentence(
            "wice", claim.label, claim.id, claim.claim, "", passages, claim.label, evidence
        )


def scifact_pairs(path: Path) -> Iterator[LabelledSentence]:
    """Scientific claims against abstracts that support them, contradict them or leave them open."""
    for claim in load_scifact(path):
        sentences = split(claim.text)
        gold = frozenset(
            (0, place) for place, text in enumerate(sentences) if _is_among(text, claim.evidence)
        )
        label = "found" if claim.label == "SUPPORT" else "not_found"
        evidence = (gold,) if gold else ()
        yield LabelledSentence(
            "scifact", claim.label, claim.source, claim.claim, "", (sentences,), label, evidence
        )


def clapnq_pairs(path: Path) -> Iterator[LabelledSentence]:
    """Sentences of gold long answers: with their passage, and with its evidence sentences taken out."""
    case_set = load_set(path)
    texts = {document.name: document.content().decode("utf-8") for document in case_set.documents}
    for case in case_set.cases:
        if not (case.answerable and case.source):
            continue
        own = [split(part) for part in _paragraphs(texts[case.source])]
        others = [text for name, text in texts.items() if name != case.source]
        distractors = [split(text) for text in _nearest(case.question, others)]
        evidence = [span.text for span in case.evidence]
        without = [
            tuple(sentence for sentence in passage if not _is_among(sentence, evidence)) for passage in own
        ]
        for sentence in dict.fromkeys(sentence for answer in case.answers for sentence in split(answer)):
            if len(sentence.split()) >= SHORTEST_SENTENCE:
                yield _of_case(case, "gold", sentence, [*own, *distractors])
                yield _of_case(case, "removed", sentence, [*without, *distractors])


def ragtruth_pairs(path: Path) -> Iterator[LabelledSentence]:
    """The sentences of the answers against their passages; kind: the answer's id, group: its source."""
    for answer in load_ragtruth(path):
        passages = tuple(split(passage) for passage in answer.passages)
        for start, end in sentence_spans(answer.response):
            label = "not_found" if answer.unsupported(start, end) else "found"
            text = answer.response[start:end]
            yield LabelledSentence(
                "ragtruth", answer.id, answer.source_id, text, answer.question, passages, label
            )


def written_pairs(half: str, path: Path = EVERYDAY) -> Iterator[LabelledSentence]:
    """One half of written sentences against their evidence; kind: what they are, and in which way."""
    for claim in read_claims(path, half):
        label = "found" if claim.label == "true" else "not_found"
        kind, passages = f"{claim.label}: {claim.kind}", (split(claim.evidence),)
        yield LabelledSentence("written", kind, claim.id, claim.claim, "", passages, label)


def split(text: str) -> tuple[str, ...]:
    """The sentences of a text."""
    return tuple(text[start:end] for start, end in sentence_spans(text))


def _of_case(case: Case, kind: str, text: str, passages: Sequence[tuple[str, ...]]) -> LabelledSentence:
    label = "found" if kind == "gold" else "not_found"
    not_empty = tuple(passage for passage in passages if passage)
    return LabelledSentence("clapnq", kind, case.source or "", text, case.question, not_empty, label)


def _paragraphs(text: str) -> list[str]:
    """The paragraphs after the title line."""
    return [part for part in text.split("\n\n")[1:] if part.strip()]


def _nearest(question: str, texts: Sequence[str]) -> list[str]:
    """The texts with most words of the question."""
    wanted = set(content_words(question))
    return sorted(texts, key=lambda text: -len(wanted & set(content_words(text))))[:DISTRACTORS]


def _is_among(sentence: str, evidence: Sequence[str]) -> bool:
    """Whether the sentence holds one of the pieces of evidence, or is held in it."""
    bare = sentence.strip()
    return any(bare in piece or piece.strip() in bare for piece in evidence)
