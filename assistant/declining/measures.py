"""The measures that signals are made of."""

import re
from collections.abc import Callable, Mapping, Sequence

from assistant.evidence.gathering import EvidenceSentence
from assistant.grounding.facts import question_gaps
from assistant.language.terms import all_numbers, names, number_key, stems
from assistant.llm.model import Piece
from assistant.types import Sentence
from index.words import words

MOST = 2  # more gaps say no more
_GERMAN = frozenset(
    "der das dem ein eine einen und oder ist sind wer wie wo wann warum welche ich wir mein unser nicht "
    "für darf".split()
)


def mean_logprob(pieces: Sequence[Piece]) -> float | None:
    """The mean log-probability of a draft's tokens."""
    logprobs = [piece.logprob for piece in pieces if piece.logprob is not None]
    return sum(logprobs) / len(logprobs) if logprobs else None


def missing_share(weights: Mapping[str, float], evidence: Sequence[EvidenceSentence]) -> float:
    """The weighted share of the question's stems that are nowhere in this evidence."""
    have = {stemmed for one in evidence for stemmed in (*stems(one.text), *stems(one.label))}
    total = sum(weights.values())
    if not total:
        return 0.0
    return sum(weight for stemmed, weight in weights.items() if stemmed not in have) / total


def foreign(query: str, evidence: Sequence[EvidenceSentence], document: Callable[[], str]) -> list[str]:
    """The names and numbers of a question that are not near the evidence; its document may have the names.

    What a document is about it seldom names in every paragraph; its numbers belong to one place of it.
    """
    texts = [part for one in evidence for part in (one.text, one.label)]
    have_words = {word for text in texts for word in words(text)}
    have_stems = {stemmed for text in texts for stemmed in stems(text)}
    have_numbers = set().union(*(all_numbers(text) for text in texts)) if texts else set()
    return [
        term
        for term in _terms(query)
        if term.lower() not in have_words
        and number_key(term) not in have_numbers
        and not (set(stems(term)) and set(stems(term)) <= have_stems)
        and (number_key(term) is not None or not _has(document(), term))
    ]


def names_of(query: str) -> list[str]:
    """The names in a question; none in a German one, where every noun has a capital."""
    return names(query) if _GERMAN.isdisjoint(words(query)) else []


def _terms(text: str) -> list[str]:
    """Names and numbers of a text, as written, each once."""
    numeric = [
        word for word in words(text) if number_key(word) is not None and any(c.isdigit() for c in word)
    ]
    return list(dict.fromkeys([*names_of(text), *numeric]))


def _has(document: str, name: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", document) is not None


def best_support(sentences: Sequence[Sentence]) -> float:
    """The best score among sentences that are not withheld."""
    return max((one.score for one in sentences if one.support != "not_found"), default=0.0)


def gaps(question: str, evidence: Sequence[EvidenceSentence], missing: Sequence[str]) -> int:
    """How many facts of the question the evidence surely lacks or states otherwise, `MOST` at most."""
    window = [text for one in evidence for text in (one.text, one.label)]
    found = question_gaps(question, window, lambda word: word not in missing)
    return min(MOST, sum(gap.sure for gap in found))
