"""Which words of a claim stand in which sentences of the evidence, inflected and derived forms too."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.sentences import EvidenceSentence
from assistant.grounding.remarks import POINTER
from assistant.language.terms import number_key
from index.words import STOP_WORDS, WORD, stem

Matrix = NDArray[np.float64]

NEAR_FORM = 0.85  # what a derived form of a word counts
BESIDE = 0.6  # what a word of the title or headings counts
SHARED = 5  # letters that two forms of a word have in common at least
LONGEST = 400  # words of a sentence that are looked up
# Forms that no stemmer brings together; the first is the one that stands for all.
_IRREGULAR = """
be is are was were been|begin began begun|break broke broken|bring brought|build built|buy bought
catch caught|choose chose chosen|come came|deal dealt|draw drew drawn|drink drank drunk
drive drove driven|eat ate eaten|fall fell fallen|feed fed|feel felt|fight fought|find found
fly flew flown|forget forgot forgotten|freeze froze frozen|get got gotten|give gave given|go went gone
grow grew grown|hang hung|hear heard|hide hid hidden|hold held|keep kept|know knew known|lay laid
lead led|leave left|lend lent|lose lost loss|make made|mean meant|meet met|pay paid|ride rode ridden
rise rose risen|run ran|say said|see saw seen|seek sought|sell sold sale|send sent|shake shook shaken
shine shone|shoot shot|show shown|sing sang sung|sink sank sunk|sit sat|sleep slept
speak spoke spoken speech|spend spent|stand stood|steal stole stolen|strike struck|swim swam swum
take took taken|teach taught|tell told|think thought|throw threw thrown|understand understood
wake woke woken|wear wore worn|win won|write wrote written|man men|woman women|child children
person people|foot feet|tooth teeth|mouse mice|goose geese|life lives|wife wives
die died death dead dying|bear bore born birth|good better best|bad worse worst|high height|long length
wide width|strong strength|deep depth|weigh weight|warm warmth|grow growth|lie lay lain
"""


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
        found.append(Word(number_key(lower) or key(lower), match.start(), match.end()))
        if len(found) == LONGEST:
            break
    return found


@lru_cache(maxsize=50_000)
def key(word: str) -> str:
    """The word's stem, one for all its irregular forms.

    >>> key("kept") == key("keeping")
    True
    """
    return _irregular().get(word) or _irregular().get(stem(word)) or stem(word)


@lru_cache(maxsize=1)
def _irregular() -> dict[str, str]:
    groups = (forms.split() for line in _IRREGULAR.strip().splitlines() for forms in line.split("|"))
    found: dict[str, str] = {}
    for forms in groups:
        for form in forms:
            found.setdefault(form, stem(forms[0]))
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
