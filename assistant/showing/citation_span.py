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
    if len({(citation.source_id, citation.version) for citation in citations}) != 1:
        return None
    first = min(citations, key=lambda citation: citation.start)
    return replace(
        first,
        page=first.page if len({citation.page for citation in citations}) == 1 else None,
        end=max(citation.end for citation in citations),
        quote=" ".join(dict.fromkeys(citation.words for citation in citations)),
        headings=_beginning([citation.headings for citation in citations]),
        shown="",
        place=", ".join(_beginning([tuple(citation.where.split(", ")) for citation in citations])),
    )


def citations_overlap(first: Citation, other: Citation) -> bool:
    """Whether both have words in common, of the same version of a document."""
    same = (first.source_id, first.version) == (other.source_id, other.version)
    return same and first.start < other.end and other.start < first.end


def _beginning(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """The steps with which all paths begin."""
    steps = zip(*paths, strict=False)
    return tuple(same[0] for same in takewhile(lambda step: len(set(step)) == 1, steps))
