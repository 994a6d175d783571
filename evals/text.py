"""Texts made comparable: lower case, no articles, no punctuation, numbers without thousands commas."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

ARTICLES = {"a", "an", "the"}
GROUPED = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3})+(?![\d,]*\d)")


def tokens(text: str) -> list[str]:
    """The words of `text` as they are compared.

    Any character that Unicode calls punctuation is a blank, so a hyphenated word is two.

    >>> tokens("The 1,000 men (of U-96) paid $5.")
    ['1000', 'men', 'of', 'u', '96', 'paid', '$5']
    """
    lowered = GROUPED.sub(lambda number: number.group().replace(",", ""), text.lower())
    blanked = "".join(" " if unicodedata.category(letter).startswith("P") else letter for letter in lowered)
    return [word for word in blanked.split() if word not in ARTICLES]


def contains(text: str, answer: str) -> bool:
    """Whether the tokens of `answer` stand in `text`, in a row.

    >>> contains("It opened in May 2014.", "may 2014"), contains("It cost 3200.", "32")
    (True, False)
    """
    wanted = tokens(answer)
    return bool(wanted) and f" {' '.join(wanted)} " in f" {' '.join(tokens(text))} "


def token_recall(text: str, answers: Sequence[str]) -> float:
    """The share of a gold answer's tokens that occur in `text`, each as often; the best over `answers`.

    >>> token_recall("The red house", ["a red red door", "red houses"])
    0.5
    """
    given = Counter(tokens(text))
    return max((_recall(given, Counter(tokens(answer))) for answer in answers), default=0.0)


def _recall(given: Counter[str], gold: Counter[str]) -> float:
    return (given & gold).total() / gold.total() if gold else 0.0
