"""Two sentences as words, and the one place in which they differ."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.conflicts.plain_question import bag
from assistant.conflicts.value import Value
from assistant.grounding.facts.tokens import same_stem

WORD = re.compile(r"[^\W_]+(?:[.,'’@/:_-]+[^\W_]+)*")  # an address is one word
CLAUSE_ENDS = re.compile(r"[;:,(–—]\s|\s(?:and|but|which|who|while|because|so)\s")
ARTICLES = frozenset("the a an our my your his her its their".split())
_LEAST = 3  # words before a clause can end
Place = tuple[tuple[int, int], tuple[int, int]]  # first and last word in one line and in the other


@dataclass(frozen=True, slots=True)
class Line:
    """The first clause of a sentence: the stems of its words and where each stands."""

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def part(self, first: int, last: int) -> str:
        """The text from one word up to another."""
        return self.text[self.spans[first][0] : self.spans[last - 1][1]] if first < last else ""

    def value(self, first: int, last: int) -> Value:
        """The same as a value."""
        text = self.part(first, last)
        return Value("term", text, self.spans[first][0], self.spans[last - 1][1], tuple(sorted(bag(text))))


@lru_cache(maxsize=1024)
def line_of(text: str) -> Line:
    """The first clause of a sentence as words."""
    found = list(WORD.finditer(text))
    if len(found) > _LEAST:
        ends = CLAUSE_ENDS.search(text, found[_LEAST - 1].end())
        found = [one for one in found if ends is None or one.start() < ends.start()]
    return Line(text, tuple(same_stem(one[0].lower()) for one in found), tuple(one.span() for one in found))


def one_place(one: Line, other: Line) -> Place | None:
    """The stretch in which two lines differ; what one alone has at its beginning or end does not count."""
    matcher = SequenceMatcher(None, one.words, other.words, autojunk=False)
    changes = [change[1:] for change in matcher.get_opcodes() if change[0] != "equal"]
    changes = _merged(one, changes)
    if len(changes) > 1:
        changes = [change for change in changes if not _at_the_edge(one, other, *change)]
    if len(changes) != 1:
        return None
    a, b, c, d = changes[0]
    return (a, b), (c, d)


def _merged(one: Line, changes: Sequence[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Changes with nothing but a small word between them are one: "under the mat", "behind the shed"."""
    found: list[tuple[int, int, int, int]] = []
    for a, b, c, d in changes:
        if found and a - found[-1][1] == 1 and one.part(found[-1][1], a).lower() in ARTICLES:
            found[-1] = (found[-1][0], b, found[-1][2], d)
        else:
            found.append((a, b, c, d))
    return found


def _at_the_edge(one: Line, other: Line, a: int, b: int, c: int, d: int) -> bool:
    alone = (a == b) != (c == d)
    return alone and ((a == c == 0) or (b == len(one.words) and d == len(other.words)))
