"""A text read once: its tokens, numbers, dates, times and names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.language.dates import Date, Time, find_dates, find_times
from assistant.language.names import Name, find_names, initials
from assistant.language.numbers import Number, find_numbers
from assistant.language.tokens import FUNCTION_WORDS, Located, Token, covered, tokenize

LONGEST = 3000  # characters of a sentence that are read; what is longer is a table or no text
# Small words of other languages that are no English ones.
_FOREIGN = frozenset(
    "der die das und ist nicht ein eine einen den dem von im mit auf le la les des et est dans une du el los "
    "las de y en que il di che del della het een van och att som nie jest um os na uma para por con sur "
    "au".split()
)
_ENGLISH_SHARE = 0.15
_TOKENISED = re.compile(r" ?@([-,.])@ ?")  # how prepared corpora write marks inside words
_BEFORE_MARK = re.compile(r" ([,;:.!?])(?=\s|$)")
_FEW = 10  # words; fewer hardly tell a language


@dataclass(frozen=True, slots=True, eq=False)  # one object a text: compared and hashed by identity
class Parsed:
    """A sentence or passage with the facts found in it."""

    text: str
    read: str  # the text that the tokens' offsets count in: marks that stand apart put to their words
    tokens: tuple[Token, ...]
    numbers: tuple[Number, ...]
    dates: tuple[Date, ...]
    times: tuple[Time, ...]
    names: tuple[Name, ...]
    stems: frozenset[str]  # of words with meaning
    all_stems: frozenset[str]
    words: frozenset[str]  # all, lower case
    initials: frozenset[str]

    def stems_in(self, start: int, end: int) -> set[str]:
        """The stems with meaning of the words that begin in a stretch of `read`."""
        return {token.stem for token in self.tokens if token.content and start <= token.start < end}

    def span(self, fact: Located) -> tuple[int, int]:
        """The offsets of a fact in `read`."""
        return self.tokens[fact.first].start, self.tokens[fact.last - 1].end

    def last_of_name(self, place: int) -> Token:
        """The last word of the name that the token at `place` is a part of, or that token."""
        name = next((name for name in self.names if name.first <= place < name.last), None)
        return self.tokens[name.last - 1 if name is not None else place]


@lru_cache(maxsize=4096)
def parse(text: str) -> Parsed:
    """The text with its facts; kept, since quotes are read again for each sentence of an answer."""
    original, text = text, _BEFORE_MARK.sub(r"\1", _TOKENISED.sub(r"\1", text))
    tokens = tokenize(text)
    dates = find_dates(text, tokens)
    times = find_times(text, tokens)
    taken = covered((*dates, *(time for time in times if not time.text.endswith("h"))))  # "6 h" may be long
    numbers = find_numbers(text, tokens, taken)
    taken |= covered(numbers)
    return Parsed(
        text=original,
        read=text,
        tokens=tokens,
        numbers=numbers,
        dates=dates,
        times=times,
        names=find_names(text, tokens, taken),
        stems=frozenset(token.stem for token in tokens if token.content),
        all_stems=frozenset(token.stem for token in tokens),
        words=frozenset(token.lower for token in tokens if token.word),
        initials=initials(tokens),
    )


def days_in(text: str) -> list[Date]:
    """The dates of a text that tell a day and its month."""
    return [date for date in parse(text).dates if date.is_day]


def foreign(tokens: Sequence[Token]) -> bool:
    """Whether as many small words are of another language as are English."""
    theirs = sum(token.lower in _FOREIGN for token in tokens)
    return theirs > 0 and theirs >= sum(token.lower in FUNCTION_WORDS for token in tokens)


def english(tokens: Sequence[Token]) -> bool:
    """Whether the words are English, as far as their small words tell; few words count as English."""
    words = [token.lower for token in tokens if token.word]
    if len(words) < _FEW:
        return all(word.isascii() for word in words) and not foreign(tokens)
    return sum(word in FUNCTION_WORDS for word in words) >= _ENGLISH_SHARE * len(words)


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[Parsed, ...]:
    """The sentences of a quote, each read."""
    from documents.text.sentences import sentence_spans

    return tuple(
        parse(text[start : min(end, start + LONGEST)]) for start, end in sentence_spans(text[:40_000])
    )
