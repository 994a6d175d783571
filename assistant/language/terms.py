"""Names and numbers of a text: the words that must not be wrong."""

import re
from functools import lru_cache

from assistant.language.number_words import SMALL
from assistant.language.tokens import same_stem
from index.words import STOP_WORDS, WORD, stem, words

_NUMBER_WORDS = {word: str(value) for word, value in (SMALL | {"hundred": 100, "thousand": 1000}).items()}
HAS_DIGIT = re.compile(r"\d")
_ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
_WITH_UNIT = re.compile(r"(\d+(?:[.,]\d+)?)([^\W\d_]{1,4})")
# Capitalised for where they stand, not for what they name.
_NO_NAMES = STOP_WORDS | {"yes", "no", "not", "according", "please", "however", "i"}


def number_key(word: str) -> str | None:
    """The word as a number in one form, or None for other words.

    >>> number_key("1,500"), number_key("twelve"), number_key("27th"), number_key("07"), number_key("G5")
    ('1500', '12', '27', '7', None)
    >>> number_key("39.00"), number_key("2.50"), number_key("1.000")  # the last is German
    ('39', '2.50', '1.000')
    """
    plain = word.lower().replace(",", "").replace("'", "").replace("’", "")
    ordinal = _ORDINAL.match(plain)
    if ordinal:
        plain = ordinal.group(1)
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return re.sub(r"\.0{1,2}$", "", plain).lstrip("0") or "0"
    return _NUMBER_WORDS.get(plain)


def is_figure_in(figure: str, text: str) -> bool:
    """Whether a text has a number, written alike or not: with a comma, or apart from its unit.

    >>> is_figure_in("2000", "up to £2,000"), is_figure_in("4000K", "LED 4000 K"), is_figure_in("4K", "4")
    (True, True, False)
    """
    if number_key(figure) is not None:
        return number_key(figure) in all_numbers(text)
    match = _WITH_UNIT.fullmatch(figure)
    return match is not None and re.search(rf"\b{match[1]} {match[2]}\b", text, re.IGNORECASE) is not None


def numbers(text: str) -> list[str]:
    """The numbers written with digits, in one form, in order, each once.

    >>> numbers("In 2019, 1,500 soldiers came, 1,500!")
    ['2019', '1500']
    """
    keys = (number_key(word) for word in WORD.findall(text) if HAS_DIGIT.search(word))
    return list(dict.fromkeys(key for key in keys if key is not None))


def all_numbers(text: str) -> set[str]:
    """All numbers of a text in one form, those written as words too.

    >>> sorted(all_numbers("Two boards, 14-09-2021"))
    ['14', '2', '2021', '9']
    """
    keys = (
        number_key(part)
        for word in WORD.findall(text)
        for part in (word, *word.split(","), *re.split(r"[.,]", word))
    )
    return {key for key in keys if key is not None}


def names(text: str) -> list[str]:
    """The words that name something (capitalised or with a digit inside), as written, each once.

    The first word of a sentence counts only when it is more than a capital letter and the rest.

    >>> names("When was the G5 Sahel created? Mali left.")
    ['G5', 'Sahel']
    """
    named = (match.group() for match in WORD.finditer(text) if _names(match, _starts_sentence(match)))
    return list(dict.fromkeys(named))


def _names(match: re.Match[str], starts: bool) -> bool:
    """Whether a word names something; of the common words "US", "WHO" and inside a sentence "May" do."""
    word = match.group()
    named_in_capitals = len(word) > 1 and (word.isupper() or (word == "May" and not starts))
    if number_key(word) is not None or (word.lower() in _NO_NAMES and not named_in_capitals):
        return False
    capitals = sum(character.isupper() for character in word)
    capitalised = capitals > 1 if starts else word[0].isupper()
    return capitalised or (word[0].isalpha() and HAS_DIGIT.search(word) is not None)


def _starts_sentence(match: re.Match[str]) -> bool:
    before = match.string[: match.start()].rstrip(" \t\"'“‘”’(*_")
    return not before or before[-1] in ".!?:\n"


def stems(text: str) -> list[str]:
    """The stems of all words with meaning as the full-text index has them, in order; numbers in one form."""
    return [number_key(word) or stem(word) for word in words(text) if word not in STOP_WORDS]


def plain_stems(text: str) -> set[str]:
    """The stems of all words with meaning but numbers."""
    return {stemmed for stemmed in stems(text) if number_key(stemmed) is None}


@lru_cache(maxsize=4096)
def content_stems(text: str) -> frozenset[str]:
    """The stems that all forms of a word share, of the words with meaning; numbers in one form.

    >>> sorted(content_stems("The twelve ferries were sent."))
    ['12', 'ferri', 'send']
    """
    return frozenset(number_key(word) or same_stem(word) for word in words(text) if word not in STOP_WORDS)
