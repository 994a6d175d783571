"""Sentences with their passages and whether these state them, made from stored sets to train the checker.

ragtruth is not among them: it only evaluates; nor squad, on which declining is judged with the checker. Nor
are sentences with a swapped fact: their words are all there, so they teach a sum of shares the wrong thing;
they are left to the veto of the hard checks.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from documents.text.sentences import sentence_spans
from evals.cases import Case, CaseSet
from evals.datasets import load_set
from evals.datasets.scifact_pairs import load_evidence
from evals.datasets.wice import load_claims
from index.words import content_words

WICE_PASSAGE = 10  # sentences
DISTRACTORS = 2  # other passages beside the right one
SHORTEST = 4  # words of a sentence worth checking


@dataclass(frozen=True, slots=True)
class Pair:
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


def training_pairs(data: Path) -> Iterator[Pair]:
    """All pairs from the sets in the folder; raises BadSet."""
    yield from wice_pairs(data / "wice")
    yield from scifact_pairs(data / "scifact")
    yield from clapnq_pairs(data / "clapnq")


def wice_pairs(path: Path) -> Iterator[Pair]:
    """Wikipedia claims against the page that each cites, in passages of ten sentences."""
    for one in load_claims(path):
        starts = range(0, len(one.sentences), WICE_PASSAGE)
        passages = tuple(one.sentences[start : start + WICE_PASSAGE] for start in starts)
        evidence = tuple(
            frozenset(divmod(number, WICE_PASSAGE) for number in group) for group in one.supporting
        )
        yield Pair("wice", one.label, one.id, one.claim, "", passages, one.label, evidence)


def scifact_pairs(path: Path) -> Iterator[Pair]:
    """Scientific claims against abstracts that support them, contradict them or leave them open."""
    for one in load_evidence(path):
        sentences = split(one.text)
        gold = frozenset((0, place) for place, text in enumerate(sentences) if _is_one_of(text, one.evidence))
        label = "found" if one.label == "SUPPORT" else "not_found"
        yield Pair(
            "scifact", one.label, one.source, one.claim, "", (sentences,), label, (gold,) if gold else ()
        )


def clapnq_pairs(path: Path) -> Iterator[Pair]:
    """Sentences of gold long answers: with their passage, and with its evidence sentences taken out."""
    case_set = load_set(path)
    texts = _texts(case_set)
    for case in case_set.cases:
        if not (case.answerable and case.source):
            continue
        own = [split(part) for part in _paragraphs(texts[case.source])]
        others = [(name, text) for name, text in texts.items() if name != case.source]
        beside = [split(text) for text in _nearest(case.question, others)]
        evidence = [one.text for one in case.evidence]
        without = _without(own, evidence)
        for sentence in dict.fromkeys(one for answer in case.answers for one in split(answer)):
            if len(sentence.split()) >= SHORTEST:
                yield _pair("clapnq", "gold", case, sentence, [*own, *beside], "found")
                yield _pair("clapnq", "removed", case, sentence, [*without, *beside], "not_found")


def split(text: str) -> tuple[str, ...]:
    """The sentences of a text."""
    return tuple(text[start:end] for start, end in sentence_spans(text))


def _pair(
    name: str,
    kind: str,
    case: Case,
    text: str,
    passages: Sequence[tuple[str, ...]],
    label: str,
    question: str | None = None,
) -> Pair:
    asked = case.question if question is None else question
    kept = tuple(one for one in passages if one)
    return Pair(name, kind, case.source or "", text, asked, kept, label)


def _texts(case_set: CaseSet) -> dict[str, str]:
    return {one.name: one.content().decode("utf-8") for one in case_set.documents}


def _paragraphs(text: str) -> list[str]:
    """The paragraphs after the title line."""
    return [part for part in text.split("\n\n")[1:] if part.strip()]


def _nearest(question: str, texts: Iterable[tuple[str, str]], count: int = DISTRACTORS) -> list[str]:
    """The texts with most words of the question."""
    wanted = set(content_words(question))
    return sorted((text for _, text in texts), key=lambda text: -len(wanted & set(content_words(text))))[
        :count
    ]


def _without(passages: Sequence[tuple[str, ...]], evidence: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(one for one in passage if not _is_one_of(one, evidence)) for passage in passages]


def _is_one_of(sentence: str, evidence: Sequence[str]) -> bool:
    bare = sentence.strip()
    return any(bare in one or one.strip() in bare for one in evidence)
