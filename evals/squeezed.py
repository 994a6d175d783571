"""Text without blanks and punctuation, in which words can be found that are set out in another way."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass


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
