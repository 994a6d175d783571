"""Numbers written as words or digits, read from tokens."""

import re
import unicodedata
from collections.abc import Sequence

from assistant.language.tokens import Token

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
UNITS = {word: value for value, word in enumerate(_ONES)}
TENS = {word: 20 + 10 * place for place, word in enumerate(_TENS)}
SMALL = UNITS | TENS
SCALES = {"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12}
SCALES |= {f"{word}s": value for word, value in SCALES.items()} | {"lakh": 1e5, "crore": 1e7}
SUFFIXES = {"k": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
        "thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
} | {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100}
PARTS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
PARTS |= {f"{word}s": value for word, value in PARTS.items()} | {"half": 2, "halves": 2}
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_NUMERAL = re.compile(r"(?=[IVXLC])(?:C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})")


def digit_values(text: str) -> tuple[float, ...]:
    """What a number in digits may mean, the likeliest first; none where it is not one number.

    >>> digit_values("1,500"), digit_values("1.500"), digit_values("3,5"), digit_values("1.2.3")
    ((1500.0,), (1.5, 1500.0), (3.5,), ())
    """
    if re.fullmatch(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?", text):
        return (float(text.replace(",", "")),)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?", text):
        return (float(text.replace(".", "").replace(",", ".")),)
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", text):
        return float(text), float(text.replace(".", ""))
    if re.fullmatch(r"\d+[.,]\d+", text):
        return (float(text.replace(",", ".")),)
    return (float(text),) if len(text) < 40 and text.isdecimal() else ()


def roman(text: str) -> int | None:
    """The value of a Roman numeral in capitals.

    >>> roman("XIV"), roman("II"), roman("MILL")
    (14, 2, None)
    """
    if not _ROMAN_NUMERAL.fullmatch(text):
        return None
    values = [_ROMAN[letter] for letter in text]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))


def vulgar_fraction(text: str) -> float | None:
    """The value of a sign such as ½."""
    return unicodedata.numeric(text, None) if len(text) == 1 and not text.isdecimal() else None


def read_words(tokens: Sequence[Token], place: int) -> tuple[float, int] | None:
    """The number in words that begins at `place`, and the place after it."""
    if _half_a(tokens, place):
        return 0.5 * SCALES[tokens[place + 2].lower], place + 3
    if tokens[place].lower in ("a", "an"):
        scaled = place + 1 < len(tokens) and tokens[place + 1].lower in SCALES
        return _sum(tokens, place + 1, 1.0) if scaled and not tokens[place + 1].lower.endswith("s") else None
    if tokens[place].lower in ("hundred", "thousand") and place and tokens[place - 1].lower == "the":
        return _sum(tokens, place, 1.0)  # "the hundred and thirty-five"
    return _sum(tokens, place, None) if tokens[place].lower in SMALL else None


def _half_a(tokens: Sequence[Token], place: int) -> bool:
    words = [token.lower for token in tokens[place : place + 3]]
    return len(words) == 3 and words[0] == "half" and words[1] in ("a", "an") and words[2] in SCALES


def _sum(tokens: Sequence[Token], place: int, current: float | None) -> tuple[float, int]:
    """Adds words up: "two hundred and five thousand" is (2 * 100 + 5) * 1000."""
    total, group, end = 0.0, current or 0.0, place
    while place < len(tokens):
        word = tokens[place].lower
        if (
            word in SMALL
            and (place == end or tokens[place - 1].lower in ("and", "-"))
            and _fits(group, SMALL[word])
        ):
            group += SMALL[word]
        elif word == "hundred" and group:
            group *= 100
        elif word in SCALES and group and not word.endswith("s"):
            total, group = total + group * SCALES[word], 0.0
        elif word not in ("and", "-") or not _joins(tokens, place, total, group):
            break
        else:
            place += 1
            continue
        place += 1
        end = place
    return total + group, end


def _joins(tokens: Sequence[Token], place: int, total: float, group: float) -> bool:
    """Whether "and" or a hyphen stands inside a number: "hundred and five", "twenty-one"."""
    if place + 1 >= len(tokens) or tokens[place + 1].lower not in SMALL:
        return False
    value = SMALL[tokens[place + 1].lower]
    return _fits(group, value) and (tokens[place].lower == "-" or group >= 100 or (total > 0 and group == 0))


def _fits(group: float, value: float) -> bool:
    """Whether a smaller number may follow: "twenty one", not "one two"."""
    return group % 100 == 0 if value >= 10 else group % 10 == 0 and group % 100 != 10
