"""The tokens of a text: words, numbers and marks with their places."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import Protocol

from index.words import STOP_WORDS, stem

# Points inside initials stay ("U.S."), a number ends where letters begin ("5km"), a genitive stands
# alone ("Mali", "'s").
_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[^\W\d_][^\W_]*(?:['’](?![sS]\b)[^\W\d_]+)*|['’][sS]\b|[^\w\s]|_"
)
_SHARED = 5  # letters that the stems of two related words have in common at least
_LONGEST = 40_000  # characters; what is behind is not read
FUNCTION_WORDS = STOP_WORDS | {"'s", "’s", "upon", "among", "since", "per", "via", "us", "yet", "one", "also"}
ARTICLES = frozenset("the a an my our your his her its their".split())  # and what tells whose it is
# A word that is put differently in these forms is the same word.
IRREGULAR = {
    form: forms[0]
    for line in Path(__file__).with_name("irregular.txt").read_text(encoding="utf-8").splitlines()
    if (forms := line.split()) and not line.startswith("#")
    for form in forms
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number or a mark."""

    text: str
    start: int  # characters
    end: int
    lower: str  # lower case, no accents
    stem: str
    begins: bool  # a sentence
    aside: bool  # stands in brackets

    @property
    def word(self) -> bool:
        """Whether it is a word or a number, no mark."""
        return self.text[0].isalnum()

    @property
    def content(self) -> bool:
        """Whether it carries meaning of its own."""
        return self.word and self.lower not in FUNCTION_WORDS

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


class Located(Protocol):
    """A fact with the tokens it is made of."""

    @property
    def first(self) -> int:
        """The first token."""

    @property
    def last(self) -> int:
        """The token behind it."""


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Lower case, no accents, straight apostrophes, no points in initials.

    >>> fold("Bogotá"), fold("U.S."), fold("don’t")
    ('bogota', 'us', "don't")
    """
    plain = unicodedata.normalize("NFKD", word.replace("’", "'"))
    bare = "".join(character for character in plain if not unicodedata.combining(character))
    bare = bare.replace(".", "") if bare[:1].isalpha() else bare
    return bare.casefold() or word.casefold()


@lru_cache(maxsize=50_000)
def same_stem(word: str) -> str:
    """The stem that all forms of a word share, irregular ones too.

    >>> same_stem("sent") == same_stem("sends"), same_stem("organisation") == same_stem("organization")
    (True, True)
    """
    base = IRREGULAR.get(word, word)
    return stem(re.sub(r"is(e|ed|es|ing|ation|ations)$", r"iz\1", base) if len(base) > 6 else base)


def related_stems(stem: str, other: str) -> bool:
    """Whether two stems belong together: the same, or one derived from the other.

    >>> related_stems("creat", "creation"), related_stems("exhibit", "exhibition")
    (True, True)
    >>> related_stems("contract", "contrast"), related_stems("1500", "15001")
    (False, False)
    """
    if stem == other:
        return True
    if any(character.isdigit() for character in stem + other):
        return False
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(stem, other, strict=False)))
    short, long = sorted((len(stem), len(other)))
    if shared == short:
        return (short >= _SHARED and long - short <= 4) or (short == _SHARED - 1 and long - short <= 2)
    return shared >= _SHARED and shared >= short - 2 and 1 <= long - short <= 3


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of a text, in order."""
    tokens: list[Token] = []
    begins, depth = True, 0
    for match in _TOKEN.finditer(text[:_LONGEST]):
        if tokens and "\n" in text[tokens[-1].end : match.start()]:
            begins, depth = True, 0
        word, lower = match.group(), fold(match.group())
        depth = max(0, depth + (word in "([") - (word in ")]"))
        tokens.append(Token(word, match.start(), match.end(), lower, same_stem(lower), begins, depth > 0))
        begins = word in ".!?:•*;" or (begins and not word[0].isalnum())
    return tuple(tokens)


def lower_at(tokens: Sequence[Token], place: int) -> str:
    """The token at `place` in lower case; "" behind the last."""
    return tokens[place].lower if place < len(tokens) else ""


def covered(facts: Iterable[Located]) -> frozenset[int]:
    """The tokens that these facts are made of."""
    return frozenset(place for fact in facts for place in range(fact.first, fact.last))


def between(tokens: Sequence[Token], text: str, first: int, last: int) -> str:
    """The text of the tokens `first` to `last` (exclusive)."""
    return text[tokens[first].start : tokens[last - 1].end]
