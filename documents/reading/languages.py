"""Which language a document is in, so that a person can be told when search will be weak in it."""

import logging
import re
import unicodedata
from collections import Counter

logger = logging.getLogger(__name__)

KNOWN = frozenset({"en"})  # what the built-in embedder was trained on
BY_WORDS = frozenset({"de", "fr", "es"})  # what it reads word by word in English (index/models/gloss.py)

_FEWEST_LETTERS = 100  # letters; below this a guess is a coin toss
_PART = 1_500  # characters read at each place
_PLACES, _STRETCH = 9, 700  # stretches of a long text that are looked at, and their characters
_PROSE = re.compile(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)?")
_NAMES = dict(
    item.split("=")
    for item in (
        "af=Afrikaans ar=Arabic az=Azerbaijani be=Belarusian bg=Bulgarian bn=Bengali bs=Bosnian "
        "ca=Catalan cs=Czech cy=Welsh da=Danish de=German el=Greek en=English eo=Esperanto es=Spanish "
        "et=Estonian eu=Basque fa=Persian fi=Finnish fr=French ga=Irish gl=Galician gu=Gujarati he=Hebrew "
        "hi=Hindi hr=Croatian hu=Hungarian hy=Armenian id=Indonesian is=Icelandic it=Italian ja=Japanese "
        "ka=Georgian kk=Kazakh ko=Korean la=Latin lt=Lithuanian lv=Latvian mk=Macedonian ml=Malayalam "
        "mn=Mongolian mr=Marathi ms=Malay nb=Norwegian nl=Dutch nn=Norwegian no=Norwegian pa=Punjabi "
        "pl=Polish pt=Portuguese ro=Romanian ru=Russian sk=Slovak sl=Slovenian sq=Albanian sr=Serbian "
        "sv=Swedish sw=Swahili ta=Tamil te=Telugu th=Thai tl=Tagalog tr=Turkish uk=Ukrainian ur=Urdu "
        "vi=Vietnamese xh=Xhosa zh=Chinese zu=Zulu "
    ).split()
)
# English words so common that a text without any of them is hardly English prose.
_ENGLISH = frozenset("the and of to that with by from are this which have were they".split())


def language_of(text: str) -> str:
    """The ISO 639-1 code of the language most of `text` is in; English where there is too little to tell."""
    sample = _sample(text)
    letters = [character for character in sample if character.isalpha()]
    foreign = _foreign(letters)
    if not letters or (len(letters) < _FEWEST_LETTERS and not foreign):
        return "en"
    if not foreign and _is_english(sample):
        return "en"
    # Lists of names and scraps of markup get another guess at each place; prose does not.
    guesses = {detect(part) for part in (sample, sample[: len(sample) // 2], sample[len(sample) // 2 :])}
    code = guesses.pop()
    if not foreign and (guesses or code not in _NAMES):
        return "en"
    return code


def main_language(text: str) -> str | None:
    """The ISO 639-1 code of the language that most of `text` is in, None where there is too little to tell.

    A long text is looked at in several places: one in German may begin with a summary in English.
    """
    if len(text) <= 2 * _PART:
        code = language_of(text)
        known = code not in KNOWN or sum(map(str.isalpha, text)) >= _FEWEST_LETTERS
        return code if known and code in _NAMES else None
    step = (len(text) - _STRETCH) // (_PLACES - 1)
    parts = (text[place * step : place * step + _STRETCH] for place in range(_PLACES))
    code = Counter(language_of(part) for part in parts).most_common(1)[0][0]
    return code if code in _NAMES else None


def language_name(code: str) -> str:
    """The English name of a language.

    >>> language_name("de")
    'German'
    """
    return _NAMES.get(code, code)


def warning(text: str) -> str | None:
    """A sentence for a person when search will be weak in the language of `text`, else None."""
    code = language_of(text)
    if code in KNOWN:
        return None
    name = _NAMES.get(code, "another language")
    known = "reads that word by word in English" if code in BY_WORDS else "knows English best"
    return (
        f"This document seems to be in {name}; the built-in search model {known}, so expect weaker results. "
        "Set another embedder to improve it."
    )


def detect(text: str) -> str:
    """The code of the likeliest language, whatever the length of `text`; "" where none can be told."""
    import py3langid

    try:
        code: str = py3langid.classify(text[: 4 * _PART])[0]
    except OSError as error:  # it unpacks its model into a temporary file, for which there may be no room
        logger.info("The language of a document cannot be told: %s", error)
        return ""
    return code


def _sample(text: str) -> str:
    """Stretches of the beginning and the middle."""
    middle = len(text) // 2
    return text[:_PART] + "\n" + text[max(_PART, middle) : max(_PART, middle) + _PART]


def _foreign(letters: list[str]) -> bool:
    """Whether most letters are of another script than Latin."""
    others = sum(1 for letter in letters if letter > "\u024f" and "LATIN" not in unicodedata.name(letter, ""))
    return others > 0.5 * len(letters)


def _is_english(sample: str) -> bool:
    """Whether enough of the words are small English ones."""
    words = _PROSE.findall(sample.lower())
    share = sum(word in _ENGLISH for word in words) / max(1, len(words))
    return share > 0.08
