"""Which words of a claim stand in which sentences of the evidence, inflected and derived forms too."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.gathering import EvidenceSentence
from assistant.grounding.remarks import POINTER
from assistant.language.terms import number_key
from assistant.language.tokens import same_stem
from index.words import STOP_WORDS, WORD

Matrix = NDArray[np.float64]

NEAR_FORM = 0.85  # what a derived form of a word counts
BESIDE = 0.6  # what a word of the title or headings counts
SHARED = 5  # letters that two forms of a word have in common at least
LONGEST = 400  # words of a sentence that are looked up


@dataclass(frozen=True, slots=True)
class Word:
    """A word with meaning at its place in a text; `key` is its stem, or its number in one form."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """An evidence sentence prepared for matching."""

    evidence: EvidenceSentence
    words: tuple[Word, ...]
    keys: frozenset[str]
    beside: frozenset[str]  # keys of its title and headings


def keyed_words(text: str, start: int = 0) -> list[Word]:
    """The words with meaning from `start` on, in order, pointers such as "(Passage 2)" left out."""
    pointers = [found.span() for found in POINTER.finditer(text)]
    found = []
    for match in WORD.finditer(text, start):
        lower = match.group().lower()
        if lower in STOP_WORDS or any(a <= match.start() < b for a, b in pointers):
            continue
        found.append(Word(number_key(lower) or same_stem(lower), match.start(), match.end()))
        if len(found) == LONGEST:
            break
    return found


def prepare(evidence: Sequence[EvidenceSentence]) -> list[Line]:
    """The evidence sentences that state something; headings are context only."""
    return [_line(one) for one in evidence if not one.heading]


def _line(one: EvidenceSentence) -> Line:
    found = tuple(keyed_words(one.text))
    keys = {word.key for word in found}
    for match in re.finditer(r"\d[\d.,]*\d|\d+", one.text):  # "1990-95", "24/7": each number by itself
        keys.add(number_key(match.group()) or match.group())
    return Line(one, found, frozenset(keys), frozenset(word.key for word in keyed_words(one.label)))


def credits(keys: Sequence[str], lines: Sequence[Line]) -> Matrix:
    """How far each line has each key, 0 to 1; shape (keys, lines)."""
    vocabulary = _by_beginning({key for line in lines for key in line.keys | line.beside})
    forms = [_forms(one, vocabulary) for one in keys]
    matrix = np.zeros((len(keys), len(lines)))
    for row, accepted in enumerate(forms):
        for column, line in enumerate(lines):
            matrix[row, column] = max(
                max((accepted[one] for one in accepted.keys() & line.keys), default=0.0),
                BESIDE * max((accepted[one] for one in accepted.keys() & line.beside), default=0.0),
            )
    return matrix


def _by_beginning(keys: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in keys:
        found.setdefault(one[:3], []).append(one)
    return found


def _forms(key: str, vocabulary: dict[str, list[str]]) -> dict[str, float]:
    """The keys of the vocabulary that are the same word or a form of it, with what they count."""
    return {
        one: 1.0 if one == key else NEAR_FORM for one in vocabulary.get(key[:3], ()) if same_word(key, one)
    }


def same_word(one: str, other: str) -> bool:
    """Whether two stems belong together: the same, or one derived from the other.

    >>> same_word("creat", "creation"), same_word("exhibit", "exhibition"), same_word("contract", "contrast")
    (True, True, False)
    """
    if one == other:
        return True
    if any(character.isdigit() for character in one + other):
        return False
    shared = next(
        (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        min(len(one), len(other)),
    )
    short, long = sorted((len(one), len(other)))
    if shared == short:
        return (short >= SHARED and long - short <= 4) or (short == SHARED - 1 and long - short <= 2)
    return shared >= SHARED and shared >= short - 2 and 1 <= long - short <= 3


@lru_cache(maxsize=1)
def _ranks() -> dict[str, int]:
    text = (resources.files("assistant.grounding") / "common_words.txt").read_text(encoding="utf-8")
    return {word: rank for rank, word in enumerate(text.split(), start=1)}


def weight(key: str) -> float:
    """How much a word says, 0.25 to 1: from its place among the most common words of stored text."""
    rank = _ranks().get(key)
    if rank is None:
        return 1.0
    return 0.25 + 0.75 * math.log(1 + rank) / math.log(1 + len(_ranks()))
