"""Which passages are scored for a query's words: nearly all where words are rare, a bounded number else.

A word that every fourth passage has moves a score by little, and a million passages are too many to score for
it. So rare words bring all of their passages, and common ones bring those that have two of them, as long as
there is room; all words count in the scores.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from documents.storage.passages import rarest_first
from documents.storage.postgres.columns import phrase

ROOM = 10_000  # passages that are scored for one query: some 3 microseconds each
TOGETHER = 3.0  # words of one question share this many times as many passages as words at random


def conditions(counts: Mapping[str, int], passages: int, room: int = ROOM) -> list[str]:
    """Tsqueries of which a candidate meets one; `counts`: how many of the `passages` have each stem.

    >>> conditions({"ferri": 20, "sail": 900, "the": 90_000, "at": 50_000}, 100_000, room=1000)
    ["'ferri' | 'sail'"]
    >>> conditions({"the": 90_000, "at": 50_000, "sea": 2_000}, 100_000, room=4_000)
    ["'sea'"]
    >>> conditions({"at": 50_000, "harbour": 3_000, "sea": 2_000}, 100_000, room=1000)
    ["'sea' & 'harbour'"]
    """
    rare: list[str] = []
    common: list[str] = []
    left: float = room
    for stem in rarest_first(counts):
        (rare if counts[stem] <= left else common).append(stem)
        left -= counts[stem] if counts[stem] <= left else 0
    alternatives = [" | ".join(map(_one, rare))] if rare else []
    for pair in combinations(common, 2):
        shared = TOGETHER * counts[pair[0]] * counts[pair[1]] / passages
        if shared <= left:
            alternatives.append(_all(pair))
            left -= shared
    return alternatives or [_all(common[:number]) for number in _enough(common, counts, passages, room)]


def any_of(counts: Mapping[str, int]) -> str:
    """A tsquery of all that has one of the stems, in the form of `conditions` where all are rare.

    >>> any_of({"at": 50_000, "sea": 2_000})
    "'sea' | 'at'"
    """
    return " | ".join(map(_one, rarest_first(counts)))


def _enough(common: Sequence[str], counts: Mapping[str, int], passages: int, room: int) -> Iterator[int]:
    """How many of the rarest words a passage must have for no more of them than there is room."""
    shared = float(passages)
    for number, stem in enumerate(common, 1):
        shared *= counts[stem] / passages
        if shared <= room or number == len(common):
            yield number
            return


def _one(stem: str) -> str:
    return phrase([stem])


def _all(stems: Sequence[str]) -> str:
    return " & ".join(map(_one, stems))
