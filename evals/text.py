"""Texts made comparable: their words without articles and punctuation, or their letters alone."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.showing.tables.row_questions import amount_in, numbers_of

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


def states(text: str, answer: str) -> bool:
    """Whether `text` has the tokens of `answer` in a row or, where that is an amount, the same amount.

    >>> states("The pump costs £135.", "135 pounds"), states("It weighs 135 pounds.", "135 kg")
    (True, False)
    """
    if contains(text, answer):
        return True
    gold_amounts, text_amounts = (
        [amount_in(number.values[0], number.units) for number in numbers_of(side) if number.units]
        for side in (answer, text)
    )
    return len(gold_amounts) == 1 and len(tokens(answer)) <= 2 and gold_amounts[0] in text_amounts


def token_recall(text: str, answers: Sequence[str]) -> float:
    """The share of a gold answer's tokens that occur in `text`, each as often; the best over `answers`.

    >>> token_recall("The red house", ["a red red door", "red houses"])
    0.5
    """
    predicted = Counter(tokens(text))
    return max((_recall(predicted, Counter(tokens(answer))) for answer in answers), default=0.0)


def _recall(predicted: Counter[str], gold: Counter[str]) -> float:
    return (predicted & gold).total() / gold.total() if gold else 0.0


@dataclass(frozen=True, slots=True)
class Squeezed:
    """The letters and digits of a text, without case and accents; `offsets` has where each stands in it.

    So a sentence that a page breaks into lines is the same as on one line, and a row of a table the same
    whether its cells are apart by blanks, commas or the bars of Markdown.
    """

    text: str
    letters: str
    offsets: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Squeezed":
        """The squeezed form of `text`."""
        pairs = [(letter, offset) for offset, sign in enumerate(text) for letter in _letters(sign)]
        return cls(text, "".join(letter for letter, _ in pairs), tuple(offset for _, offset in pairs))

    def find(self, words: str) -> Iterator[tuple[int, int]]:
        """Start and end in the text of every place that has the letters of `words`, from word to word.

        >>> list(Squeezed.of("| Glass | 40 | 1 h |").find("Glass: 40")), list(Squeezed.of("a").find("?"))
        ([(2, 12)], [])
        >>> list(Squeezed.of("| Glass | 340 | 1 h |").find("40"))
        []
        """
        wanted = "".join(letter for sign in words for letter in _letters(sign))
        at = self.letters.find(wanted) if wanted else -1
        while at >= 0:
            start, end = self.offsets[at], self.offsets[at + len(wanted) - 1] + 1
            if not (self._in_word(start - 1) or self._in_word(end)):
                yield start, end
            at = self.letters.find(wanted, at + 1)

    def _in_word(self, offset: int) -> bool:
        return 0 <= offset < len(self.text) and self.text[offset].isalnum()


def _letters(sign: str) -> str:
    """What counts of one character: "é" is "e", "ﬁ" is "fi", a bar or a blank is nothing."""
    if sign.isascii():  # nearly all are, and this is quicker
        return sign.lower() if sign.isalnum() else ""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", sign).casefold()))
