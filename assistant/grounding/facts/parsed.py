"""A text read once: its tokens, numbers, dates, times and names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.grounding.facts.dates import Date, Time, find_dates, find_times
from assistant.grounding.facts.names import Name, find_names, initials
from assistant.grounding.facts.numbers import Number, find_numbers
from assistant.grounding.facts.tokens import FUNCTION_WORDS, Located, Token, tokenize

_ENGLISH_SHARE = 0.15
_TOKENISED = re.compile(r" ?@([-,.])@ ?")  # how prepared corpora write marks inside words
_BEFORE_MARK = re.compile(r" ([,;:.!?])(?=\s|$)")
_FEW = 6  # words; too few to tell a language


@dataclass(frozen=True, slots=True)
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


@lru_cache(maxsize=4096)
def parse(text: str) -> Parsed:
    """The text with its facts; kept, since quotes are read again for each sentence of an answer."""
    given, text = text, _BEFORE_MARK.sub(r"\1", _TOKENISED.sub(r"\1", text))
    tokens = tokenize(text)
    dates = find_dates(text, tokens)
    times = find_times(text, tokens)
    taken = _places((*dates, *times))
    numbers = find_numbers(text, tokens, taken)
    taken |= _places(numbers)
    return Parsed(
        text=given,
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


def _places(found: Sequence[Located]) -> frozenset[int]:
    return frozenset(place for one in found for place in range(one.first, one.last))


def english(tokens: Sequence[Token]) -> bool:
    """Whether the words are English, as far as their small words tell; few words count as English."""
    words = [token.lower for token in tokens if token.word]
    if len(words) < _FEW:
        return all(word.isascii() for word in words)
    return sum(word in FUNCTION_WORDS for word in words) >= _ENGLISH_SHARE * len(words)


@lru_cache(maxsize=4096)
def sentences(text: str) -> tuple[Parsed, ...]:
    """The sentences of a quote, each read."""
    from documents.sentences import sentence_spans

    return tuple(parse(text[start:end]) for start, end in sentence_spans(text[:40_000]))
