"""Texts in German, French and Spanish word by word in English, for models that know English alone.

"Die Miete ist am dritten Werktag fällig." is read as "the rent is on the third working day due.": that is
enough for a model to tell what it is about. The words are those of `glosses`; a German compound that is not
among them is read by its parts, and what is unknown stays as it is, such as a name.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources

from index.words import STOP_WORDS

GLOSSES = {"de": "german.txt", "fr": "french.txt", "es": "spanish.txt"}
KEPT = 2_000  # texts of which the gloss is kept: people ask of the same documents again

_WORD = re.compile(r"[^\W\d_]+")
# Words of so few letters tell no language alone ("Al Gore"), nor does a small part of them ("Robert Barro").
_INITIAL, _SHORT, _FEW = 1, 2, 0.3
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu)['’](?=\w)", re.IGNORECASE)
# Endings that a form may have more than the one that is listed.
_ENDINGS = {
    "de": ("es", "en", "em", "er", "n", "e", "s", "st", "t"),
    "fr": ("es", "s", "e", "x"),
    "es": ("es", "s"),
}
# Between the parts of a German compound
_JOINTS = ("s", "es", "n", "en", "er", "e")
_HEAD, _PART = 4, 3  # letters that the last part of a compound has at least, and each before it
_DEEPEST = 3  # parts before the last that are looked for
_LONGEST = 60  # letters of a compound; the time grows with their square


@lru_cache(maxsize=KEPT)
def in_english(text: str) -> str:
    """The gloss of a text that is in one of the languages, else the text itself.

    >>> in_english("Wie hoch ist die Miete?")
    'how high is the rent?'
    >>> in_english("What is the rent?")
    'What is the rent?'
    """
    language = language_of(text)
    if language is None:
        return text
    read = _ELISION.sub("", text) if language == "fr" else text
    return _WORD.sub(lambda match: _gloss(match.group(), language), read)


@lru_cache(maxsize=KEPT)
def language_of(text: str) -> str | None:
    """The language of the glosses that has the most words of a text, where enough of them are not English.

    Words of both count for neither.

    >>> language_of("Wer ist Vorsitzender?"), language_of("Who is the chair?")
    ('de', None)
    """
    english = _english()
    words = [word for word in _WORD.findall(text.lower()) if len(word) > _INITIAL]

    def surplus(language: str) -> float:
        """How many more words are of it alone than of English alone, as a share of those not of both."""
        known = _glosses(language)
        apart = [word for word in words if word not in known or word not in english]
        own = [word for word in apart if word in known]
        if not any(len(word) > _SHORT for word in own):
            return 0.0
        return (len(own) - sum(word in english for word in apart)) / len(apart)

    best = max(GLOSSES, key=surplus)
    return best if surplus(best) >= _FEW else None


def in_other_language(query: str, texts: Iterable[str]) -> list[bool]:
    """For each text whether it is in another language than the query."""
    return [language_of(text) != language_of(query) for text in texts]


def _gloss(word: str, language: str) -> str:
    known = _glosses(language)
    found = _listed(word.lower(), known, _ENDINGS[language])
    if found is None and language == "de" and len(word) <= _LONGEST:
        found = _compound(word.lower(), known, _DEEPEST)
    return found or word


def _listed(word: str, known: Mapping[str, str], endings: Iterable[str]) -> str | None:
    """The gloss of a word, or of what it is without an ending."""
    shorter = (word.removesuffix(end) for end in endings if len(word) > _HEAD + len(end))
    return next((known[form] for form in (word, *shorter) if form in known), None)


def _compound(word: str, known: Mapping[str, str], depth: int) -> str | None:
    """The glosses of a German compound's parts, its last part being the longest that is known.

    What stands before may be unknown; `depth` is how many parts of it may be looked for.
    """
    for begin in range(_PART, len(word) - _HEAD + 1):
        head = _listed(word[begin:], known, _ENDINGS["de"])
        if head is not None:
            before = word[:begin]
            part = _listed(before, known, _JOINTS) or (depth and _compound(before, known, depth - 1))
            return f"{part or before} {head}"
    return None


@lru_cache(maxsize=len(GLOSSES))
def _glosses(language: str) -> Mapping[str, str]:
    text = (resources.files("index.models") / "glosses" / GLOSSES[language]).read_text(encoding="utf-8")
    return dict(line.split("=", 1) for line in text.splitlines())


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    """English words: those of the glosses, and the most common."""
    glosses = (gloss for language in GLOSSES for gloss in _glosses(language).values())
    return STOP_WORDS.union(*(gloss.split() for gloss in glosses))
