"""What gives a text away as taken from one source: words that no other source has, and runs of words."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from documents.searching import folded
from index.words import STOP_WORDS

# Scripts that set no blanks between words: each character counts as a word.
_UNSPACED = re.compile("([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])")
_WORD = re.compile(r"[^\W_]+")
_FILE = re.compile(r"[^\s/\\]+\.[A-Za-z][A-Za-z0-9]{1,4}")
_AROUND = ".,;:!?()[]{}<>\"'“”‘’«»*_`"  # what may stand around a word
SHORT, LONG = 3, 6  # words of a run; the short one needs a word that only this source has


def words(text: str) -> list[str]:
    """The words of a text, without differences of case.

    >>> words("The ferry's 12 SEATS, 船票")
    ['the', 'ferry', 's', '12', 'seats', '船', '票']
    """
    text = folded(text)
    return _WORD.findall(_UNSPACED.sub(r" \1 ", text) if _UNSPACED.search(text) else text)


def codes(text: str) -> set[str]:
    """What stands for one thing and is seldom written by chance: numbers, addresses, names in capitals.

    >>> sorted(codes("Case ZX-4471-B of KESTREL, see report.pdf (call 555)."))
    ['kestrel', 'report.pdf', 'zx-4471-b']
    """
    return {folded(word) for part in text.split() if len(part) > 4 and _is_code(word := part.strip(_AROUND))}


def _is_code(word: str) -> bool:
    if word.isalpha():
        return len(word) > 4 and word.isupper()
    return (len(word) > 5 and any(map(str.isdigit, word))) or "@" in word or bool(_FILE.fullmatch(word))


@dataclass(frozen=True, slots=True)
class Traces:
    """What only this source has; runs of words are kept as hashes.

    `own` are words that carry meaning, `short` runs have at least one of them, `long` runs need none.
    """

    source_id: str
    own: frozenset[str] = frozenset()
    short: frozenset[int] = frozenset()
    long: frozenset[int] = frozenset()
    codes: frozenset[str] = frozenset()

    def in_text(self, text: str) -> bool:
        """Whether the text repeats the source's own words in its own order, or a code of it."""
        said = words(text)
        return (
            not self.short.isdisjoint(runs(said, SHORT))
            or not self.long.isdisjoint(runs(said, LONG))
            or not self.codes.isdisjoint(codes(text))
        )

    def own_word_in(self, text: str) -> bool:
        """Whether the text has any word that only this source has."""
        return not self.own.isdisjoint(words(text)) or self.in_text(text)


def traces_of(source_id: str, texts: Sequence[str], others: Iterable[str]) -> Traces:
    """What is only in `texts` and in none of `others`, which are read once, one after the other."""
    mine = [words(text) for text in texts]
    own = {word for said in mine for word in said if word not in STOP_WORDS}
    long = {run for said in mine for run in runs(said, LONG)}
    marks = set[str]().union(*map(codes, texts))
    for text in others:
        theirs = words(text)
        own.difference_update(theirs)
        long.difference_update(runs(theirs, LONG))
        marks.difference_update(codes(text))
    short = frozenset(run for said in mine for run in _short_runs(said, own))
    marks = {code for code in marks if code in own or not code.isalpha()}
    return Traces(source_id, frozenset(own), short, frozenset(long), frozenset(marks))


def runs(said: Sequence[str], length: int) -> Iterator[int]:
    """A hash of each run of so many words."""
    return (hash(tuple(said[at : at + length])) for at in range(len(said) - length + 1))


def _short_runs(said: Sequence[str], own: set[str]) -> Iterator[int]:
    for at in range(len(said) - SHORT + 1):
        run = said[at : at + SHORT]
        if not own.isdisjoint(run) and sum(word not in STOP_WORDS for word in run) > 1:
            yield hash(tuple(run))
