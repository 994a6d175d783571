"""Texts in German, French and Spanish word by word in English, for models that know English alone.

"Die Miete ist am dritten Werktag fällig." is read as "the rent is on the third working day due.": that is
enough for a model to tell what it is about. The words are those of `glosses`; a German compound that is not
among them is read by its parts, and what is unknown stays as it is, such as a name.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from importlib import resources

from index.words import STOP_WORDS

GLOSSES = {"de": "german.txt", "fr": "french.txt", "es": "spanish.txt"}
ENGLISH = "en"
KEPT = 2_000  # texts of which the language is kept: people ask of the same documents again

_WORD = re.compile(r"[^\W\d_]+")
# Words of so few letters tell no language alone ("Al Gore"), nor does a small part of them ("Robert Barro").
_INITIAL, _SHORT, _FEW = 1, 2, 0.3
_ELISION = re.compile(r"\b(?:[cdjlmst]|qu)['’](?=\w)", re.IGNORECASE)
_NEGATION = re.compile(r"\bn['’](?=\w)", re.IGNORECASE)
_TITLE = re.compile(
    r"\b(?:herrn?|frau|familie|dr|mme|mlle|madame|monsieur|señora?|sra?)\b\.? $", re.IGNORECASE
)
_TITLED = 12  # characters before a name that are looked at
# Endings that a form may have more than the one that is listed.
_ENDINGS = {
    "de": ("es", "en", "em", "er", "n", "e", "s", "st", "t"),
    "fr": ("es", "s", "e", "x"),
    "es": ("es", "s"),
}
_JOINTS = ("s", "es", "n", "en", "er", "e")  # between the parts of a German compound
# Ends of names of places and persons
_NAMES = ("berg", "burg", "dorf", "mann", "stein", "hausen", "feld", "bach")
_NOT = "un"  # begins a German word that says the opposite of the rest
_HEAD, _PART = 4, 3  # letters that the last part of a compound has at least, and each before it
_DEEPEST = 3  # parts before the last that are looked for
_LONGEST_COMPOUND = 60  # letters of a compound; the time grows with their square


def in_english(text: str) -> str:
    """The gloss of a text that is in one of the languages, else the text itself.

    >>> in_english("Wie hoch ist die Miete?")
    'how high is the rent?'
    >>> in_english("What is the rent?")
    'What is the rent?'
    """
    return _glossed(text)[0]


def places_in_english(text: str, places: Iterable[int]) -> list[int]:
    """Where places in a text, which are between its words, stand in its gloss.

    >>> places_in_english("Wie hoch ist die Miete? Hoch.", [0, 23, 24, 29])
    [0, 21, 22, 27]
    >>> places_in_english("What is the rent? Low.", [17, 18])
    [17, 18]
    """
    return _glossed(text, places)[1]


def _glossed(text: str, places: Iterable[int] = ()) -> tuple[str, list[int]]:
    """The gloss of a text, and where these places of the text stand in it."""
    language = language_of(text)
    if language is None or language == ENGLISH:
        return text, list(places)
    read = unicodedata.normalize("NFC", text)
    moved = [len(unicodedata.normalize("NFC", text[:place])) for place in places]
    for pattern, new in _steps(language):
        read, moved = _replaced(pattern, new, read, moved)
    return read, moved


def _replaced(
    pattern: re.Pattern[str], new: Callable[[re.Match[str]], str], text: str, places: Iterable[int]
) -> tuple[str, list[int]]:
    """The text with other words for what the pattern finds, and where these places then stand."""
    ends, grown = [0], [0]

    def replaced(match: re.Match[str]) -> str:
        word = new(match)
        ends.append(match.end())
        grown.append(grown[-1] + len(word) - len(match.group()))
        return word

    return pattern.sub(replaced, text), [place + grown[bisect_right(ends, place) - 1] for place in places]


def _steps(language: str) -> list[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]]:
    """What is replaced in a text of a language, one after the other, and by what."""
    words = (_WORD, lambda match: _in_place(match, language))
    if language != "fr":
        return [words]
    return [(_NEGATION, lambda _: "ne "), (_ELISION, lambda _: ""), words]


def for_text(evidence: str, text: str) -> str:
    """Evidence as a text can be compared with it word by word: a gloss where only the evidence is foreign."""
    return evidence if language_of(text) in GLOSSES else in_english(evidence)


@lru_cache(maxsize=KEPT)
def language_of(text: str) -> str | None:
    """Of "de", "fr", "es" and "en" the one that most words are of; None where too few tell.

    Made for sentences and questions; documents/reading/languages.py tells whole documents, in any language.

    >>> language_of("Wer ist Vorsitzender?"), language_of("Who is the chair?"), language_of("Judo | 30 €")
    ('de', 'en', None)
    """
    english = _english()
    all_words = _WORD.findall(unicodedata.normalize("NFC", text).lower())
    words = [word for word in all_words if len(word) > _INITIAL]

    def surplus(language: str) -> float:
        """How many more words are of it alone than of English alone, as a share of those not of both."""
        known = _glosses(language)
        apart = [word for word in words if word not in known or word not in english]
        own = [word for word in apart if word in known]
        theirs = sum(word in english for word in apart)
        if not apart or (own and not any(len(word) > _SHORT for word in own)):
            return 0.0
        return (len(own) - theirs) / len(apart)

    share, best = max((surplus(language), language) for language in GLOSSES)
    if share >= _FEW:
        return best
    return ENGLISH if share <= -_FEW and len(words) > 1 else None  # "Judo" is a word of any language


def in_other_language(query: str, texts: Iterable[str]) -> list[bool]:
    """For each text whether it is in another language than the query, as far as both can be told."""
    language = language_of(query)
    return [language is not None and language_of(text) not in (None, language) for text in texts]


def is_spelt(word: str, language: str | None) -> bool:
    """Whether a word is one of a language that there are glosses of, as it is spelt.

    >>> is_spelt("Nacht", "de"), is_spelt("Nahct", "de"), is_spelt("night", "en")
    (True, False, False)
    """
    return language in _ENDINGS and _listed(word.lower(), _glosses(language), _ENDINGS[language]) is not None


def _in_place(match: re.Match[str], language: str) -> str:
    """The gloss of a word at its place: behind a title it is a name."""
    before = match.string[max(0, match.start() - _TITLED) : match.start()]
    return match.group() if _TITLE.search(before) else _gloss(match.group(), language)


def _gloss(word: str, language: str) -> str:
    known = _glosses(language)
    english = _listed(word.lower(), known, _ENDINGS[language])
    if (
        english is None
        and language == "de"
        and len(word) <= _LONGEST_COMPOUND
        and not word.lower().endswith(_NAMES)
    ):
        english = _compound(word.lower(), known, _DEEPEST)
    return english or word


def _listed(word: str, known: Mapping[str, str], endings: Iterable[str]) -> str | None:
    """The gloss of a word, or of what it is without an ending."""
    shorter = (word.removesuffix(end) for end in endings if len(word) > _HEAD + len(end))
    return next((known[form] for form in (word, *shorter) if form in known), None)


def _compound(word: str, known: Mapping[str, str], depth: int) -> str | None:
    """The glosses of a German compound's parts, its last part being the longest that is known.

    What stands before may be unknown, such as a name: the whole word is then kept beside the last part.
    `depth` is how many parts before it may be looked for.
    """
    denies = word.startswith(_NOT)
    if denies and (opposite := _listed(word.removeprefix(_NOT), known, _ENDINGS["de"])):
        return f"not {opposite}"
    for begin in range(_PART, len(word) - _HEAD + 1):
        head = _listed(word[begin:], known, _ENDINGS["de"])
        if head is not None:
            before = word[:begin]
            part = _listed(before, known, _JOINTS) or (depth and _compound(before, known, depth - 1))
            # What begins like a denial is read by its parts only if all are known, lest the denial is lost.
            return f"{part or word} {head}" if part or not denies else None
    return None


@lru_cache(maxsize=len(GLOSSES))
def _glosses(language: str) -> Mapping[str, str]:
    """The glosses by word, also as the Swiss write it, without ß."""
    text = (resources.files("index.models") / "glosses" / GLOSSES[language]).read_text(encoding="utf-8")
    listed = dict(line.split("=", 1) for line in text.splitlines())
    return {word.replace("ß", "ss"): gloss for word, gloss in listed.items()} | listed


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    """English words: those of the glosses, and the most common."""
    glosses = (gloss for language in GLOSSES for gloss in _glosses(language).values())
    return STOP_WORDS.union(*(gloss.split() for gloss in glosses))
