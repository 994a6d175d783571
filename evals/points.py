"""Which points of a case a text has, by the rules of check_everyday.py, which comes with the everyday set."""

import re
import unicodedata
from dataclasses import dataclass

from documents.types import Record
from evals.cases import Case

COUNTED_WORDS = 150  # words of a text that count, so that nobody gains by showing everything


@dataclass(frozen=True, slots=True)
class Points(Record):
    """How a text does by the points of a case: it has `told` of the `needed` ones.

    `told` is at most `needed`, and 0 for a decline; `needed` is 0 where there is no answer. `spoilt`: it has
    words of `must_not`.
    """

    told: int = 0
    needed: int = 0
    spoilt: bool = False

    @property
    def suffice(self) -> bool:
        """Whether there are as many as needed and nothing speaks against them."""
        return self.told == self.needed and not self.spoilt

    @property
    def misleading(self) -> bool:
        """Whether it lacks more than half of what is needed, or has words of `must_not`."""
        return self.spoilt or 2 * self.told < self.needed


def points(case: Case, text: str) -> Points:
    """The points that the first COUNTED_WORDS words of `text` have.

    >>> case = Case("a", "?", True, must=(("£1,200",), ("May", "spring")), must_not=("June",))
    >>> points(case, "It was 1200, paid in the spring."), points(case, "In June.")
    (Points(told=2, needed=2, spoilt=False), Points(told=0, needed=2, spoilt=True))
    """
    answer_text = f" {_normal(' '.join(text.split()[:COUNTED_WORDS]))} "
    stated = sum(any(_has(answer_text, wording) for wording in group) for group in case.must)
    spoilt = any(_has(answer_text, words) for words in case.must_not)
    return Points(min(stated, case.needed), case.needed, spoilt)


def has_words(text: str) -> bool:
    """Whether there is anything in `text` to be found again: a letter or a digit."""
    return bool(_normal(text))


def _has(answer_text: str, words: str) -> bool:
    return f" {_normal(words)} " in answer_text


def _normal(text: str) -> str:
    """In lower case, with thousands commas dropped and all but letters and digits a blank.

    Not `evals.text.tokens`: that one drops articles and keeps signs such as "£".
    """
    text = re.sub(r"(?<=\d),(?=\d{3})", "", unicodedata.normalize("NFKC", text).lower())
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text).split())
