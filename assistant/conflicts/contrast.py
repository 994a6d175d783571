"""What sets two like statements apart: the fare in summer and in winter, the count of two years."""

import re

from assistant.conflicts.question import bag
from assistant.conflicts.statements import Claim
from assistant.conflicts.value import differ, values
from assistant.language.terms import names
from index.words import words

# Common words that have a meaning of their own here.
_SMALL = frozenset("without except only before after until since not no never under over between".split())
_NO_LIMIT = re.compile(
    r"\bsince (?=(?:the|it|they|we|you|he|she)\b)|\bonly(?=  |\s*$)"
)  # two blanks: a value
_LETTER = re.compile(r"(?<=\w[ -])[A-Z]\b(?![.'’&-])")  # plan A
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def left_over(text: str, other: str, known: frozenset[str]) -> frozenset[str]:
    """The stems with meaning that `text` has beside the other text's and the question's."""
    return bag(text) - bag(other) - known


def limited(one: str, other: str) -> bool:
    """Whether only one of the texts limits what it says, or each in its own way: "plan A", "without"."""
    small = [
        set(words(_NO_LIMIT.sub(" ", text))) & _SMALL | set(_LETTER.findall(text)) for text in (one, other)
    ]
    return small[0] != small[1]


def each_its_own(one: str, other: str, known: frozenset[str]) -> bool:
    """Whether each of the texts has words of its own: "in winter" and "in summer"."""
    return bool(left_over(one, other, known) and left_over(other, one, known))


def set_apart(one: str, other: str, known: frozenset[str]) -> bool:
    """Whether the words around two values say that they are values of different things: a name, a number."""
    beside = left_over(one, other, known) | left_over(other, one, known)
    named = bag(" ".join((*names(one), *names(other))))
    if limited(one, other) or each_its_own(one, other, known):
        return True
    return any(word in named or word.isdigit() for word in beside)


def of_other_years(one: Claim, other: Claim) -> bool:
    """Whether the sentences, or else their titles ("Report 2023"), name years, and no year in common."""
    mine, theirs = (
        set(_YEAR.findall(claim.around)) or set(_YEAR.findall(claim.sentence.citation.title))
        for claim in (one, other)
    )
    return bool(mine and theirs and not mine & theirs) or of_other_days(one, other)


def of_other_days(one: Claim, other: Claim) -> bool:
    """Whether the titles are alike but for their dates: the minutes of 3 May and of 7 June."""
    titles = [claim.sentence.citation.title for claim in (one, other)]
    dates = [values("date", title)[:1] for title in titles]
    rests = {
        title.replace(date.text, "") for title, found in zip(titles, dates, strict=True) for date in found
    }
    return all(dates) and len(rests) == 1 and differ(dates[0][0], dates[1][0])
