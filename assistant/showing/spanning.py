"""The stretch of a document in which several citations stand together."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from assistant.types import Citation


def spanning(citations: Sequence[Citation]) -> Citation | None:
    """One citation from the beginning of the first of these to the end of the last.

    Its headings and its `place` are those that all have. None where they stand in several documents, in
    several versions of one, or where there are none.
    """
    if len({(one.source_id, one.version) for one in citations}) != 1:
        return None
    first = min(citations, key=lambda one: one.start)
    return replace(
        first,
        page=first.page if len({one.page for one in citations}) == 1 else None,
        end=max(one.end for one in citations),
        quote=" ".join(dict.fromkeys(one.words for one in citations)),
        headings=_beginning([one.headings for one in citations]),
        shown="",
        place=", ".join(_beginning([tuple(one.where.split(", ")) for one in citations])),
    )


def overlap(one: Citation, other: Citation) -> bool:
    """Whether both have words in common, of the same version of a document."""
    same = (one.source_id, one.version) == (other.source_id, other.version)
    return same and one.start < other.end and other.start < one.end


def _beginning(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The steps with which all paths begin."""
    steps = zip(*paths, strict=False)
    return tuple(same[0] for same in takewhile(lambda step: len(set(step)) == 1, steps))
