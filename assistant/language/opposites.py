"""Words that mean the opposite of each other, by a list and by the prefixes that deny."""

from functools import lru_cache
from pathlib import Path

from assistant.language.tokens import Token, same_stem

_FILE = Path(__file__).with_name("antonyms.txt")
_PREFIXES = ("un", "in", "im", "il", "ir", "dis", "non", "mis", "anti", "pro")
_SHORTEST = 4  # letters behind a prefix


def are_opposites(first: Token, second: Token) -> bool:
    """Whether two words mean the opposite of each other.

    >>> from assistant.language.tokens import tokenize
    >>> up, down, legal, illegal = tokenize("up down legal illegal")
    >>> are_opposites(up, down), are_opposites(illegal, legal), are_opposites(up, legal)
    (True, True, False)
    """
    if second.stem in _opposites().get(first.stem, ()):
        return True
    return first.stem in _without_prefix(second.lower) or second.stem in _without_prefix(first.lower)


def has_opposite(stem: str) -> bool:
    """Whether the list has an opposite of the word with this stem."""
    return stem in _opposites()


@lru_cache(maxsize=1)
def _opposites() -> dict[str, frozenset[str]]:
    """For each word of the list its opposites, all as stems."""
    opposites: dict[str, set[str]] = {}
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            left, right = ([same_stem(word) for word in side.split("/")] for side in line.split())
            for words, others in ((left, right), (right, left)):
                for word in words:
                    opposites.setdefault(word, set()).update(others)
    return {word: frozenset(others - {word}) for word, others in opposites.items()}


@lru_cache(maxsize=20_000)
def _without_prefix(word: str) -> frozenset[str]:
    """The stems of what is left of a word without a prefix that denies."""
    return frozenset(
        same_stem(word[len(prefix) :])
        for prefix in _PREFIXES
        if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST
    )
