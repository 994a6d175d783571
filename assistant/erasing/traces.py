"""What gives a text away as taken from one source: words that no other source has, and runs of words."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from documents.storage.turns import folded
from index.words import STOP_WORDS

# Scripts that set no blanks between words: each character counts as a word.
_UNSPACED = re.compile("([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])")
_WORD = re.compile(r"[^\W_]+")
_FILE = re.compile(r"[^\s/\\]{1,255}\.[A-Za-z][A-Za-z0-9]{1,4}")
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}")
_AROUND = ".,;:!?()[]{}<>\"'“”‘’«»*_`"  # what may stand around a word
_STRETCH = 100_000  # characters that are looked at at once
_WHOLE = 3_000_000  # characters of a source of which every run is kept; of twice as many every second
LONG_RUN = 6  # words of a run that is telling without a word that only one source has


def words(text: str) -> list[str]:
    """The words of a text, without differences of case.

    >>> words("The ferry's 12 SEATS, 船票")
    ['the', 'ferry', 's', '12', 'seats', '船', '票']
    """
    text = folded(text)
    return _WORD.findall(_UNSPACED.sub(r" \1 ", text) if _UNSPACED.search(text) else text)


def stretches(text: str) -> Iterator[str]:
    """A text in pieces that are looked at one after the other, cut at blanks."""
    start = 0
    while start < len(text):
        end = text.find(" ", start + _STRETCH, start + 2 * _STRETCH)
        end = end if end > 0 else start + 2 * _STRETCH
        yield text[start:end]
        start = end


def codes(text: str) -> set[str]:
    """What stands for one thing and is seldom written by chance: numbers, addresses, names in capitals.

    >>> sorted(codes("Case ZX-4471-B of KESTREL, see report.pdf of 2024-01-31 (call 555)."))
    ['kestrel', 'report.pdf', 'zx-4471-b']
    """
    return {folded(word) for part in text.split() if len(part) > 4 and _is_code(word := part.strip(_AROUND))}


@dataclass(frozen=True, slots=True)
class Traces:
    """What only these sources have: `own` words that carry meaning, runs of words (as hashes), codes.

    `loose` runs are telling in what a person typed; in a long text they may be chance, `firm` ones are not.
    """

    source_ids: frozenset[str]
    own: frozenset[str] = frozenset()
    loose: frozenset[int] = frozenset()
    firm: frozenset[int] = frozenset()
    codes: frozenset[str] = frozenset()

    def named_in(self, text: str) -> bool:
        """Whether a text has the id of one of the sources."""
        return any(source_id in text for source_id in self.source_ids)

    def in_record(self, text: str) -> bool:
        """Whether a text of any length repeats what only the source says, in its own order."""
        text_words = words(text)
        return not (
            self.firm.isdisjoint(ngram_hashes(text_words, 3))
            and self.firm.isdisjoint(ngram_hashes(text_words, LONG_RUN))
            and self.codes.isdisjoint(code for code in codes(text) if not code.isalpha())
        )

    def in_question(self, text: str) -> bool:
        """Whether a question or a title repeats the source: two words in a row may be enough."""
        text_words = words(text)
        return self.in_record(text) or not (
            self.loose.isdisjoint(ngram_hashes(text_words, 2))
            and self.loose.isdisjoint(ngram_hashes(text_words, 3))
            and self.codes.isdisjoint(codes(text))
        )

    def own_word_in(self, text: str) -> bool:
        """Whether the text has any word that only this source has."""
        return not self.own.isdisjoint(words(text)) or self.in_question(text)


def traces_of(source_ids: Iterable[str], texts: Sequence[str], others: Iterable[str]) -> Traces:
    """What is only in `texts` and in none of `others`, which are read once, one after the other.

    Of texts over 3 million characters together not every run of words is kept.
    """
    every = 1 + sum(map(len, texts)) // _WHOLE
    own, long, marks = set[str](), set[int](), set[str]()
    for part in _parts(texts):
        part_words = words(part)
        own.update(word for word in part_words if word not in STOP_WORDS)
        long.update(_some(ngram_hashes(part_words, LONG_RUN, lambda run: _meaning(run) > 2), every))
        marks |= codes(part)
    for part in _parts(others):
        theirs = words(part)
        own.difference_update(theirs)
        long.difference_update(ngram_hashes(theirs, LONG_RUN))
        marks.difference_update(codes(part))

    def all_own(run: Sequence[str]) -> bool:
        return own.issuperset(run)

    def partly_own(run: Sequence[str]) -> bool:
        return not own.isdisjoint(run) and _meaning(run) > 1

    loose, firm = set[int](), set(long)
    for part in _parts(texts):
        part_words = words(part)
        loose.update(
            _some(chain(ngram_hashes(part_words, 2, all_own), ngram_hashes(part_words, 3, partly_own)), every)
        )
        firm.update(_some(ngram_hashes(part_words, 3, all_own), every))
    telling_codes = {code for code in marks if code in own or not code.isalpha()}
    return Traces(
        frozenset(source_ids), frozenset(own), frozenset(loose), frozenset(firm), frozenset(telling_codes)
    )


def ngram_hashes(
    text_words: Sequence[str], length: int, telling: Callable[[Sequence[str]], bool] = bool
) -> Iterator[int]:
    """A hash of each run of so many words that is `telling`."""
    every = (tuple(text_words[at : at + length]) for at in range(len(text_words) - length + 1))
    return (hash(run) for run in every if telling(run))


def _parts(texts: Iterable[str]) -> Iterator[str]:
    return (part for text in texts for part in stretches(text))


def _some(hashes: Iterable[int], every: int) -> Iterator[int]:
    return (number for number in hashes if number % every == 0)


def _meaning(run: Sequence[str]) -> int:
    """How many words carry meaning."""
    return sum(word not in STOP_WORDS for word in run)


def _is_code(word: str) -> bool:
    if word.isalpha():
        return len(word) > 4 and word.isupper()
    digits = sum(map(str.isdigit, word))
    numbered = len(word) > 5 and 0 < digits and (digits > 6 or any(map(str.isalpha, word)))
    return (numbered and not _DATE.fullmatch(word)) or "@" in word or bool(_FILE.fullmatch(word))
