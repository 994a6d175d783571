"""Contractions as people type them: "wont" for "won't", which else denies nothing."""

import re

_CONTRACTED = re.compile(
    r"\b(?:wo|do|ca|does|did|is|are|was|were|has|have|had|would|could|should|must|need|ai)nt\b", re.IGNORECASE
)
# "Dont" is a word of theirs.
_FRENCH = re.compile(r"\b(?:le|la|les|un|une|des|du|est|que|qui)\b", re.IGNORECASE)


def with_apostrophes(text: str) -> str:
    """The text with the apostrophes that English negations lack.

    >>> with_apostrophes("why wont it start, I cant see it"), with_apostrophes("le chat dont on parle")
    ("why won't it start, I can't see it", 'le chat dont on parle')
    """
    if _FRENCH.search(text):
        return text
    return _CONTRACTED.sub(lambda found: f"{found[0][:-1]}'{found[0][-1]}", text)
