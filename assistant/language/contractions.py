"""Contractions as people type them: "wont" for "won't", which else denies nothing."""

import re

from index.models.gloss import language_of

_CONTRACTED = re.compile(
    r"\b(?:wo|do|ca|does|did|is|are|was|were|has|have|had|would|could|should|must|need|ai)nt\b", re.IGNORECASE
)


def with_apostrophes(text: str) -> str:
    """The text with the apostrophes that English negations lack.

    >>> with_apostrophes("why wont it start, I cant see it"), with_apostrophes("le chat dont on parle")
    ("why won't it start, I can't see it", 'le chat dont on parle')
    """
    if language_of(text) == "fr":  # "dont" is a word of theirs
        return text
    return _CONTRACTED.sub(lambda found: f"{found[0][:-1]}'{found[0][-1]}", text)
