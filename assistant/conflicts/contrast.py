"""What sets two like statements apart: the fare in summer and in winter, the count of two years."""

import re

from assistant.conflicts.mentions import differ, mentions
from assistant.conflicts.statements import StatedValue
from assistant.language.dates import YEAR
from assistant.language.terms import content_stems, names
from index.words import words

# Common words that have a meaning of their own here.
_LIMITS = frozenset("without except only before after until since not no never under over between".split())
# Two blanks: a value stood there.
_NO_LIMIT = re.compile(r"\bsince (?=(?:the|it|they|we|you|he|she)\b)|\bonly(?=  |\s*$)")
_LETTER = re.compile(r"(?<=\w[ -])[A-Z]\b(?![.'’&-])")  # plan A


def left_over(text: str, other: str, known: frozenset[str]) -> frozenset[str]:
    """The stems with meaning that `text` has beside the other text's and the question's."""
    return content_stems(text) - content_stems(other) - known


def differently_limited(text: str, other: str) -> bool:
    """Whether only one of the texts limits what it says, or each in its own way: "plan A", "without".

    >>> differently_limited("The fare without a car is", "The fare is")
    True
    """
    limits = [
        set(words(_NO_LIMIT.sub(" ", side))) & _LIMITS | set(_LETTER.findall(side)) for side in (text, other)
    ]
    return limits[0] != limits[1]


def each_its_own(text: str, other: str, known: frozenset[str]) -> bool:
    """Whether each of the texts has words of its own: "in winter" and "in summer"."""
    return bool(left_over(text, other, known) and left_over(other, text, known))


def set_apart(text: str, other: str, known: frozenset[str]) -> bool:
    """Whether the words around two values say that they are values of different things: a name, a number."""
    if differently_limited(text, other) or each_its_own(text, other, known):
        return True
    named = content_stems(" ".join((*names(text), *names(other))))
    unshared = left_over(text, other, known) | left_over(other, text, known)
    return any(stem in named or stem.isdigit() for stem in unshared)


def of_other_years(stated: StatedValue, other: StatedValue) -> bool:
    """Whether the sentences, or else their titles ("Report 2023"), name years, and no year in common."""
    mine, theirs = (set(YEAR.findall(value.around) or YEAR.findall(value.title)) for value in (stated, other))
    return bool(mine and theirs and not mine & theirs) or of_other_days(stated, other)


def of_other_days(stated: StatedValue, other: StatedValue) -> bool:
    """Whether the titles are alike but for their dates: the minutes of 3 May and of 7 June."""
    dates = [mentions("date", title)[:1] for title in (stated.title, other.title)]
    if not all(dates):
        return False
    (mine,), (theirs,) = dates
    rests = stated.title.replace(mine.text, ""), other.title.replace(theirs.text, "")
    return rests[0] == rests[1] and differ(mine, theirs)
