"""Questions that headings ask themselves, as in lists of frequent questions.

Other headings give none: of ten questions like "What does the handbook say about meals?" the built-in
model declined seven, and of four that are answered by yes or no it declined two.
"""

import re
from collections.abc import Iterator

from assistant.question_subjects import LONGEST_QUESTION, Candidate, has_soup

SHORTEST = 4  # words; "Why not?" says nothing outside its place

_NUMBERED = re.compile(r"^(?:\d+(?:\.\d+)*|[IVX]+|[A-Z])[.):]\s+(?=\S)|^\d+(?:\.\d+)*\s+(?=\S)")
_LEANS = re.compile(r"\b(?:it|its|they|them|this|that|these|those|he|she|here|there)\b", re.IGNORECASE)
_ASKS = re.compile(r"(?:Who|Whom|What|When|Where|Which|How)\b")


def heading_questions(heading: str) -> Iterator[Candidate]:
    """The question that a heading asks, where it can be understood outside its place."""
    line = _NUMBERED.sub("", re.sub("[*_`]", "", " ".join(heading.split())))
    if not line.endswith("?") or re.search(r"[.?!] ", line) or has_soup(line):
        return
    if (
        _ASKS.match(line)
        and not _LEANS.search(line)
        and SHORTEST <= len(line.split())
        and len(line) <= LONGEST_QUESTION
    ):
        yield Candidate(line, "asked", 0)
