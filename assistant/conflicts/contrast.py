"""Words that set two like statements apart: the fare in summer and in winter, for adults and for children."""

import re

from assistant.conflicts.plain_question import bag
from assistant.conflicts.question import LETTER
from assistant.grounding.facts.tokens import same_stem
from assistant.terms import names
from index.words import words

_APART = frozenset(
    same_stem(word)
    for word in """spring summer autumn winter season weekday weekend holiday
    monday tuesday wednesday thursday friday
    saturday sunday morning afternoon evening night adult child children baby infant pupil student
    senior pensioner member guest visitor resident staff single return oneway first second third
    fourth next last previous former old new early late highest lowest high low maximum minimum
    maximal minimal average mean small large big short long left right upper lower front back inside
    outside indoor outdoor north south east west net gross tax vat discount reduced extra additional
    special half double full empty hot cold warm cool used originally formerly once planned expected
    estimated almost another other raise rise increase decrease reduce lower cut drop change move
    postpone daily weekly monthly yearly annual sale""".split()
)
# Common words that have a meaning of their own here.
_SMALL = frozenset("without except only before after until since not no never under over between".split())
_NO_LIMIT = re.compile(r"\bsince (?=(?:the|it|they|we|you|he|she)\b)|\bonly (?=\d|$)|\bonly\s*$")
_YEAR = re.compile(r"(?:19|20)\d\d")
# They are said or left unsaid.
_WEAK = frozenset(
    same_stem(word)
    for word in """take pay charge ask cost get give
    have hold lie stand find make go come use need want please note now
    today currently present agree exactly exact always usually kindly dear also total just still per
    each every item point label section clause remember know""".split()
)


def left_over(text: str, other: str, known: frozenset[str]) -> frozenset[str]:
    """The stems with meaning that `text` has beside the other text's and the question's."""
    return bag(text) - bag(other) - known - _WEAK


def set_apart(one: str, other: str, known: frozenset[str]) -> bool:
    """Whether the words around two values say that they are values of different things.

    So it is where each has words of its own, or where those of one name or limit it: "in winter", "without".
    """
    if limited(one, other, known):
        return True
    mine, theirs = left_over(one, other, known), left_over(other, one, known)
    named = bag(" ".join((*names(one), *names(other))))
    return bool(mine and theirs) or any(word in named or word.isdigit() for word in mine | theirs)


def each_its_own(one: str, other: str, known: frozenset[str]) -> bool:
    """Whether each of the texts has words of its own beside years, or one of them limits what it says."""
    sides = (left_over(one, other, known), left_over(other, one, known))
    return all(any(not _YEAR.fullmatch(word) for word in side) for side in sides) or limited(
        one, other, known
    )


def limited(one: str, other: str, known: frozenset[str]) -> bool:
    """Whether only one of the texts limits what it says, or each in its own way: "plan A", "in winter"."""
    small = [
        set(words(_NO_LIMIT.sub(" ", text))) & _SMALL | set(LETTER.findall(text)) for text in (one, other)
    ]
    beside = left_over(one, other, known) | left_over(other, one, known)
    return small[0] != small[1] or bool(beside & _APART)
