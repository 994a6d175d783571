"""Names and numbers of a text: the words that must not be wrong."""

import re

from index.words import STOP_WORDS, WORD, stem, words

NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "hundred": "100", "thousand": "1000"}
HAS_DIGIT = re.compile(r"\d")
ORDINAL = re.compile(r"^(\d+)(?:st|nd|rd|th)$")
# Capitalised for where they stand, not for what they name.
NEVER_NAMES = STOP_WORDS | {"yes", "no", "not", "according", "please", "however", "i"}


def number_key(word: str) -> str | None:
    """The word as a number in one form, or None for other words.

    >>> number_key("1,500"), number_key("twelve"), number_key("27th"), number_key("07"), number_key("G5")
    ('1500', '12', '27', '7', None)
    >>> number_key("39.00"), number_key("2.50"), number_key("1.000")  # the last is German
    ('39', '2.50', '1.000')
    """
    plain = word.lower().replace(",", "").replace("'", "").replace("’", "")
    ordinal = ORDINAL.match(plain)
    if ordinal:
        plain = ordinal.group(1)
    if re.fullmatch(r"\d+(?:\.\d+)?", plain):
        return re.sub(r"\.0{1,2}$", "", plain).lstrip("0") or "0"
    return NUMBER_WORDS.get(plain)


def numbers(text: str) -> list[str]:
    """The numbers written with digits, in one form, in order, each once.

    >>> numbers("In 2019, 1,500 soldiers came, 1,500!")
    ['2019', '1500']
    """
    found = [number_key(word) for word in WORD.findall(text) if HAS_DIGIT.search(word)]
    return list(dict.fromkeys(key for key in found if key is not None))


def all_numbers(text: str) -> set[str]:
    """All numbers of a text in one form, those written as words too."""
    found = (
        number_key(part)
        for word in WORD.findall(text)
        for part in (word, *word.split(","), *re.split(r"[.,]", word))
    )
    return {key for key in found if key is not None}


def names(text: str) -> list[str]:
    """The words that name something (capitalised or with a digit inside), as written, each once.

    The first word of a sentence counts only when it is more than a capital letter and the rest.

    >>> names("When was the G5 Sahel created? Mali left.")
    ['G5', 'Sahel']
    """
    found: list[str] = []
    for match in WORD.finditer(text):
        word = match.group()
        starts = _starts_sentence(text, match.start())
        if number_key(word) is not None or (
            word.lower() in NEVER_NAMES and not _names_all_the_same(word, starts)
        ):
            continue
        if _is_capitalised(word, starts) or (HAS_DIGIT.search(word) and word[0].isalpha()):
            found.append(word)
    return list(dict.fromkeys(found))


def stems(text: str) -> list[str]:
    """The stems of all words with meaning, in order; numbers in one form."""
    return [number_key(word) or stem(word) for word in words(text) if word not in STOP_WORDS]


def _is_capitalised(word: str, starts: bool) -> bool:
    if not starts:
        return word[0].isupper()
    return sum(character.isupper() for character in word) > 1


def _names_all_the_same(word: str, starts: bool) -> bool:
    """Whether a common word stands for a name: "US" and "WHO", and "May" where no sentence begins."""
    return len(word) > 1 and (word.isupper() or (word == "May" and not starts))


def _starts_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \t\"'“”‘’(*_")
    return not before or before[-1] in ".!?:\n"
