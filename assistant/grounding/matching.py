"""Which words of a sentence stand in which sentences of the evidence, inflected and derived forms too."""

import calendar
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.sentences import EvidenceSentence
from assistant.grounding.remarks import POINTER
from assistant.language.dates import short_weekdays
from assistant.language.parsed import parse
from assistant.language.terms import number_key
from assistant.language.tokens import related_stems, same_stem
from documents.text.runs import grouped
from index.words import STOP_WORDS, WORD

Matrix = NDArray[np.float64]

_NEAR_FORM = 0.85  # what a derived form of a word counts
IN_HEADING = 0.6  # what a word of the title or headings counts
LONGEST = 400  # words of a sentence that are looked up
_MONEY = re.compile(r"[£$€] ?\d|\d ?[£$€]|\d (?:pounds|euros|dollars|pence)\b")
PAYING = frozenset(map(same_stem, "pay cost".split()))  # "Guests £9" says what they pay
_LONGEST_TEXT = 3_000  # characters of an evidence sentence in which days are looked for
_UNITS = {
    short: same_stem(unit)
    for unit, forms in (
        ("hour", "h hr hrs"),
        ("minute", "min mins"),
        ("year", "yr yrs"),
        ("month", "mth mths"),
    )
    for short in forms.split()
}
_SHORT_UNIT = re.compile(rf"\d ?({'|'.join(sorted(_UNITS, key=len, reverse=True))})\b")
_COMMON = 0.6  # how much less a word counts that every evidence sentence has


@dataclass(frozen=True, slots=True)
class KeyedWord:
    """A word with meaning at its place in a text; `key` is its stem, or its number in one form."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class IndexedSentence:
    """An evidence sentence by the keys of its words."""

    evidence: EvidenceSentence
    words: tuple[KeyedWord, ...]
    keys: frozenset[str]
    heading_keys: frozenset[str]  # of its title and headings


@dataclass(frozen=True)
class EvidenceIndex:
    """The evidence sentences that state something, and the keys of the question, which says it already."""

    sentences: tuple[IndexedSentence, ...]
    question_keys: frozenset[str]

    @classmethod
    def of(cls, evidence: Iterable[EvidenceSentence], question: str) -> "EvidenceIndex":
        """The index of this evidence; headings are context only."""
        sentences = tuple(_indexed(sentence) for sentence in evidence if not sentence.heading)
        return cls(sentences, frozenset(word.key for word in keyed_words(question)))

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(key for sentence in self.sentences for key in sentence.keys)

    @cached_property
    def _keys(self) -> frozenset[str]:
        return self.question_keys.union(
            *(sentence.keys | sentence.heading_keys for sentence in self.sentences)
        )

    def weight(self, key: str) -> float:
        """How much a word says here: one that every sentence has tells little of where a claim comes from."""
        share = self._counts[key] / len(self.sentences) if self.sentences else 0.0
        return weight(key) * (1.0 - _COMMON * min(1.0, 2 * share))

    def has_word(self, word: str) -> bool:
        """Whether the question or an evidence sentence has the word or a form of it."""
        keys = [part.key for part in keyed_words(word)]
        return all(any(related_stems(key, other) for other in self._keys) for key in keys)


def keyed_words(text: str, start: int = 0) -> list[KeyedWord]:
    """The words with meaning from `start` on, in order, pointers such as "(Passage 2)" left out.

    >>> [word.key for word in keyed_words("The crew kept twelve dogs (Passage 2).")]
    ['crew', 'keep', '12', 'dog']
    """
    pointers = [match.span() for match in POINTER.finditer(text)]
    keyed = []
    for match in WORD.finditer(text, start):
        word = match.group().lower()
        if word in STOP_WORDS or any(first <= match.start() < last for first, last in pointers):
            continue
        keyed.append(KeyedWord(number_key(word) or same_stem(word), *match.span()))
        if len(keyed) == LONGEST:
            break
    return keyed


def is_verbatim(text: str, evidence: EvidenceSentence) -> bool:
    """Whether a text is the whole of an evidence sentence, word for word, as stored or as shown."""
    return _wording(text) in (_wording(evidence.citation.quote), _wording(evidence.text))


def _wording(text: str) -> str:
    """A text as it is compared word for word: without what a table's row stands between, and without its end.

    >>> _wording("| Adults | £96 |"), _wording("Dogs stay outside.")
    ('adults | £96', 'dogs stay outside')
    """
    return " ".join(text.lower().split()).lstrip(" |").rstrip(" .;,:|")


def _indexed(sentence: EvidenceSentence) -> IndexedSentence:
    words = tuple(keyed_words(sentence.text))
    # "1990-95", "24/7": each number by itself
    figures = re.findall(r"\d[\d.,]*\d|\d+", sentence.text)
    keys = {word.key for word in words} | {number_key(figure) or figure for figure in figures}
    if _MONEY.search(sentence.text):
        keys |= PAYING
    keys |= _written_out(sentence.text)
    return IndexedSentence(sentence, words, frozenset(keys), _heading_keys(sentence.label))


def _written_out(text: str) -> set[str]:
    """The words for what a text tells in figures or short: months, years, weekdays and units of time."""
    text = text[:_LONGEST_TEXT]
    dates = parse(text).dates
    months = {
        same_stem(calendar.month_name[month].lower()) for date in dates for month, _ in date.days if month
    }
    years = {str(year) for date in dates for year in date.years or ()}
    weekdays = {same_stem(day.lower()) for day in short_weekdays(text)}
    return months | years | weekdays | {_UNITS[short] for short in _SHORT_UNIT.findall(text)}


@lru_cache(maxsize=1_000)  # a section's sentences have the same
def _heading_keys(label: str) -> frozenset[str]:
    return frozenset(word.key for word in keyed_words(label))


def credits(keys: Sequence[str], sentences: Sequence[IndexedSentence]) -> Matrix:
    """How far each sentence has each key, 0 to 1; shape (keys, sentences)."""
    stated = {key for sentence in sentences for key in sentence.keys | sentence.heading_keys}
    vocabulary = grouped(stated, lambda key: key[:3])
    matrix = np.zeros((len(keys), len(sentences)))
    for row, key in enumerate(keys):
        forms = _forms(key, vocabulary)
        for column, sentence in enumerate(sentences):
            own = max((forms[form] for form in forms.keys() & sentence.keys), default=0.0)
            above = max((forms[form] for form in forms.keys() & sentence.heading_keys), default=0.0)
            matrix[row, column] = max(own, IN_HEADING * above)
    return matrix


def _forms(key: str, vocabulary: dict[str, list[str]]) -> dict[str, float]:
    """The keys of the vocabulary that are the same word or a form of it, with what they count."""
    return {
        other: 1.0 if other == key else _NEAR_FORM
        for other in vocabulary.get(key[:3], ())
        if related_stems(key, other)
    }


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
